//! Connections: listed, read, kept, used, given away and deleted. The sandbox is always there and never changes.

use std::sync::Arc;

use files::names::{Rules, local};
use flow::{Intent, State};

use super::{Api, own_data};
use crate::book::Opened;
use crate::connection::{self, Connection};
use crate::desk;
use crate::problem::{Fault, Problem};
use crate::view::{ConnectionForm, ConnectionListView, FieldProblem, SavedView};

impl Api {
    /// All connections, the sandbox first.
    ///
    /// # Errors
    ///
    /// The database cannot be read; the same goes for all that follow.
    pub async fn connections(&self) -> Result<ConnectionListView, Problem> {
        Ok(ConnectionListView {
            connections: self.0.book.views().await?,
            active: self.connection().await?.id.clone(),
        })
    }

    /// A connection as a whole, without its secret.
    ///
    /// # Errors
    ///
    /// There is none of this id, or it is the sandbox.
    pub async fn connection_form(&self, id: &str) -> Result<ConnectionForm, Problem> {
        if self.0.book.is_own(id) {
            return Err(Fault::OwnConnection.into());
        }
        self.0.book.form(id).await
    }

    /// Keeps a connection, new or changed, if all of it fits. Whoever is signed in at it stays so as far as they are
    /// remembered and the pool is still the same.
    ///
    /// # Errors
    ///
    /// It is the sandbox.
    pub async fn save_connection(&self, form: ConnectionForm) -> Result<SavedView, Problem> {
        let mut form = connection::tidied(form);
        let before = match form.id.as_deref() {
            Some(id) => Some(self.connection_form(id).await?),
            None => None,
        };
        let misfits = self.misfits(&form).await?;
        if !misfits.is_empty() {
            return Ok(SavedView::Refused(misfits));
        }
        let id = form.id.clone();
        let id = id.unwrap_or_else(|| uuid::Uuid::new_v4().simple().to_string());
        let secret = match form.client_secret.take() {
            None => self.read_secret(&form).await,
            typed => typed,
        };
        let kept = before
            .as_ref()
            .is_some_and(|before| before.has_client_secret && same_client(before, &form));
        form.has_client_secret = secret.is_some() || (form.has_client_secret && kept);
        let seats = self.clear(
            &id,
            before.as_ref().is_some_and(|before| same_client(before, &form)),
        );
        let seats = seats.await?;
        self.0.book.keep(&id, &form, self.0.host.clock.now()).await?;
        self.0.book.close(&id).await;
        if let Some(secret) = secret {
            let opened = self.0.book.open(&id).await?;
            opened.seats.store_client_secret(secret).await;
            self.0.book.close(&id).await;
        }
        self.reseat(&id, seats).await?;
        Ok(SavedView::Saved { id })
    }

    /// Signs out whoever is signed in at a connection, and forgets it and all that this device knows of its accounts.
    ///
    /// # Errors
    ///
    /// There is none of this id, or it is the sandbox.
    pub async fn delete_connection(&self, id: &str) -> Result<(), Problem> {
        self.connection_form(id).await?;
        let opened = self.0.book.open(id).await?;
        let wanted = id.to_owned();
        for seat in self.0.owner.ask(move |desk| desk.asides_of(&wanted)).await? {
            if let Some((_, session)) = self.0.owner.ask(move |desk| desk.take_aside(&seat)).await? {
                super::seats::end(session).await;
            }
        }
        if self.connection().await?.id == id {
            self.sign_out(false).await?;
            let gone = self.session().await?;
            if !self.0.owner.ask(|desk| desk.switch_to_anybody()).await? {
                self.open_seat(self.0.book.own()).await?;
            }
            gone.close().await;
        }
        self.0.book.close(id).await;
        opened.seats.clone().forget().await;
        let folder = self.0.book.vault_folder(id);
        if let Err(error) = tokio::fs::remove_dir_all(&folder).await
            && error.kind() != std::io::ErrorKind::NotFound
        {
            tracing::warn!(%error, "the folder of a deleted connection stays");
        }
        let store = &self.0.store;
        store.forget_accounts(id).await.map_err(own_data)?;
        store.forget_connection(id).await.map_err(own_data)?;
        let seat = desk::active_seat(id);
        store.clear_preference(&seat).await.map_err(own_data)
    }

    /// Shows a connection: somebody who is signed in at it, or else its sign-in. Nobody signs out.
    ///
    /// # Errors
    ///
    /// There is none of this id.
    pub async fn use_connection(&self, id: &str) -> Result<(), Problem> {
        let opened = self.0.book.open(id).await?;
        let wanted = id.to_owned();
        if self
            .0
            .owner
            .ask(move |desk| desk.switch_to_connection(&wanted))
            .await?
        {
            return Ok(());
        }
        self.open_seat(opened).await
    }

