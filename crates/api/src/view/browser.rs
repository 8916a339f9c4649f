//! Signing in in the browser, and the accounts elsewhere that people come with.

use serde::Serialize;
use ts_rs::TS;

/// A way of signing in in the system's browser.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct HostedProviderView {
    /// The name by which it is opened: a provider's name in the user pool, or the issuer of one that the identity pool
    /// trusts itself; empty for the service's own pages, where the person chooses.
    pub name: String,
    /// What to call it; empty for the service's own pages.
    pub label: String,
    /// Whose it is.
    pub kind: HostedProviderKindView,
}

/// Whose a way of signing in in the browser is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum HostedProviderKindView {
    /// The service's own pages.
    HostedUi,
    /// Google.
    Google,
    /// Apple.
    Apple,
    /// Facebook.
    Facebook,
    /// Login with Amazon.
    Amazon,
    /// A SAML provider, a company's say.
    Saml,
    /// An OpenID Connect provider.
    Oidc,
    /// An OpenID Connect provider that the identity pool trusts itself, past the user pool.
    Direct,
}

/// A provider whose tokens the identity pool takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TokenProviderView {
    /// What it is called in the connection.
    pub name: String,
    /// What it issues.
    pub kind: TokenProviderKindView,
}

/// What a provider issues.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum TokenProviderKindView {
    /// ID tokens.
    Oidc,
    /// Assertions.
    Saml,
    /// Tokens of a backend of the owner's own, each for an identity.
    Developer,
}

/// An account elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct IdentityView {
    /// The provider's name.
    pub provider: String,
    /// Its kind as the service names it: `Google`, `SAML`, `OIDC` and so on.
    pub provider_type: String,
    /// The person's id there.
    pub user_id: String,
}

/// What of an account can be managed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum ManagedView {
    /// All of it.
    Here,
    /// Attributes only: password and second factors belong to the account elsewhere.
    Elsewhere,
    /// Nothing: this way of signing in does not permit it (a scope is missing).
    NoScope,
}
