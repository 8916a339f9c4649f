//! What is copied.

use base::Secret;
use serde::Deserialize;
use ts_rs::TS;

/// What the page has copied: something that it shows.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CopyForm {
    /// What it is.
    pub what: Copied,
    /// The text.
    #[ts(type = "string")]
    pub text: Secret,
}

/// What a copied text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Copied {
    /// The setup key of an authenticator app; taken away again after a while.
    SetupKey,
    /// A code of the sandbox's inbox; taken away again after a while.
    Code,
    /// A request id, or a note with one for whoever runs the service.
    Request,
    /// An identity's or a person's id.
    Id,
}

/// One of the session's tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum TokenKind {
    /// The ID token.
    Id,
    /// The access token.
    Access,
}
