//! Accounts side by side: another one is added, shown or removed; nobody else signs out.

use std::sync::Arc;

use flow::Intent;

use super::Api;
use crate::book::Opened;
use crate::problem::{Fault, Problem};

impl Api {
    /// Shows the sign-in form for one more account; those who are signed in stay so.
    ///
    /// # Errors
    ///
    /// The app is closing.
    pub async fn add_account(&self) -> Result<(), Problem> {
        if !self.0.owner.ask(|desk| desk.occupied()).await? {
            return Ok(());
        }
        let (opened, _) = self.present().await?;
        self.open_seat(opened).await
    }

    /// Goes back from the sign-in form to somebody who is signed in.
    ///
    /// # Errors
    ///
    /// Nobody else is signed in.
    pub async fn cancel_add(&self) -> Result<(), Problem> {
        let back = self
            .0
            .owner
            .ask(|desk| desk.occupied() || desk.switch_to_anybody());
        if back.await? {
            Ok(())
        } else {
            Err(Fault::SignedOut.into())
        }
    }

    /// Shows another account.
    ///
    /// # Errors
    ///
    /// There is no such account.
    pub async fn switch_account(&self, id: &str) -> Result<(), Problem> {
        let id = id.to_owned();
        let switched = self.0.owner.ask(move |desk| desk.switch_to(&id));
        if switched.await? {
            Ok(())
        } else {
            Err(Fault::NotThere.into())
        }
    }

    /// Signs one account out on this device, and takes it from the list.
    ///
    /// # Errors
    ///
    /// There is no such account.
    pub async fn remove_account(&self, id: &str) -> Result<(), Problem> {
        let connection = if self.0.owner.ask(|desk| desk.seat()).await? == id {
            let connection = self.connection().await?;
            self.sign_out(false).await?;
            self.0.owner.ask(|desk| desk.switch_to_anybody()).await?;
            connection
        } else {
            let wanted = id.to_owned();
            let taken = self.0.owner.ask(move |desk| desk.take_aside(&wanted)).await?;
            let (opened, session) = taken.ok_or(Fault::NotThere)?;
            end(session).await;
            Arc::clone(&opened.connection)
        };
        let left = self.0.store.seat_left(&connection.id, id).await;
        left.map_err(super::own_data)
    }

    /// Signs out everybody of a connection who is not shown.
    pub(super) async fn remove_asides(&self, connection: &str) -> Result<(), Problem> {
        let connection = connection.to_owned();
        for id in self.0.owner.ask(move |desk| desk.asides_of(&connection)).await? {
            if let Some((_, session)) = self.0.owner.ask(move |desk| desk.take_aside(&id)).await? {
                end(session).await;
            }
        }
        Ok(())
    }

    /// Brings everybody back whose session is remembered, of all connections. Whoever was shown last is there already.
    pub(super) async fn seat_remembered(&self) -> Result<(), Problem> {
        let (shown, _) = self.present().await?;
        let active = self.0.owner.ask(|desk| desk.seat()).await?;
        let mut forgotten = true;
        for opened in self.0.book.with_vaults().await {
            let remembered = opened.seats.remembered().await;
            forgotten &= !(Arc::ptr_eq(&opened, &shown) && remembered.contains(&active));
            for seat in remembered.into_iter().filter(|seat| *seat != active) {
                let known = self.known(&opened.connection.id, &seat).await;
                let session = opened.seats.open(seat.clone());
                let opened = Arc::clone(&opened);
                self.0
                    .owner
                    .ask(move |desk| desk.seat_aside(opened, seat, session, known))
                    .await?;
            }
        }
        if forgotten {
            let id = shown.connection.id.clone();
            self.0
                .owner
                .ask(move |desk| desk.idle() && desk.switch_to_somebody_of(&id))
                .await?;
        }
        Ok(())
    }

    /// What this device knows of whoever has a seat.
    pub(super) async fn known(&self, connection: &str, seat: &str) -> Option<store::Account> {
        let known = match self.0.store.seated(connection, seat).await {
            Ok(Some(sub)) => self.0.store.account(connection, &sub).await,
            Ok(None) => Ok(None),
            Err(error) => Err(error),
        };
        known.unwrap_or_else(|error| {
            tracing::warn!(%error, "whose seat it is could not be read");
            None
        })
    }

    /// The connection and the session of whoever is shown.
    pub(super) async fn present(&self) -> Result<(Arc<Opened>, auth::Session), Problem> {
        self.0.owner.ask(|desk| (desk.opened(), desk.session())).await
    }

    /// The session of whoever is shown.
    pub(super) async fn session(&self) -> Result<auth::Session, Problem> {
        self.0.owner.ask(|desk| desk.session()).await
    }
}

/// Signs out, and ends the session.
pub(super) async fn end(session: auth::Session) {
    // A session that is closed has nothing to be told.
    let _ = session.tell(Intent::SignOut { everywhere: false }).await;
    session.close().await;
}
