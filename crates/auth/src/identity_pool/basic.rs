//! The basic (classic) flow: `GetId`, `GetOpenIdToken`, and `AssumeRoleWithWebIdentity` of STS with a role and a
//! duration of the connection's choice. A developer's backend has brought such a token already.

use aws_types::request_id::RequestId;
use base::Secret;
use time::{Duration, OffsetDateTime};

use super::caller::tags_of;
use super::errors::{garbled, read, read_sts};
use super::{IdentityPool, Issued, Logins, Wanted};
use crate::error::Error;
use crate::pool::IdentityPoolPlan;

/// What a session is called where nothing better is known.
const SESSION: &str = "gatehouse";
/// The longest `RoleSessionName`, in characters.
const LONGEST_NAME: usize = 64;

impl IdentityPool {
    /// A token of the identity pool for this identity, good for ten minutes.
    pub(super) async fn open_id_token(
        &self,
        identity: &str,
        logins: &Logins,
    ) -> Result<(String, Secret), Error> {
        let output = self
            .client
            .get_open_id_token()
            .identity_id(identity)
            .set_logins(logins.exposed())
            .send()
            .await
            .map_err(|error| read(&error))?;
        let request_id = output.request_id().map(str::to_owned);
        let identity = output.identity_id.unwrap_or_else(|| identity.to_owned());
        let token = output.token.ok_or_else(|| garbled(request_id))?;
        Ok((identity, Secret::new(token)))
    }

    pub(super) async fn assume_role(
        &self,
        identity: String,
        wanted: &Wanted,
        role: &str,
        duration: Duration,
    ) -> Result<Issued, Error> {
        let (identity, token) = match wanted.logins.developer_token() {
            Some(token) => (identity, token.clone()),
            None => self.open_id_token(&identity, &wanted.logins).await?,
        };
        let seconds = bounded(duration).whole_seconds();
        let output = self
            .sts
            .assume_role_with_web_identity()
            .role_arn(role)
            .role_session_name(session_name(&wanted.session_name))
            .web_identity_token(token.expose())
            .duration_seconds(i32::try_from(seconds).unwrap_or(i32::MAX))
            .send()
            .await
            .map_err(|error| read_sts(&error))?;
        let request_id = output.request_id().map(str::to_owned);
        output
            .credentials
            .and_then(|issued| {
                Some(Issued {
                    access_key_id: issued.access_key_id,
                    secret_key: Secret::new(issued.secret_access_key),
                    session_token: Secret::new(issued.session_token),
                    expires_at: OffsetDateTime::from_unix_timestamp(issued.expiration.secs()).ok()?,
                    identity_id: identity,
                    asked_role: Some(role.to_owned()),
                    basic: true,
                    tags: tags_of(&token),
                })
            })
            .ok_or_else(|| garbled(request_id))
    }
}

/// What STS takes: between 15 minutes and 12 hours. The role's own maximum may be less; STS says so.
pub(super) fn bounded(duration: Duration) -> Duration {
    duration.clamp(IdentityPoolPlan::SHORTEST, IdentityPoolPlan::LONGEST)
}

/// A `RoleSessionName`: two to 64 letters, digits and `_+=,.@-`. It stands in the owner's logs.
fn session_name(person: &str) -> String {
    let name: String = person
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || "_+=,.@-".contains(*c))
        .take(LONGEST_NAME)
        .collect();
    if name.len() < 2 { SESSION.to_owned() } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_is_called_as_the_person_as_far_as_sts_takes_the_letters() {
        assert_eq!(session_name("ada@example.com"), "ada@example.com");
        assert_eq!(session_name("Åsa Öberg"), "saberg");
        assert_eq!(session_name("李"), SESSION, "one letter or none is no name");
        assert_eq!(session_name(&"x".repeat(100)).len(), LONGEST_NAME);
    }

    #[test]
    fn a_duration_that_no_role_allows_is_not_asked_for() {
        assert_eq!(bounded(Duration::minutes(1)), Duration::minutes(15));
        assert_eq!(bounded(Duration::hours(3)), Duration::hours(3));
        assert_eq!(bounded(Duration::days(1)), Duration::hours(12));
    }
}
