//! One attempt: what is drawn for it, and where the browser goes. Nothing of it is used twice.

use std::borrow::Cow;

use base::Secret;
use oauth2::{CsrfToken, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, Scope};

use super::token_endpoint::Client;

/// Random bytes in a state and in a nonce.
const BYTES: u32 = 32;

/// An attempt to sign in by browser.
pub(super) struct Attempt {
    pub(super) state: Secret,
    pub(super) nonce: Secret,
    pub(super) verifier: PkceCodeVerifier,
    pub(super) redirect: RedirectUrl,
    /// Where the browser goes.
    pub(super) link: Secret,
}

impl Attempt {
    /// Draws state, nonce and verifier. None if the way back is no address. `extra` are parameters of this service alone.
    pub(super) fn new(
        client: &Client,
        redirect: String,
        scopes: &[String],
        extra: Vec<(&'static str, String)>,
    ) -> Option<Self> {
        let redirect = RedirectUrl::new(redirect).ok()?;
        let nonce = CsrfToken::new_random_len(BYTES);
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let mut scopes: Vec<&str> = scopes.iter().map(String::as_str).collect();
        if !scopes.contains(&"openid") {
            scopes.insert(0, "openid");
        }
        let mut request = client
            .authorize_url(|| CsrfToken::new_random_len(BYTES))
            .add_scopes(scopes.into_iter().map(|scope| Scope::new(scope.to_owned())))
            .set_pkce_challenge(challenge)
            .set_redirect_uri(Cow::Borrowed(&redirect))
            .add_extra_param("nonce", nonce.secret().clone());
        for (name, value) in extra {
            request = request.add_extra_param(name, value);
        }
        let (link, state) = request.url();
        Some(Self {
            state: Secret::new(state.into_secret()),
            nonce: Secret::new(nonce.into_secret()),
            verifier,
            link: Secret::new(link.into()),
            redirect,
        })
    }
}
