//! The rules of the hosted UI: what each app client may do there, and the providers that the pool federates with.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::refused;
use crate::error::Error;
use crate::world::World;

/// The scopes that a pool has without resource servers.
const SCOPES: &[&str] = &[
    "openid",
    "email",
    "phone",
    "profile",
    "aws.cognito.signin.user.admin",
];

/// What an app client may do at the hosted UI, named after the members of `UserPoolClientType`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct OAuth {
    /// `AllowedOAuthFlows`; with none the client cannot use the hosted UI.
    pub flows: Vec<OAuthFlow>,
    /// `AllowedOAuthScopes`, granted all when a request names none.
    pub scopes: Vec<String>,
    /// `CallbackURLs`, compared as they are.
    pub callback_urls: Vec<String>,
    /// `LogoutURLs`, compared as they are. The sandbox's own page is allowed besides, wherever it is reached.
    pub logout_urls: Vec<String>,
    /// `SupportedIdentityProviders`: `COGNITO` and names of the pool's providers.
    pub identity_providers: Vec<String>,
}

/// `OAuthFlowType`, as far as people sign in by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OAuthFlow {
    /// A code that is exchanged for tokens.
    Code,
    /// Tokens in the fragment of the redirect.
    Implicit,
}

/// How long things of the hosted UI are good.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct HostedUi {
    /// An authorization code, in seconds, 1 to 3600; Cognito's five minutes unless changed.
    pub code_validity: u32,
    /// The browser's session, in minutes, 1 to 1440; Cognito's hour unless changed.
    pub session_validity: u32,
}

impl Default for HostedUi {
    fn default() -> Self {
        Self {
            code_validity: 300,
            session_validity: 60,
        }
    }
}

/// Which of the two pretend providers it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum ProviderKind {
    /// OpenID Connect.
    Oidc,
    /// SAML 2.0.
    Saml,
}

/// An identity provider of the pool, `IdentityProviderType`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdentityProvider {
    /// `ProviderName`, the value of `identity_provider`.
    pub name: String,
    /// `ProviderType`.
    pub kind: ProviderKind,
    /// `IdpIdentifiers`, the values of `idp_identifier`.
    #[serde(default)]
    pub identifiers: Vec<String>,
    /// Accounts of the pool that people of the provider are linked to, by their name there (AdminLinkProviderForUser).
    #[serde(default)]
    pub links: BTreeMap<String, String>,
}

/// The providers of a fresh pool.
pub(super) fn seeded_providers() -> Vec<IdentityProvider> {
    let provider = |name: &str, kind, identifier: &str| IdentityProvider {
        name: name.to_owned(),
        kind,
        identifiers: vec![identifier.to_owned()],
        links: BTreeMap::new(),
    };
    vec![
        provider("AcmeOIDC", ProviderKind::Oidc, "acme.example"),
        provider("AcmeSAML", ProviderKind::Saml, "saml.acme.example"),
    ]
}

impl HostedUi {
    pub(super) fn check(self) -> Result<(), Error> {
        if !(1..=3600).contains(&self.code_validity) {
            return Err(refused(&"a code is good for 1 to 3600 seconds"));
        }
        if !(1..=1440).contains(&self.session_validity) {
            return Err(refused(&"a session of the hosted UI lasts 1 to 1440 minutes"));
        }
        Ok(())
    }
}

impl OAuth {
    pub(super) fn seeded(world: &World) -> Self {
        Self {
            flows: vec![OAuthFlow::Code],
            scopes: SCOPES.iter().map(|scope| (*scope).to_owned()).collect(),
            callback_urls: world.callback_urls.clone(),
            logout_urls: world
                .logout_urls
                .iter()
                .filter(|url| !url.starts_with(&world.hosted_ui_url))
                .cloned()
                .collect(),
            identity_providers: ["COGNITO", "AcmeOIDC", "AcmeSAML"].map(str::to_owned).to_vec(),
        }
    }

    /// What is wrong with these rules in a pool with `providers`.
    pub(super) fn fault(&self, providers: &[IdentityProvider]) -> Option<String> {
        let known = |name: &String| name == "COGNITO" || providers.iter().any(|other| other.name == *name);
        if let Some(url) = [&self.callback_urls, &self.logout_urls]
            .into_iter()
            .flatten()
            .find(|url| !is_callback(url))
        {
            return Some(format!("no browser may be sent to {url}"));
        }
        if let Some(scope) = self.scopes.iter().find(|scope| !is_scope(scope)) {
            return Some(format!("there is no scope {scope}"));
        }
        let unknown = self.identity_providers.iter().find(|name| !known(name))?;
        Some(format!("the pool has no provider {unknown}"))
    }
}

/// A standard scope, or `resource-server/scope`.
fn is_scope(scope: &str) -> bool {
    let word = |text: &str| !text.is_empty() && text.bytes().all(|c| c.is_ascii_graphic() && c != b'"');
    SCOPES.contains(&scope)
        || scope
            .split_once('/')
            .is_some_and(|(server, name)| word(server) && word(name))
}

/// HTTPS, HTTP on this machine, or a scheme of an app; without a fragment.
fn is_callback(address: &str) -> bool {
    let Ok(url) = url::Url::parse(address) else {
        return false;
    };
    let local = || matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
    let sound = match url.scheme() {
        "http" => local(),
        "https" => true,
        scheme => !matches!(scheme, "javascript" | "data" | "file" | "blob" | "about"),
    };
    sound && url.fragment().is_none() && !address.contains(char::is_whitespace)
}
