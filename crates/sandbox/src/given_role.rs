//! The truth about roles: which one an identity was given last, and what decided on it. AWS tells nobody.

use serde_json::{Value, json};
use time::OffsetDateTime;

use crate::credentials::{Flow, RoleReason};
use crate::db::DatabaseError;
use crate::foundation::Foundation;

/// The role of the credentials that an identity got last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenRole {
    /// The identity.
    pub identity_id: String,
    /// The way in which it asked.
    pub flow: Flow,
    /// The role that it got.
    pub role_arn: String,
    /// What decided.
    pub reason: RoleReason,
    /// The number of the rule that matched, from one.
    pub rule: Option<usize>,
    /// The ARNs of the roles that it could have had.
    pub candidates: Vec<String>,
    /// The session tags.
    pub tags: Vec<(String, String)>,
    /// The name of the session in the assumed role's ARN.
    pub session_name: String,
    /// When the credentials end, or ended.
    pub expires_at: OffsetDateTime,
}

impl GivenRole {
    /// The one that `identity_id` got last; nothing when it never got credentials, or a day after they ended.
    pub(crate) async fn of(
        foundation: &Foundation,
        identity_id: &str,
    ) -> Result<Option<Self>, DatabaseError> {
        let newest = foundation.registry.newest(identity_id).await?;
        Ok(newest.map(|issued| {
            let session = issued.session;
            Self {
                identity_id: session.identity_id,
                flow: session.origin.flow,
                role_arn: foundation.world.role_arn(session.role).to_owned(),
                reason: session.origin.reason,
                rule: session.origin.rule,
                candidates: session.origin.candidates,
                tags: session.tags,
                session_name: session.name,
                expires_at: issued.expires_at,
            }
        }))
    }

    /// As `/_sandbox/roles` answers it.
    pub(crate) fn view(&self) -> Value {
        let tag = |(key, value): &(String, String)| json!({ "key": key, "value": value });
        json!({
            "identityId": self.identity_id,
            "flow": self.flow,
            "roleArn": self.role_arn,
            "reason": self.reason,
            "rule": self.rule,
            "candidates": self.candidates,
            "tags": self.tags.iter().map(tag).collect::<Vec<_>>(),
            "sessionName": self.session_name,
            "expiresAt": self.expires_at.unix_timestamp(),
        })
    }
}
