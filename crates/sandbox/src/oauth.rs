//! What every OAuth 2.0 endpoint here shares: the errors of RFC 6749 and PKCE (RFC 7636).

use std::borrow::Cow;

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use subtle::ConstantTimeEq;

use crate::wire::Refusal;

/// An error as OAuth reports it, in a redirect or in a JSON body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Rejection {
    pub(crate) error: &'static str,
    pub(crate) description: Option<Cow<'static, str>>,
}

impl Rejection {
    pub(crate) fn new(error: &'static str) -> Self {
        Self {
            error,
            description: None,
        }
    }

    /// The same with a sentence.
    pub(crate) fn because(self, description: impl Into<Cow<'static, str>>) -> Self {
        Self {
            description: Some(description.into()),
            ..self
        }
    }

    pub(crate) fn invalid_request() -> Self {
        Self::new("invalid_request")
    }

    pub(crate) fn invalid_client() -> Self {
        Self::new("invalid_client")
    }

    pub(crate) fn invalid_grant() -> Self {
        Self::new("invalid_grant")
    }

    pub(crate) fn unauthorized_client() -> Self {
        Self::new("unauthorized_client")
    }
}

/// What the user pool refuses for reasons of its own; a failure of the sandbox stays one.
impl From<Refusal> for Rejection {
    fn from(refusal: Refusal) -> Self {
        let error = if refusal.is("InternalErrorException") {
            "server_error"
        } else {
            "invalid_request"
        };
        Self::new(error).because(refusal.message().to_owned())
    }
}

/// Whether `verifier` is well formed and what `challenge` was made of by S256.
pub(crate) fn proves(verifier: &str, challenge: &str) -> bool {
    let letters = |c: u8| c.is_ascii_alphanumeric() || b"-._~".contains(&c);
    let sound = (43..=128).contains(&verifier.len()) && verifier.bytes().all(letters);
    let made = URL_SAFE_NO_PAD.encode(digest(&SHA256, verifier.as_bytes()));
    sound && made.as_bytes().ct_eq(challenge.as_bytes()).into()
}

/// Whether `challenge` can have been made by S256.
pub(crate) fn is_challenge(challenge: &str) -> bool {
    URL_SAFE_NO_PAD
        .decode(challenge)
        .is_ok_and(|bytes| bytes.len() == 32)
}

/// The `at_hash` of an access token (OpenID Connect Core, section 3.1.3.6).
pub(crate) fn token_hash(access_token: &str) -> String {
    let digest = digest(&SHA256, access_token.as_bytes());
    URL_SAFE_NO_PAD.encode(&digest.as_ref()[..16])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_of_rfc_7636_proves_itself() {
        let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        let challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
        assert!(proves(verifier, challenge) && is_challenge(challenge));
        assert!(!proves(&verifier.to_lowercase(), challenge), "another verifier");
        assert!(!proves(challenge, challenge), "the challenge itself is no proof");
        assert!(!is_challenge(verifier.get(1..).expect("shorter")), "too short");
    }

    #[test]
    fn the_example_of_openid_connect_has_its_hash() {
        let token = "jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y";
        assert_eq!(token_hash(token), "77QmUPtjPfzWtF2AnpK9RQ");
    }
}
