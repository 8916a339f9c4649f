//! A provider that the identity pool trusts itself: people sign in on its own pages, and its ID token is checked against
//! its own keys before it goes to the identity pool. The provider's discovery document says where everything is, and is
//! fetched for each sign-in. Source: OpenID Connect Discovery 1.0 §4, OpenID Connect Core 1.0 §3.1.

use std::sync::Arc;

use base::Secret;
use flow::{Reason, Refusal};
use reqwest::{Method, Request};
use serde::Deserialize;

use super::attempt::Attempt;
use super::expected::Expected;
use super::token_endpoint::{Endpoints, TokenEndpoint};
use super::visit::{Code, Visit};
use super::way_back;
use crate::outward::{self, Errand, Line, Watch};
use crate::pool::{ExternalProvider, OidcProvider, Parts, Pool};
use crate::skew::ServerClock;
use crate::tokens::{Expected as Expectation, Keys, check_issued_elsewhere, key_id};

const ERRAND: Errand = Errand {
    service: "OpenID Connect",
    operation: "GetConfiguration",
    longest: 256 * 1024,
    patience: outward::PATIENCE,
};

/// The ways back where the connection has no hosted UI that names others.
const PORTS: [u16; 3] = [17643, 21643, 28643];

/// A provider, as this app is a client of it.
#[derive(Debug)]
pub(crate) struct ProviderClient {
    plan: OidcProvider,
    /// Its key in `Logins`.
    login: String,
    ports: Vec<u16>,
    deep_link: Option<String>,
    clock: ServerClock,
    watch: Watch,
}

/// A provider that was found, and the visit that can begin there.
pub(crate) struct Found {
    pub(crate) visit: Visit,
    pub(crate) redeems: Redeems,
}

/// What makes an ID token of a code.
pub(crate) struct Redeems {
    tokens: TokenEndpoint,
    keys: Keys,
    from: Expectation,
    clock: ServerClock,
}

/// What counts of a discovery document.
#[derive(Deserialize)]
struct Configuration {
    issuer: String,
    authorization_endpoint: String,
    token_endpoint: String,
    jwks_uri: String,
    #[serde(default)]
    authorization_response_iss_parameter_supported: bool,
}

impl ProviderClient {
    /// Those of a connection that people sign in at by browser.
    pub(crate) fn all(pool: &Pool, parts: &Parts, clock: &ServerClock) -> Vec<Arc<Self>> {
        let providers = pool.identity_pool.iter().flat_map(|plan| &plan.providers);
        let of = |provider: &ExternalProvider| {
            let hosted_ui = pool.hosted_ui.as_ref();
            let ports = hosted_ui.map(|hosted_ui| hosted_ui.redirect_ports.clone());
            Some(Arc::new(Self {
                plan: provider.oidc.clone()?,
                login: provider.login.clone(),
                ports: ports.unwrap_or_else(|| PORTS.to_vec()),
                deep_link: hosted_ui.and_then(|hosted_ui| hosted_ui.deep_link.clone()),
                clock: clock.clone(),
                watch: parts.onlooker.clone(),
            }))
        };
        providers.filter_map(of).collect()
    }

    /// Whether this is the provider that is meant. It is named by its issuer, which is an address: no provider of a user
    /// pool can be called so.
    pub(crate) fn is(&self, name: &str) -> bool {
        self.plan.issuer == name
    }

    /// Its key in `Logins`.
    pub(crate) fn login(&self) -> &str {
        &self.login
    }

    /// Asks the provider where everything is, opens a way back, and says where the browser is to go.
    pub(crate) async fn begin(&self, hint: &str) -> Result<Found, Refusal> {
        let found = self.configuration().await?;
        let endpoint = |text: &str| outward::address(text).ok_or(Reason::Configuration);
        endpoint(&found.authorization_endpoint)?;
        let keys = endpoint(&found.jwks_uri)?;
        let endpoints = Endpoints {
            token: endpoint(&found.token_endpoint)?,
            authorize: found.authorization_endpoint,
            client_id: &self.plan.client_id,
            client_secret: None,
        };
        let tokens = TokenEndpoint::new(endpoints, self.watch.clone()).ok_or(Reason::Configuration)?;
        let (loopback, redirect) = way_back(&self.ports, self.deep_link.as_deref()).await?;
        let hint = (!hint.is_empty()).then(|| ("login_hint", hint.to_owned()));
        let extra = hint.into_iter().collect();
        let attempt = Attempt::new(tokens.client(), redirect, &self.plan.scopes, extra);
        let attempt = attempt.ok_or(Reason::Configuration)?;
        let expected = Expected::new(attempt.state.clone(), found.issuer.clone())
            .naming_its_issuer(found.authorization_response_iss_parameter_supported);
        Ok(Found {
            visit: Visit::new(attempt, expected, loopback),
            redeems: Redeems {
                tokens,
                keys: Keys::new(
                    keys.to_string(),
                    outward::is_loopback(&keys),
                    self.clock.clone(),
                    self.watch.clone(),
                ),
                from: Expectation {
                    issuer: found.issuer,
                    client_id: self.plan.client_id.clone(),
                },
                clock: self.clock.clone(),
            },
        })
    }

    /// The discovery document. It counts only if it is the issuer's own.
    async fn configuration(&self) -> Result<Configuration, Refusal> {
        let issuer = self.plan.issuer.trim_end_matches('/');
        let address = outward::address(&format!("{issuer}/.well-known/openid-configuration"));
        let address = address.ok_or(Reason::Configuration)?;
        let line = Line::new(
            outward::client(&address).ok_or(Reason::Unreachable)?,
            self.watch.clone(),
        );
        let answer = line.send(ERRAND, Request::new(Method::GET, address)).await;
        let answer = answer.map_err(|_| Reason::Unreachable)?;
        if answer.status.is_server_error() {
            return Err(Reason::ServiceFailed.into());
        }
        if !answer.status.is_success() || !answer.whole {
            return Err(Reason::Configuration.into());
        }
        let found: Configuration = serde_json::from_slice(&answer.body).map_err(|_| Reason::Configuration)?;
        if found.issuer == self.plan.issuer {
            Ok(found)
        } else {
            Err(Reason::Configuration.into())
        }
    }
}

impl Redeems {
    /// Redeems a code for an ID token that holds.
    pub(crate) async fn id_token(&self, code: Code) -> Result<Secret, Refusal> {
        let raw = self
            .tokens
            .redeem(&code.code, code.verifier, &code.redirect)
            .await?;
        let kid = key_id(&raw.id).map_err(Reason::Token)?;
        let keys = self.keys.get(&[&kid]).await.map_err(Reason::from)?;
        check_issued_elsewhere(&raw.id, &keys, &self.from, &code.nonce, self.clock.now())
            .map_err(Reason::Token)?;
        Ok(raw.id)
    }
}
