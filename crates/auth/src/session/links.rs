//! Several logins for one identity, linked and unlinked while somebody is signed in.

use base::Secret;
use tokio::sync::oneshot;

use super::Session;
use super::command::Command;
use super::owner::Owner;
use crate::chain::Facts;
use crate::error::{Error, IdentityReason};
use crate::identity_pool::{IdentityPool, Issued, reason};

impl Session {
    /// Links another provider's login to the identity of whoever is signed in: `provider` is its name in the
    /// connection or its key of `Logins`, `token` what it has issued. Where that login had an identity of its own, one
    /// of the two remains; the service decides which.
    ///
    /// # Errors
    ///
    /// See [`Error`]; [`IdentityReason::LinkedElsewhere`] where the login is somebody else's.
    pub async fn link_login(&self, provider: &str, token: Secret) -> Result<(), Error> {
        let (facts, issued) = self.facts().await?;
        let pool = self.shared.identity_pool.as_ref().ok_or(Error::NoIdentityPool)?;
        let login = known_login(pool, provider)?;
        let logins = facts.logins.with(&login, token);
        let issued = pool.link(issued.identity_id, logins).await?;
        self.linked(facts.sign_in, login, Some(issued)).await
    }

    /// Takes a login away from the identity of whoever is signed in (`UnlinkIdentity`).
    ///
    /// # Errors
    ///
    /// See [`Error`].
    pub async fn unlink_login(&self, provider: &str) -> Result<(), Error> {
        let (facts, issued) = self.facts().await?;
        let pool = self.shared.identity_pool.as_ref().ok_or(Error::NoIdentityPool)?;
        let login = known_login(pool, provider)?;
        pool.unlink(&issued.identity_id, &facts.logins, &login).await?;
        self.linked(facts.sign_in, login, None).await
    }

    /// What the session rests on, with credentials that hold.
    pub(crate) async fn facts(&self) -> Result<(Facts, Issued), Error> {
        let issued = self.issued().await?;
        let (reply, answer) = oneshot::channel();
        self.owner
            .send(Command::Facts { reply })
            .await
            .map_err(|_| Error::Closed)?;
        let facts = answer.await.map_err(|_| Error::Closed)?;
        Ok((facts.ok_or(Error::NotSignedIn)?, issued))
    }

    async fn linked(&self, sign_in: u64, login: String, issued: Option<Issued>) -> Result<(), Error> {
        let command = Command::Linked {
            sign_in,
            login,
            issued: issued.map(Box::new),
        };
        self.owner.send(command).await.map_err(|_| Error::Closed)
    }
}

impl Owner {
    /// A login was linked, and these credentials came of it; or it was unlinked.
    pub(super) async fn logins_changed(&mut self, sign_in: u64, login: String, issued: Option<Issued>) {
        let Some(live) = self.live.as_mut().filter(|live| live.sign_in == sign_in) else {
            return;
        };
        live.linked.retain(|known| *known != login);
        if let Some(issued) = issued {
            live.linked.push(login);
            // They came without the role that was chosen.
            live.issued = None;
            self.learn_identity(issued.identity_id).await;
        }
    }
}

/// The key of `Logins` of a provider that the connection names.
fn known_login(pool: &IdentityPool, provider: &str) -> Result<String, Error> {
    let found = pool
        .plan()
        .providers
        .iter()
        .find(|known| known.login == provider || known.name == provider);
    found
        .map(|known| known.login.clone())
        .ok_or_else(|| reason(IdentityReason::ProviderNotTrusted))
}
