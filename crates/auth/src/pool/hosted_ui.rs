//! The hosted UI (managed login) of a user pool, as this app's client may use it from the system browser.

/// A user pool's hosted UI.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HostedUi {
    /// `https://<domain>`, without a slash at the end.
    pub address: String,
    /// What is asked for; `openid` always among them.
    pub scopes: Vec<String>,
    /// The ports of the registered `http://localhost:{port}/callback`; the first free one is used.
    pub redirect_ports: Vec<u16>,
    /// The registered callback that the system brings back to this app, such as `io.gatehouse.desktop://callback`.
    pub deep_link: Option<String>,
    /// The registered `logout_uri`; without one the browser's own session is left alone.
    pub sign_out_to: Option<String>,
    /// The language of its pages (`lang`).
    pub lang: Option<String>,
    /// The providers that have a button of their own.
    pub providers: Vec<HostedProvider>,
}

/// A provider behind the hosted UI.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HostedProvider {
    /// Its name in the user pool (`identity_provider`).
    pub name: String,
    /// What its button says.
    pub label: String,
    /// Whose mark the button bears.
    pub kind: HostedProviderKind,
}

/// What kind of provider it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are the providers' own")]
pub enum HostedProviderKind {
    Google,
    Apple,
    Facebook,
    Amazon,
    Saml,
    Oidc,
}
