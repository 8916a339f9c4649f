//! What somebody who is signed in does with their account. Each request carries the access token that the session's
//! owner holds; a token that is refused is renewed once, and the request repeated. No answer holds a secret, but for
//! the key of a new authenticator app, which is there to be shown.

mod attributes;
mod devices;
mod document;
mod factors;
mod leaving;
mod passkeys;
mod password;
mod profile;

use base::Secret;
use flow::{Reason, Refusal};
use tokio::sync::oneshot;

pub use attributes::Sent;
pub use devices::Device;
pub use factors::Factor;
pub use passkeys::Passkey;
pub use profile::{Attribute, FactorState, Factors, Profile};

use crate::error::Error;
use crate::session::Session;
use crate::session::command::Command;
use crate::vault::KeptPasskey;

/// What a request of somebody signed in carries.
#[derive(Debug, Clone)]
pub(crate) struct Access {
    pub(crate) token: Secret,
    /// The user name in the access token.
    pub(crate) username: String,
    /// What the pool knows this computer by, where it tracks devices.
    pub(crate) device: Option<String>,
    /// Those that this app keeps of the person.
    pub(crate) passkeys: Vec<KeptPasskey>,
}

impl Session {
    /// Makes a request with the access token, twice if the token was refused and another could be had.
    async fn with_access<T, F>(&self, request: impl Fn(Access) -> F) -> Result<T, Error>
    where
        F: Future<Output = Result<T, Refusal>>,
    {
        let access = self.access(None).await?;
        let token = access.token.clone();
        match request(access).await {
            Err(refusal) if matches!(refusal.reason, Reason::SessionEnded | Reason::SessionRevoked) => {
                let access = self.access(Some(token)).await?;
                Ok(request(access).await?)
            }
            other => Ok(other?),
        }
    }

    /// The access token.
    pub(crate) async fn access_token(&self) -> Result<Secret, Error> {
        Ok(self.access(None).await?.token)
    }

    /// The access token, a newer one than `refused`.
    async fn access(&self, refused: Option<Secret>) -> Result<Access, Error> {
        let (reply, answer) = oneshot::channel();
        self.owner
            .send(Command::Access { refused, reply })
            .await
            .map_err(|_| Error::Closed)?;
        answer.await.map_err(|_| Error::Closed)?
    }

    /// Has the tokens renewed, because what they say of the person has changed. Where that fails it happens later.
    async fn reread(&self) {
        if let Ok(access) = self.access(None).await
            && let Err(error) = self.access(Some(access.token)).await
        {
            tracing::info!(%error, "the tokens still say what was true before");
        }
    }
}
