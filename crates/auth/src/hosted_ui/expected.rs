//! Which answers are heeded. The state is compared before anything else is read, in constant time; whatever carries
//! another one, or none, was never there. Source: RFC 6749 §4.1.2, RFC 9207, RFC 9700 §2.1.

use base::Secret;
use flow::{Reason, Refusal, TokenFault};
use subtle::ConstantTimeEq;
use url::form_urlencoded;

use super::BrowserAnswerError;
use crate::refusals;

/// The longest authorization code, in characters.
const LONGEST_CODE: usize = 2048;

/// The longest name of an error that is kept, in characters.
const LONGEST_NAME: usize = 64;

/// The answer that is waited for.
#[derive(Debug)]
pub(super) struct Expected {
    state: Secret,
    issuer: String,
    /// Whether the service always says who it is in its answers (`authorization_response_iss_parameter_supported`).
    names_issuer: bool,
}

/// What the browser brought back: a code, or why there is none.
pub(super) type Answer = Result<Secret, Refusal>;

/// The parameters that count. One that comes twice makes the whole answer worthless.
#[derive(Default)]
struct Parameters {
    state: Option<Secret>,
    code: Option<Secret>,
    error: Option<String>,
    description: Option<String>,
    issuer: Option<String>,
}

impl Expected {
    pub(super) fn new(state: Secret, issuer: String) -> Self {
        Self {
            state,
            issuer,
            names_issuer: false,
        }
    }

    /// The same, from a service that always says who it is: an answer without that is another's (RFC 9207 §2.4).
    pub(super) fn naming_its_issuer(self, names_issuer: bool) -> Self {
        Self { names_issuer, ..self }
    }

    /// Reads the query of a callback. None where it is not the one that is waited for.
    pub(super) fn read(&self, query: &str) -> Option<Answer> {
        let parameters = Parameters::read(query)?;
        let state = parameters.state.as_ref()?;
        let same: bool = state
            .expose()
            .as_bytes()
            .ct_eq(self.state.expose().as_bytes())
            .into();
        same.then(|| self.judge(parameters))
    }

    /// Reads what a person pasted, or what the system brought: the address that the browser came back to, or the code
    /// alone. A code without a state is worth trying, because only this attempt's verifier can redeem it, and the nonce
    /// in its tokens must be ours.
    ///
    /// # Errors
    ///
    /// It is not the answer that is waited for.
    pub(super) fn read_pasted(&self, text: &str) -> Result<Answer, BrowserAnswerError> {
        let text = text.trim();
        let Some((address, query)) = text.split_once('?') else {
            return match code(text) {
                Some(code) if !text.contains("://") => Ok(Ok(code)),
                Some(_) | None => Err(BrowserAnswerError::NotUnderstood),
            };
        };
        let query = query.split('#').next().unwrap_or_default();
        if let Some(answer) = self.read(query) {
            return Ok(answer);
        }
        let parameters = Parameters::read(query).ok_or(BrowserAnswerError::NotUnderstood)?;
        match parameters.error.as_deref() {
            Some("redirect_mismatch") if address.ends_with("/error") => {
                Err(BrowserAnswerError::Refused(Reason::RedirectNotRegistered))
            }
            _ if parameters.state.is_some() || parameters.code.is_some() => Err(BrowserAnswerError::Foreign),
            _ => Err(BrowserAnswerError::NotUnderstood),
        }
    }

    fn judge(&self, parameters: Parameters) -> Answer {
        let foreign = match &parameters.issuer {
            Some(issuer) => *issuer != self.issuer,
            None => self.names_issuer,
        };
        if foreign {
            return Err(Reason::Token(TokenFault::Issuer).into());
        }
        if let Some(error) = parameters.error {
            return Err(refusal(
                &error,
                parameters.description.as_deref().unwrap_or_default(),
            ));
        }
        let code = parameters.code.and_then(|found| code(found.expose()));
        code.ok_or_else(|| Reason::Garbled.into())
    }
}

impl Parameters {
    fn read(query: &str) -> Option<Self> {
        let mut found = Self::default();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            let value = value.into_owned();
            let twice = match name.as_ref() {
                "state" => found.state.replace(Secret::new(value)).is_some(),
                "code" => found.code.replace(Secret::new(value)).is_some(),
                "error" => found.error.replace(value).is_some(),
                "error_description" => found.description.replace(value).is_some(),
                "iss" => found.issuer.replace(value).is_some(),
                _ => false,
            };
            if twice {
                return None;
            }
        }
        Some(found)
    }
}

/// A code of the characters that RFC 6749 allows, less those that no service uses and a slip of the hand adds.
fn code(text: &str) -> Option<Secret> {
    let fits = |c: char| c.is_ascii_graphic() && !matches!(c, '<' | '>' | '"' | '\'' | '\\');
    let whole = !text.is_empty() && text.len() <= LONGEST_CODE && text.chars().all(fits);
    whole.then(|| Secret::from(text))
}

/// What an error of the authorization endpoint means. Source: RFC 6749 §4.1.2.1, OpenID Connect Core §3.1.2.6.
fn refusal(error: &str, description: &str) -> Refusal {
    let (reason, said) = match error {
        "access_denied" | "interaction_required" | "login_required" | "consent_required" => {
            (Reason::BrowserDeclined, None)
        }
        "temporarily_unavailable" => (Reason::ServiceFailed, None),
        "unauthorized_client" | "unsupported_response_type" => (Reason::FlowNotEnabled, None),
        "redirect_mismatch" => (Reason::RedirectNotRegistered, None),
        _ => (Reason::ProviderRefused, refusals::said_by_trigger(description)),
    };
    let plain = |c: char| c.is_ascii_lowercase() || c == '_';
    let known = error.len() <= LONGEST_NAME && error.chars().all(plain);
    Refusal {
        error: known.then(|| error.to_owned()),
        said,
        ..reason.into()
    }
}
