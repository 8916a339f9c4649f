//! An authorization request (RFC 6749, section 4.1.1; PKCE; OpenID Connect Core, section 3.1.2.1), judged as Cognito
//! does: what is wrong with the client or the redirect address is told to the person, everything else to the client.

use std::sync::Arc;

use axum::body::Body;
use http::Response;

use super::wrong;
use crate::oauth::{self, Rejection};
use crate::settings::{ClientSettings, IdentityProvider, OAuthFlow, Settings};
use crate::web::{self, Form};

/// The name of the pool's own directory among the providers.
pub(super) const NATIVE: &str = "COGNITO";

/// By whom a person is to be vouched for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Wanted {
    Anybody,
    /// The pool itself.
    Native,
    Provider(IdentityProvider),
}

/// A sound request.
#[derive(Debug)]
pub(super) struct Authorization {
    pub(super) settings: Arc<Settings>,
    pub(super) client: ClientSettings,
    pub(super) scope: String,
    pub(super) wanted: Wanted,
    /// All parameters, to be handed on from page to page.
    pub(super) form: Form,
    back: Back,
}

/// The way back to the client.
#[derive(Debug)]
struct Back {
    redirect_uri: String,
    state: Option<String>,
    implicit: bool,
}

impl Authorization {
    /// The request of these parameters, or the answer to a wrong one.
    pub(super) fn read(settings: &Arc<Settings>, form: Form) -> Result<Self, Response<Body>> {
        let client_id = form
            .get("client_id")
            .ok_or_else(|| wrong("Required String parameter 'client_id' is not present"))?;
        let client = settings
            .client(client_id)
            .cloned()
            .ok_or_else(|| wrong(&format!("Client {client_id} does not exist.")))?;
        let redirect_uri = form
            .text("redirect_uri")
            .ok_or_else(|| wrong("Required String parameter 'redirect_uri' is not present"))?;
        if !client.oauth.callback_urls.contains(&redirect_uri) {
            return Err(wrong("redirect_mismatch"));
        }
        let back = Back {
            redirect_uri,
            state: form.text("state"),
            implicit: form.get("response_type") == Some("token"),
        };
        match judge(settings, &client, &form) {
            Ok((scope, wanted)) => Ok(Self {
                settings: settings.clone(),
                client,
                scope,
                wanted,
                form,
                back,
            }),
            Err(rejection) => Err(back.refuse(&rejection, &[])),
        }
    }

    pub(super) fn redirect_uri(&self) -> &str {
        &self.back.redirect_uri
    }

    /// Whether tokens go back at once, without a code.
    pub(super) fn implicit(&self) -> bool {
        self.back.implicit
    }

    /// Whether `prompt` has this word.
    pub(super) fn prompts(&self, word: &str) -> bool {
        let prompt = self.form.get("prompt").unwrap_or_default();
        prompt.split(' ').any(|given| given == word)
    }

    /// The client's providers, without the pool itself.
    pub(super) fn providers(&self) -> Vec<&IdentityProvider> {
        let offered = |provider: &&IdentityProvider| offers(&self.client, &provider.name);
        self.settings
            .pool
            .identity_providers
            .iter()
            .filter(offered)
            .collect()
    }

    /// Whether people of the pool's own directory may sign in.
    pub(super) fn is_native(&self) -> bool {
        offers(&self.client, NATIVE)
    }

    /// Whether a session that `provider` vouched for will do.
    pub(super) fn accepts(&self, provider: &str) -> bool {
        offers(&self.client, provider)
            && match &self.wanted {
                Wanted::Anybody => true,
                Wanted::Native => provider == NATIVE,
                Wanted::Provider(wanted) => wanted.name == provider,
            }
    }

    /// Sends the browser back with these parameters and the request's state.
    pub(super) fn send_back(&self, parameters: &[(&str, &str)], cookies: &[String]) -> Response<Body> {
        self.back.send(parameters, cookies)
    }

    /// Sends the browser back with an error.
    pub(super) fn refuse(&self, rejection: &Rejection, cookies: &[String]) -> Response<Body> {
        self.back.refuse(rejection, cookies)
    }
}

