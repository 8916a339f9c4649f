//! Why somebody has this access, what it reaches, and calls to an API with it.

use base::Secret;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::ClaimView;

/// The chain from the sign-in to its access.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ChainView {
    /// The user pool's ID token; none where another provider says who it is, or nobody does.
    pub id_token: Option<IdTokenView>,
    /// The key of `Logins`; none for a guest.
    pub login: Option<String>,
    /// The logins that were linked besides, since the sign-in.
    pub linked: Vec<String>,
    /// The identity pool's id.
    pub identity_id: Option<String>,
    /// Whether nobody is signed in.
    pub guest: bool,
    /// How credentials came of the identity.
    pub flow: ChainFlow,
    /// The role; none where it cannot be known.
    pub role_arn: Option<String>,
    /// Why it is this role.
    pub reason: RoleReason,
    /// The number of the rule that names it, from one; none where no rule does, or where the service does not tell.
    pub rule: Option<u32>,
    /// The roles that the token offers.
    pub candidates: Vec<String>,
    /// What the session is called, as AWS sees it.
    pub session_name: Option<String>,
    /// When the credentials expire.
    pub expires_at: Option<i64>,
    /// What policies see of the person as tags of the session.
    pub tags: Vec<TagView>,
    /// Whether the service tells its tags at all.
    pub tags_known: bool,
    /// What is in reach; empty before it was asked for.
    pub reach: Vec<ReachView>,
}

/// What an ID token says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct IdTokenView {
    /// Who issued it.
    pub issuer: String,
    /// For which app client.
    pub audience: String,
    /// Whom it is about.
    pub subject: String,
    /// When it expires.
    pub expires_at: i64,
}

/// A tag of the session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TagView {
    /// Its name, as in `aws:PrincipalTag/…`.
    pub key: String,
    /// Its value.
    pub value: String,
}

/// How credentials came of an identity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum ChainFlow {
    /// The identity pool gave them.
    Enhanced,
    /// STS gave them for a token of the identity pool.
    Basic,
    /// A backend of the owner's own named the identity.
    Developer,
    /// Nobody is signed in.
    Guest,
}

/// Why it is this role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum RoleReason {
    /// The pool's role for everybody who signs in.
    Default,
    /// The pool's role for guests.
    Guest,
    /// The token prefers it.
    TokenPreferred,
    /// It was asked for.
    Custom,
    /// A rule of the pool names it.
    Rule,
    /// It is the only one that the token offers.
    OnlyRole,
    /// The connection names it.
    ChosenBasic,
    /// The token offers several and prefers none.
    AmbiguousAuthenticated,
    /// The service does not tell.
    Unknown,
}

/// What is in reach at a place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ReachView {
    /// The place's id.
    pub location: String,
    /// Whether it can be listed.
    pub list: Reachable,
    /// Whether files can be read.
    pub read: Reachable,
    /// Whether files can be written.
    pub write: Reachable,
    /// Whether files can be deleted.
    pub delete: Reachable,
}

/// Whether something is in reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Reachable {
    /// It is.
    Yes,
    /// It is not.
    No,
    /// It was not tried, or the try did not tell.
    Unknown,
}

/// How to find out what is in reach.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ReachForm {
    /// Whether a file may be written, and deleted again.
    pub write: bool,
}

/// What a provider has issued elsewhere, to sign in with.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TokenForm {
    /// The provider: its name, its key of `Logins`, or the developer's own name.
    pub provider: String,
    /// The ID token, the assertion or the developer's token.
    #[ts(type = "string")]
    pub token: Secret,
    /// The identity that a developer's token was issued for.
    pub identity_id: Option<String>,
}

/// A request to the connection's API.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ApiCallForm {
    /// An address below that of the API, or what follows it.
    pub url: String,
    /// The method.
    pub method: String,
    /// How the API is shown who asks.
    pub auth: ApiProofForm,
    /// The body, as JSON.
    pub body: Option<String>,
    /// The region in the signature; that of the connection where it is left out.
    #[serde(default)]
    #[ts(optional)]
    pub region: Option<String>,
    /// The service in the signature; `execute-api` where it is left out.
    #[serde(default)]
    #[ts(optional)]
    pub service: Option<String>,
}

/// How an API is shown who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum ApiProofForm {
    /// The access token.
    Bearer,
    /// A signature with the credentials of AWS.
    SigV4,
}

/// What an API answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ApiAnswerView {
    /// The status.
    pub status: u16,
    /// The headers that say something about the answer.
    pub headers: Vec<ClaimView>,
    /// The body.
    pub body: String,
    /// Whether there was more of it.
    pub truncated: bool,
    /// How long it took.
    pub milliseconds: u32,
}
