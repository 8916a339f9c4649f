//! The passkeys that the pool knows of the person.

use flow::Reason;
use time::OffsetDateTime;

use super::devices::moment;
use crate::error::Error;
use crate::refusals;
use crate::session::Session;
use crate::session::owner::Command;

/// How many passkeys are asked for at once; the most that the API gives. A person has at most 20.
const PAGE: i32 = 20;

/// A passkey that the pool knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passkey {
    /// The credential's id.
    pub id: String,
    /// The name that the pool gave it.
    pub name: String,
    /// For which site it is.
    pub relying_party: String,
    /// When it was registered.
    pub created: Option<OffsetDateTime>,
    /// Whether this app keeps it.
    pub here: bool,
}

impl Session {
    /// The passkeys of the person (`ListWebAuthnCredentials`).
    ///
    /// # Errors
    ///
    /// See [`Error`].
    pub async fn passkeys(&self) -> Result<Vec<Passkey>, Error> {
        let client = self.shared.user_pool.client();
        let (listed, kept) = self
            .with_access(|access| async move {
                let request = client
                    .list_web_authn_credentials()
                    .max_results(PAGE)
                    .access_token(access.token.expose());
                let answer = request.send().await;
                let answer = answer.map_err(|error| refusals::read(&error, Reason::Unexpected))?;
                Ok((answer, access.passkeys))
            })
            .await?;
        let passkeys = listed.credentials.into_iter().map(|credential| Passkey {
            here: kept.contains(&credential.credential_id),
            id: credential.credential_id,
            name: credential.friendly_credential_name,
            relying_party: credential.relying_party_id,
            created: moment(credential.created_at),
        });
        Ok(passkeys.collect())
    }

    /// Has the pool forget a passkey (`DeleteWebAuthnCredential`). Where this app keeps it, it goes here too.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    pub async fn delete_passkey(&self, id: &str) -> Result<(), Error> {
        let client = self.shared.user_pool.client();
        self.with_access(|access| async move {
            let request = client
                .delete_web_authn_credential()
                .credential_id(id)
                .access_token(access.token.expose());
            let answer = request.send().await;
            answer.map_err(|error| refusals::read(&error, Reason::Unexpected))
        })
        .await?;
        self.tell_owner(Command::PasskeyDeleted { id: id.to_owned() })
            .await
    }
}
