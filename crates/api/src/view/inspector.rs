//! What a tester sees: the timeline of calls and the decoded tokens.

use serde::Serialize;
use ts_rs::TS;

/// One attempt of one AWS call; a request to a token endpoint or for keys; or something put on the clipboard, which is
/// answered by nobody.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CallView {
    /// Its number, from 1.
    pub id: u32,
    /// The revision of the timeline at which it last changed: a call changes once more when it ends.
    pub revision: u32,
    /// When it was sent.
    pub at: i64,
    /// The service as AWS names it: `Cognito Identity Provider`, `Cognito Identity`, `S3`.
    pub service: String,
    /// The API action.
    pub operation: String,
    /// Which attempt it was, from 1.
    pub attempt: u32,
    /// How long it took, in milliseconds, once ended.
    pub duration: Option<u32>,
    /// The HTTP status, once answered.
    pub status: Option<u16>,
    /// The error's name, where it was one.
    pub error: Option<String>,
    /// The AWS request id.
    pub request_id: Option<String>,
}

/// One call in full, redacted by an allow-list.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CallDetailView {
    /// The call.
    pub call: CallView,
    /// Method and address, without a query that could hold a secret.
    pub request_line: String,
    /// The request's headers.
    pub request_headers: Vec<ClaimView>,
    /// The request's body.
    pub request_body: Option<String>,
    /// The answer's headers.
    pub response_headers: Vec<ClaimView>,
    /// The answer's body.
    pub response_body: Option<String>,
}

/// A decoded token, without its signature.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TokenView {
    /// `id` or `access`.
    pub token_use: String,
    /// The header.
    pub header: Vec<ClaimView>,
    /// The claims.
    pub claims: Vec<ClaimView>,
    /// When it was issued.
    pub issued_at: i64,
    /// When it expires.
    pub expires_at: i64,
}

/// A name and a value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ClaimView {
    /// The name.
    pub name: String,
    /// The value: text as it is, anything else as JSON.
    pub value: String,
}
