//! What the AWS clients ask for credentials. The owner of the session issues and renews them; this is a sender.

use aws_credential_types::Credentials;
use aws_credential_types::provider::error::CredentialsError;
use aws_credential_types::provider::{ProvideCredentials, Result, future};
use flow::{Reason, Refusal};
use time::Duration;
use tokio::sync::{mpsc, oneshot};

use crate::error::{Error, IdentityReason};
use crate::identity_pool::Issued;
use crate::session::command::Command;
use crate::user_pool::ATTEMPT;

/// How long before their end tokens and credentials are renewed.
pub(crate) const AHEAD: Duration = Duration::minutes(5);

/// Credentials of one sign-in.
#[derive(Debug)]
pub(crate) struct Provider {
    pub(crate) owner: mpsc::Sender<Command>,
    pub(crate) sign_in: u64,
}

impl ProvideCredentials for Provider {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        future::ProvideCredentials::new(self.provide())
    }
}

impl Provider {
    async fn provide(&self) -> Result {
        let issued = self.ask().await.map_err(why)?;
        // Told as the moment of renewal, so that no cache between here and a request keeps them for longer.
        let renewal = issued.expires_at - AHEAD;
        Ok(Credentials::builder()
            .access_key_id(issued.access_key_id)
            .secret_access_key(issued.secret_key.expose())
            .session_token(issued.session_token.expose())
            .expiry(renewal.into())
            .provider_name("CognitoIdentityPool")
            .build())
    }

    pub(crate) async fn ask(&self) -> std::result::Result<Issued, Error> {
        let (reply, answer) = oneshot::channel();
        let command = Command::Credentials {
            sign_in: self.sign_in,
            reply,
        };
        self.owner.send(command).await.map_err(|_| Error::Closed)?;
        answer.await.map_err(|_| Error::Closed)?
    }
}

/// An unreachable service is told as a provider that gave no answer, so that whoever asks can tell it from a refusal.
fn why(error: Error) -> CredentialsError {
    let unreachable = matches!(
        error,
        Error::UserPool(Refusal {
            reason: Reason::Unreachable,
            ..
        }) | Error::IdentityPool {
            reason: IdentityReason::Unreachable,
            ..
        }
    );
    match error {
        Error::NotSignedIn | Error::NoIdentityPool | Error::Closed => CredentialsError::not_loaded(error),
        Error::UserPool(_) | Error::IdentityPool { .. } if unreachable => {
            CredentialsError::provider_timed_out(ATTEMPT)
        }
        Error::UserPool(_) | Error::IdentityPool { .. } => CredentialsError::provider_error(error),
    }
}
