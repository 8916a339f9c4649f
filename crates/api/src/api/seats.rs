//! Accounts side by side: another one is added, shown or removed; nobody else signs out.

use flow::{Intent, State};

use super::Api;
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
        let seat = uuid::Uuid::new_v4().simple().to_string();
        let session = self.0.seats.open(seat.clone());
        let mut snapshots = session.watch();
        // A session that ends before it begins is shown as it is.
        let _ = snapshots
            .wait_for(|snapshot| snapshot.scene.state != State::Restoring)
            .await;
        let adding = self.0.owner.ask(move |desk| {
            desk.seat_aside(seat.clone(), session, None);
            desk.switch_to(&seat)
        });
        adding.await.map(drop)
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
        if self.0.owner.ask(|desk| desk.seat()).await? == id {
            self.sign_out(false).await?;
            self.0.owner.ask(|desk| desk.switch_to_anybody()).await?;
        } else {
            let wanted = id.to_owned();
            let session = self.0.owner.ask(move |desk| desk.take_aside(&wanted)).await?;
            end(session.ok_or(Fault::NotThere)?).await;
        }
        let left = self.0.store.seat_left(&self.0.connection.id, id).await;
        left.map_err(super::own_data)
    }

    /// Signs out everybody who is not shown.
    pub(super) async fn remove_asides(&self) -> Result<(), Problem> {
        for id in self.0.owner.ask(|desk| desk.asides()).await? {
            if let Some(session) = self.0.owner.ask(move |desk| desk.take_aside(&id)).await? {
                end(session).await;
            }
        }
        Ok(())
    }

    /// Brings everybody back whose session is remembered. Whoever was shown last is there already.
    pub(super) async fn seat_remembered(&self) -> Result<(), Problem> {
        let active = self.0.owner.ask(|desk| desk.seat()).await?;
        let remembered = self.0.seats.remembered().await;
        let forgotten = !remembered.contains(&active);
        let connection = &self.0.connection.id;
        for seat in remembered.into_iter().filter(|seat| *seat != active) {
            let known = match self.0.store.seated(connection, &seat).await {
                Ok(Some(sub)) => self.0.store.account(connection, &sub).await,
                Ok(None) => Ok(None),
                Err(error) => Err(error),
            };
            let known = known.unwrap_or_else(|error| {
                tracing::warn!(%error, "whose seat it is could not be read");
                None
            });
            let session = self.0.seats.open(seat.clone());
            self.0
                .owner
                .ask(move |desk| desk.seat_aside(seat, session, known))
                .await?;
        }
        if forgotten {
            self.0
                .owner
                .ask(|desk| desk.idle() && desk.switch_to_anybody())
                .await?;
        }
        Ok(())
    }

    /// The session of whoever is shown.
    pub(super) async fn session(&self) -> Result<auth::Session, Problem> {
        self.0.owner.ask(|desk| desk.session()).await
    }
}

async fn end(session: auth::Session) {
    // A session that is closed has nothing to be told.
    let _ = session.tell(Intent::SignOut { everywhere: false }).await;
    session.close().await;
}
