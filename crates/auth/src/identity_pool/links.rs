//! Several logins for one identity: giving two at once links the second to the identity of the first
//! (`GetCredentialsForIdentity`), and `UnlinkIdentity` takes one away.

use super::errors::read;
use super::{IdentityPool, Issued, Logins, Wanted};
use crate::error::Error;

impl IdentityPool {
    /// Links another login. Where both had an identity, the service decides which one remains: its answer counts.
    pub(crate) async fn link(&self, identity: String, logins: Logins) -> Result<Issued, Error> {
        let wanted = Wanted {
            identity: None,
            logins,
            role: None,
            session_name: String::new(),
        };
        self.get_credentials(identity, &wanted).await
    }

    /// Takes a login away from an identity. `logins` prove whose it is.
    pub(crate) async fn unlink(&self, identity: &str, logins: &Logins, login: &str) -> Result<(), Error> {
        self.client
            .unlink_identity()
            .identity_id(identity)
            .set_logins(logins.exposed())
            .logins_to_remove(login)
            .send()
            .await
            .map(drop)
            .map_err(|error| read(&error))
    }
}
