//! Credentials of somebody who stays signed in.

use std::sync::Arc;

use async_trait::async_trait;
use auth::{Browser, BrowserError, MemoryReason, Seats, Session, Snapshot, VaultState};
use aws_credential_types::provider::ProvideCredentials;
use flow::{Reason, State};
use time::OffsetDateTime;

use super::{Console, ConsoleError, Keys};
use crate::book::sign_in_client;
use crate::connection::Connection;
use crate::desk::active_seat;
use crate::problem::Problem;

impl Console {
    /// Credentials of the person named, by user name or email address; or of the one who is shown in the window, or of
    /// the only one there is.
    ///
    /// # Errors
    ///
    /// Nobody of that name stays signed in, or the service refuses.
    pub async fn credentials(
        &self,
        connection: &Connection,
        account: Option<&str>,
    ) -> Result<Keys, ConsoleError> {
        let seats = self.seats(connection).await;
        let seat = self.seat(&seats, connection, account).await?;
        let session = seats.open(seat);
        let issued = self.issue(&session, connection).await;
        session.close().await;
        issued
    }

    pub(super) async fn seats(&self, connection: &Connection) -> Seats {
        let parts = &self.parts;
        let parts = auth::Parts {
            clock: Arc::clone(&parts.clock),
            keys: Arc::clone(&parts.keys),
            device_name: parts.device_name.clone(),
            vault_folder: parts.data_folder.join("vault").join(&connection.id),
            http: sign_in_client(connection),
            browser: Arc::new(NoBrowser),
            interceptor: None,
            onlooker: None,
        };
        Seats::with_kept_secret(connection.pool.clone(), &parts).await
    }

    /// The seat of whoever is meant.
    async fn seat(
        &self,
        seats: &Seats,
        connection: &Connection,
        account: Option<&str>,
    ) -> Result<String, ConsoleError> {
        let remembered = seats.remembered().await;
        let own = |_| ConsoleError::OwnData;
        if let Some(account) = account {
            for seat in remembered {
                if self.sits(connection, &seat, account).await? {
                    return Ok(seat);
                }
            }
            return Err(ConsoleError::AccountNotSignedIn {
                account: account.to_owned(),
                connection: connection.name.clone(),
            });
        }
        let shown = self
            .store
            .preference(&active_seat(&connection.id))
            .await
            .map_err(own)?;
        let shown = shown.unwrap_or_else(|| auth::FIRST_SEAT.to_owned());
        if remembered.contains(&shown) {
            return Ok(shown);
        }
        match remembered.as_slice() {
            // An empty seat tells why, if the keyring is to blame.
            [] => Ok(shown),
            [only] => Ok(only.clone()),
            _ => {
                let mut names = Vec::new();
                for seat in &remembered {
                    names.extend(
                        self.known(connection, seat)
                            .await?
                            .map(|known| known.profile.username),
                    );
                }
                Err(ConsoleError::WhichAccount(names.join(", ")))
            }
        }
    }

    async fn known(
        &self,
        connection: &Connection,
        seat: &str,
    ) -> Result<Option<store::Account>, ConsoleError> {
        let own = |_| ConsoleError::OwnData;
        match self.store.seated(&connection.id, seat).await.map_err(own)? {
            Some(sub) => self.store.account(&connection.id, &sub).await.map_err(own),
            None => Ok(None),
        }
    }

    async fn sits(&self, connection: &Connection, seat: &str, account: &str) -> Result<bool, ConsoleError> {
        let known = self.known(connection, seat).await?.map(|known| known.profile);
        Ok(known.is_some_and(|known| {
            let names = [Some(known.username), known.email, Some(known.sub)];
            names
                .into_iter()
                .flatten()
                .any(|name| name.eq_ignore_ascii_case(account))
        }))
    }

    async fn issue(&self, session: &Session, connection: &Connection) -> Result<Keys, ConsoleError> {
        let mut snapshots = session.watch();
        let settled = |snapshot: &Snapshot| {
            snapshot.account.is_some()
                || snapshot.scene.state != State::Restoring
                || snapshot.scene.refusal.is_some()
        };
        let snapshot = snapshots.wait_for(settled).await;
        let snapshot = snapshot.map_err(|_| ConsoleError::Unreachable)?.clone();
        if snapshot.account.is_none() {
            return Err(why(&snapshot, connection));
        }
        let provider = session.credentials();
        let issued = provider.provide_credentials().await.map_err(|error| {
            let mut cause: Option<&dyn std::error::Error> = Some(&error);
            while let Some(error) = cause {
                if let Some(known) = error.downcast_ref::<auth::Error>() {
                    return sentence(&Problem::of_access(known));
                }
                cause = error.source();
            }
            ConsoleError::Unreachable
        })?;
        Ok(Keys {
            access_key_id: issued.access_key_id().to_owned(),
            secret_access_key: base::Secret::from(issued.secret_access_key()),
            session_token: base::Secret::from(issued.session_token().unwrap_or_default()),
            renewal: issued.expiry().map(OffsetDateTime::from),
            region: connection.storage.region.clone(),
            endpoint: connection.storage.endpoint.clone(),
        })
    }
}

/// The command line opens nothing: whoever is not signed in is told so.
struct NoBrowser;

#[async_trait]
impl Browser for NoBrowser {
    async fn open(&self, _: &str) -> Result<(), BrowserError> {
        Err(BrowserError)
    }
}

/// Why nobody is in.
fn why(snapshot: &Snapshot, connection: &Connection) -> ConsoleError {
    match &snapshot.scene.refusal {
        Some(refusal) if refusal.reason == Reason::Unreachable => return ConsoleError::Unreachable,
        Some(refusal) if snapshot.scene.state == State::Restoring => {
            let problem = Problem::of_refusal(refusal, &State::Restoring);
            return ConsoleError::Session(problem.detail.into_owned());
        }
        Some(_) | None => {}
    }
    match snapshot.vault {
        VaultState::Ready => ConsoleError::SignInNeeded(connection.name.clone()),
        VaultState::MemoryOnly(reason) => ConsoleError::Keyring(match reason {
            MemoryReason::Absent => "there is none",
            MemoryReason::Locked => "it is locked",
            MemoryReason::Slow => "it does not answer",
            MemoryReason::Failed | MemoryReason::Garbage => "it fails",
            MemoryReason::Disk => "the disk does not take anything",
        }),
    }
}

fn sentence(problem: &Problem) -> ConsoleError {
    let hint = problem.hint.map(|hint| format!(" {hint}")).unwrap_or_default();
    ConsoleError::NoCredentials(format!("{}{hint}", problem.detail))
}
