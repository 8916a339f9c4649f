//! The connections of this device: the app's own, which is the sandbox, and those that people have made. One that is
//! used is opened once: clients, vault and seats of different connections never meet.

mod opened;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use store::{Store, StoredConnection};
use time::OffsetDateTime;
use tokio::sync::Mutex;

use crate::connection::{self, Connection};
use crate::problem::{Fault, Problem};
use crate::view::{ConnectionForm, ConnectionView};

pub(crate) use opened::{Means, Opened, sign_in_client};

/// The preference that holds the connection that was used last.
pub(crate) const LAST_USED: &str = "connection";

/// The connections of this device.
pub(crate) struct Book {
    own: Arc<Opened>,
    opened: Mutex<BTreeMap<String, Arc<Opened>>>,
    means: Means,
    store: Store,
}

impl Book {
    /// The connections that the store knows, besides the app's own.
    pub(crate) fn new(own: Connection, means: Means, store: Store) -> Self {
        Self {
            own: Arc::new(Opened::own(own, &means)),
            opened: Mutex::default(),
            means,
            store,
        }
    }

    /// The app's own.
    pub(crate) fn own(&self) -> Arc<Opened> {
        Arc::clone(&self.own)
    }

    /// Whether it is the app's own.
    pub(crate) fn is_own(&self, id: &str) -> bool {
        self.own.connection.id == id
    }

    /// All that can be read, the app's own first.
    pub(crate) async fn views(&self) -> Result<Vec<ConnectionView>, Problem> {
        let forms = self.forms().await?.into_iter();
        let made = forms.map(|form| {
            let id = form.id.clone().unwrap_or_default();
            Connection::of_form(&id, &form).view()
        });
        Ok(std::iter::once(self.own.connection.view()).chain(made).collect())
    }

    /// The connections that people have made, as far as they can be read.
    pub(crate) async fn forms(&self) -> Result<Vec<ConnectionForm>, Problem> {
        let stored = self.store.connections().await.map_err(crate::api::own_data)?;
        Ok(connection::read_all(&stored))
    }

    /// A connection that somebody has made.
    pub(crate) async fn form(&self, id: &str) -> Result<ConnectionForm, Problem> {
        let stored = self.store.connection(id).await.map_err(crate::api::own_data)?;
        let form = stored.and_then(|document| connection::read(id, &document));
        form.ok_or_else(|| Fault::NoConnection.into())
    }

    /// Keeps a connection. Whoever uses it goes on as before until [`Book::close`].
    pub(crate) async fn keep(
        &self,
        id: &str,
        form: &ConnectionForm,
        at: OffsetDateTime,
    ) -> Result<(), Problem> {
        let stored = StoredConnection {
            id: id.to_owned(),
            document: connection::write(form),
        };
        let kept = self.store.save_connection(stored, at).await;
        kept.map_err(crate::api::own_data)
    }

    /// The connection of this id, ready to be used.
    pub(crate) async fn open(&self, id: &str) -> Result<Arc<Opened>, Problem> {
        if self.is_own(id) {
            return Ok(self.own());
        }
        let mut all = self.opened.lock().await;
        if let Some(opened) = all.get(id) {
            return Ok(Arc::clone(opened));
        }
        let form = self.form(id).await?;
        let opened = Arc::new(Opened::of_form(id, &form, &self.means).await);
        all.insert(id.to_owned(), Arc::clone(&opened));
        Ok(opened)
    }

    /// The connection, if it has been opened.
    pub(crate) async fn opened(&self, id: &str) -> Option<Arc<Opened>> {
        self.opened.lock().await.get(id).cloned()
    }

    /// Where a connection seals what it keeps.
    pub(crate) fn vault_folder(&self, id: &str) -> PathBuf {
        self.means.vault_folder(id)
    }

    /// Forgets that it was opened: it is opened anew the next time.
    pub(crate) async fn close(&self, id: &str) {
        self.opened.lock().await.remove(id);
    }

    /// The connections at which somebody may be remembered, the app's own first.
    pub(crate) async fn with_vaults(&self) -> Vec<Arc<Opened>> {
        let mut found = vec![self.own()];
        for form in self.forms().await.unwrap_or_default() {
            let id = form.id.unwrap_or_default();
            if self.means.vault_folder(&id).exists()
                && let Ok(opened) = self.open(&id).await
            {
                found.push(opened);
            }
        }
        found
    }
}
