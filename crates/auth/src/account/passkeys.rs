//! The passkeys that the pool knows of the person.

use flow::{Reason, Refusal};
use time::OffsetDateTime;

use super::devices::moment;
use super::document;
use crate::error::Error;
use crate::passkey;
use crate::refusals;
use crate::session::Session;
use crate::session::command::Command;

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
                let answer = answer.map_err(|error| refusals::read(&error, Reason::NotPermitted))?;
                Ok((answer, access.passkeys))
            })
            .await?;
        let passkeys = listed.credentials.into_iter().map(|credential| Passkey {
            here: kept
                .iter()
                .any(|kept| kept.credential_id == credential.credential_id),
            id: credential.credential_id,
            name: credential.friendly_credential_name,
            relying_party: credential.relying_party_id,
            created: moment(credential.created_at),
        });
        Ok(passkeys.collect())
    }

    /// Makes a passkey that this app keeps itself, and has the pool know it (`StartWebAuthnRegistration`,
    /// `CompleteWebAuthnRegistration`). The pool names it.
    ///
    /// # Errors
    ///
    /// See [`Error`]; [`Reason::PasskeyElsewhere`] where passkeys belong to the browser and the system.
    pub async fn register_passkey(&self) -> Result<(), Error> {
        if !self.shared.user_pool.pool().software_passkeys {
            return Err(Refusal::from(Reason::PasskeyElsewhere).into());
        }
        let client = self.shared.user_pool.client();
        let (credential, passkey) = self
            .with_access(|access| async move {
                let request = client
                    .start_web_authn_registration()
                    .access_token(access.token.expose());
                let answer = request.send().await;
                let answer = answer.map_err(|error| refusals::read(&error, Reason::NotPermitted))?;
                let options = document::to_json(&answer.credential_creation_options).to_string();
                Ok(passkey::register(&options, &access.username, &access.passkeys)?)
            })
            .await?;
        let credential = document::from_json(&credential).ok_or(Refusal::from(Reason::Unexpected))?;
        self.with_access(|access| {
            let request = client
                .complete_web_authn_registration()
                .credential(credential.clone())
                .access_token(access.token.expose());
            async move {
                let answer = request.send().await;
                answer.map_err(|error| refusals::read(&error, Reason::NotPermitted))
            }
        })
        .await?;
        self.tell_owner(Command::PasskeyMade(Box::new(passkey))).await
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
            answer.map_err(|error| refusals::read(&error, Reason::NotPermitted))
        })
        .await?;
        self.tell_owner(Command::PasskeyDeleted { id: id.to_owned() })
            .await
    }
}
