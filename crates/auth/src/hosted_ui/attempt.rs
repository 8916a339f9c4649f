//! One attempt: what is drawn for it, and where the browser goes. Nothing of it is used twice.

use std::borrow::Cow;

use base::Secret;
use oauth2::{CsrfToken, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, Scope};

use super::HostedUiClient;

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
    /// Draws state, nonce and verifier. None if an address of the connection is none.
    pub(super) fn new(
        hosted_ui: &HostedUiClient,
        redirect: String,
        provider: Option<&str>,
        hint: &str,
    ) -> Option<Self> {
        let redirect = RedirectUrl::new(redirect).ok()?;
        let nonce = CsrfToken::new_random_len(BYTES);
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let plan = &hosted_ui.plan;
        let mut scopes: Vec<&str> = plan.scopes.iter().map(String::as_str).collect();
        if !scopes.contains(&"openid") {
            scopes.insert(0, "openid");
        }
        let mut request = hosted_ui
            .tokens
            .client()
            .authorize_url(|| CsrfToken::new_random_len(BYTES))
            .add_scopes(scopes.into_iter().map(|scope| Scope::new(scope.to_owned())))
            .set_pkce_challenge(challenge)
            .set_redirect_uri(Cow::Borrowed(&redirect))
            .add_extra_param("nonce", nonce.secret().clone());
        if let Some(provider) = provider {
            request = request.add_extra_param(hosted_ui.provider_parameter(provider), provider.to_owned());
        }
        if let Some(lang) = &plan.lang {
            request = request.add_extra_param("lang", lang.clone());
        }
        if !hint.is_empty() {
            request = request.add_extra_param("login_hint", hint.to_owned());
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
