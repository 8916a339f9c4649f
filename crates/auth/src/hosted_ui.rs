//! Signing in in the system's browser (RFC 8252): authorization code with PKCE S256, state and nonce. The pages are the
//! user pool's hosted UI, or those of a [`provider`] that the identity pool trusts itself; what comes back is worth
//! nothing before it is verified like any other token. Who may come back, and how, is in [`expected`] and [`loopback`].

mod attempt;
mod expected;
mod guarded;
mod loopback;
mod page;
mod provider;
mod token_endpoint;
mod visit;

#[cfg(test)]
mod tests;

use async_trait::async_trait;
use base::Secret;
use flow::{Reason, Refusal};
use thiserror::Error;
use url::Url;

use crate::outward::{self, Watch};
use crate::pool::{HostedProvider, HostedUi, Pool};
use crate::tokens::Tokens;
use crate::user_pool::UserPool;
use attempt::Attempt;
use expected::Expected;
use loopback::Loopback;
pub(crate) use provider::{Found, ProviderClient};
use token_endpoint::{Endpoints, TokenEndpoint};
pub(crate) use visit::{Code, Delivered, Visit};

/// The system's browser.
#[async_trait]
pub trait Browser: Send + Sync {
    /// Opens an address. It is the browser's from here on: whether it could show the page is not known.
    ///
    /// # Errors
    ///
    /// There is no browser, or it could not be started.
    async fn open(&self, address: &str) -> Result<(), BrowserError>;
}

/// The browser could not be opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the browser could not be opened")]
pub struct BrowserError;

/// Why something that was brought back by hand is not taken. The visit goes on.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum BrowserAnswerError {
    /// Nobody waits for it.
    #[error("no visit")]
    NoVisit,
    /// It is neither an address that the browser came back to, nor a code.
    #[error("not understood")]
    NotUnderstood,
    /// It belongs to another visit.
    #[error("another visit's answer")]
    Foreign,
    /// The page that it was copied from says what is wrong.
    #[error("{0}")]
    Refused(Reason),
}

/// The hosted UI of a user pool, as one app client uses it.
#[derive(Debug)]
pub(crate) struct HostedUiClient {
    plan: HostedUi,
    client_id: String,
    issuer: String,
    tokens: TokenEndpoint,
}

impl HostedUiClient {
    /// None where the connection has no hosted UI, or one at an address to which no secret may be sent.
    pub(crate) fn new(pool: &Pool, watch: Watch) -> Option<Self> {
        let mut plan = pool.hosted_ui.clone()?;
        outward::address(&plan.address)?;
        plan.address = plan.address.trim().trim_end_matches('/').to_owned();
        let endpoints = Endpoints {
            authorize: format!("{}/oauth2/authorize", plan.address),
            token: outward::address(&format!("{}/oauth2/token", plan.address))?,
            client_id: &pool.client_id,
            client_secret: pool.client_secret.as_ref(),
        };
        Some(Self {
            tokens: TokenEndpoint::new(endpoints, watch)?,
            client_id: pool.client_id.clone(),
            issuer: pool.issuer(),
            plan,
        })
    }

    /// Opens a way back, and says where the browser is to go.
    pub(crate) async fn begin(&self, provider: Option<&str>, hint: &str) -> Result<Visit, Refusal> {
        let (loopback, redirect) =
            way_back(&self.plan.redirect_ports, self.plan.deep_link.as_deref()).await?;
        let attempt = self.attempt(redirect, provider, hint).ok_or(Reason::NoHostedUi)?;
        let expected = Expected::new(attempt.state.clone(), self.issuer.clone());
        Ok(Visit::new(attempt, expected, loopback))
    }

    fn attempt(&self, redirect: String, provider: Option<&str>, hint: &str) -> Option<Attempt> {
        let mut extra = Vec::new();
        if let Some(provider) = provider {
            extra.push((self.provider_parameter(provider), provider.to_owned()));
        }
        if let Some(lang) = &self.plan.lang {
            extra.push(("lang", lang.clone()));
        }
        if !hint.is_empty() {
            extra.push(("login_hint", hint.to_owned()));
        }
        Attempt::new(self.tokens.client(), redirect, &self.plan.scopes, extra)
    }

    /// Redeems a code for verified tokens.
    pub(crate) async fn tokens(&self, code: Code, user_pool: &UserPool) -> Result<Tokens, Refusal> {
        let raw = self
            .tokens
            .redeem(&code.code, code.verifier, &code.redirect)
            .await?;
        user_pool.verify_answer(raw, &code.nonce).await
    }

    /// New tokens for a refresh token that came by browser, not yet verified.
    pub(crate) async fn refresh(&self, refresh: &Secret) -> Result<crate::tokens::RawTokens, Refusal> {
        self.tokens.refresh(refresh).await
    }

    /// Where the browser ends its own session; none where that is left alone.
    pub(crate) fn sign_out_address(&self) -> Option<String> {
        let sign_out_to = self.plan.sign_out_to.as_ref()?;
        let mut url = Url::parse(&format!("{}/logout", self.plan.address)).ok()?;
        url.query_pairs_mut()
            .append_pair("client_id", &self.client_id)
            .append_pair("logout_uri", sign_out_to);
        Some(url.into())
    }

    /// Under which parameter a provider is named: one of the connection's own by its name, anything else by an
    /// identifier, a company's domain say, that the user pool knows it by.
    fn provider_parameter(&self, provider: &str) -> &'static str {
        let known = |known: &HostedProvider| known.name == provider;
        if provider == COGNITO || self.plan.providers.iter().any(known) {
            "identity_provider"
        } else {
            "idp_identifier"
        }
    }
}

/// Takes the first free port, or else the address that the system brings back to this app.
async fn way_back(ports: &[u16], deep_link: Option<&str>) -> Result<(Option<Loopback>, String), Refusal> {
    let loopback = Loopback::bind(ports).await;
    let redirect = match (&loopback, deep_link) {
        (Some(loopback), _) => loopback.redirect(),
        (None, Some(deep_link)) => deep_link.to_owned(),
        (None, None) => return Err(Reason::PortsTaken.into()),
    };
    Ok((loopback, redirect))
}

/// The user pool itself, as a provider.
const COGNITO: &str = "COGNITO";