    /// Writes a connection without its secret into a file that the person chooses; tells whether one was chosen.
    ///
    /// # Errors
    ///
    /// There is none of this id, it is the sandbox, or the file cannot be written.
    pub async fn export_connection(&self, id: &str) -> Result<bool, Problem> {
        let form = self.connection_form(id).await?;
        let name = local(&format!("{}.json", form.name), Rules::here());
        let Some(path) = self.0.host.folders.save_file(&name).await else {
            return Ok(false);
        };
        let written = tokio::fs::write(&path, connection::export(&form)).await;
        written.map(|()| true).map_err(|error| {
            tracing::warn!(%error, "a connection could not be written to a file");
            Fault::FileNotWritten.into()
        })
    }

    /// The connection of whoever is shown.
    pub(super) async fn connection(&self) -> Result<Arc<Connection>, Problem> {
        self.0
            .owner
            .ask(|desk| Arc::clone(&desk.opened().connection))
            .await
    }

    /// Opens a new seat of a connection and shows it.
    pub(super) async fn open_seat(&self, opened: Arc<Opened>) -> Result<(), Problem> {
        let seat = uuid::Uuid::new_v4().simple().to_string();
        let session = opened.seats.open(seat.clone());
        let mut snapshots = session.watch();
        // A session that ends before it begins is shown as it is.
        let _ = snapshots
            .wait_for(|snapshot| snapshot.scene.state != State::Restoring)
            .await;
        let shown = self.0.owner.ask(move |desk| {
            desk.seat_aside(opened, seat.clone(), session, None);
            desk.switch_to(&seat)
        });
        shown.await.map(drop)
    }

    async fn misfits(&self, form: &ConnectionForm) -> Result<Vec<FieldProblem>, Problem> {
        let others = self.0.book.views().await?.into_iter();
        let taken: Vec<String> = others
            .filter(|other| Some(&other.id) != form.id.as_ref())
            .map(|other| other.name)
            .collect();
        Ok(connection::check(form, &taken, self.0.own_sandbox.as_ref()))
    }

    /// Ends what goes on at a connection that is about to change, and gives the seats to take again. Whoever is not
    /// remembered is signed out, and so is everybody where the pool is no longer the same.
    async fn clear(&self, id: &str, same: bool) -> Result<Vec<String>, Problem> {
        if self.0.book.opened(id).await.is_none() {
            return Ok(Vec::new());
        }
        let wanted = id.to_owned();
        let mut seats = Vec::new();
        for seat in self.0.owner.ask(move |desk| desk.asides_of(&wanted)).await? {
            let taken = seat.clone();
            if let Some((_, session)) = self.0.owner.ask(move |desk| desk.take_aside(&taken)).await? {
                close(session, same).await;
                seats.push(seat);
            }
        }
        let (active, session) = self.present().await?;
        if active.connection.id == id {
            if let Some(leaving) = self.0.owner.ask(|desk| desk.leave()).await? {
                leaving.close().await;
            }
            close(session, same).await;
        }
        Ok(seats)
    }

    /// Takes the seats of a connection again that has changed.
    async fn reseat(&self, id: &str, seats: Vec<String>) -> Result<(), Problem> {
        if self.connection().await?.id == id {
            let opened = self.0.book.open(id).await?;
            let seat = self.0.owner.ask(|desk| desk.seat()).await?;
            let session = opened.seats.open(seat);
            self.0
                .owner
                .ask(move |desk| desk.sit_again(opened, session))
                .await?;
        }
        for seat in seats {
            let opened = self.0.book.open(id).await?;
            let session = opened.seats.open(seat.clone());
            let known = self.known(id, &seat).await;
            self.0
                .owner
                .ask(move |desk| desk.seat_aside(opened, seat, session, known))
                .await?;
        }
        Ok(())
    }
}

/// Ends a session: it stays remembered if it is, and the pool is the same.
async fn close(session: auth::Session, same: bool) {
    let account = session.watch().borrow().account.clone();
    if account.is_some_and(|account| !same || !account.remembered) {
        // A session that is closed has nothing to be told.
        let _ = session.tell(Intent::SignOut { everywhere: false }).await;
    }
    session.close().await;
}

/// Whether two forms speak of the same app client, so that its sessions and its secret are still good.
fn same_client(one: &ConnectionForm, other: &ConnectionForm) -> bool {
    one.user_pool_id == other.user_pool_id
        && one.client_id == other.client_id
        && one.region == other.region
        && one.endpoints.user_pool == other.endpoints.user_pool
        && one.identity_pool.as_ref().map(|pool| &pool.id)
            == other.identity_pool.as_ref().map(|pool| &pool.id)
}