impl Back {
    fn send(&self, parameters: &[(&str, &str)], cookies: &[String]) -> Response<Body> {
        let mut parameters = parameters.to_vec();
        if let Some(state) = &self.state {
            parameters.push(("state", state));
        }
        let location = web::extended(&self.redirect_uri, &parameters, self.implicit);
        web::redirect(&location, cookies)
    }

    fn refuse(&self, rejection: &Rejection, cookies: &[String]) -> Response<Body> {
        let mut parameters = vec![("error", rejection.error)];
        if let Some(description) = &rejection.description {
            parameters.insert(0, ("error_description", description));
        }
        self.send(&parameters, cookies)
    }
}

fn judge(settings: &Settings, client: &ClientSettings, form: &Form) -> Result<(String, Wanted), Rejection> {
    if let Some(name) = form.repeated() {
        return Err(Rejection::invalid_request().because(format!("{name} is given twice")));
    }
    let flow = match form.get("response_type") {
        Some("code") => OAuthFlow::Code,
        Some("token") => OAuthFlow::Implicit,
        Some(_) => return Err(Rejection::invalid_request().because("Invalid response_type")),
        None => return Err(Rejection::invalid_request().because("response_type is required")),
    };
    if !client.oauth.flows.contains(&flow) {
        return Err(Rejection::unauthorized_client());
    }
    check_challenge(form)?;
    let prompt = form.get("prompt").unwrap_or_default();
    if prompt != "none" && prompt.split(' ').any(|word| word == "none") {
        return Err(Rejection::invalid_request().because("prompt=none cannot be combined"));
    }
    Ok((scope(client, form)?, wanted(settings, client, form)?))
}

/// Cognito supports S256 only.
fn check_challenge(form: &Form) -> Result<(), Rejection> {
    let wrong = |reason: &'static str| Err(Rejection::invalid_request().because(reason));
    match (form.get("code_challenge"), form.get("code_challenge_method")) {
        (None, None) => Ok(()),
        (Some(challenge), Some("S256")) if oauth::is_challenge(challenge) => Ok(()),
        (Some(_), Some("S256")) => wrong("code_challenge is malformed"),
        (Some(_), Some(_)) => wrong("code_challenge_method is not supported"),
        (Some(_), None) => wrong("code_challenge_method is required"),
        (None, Some(_)) => wrong("code_challenge is required"),
    }
}

/// The scopes that are granted: those asked for, or all of the client's.
fn scope(client: &ClientSettings, form: &Form) -> Result<String, Rejection> {
    let invalid = || Rejection::invalid_request().because("invalid_scope");
    let Some(asked) = form.get("scope") else {
        return Ok(client.oauth.scopes.join(" "));
    };
    let mut granted: Vec<&str> = Vec::new();
    for scope in asked.split(' ').filter(|scope| !scope.is_empty()) {
        if !client.oauth.scopes.iter().any(|allowed| allowed == scope) {
            return Err(invalid());
        }
        if !granted.contains(&scope) {
            granted.push(scope);
        }
    }
    let needs_openid = ["email", "phone", "profile"];
    if !granted.contains(&"openid") && granted.iter().any(|scope| needs_openid.contains(scope)) {
        return Err(invalid());
    }
    Ok(granted.join(" "))
}

fn wanted(settings: &Settings, client: &ClientSettings, form: &Form) -> Result<Wanted, Rejection> {
    let unknown = |what: &str| {
        Rejection::invalid_request().because(format!("Identity provider {what} does not exist."))
    };
    let providers = &settings.pool.identity_providers;
    let found = match (form.get("identity_provider"), form.get("idp_identifier")) {
        (None, None) => return Ok(Wanted::Anybody),
        (Some(NATIVE), _) if offers(client, NATIVE) => return Ok(Wanted::Native),
        (Some(name), _) => (name, providers.iter().find(|provider| provider.name == name)),
        (None, Some(identifier)) => (
            identifier,
            providers
                .iter()
                .find(|provider| provider.identifiers.iter().any(|other| other == identifier)),
        ),
    };
    match found {
        (_, Some(provider)) if offers(client, &provider.name) => Ok(Wanted::Provider(provider.clone())),
        (what, _) => Err(unknown(what)),
    }
}

fn offers(client: &ClientSettings, name: &str) -> bool {
    client.oauth.identity_providers.iter().any(|other| other == name)
}
