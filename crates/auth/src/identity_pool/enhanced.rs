//! The enhanced flow: `GetId` and `GetCredentialsForIdentity`. The pool chooses the role, unless one of the token's
//! own is asked for.

use aws_types::request_id::RequestId;
use base::Secret;
use time::OffsetDateTime;

use super::errors::{garbled, read, read_for_role};
use super::{IdentityPool, Issued, Logins, Wanted};
use crate::error::Error;

impl IdentityPool {
    /// The identity of these logins, made where there is none. A guest's identity is never given along, so that what a
    /// guest left behind does not become anybody's.
    pub(super) async fn get_id(&self, logins: &Logins) -> Result<String, Error> {
        let output = self
            .client
            .get_id()
            .identity_pool_id(&self.plan.id)
            .set_logins(logins.exposed())
            .send()
            .await
            .map_err(|error| read(&error))?;
        output.identity_id.ok_or_else(|| garbled(None))
    }

    pub(super) async fn get_credentials(&self, identity: String, wanted: &Wanted) -> Result<Issued, Error> {
        let guest = wanted.logins.is_empty();
        let role = wanted.role.clone().or_else(|| self.plan.custom_role.clone());
        let role = role.filter(|_| !guest && !wanted.logins.are_a_developers());
        let output = self
            .client
            .get_credentials_for_identity()
            .identity_id(&identity)
            .set_logins(wanted.logins.exposed())
            .set_custom_role_arn(role.clone())
            .send()
            .await
            .map_err(|error| match role {
                Some(_) => read_for_role(&error),
                None => read(&error),
            })?;
        let request_id = output.request_id().map(str::to_owned);
        output
            .credentials
            .and_then(|issued| {
                Some(Issued {
                    access_key_id: issued.access_key_id?,
                    secret_key: Secret::new(issued.secret_key?),
                    session_token: Secret::new(issued.session_token?),
                    expires_at: OffsetDateTime::from_unix_timestamp(issued.expiration?.secs()).ok()?,
                    identity_id: output.identity_id.unwrap_or(identity),
                    asked_role: role,
                    basic: false,
                    tags: None,
                })
            })
            .ok_or_else(|| garbled(request_id))
    }
}
