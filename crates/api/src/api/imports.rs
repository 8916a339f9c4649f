//! Configurations of somebody else's, read for review. A secret that stands in one never reaches the page: it waits here
//! until the connection is kept.

use std::fs::File;
use std::path::PathBuf;

use base::Secret;

use super::Api;
use crate::import::{self, Imported, Refused};
use crate::problem::Problem;
use crate::view::{ConnectionForm, ImportView};

/// The secret of the app client in what was read last, and the client's id.
#[derive(Debug)]
pub(super) struct ReadSecret {
    client_id: Option<String>,
    secret: Secret,
}

impl Api {
    /// Reads a configuration that was pasted.
    ///
    /// # Errors
    ///
    /// Why it is refused; the same goes for the other two.
    pub async fn import_text(&self, text: Secret) -> Result<ImportView, Problem> {
        self.take(import::import(text.expose().as_bytes())).await
    }

    /// Lets the person choose a configuration and reads it; none where they changed their mind.
    pub async fn import_file(&self) -> Result<Option<ImportView>, Problem> {
        match self.0.host.folders.pick_file().await {
            Some(path) => self.take(file(path).await).await.map(Some),
            None => Ok(None),
        }
    }

    /// Reads the configuration that was dropped last; none where nothing was.
    pub async fn import_dropped(&self) -> Result<Option<ImportView>, Problem> {
        let dropped = self.0.owner.ask(|desk| desk.take_dropped()).await?;
        match dropped.into_iter().next() {
            Some(path) => self.take(file(path).await).await.map(Some),
            None => Ok(None),
        }
    }

    /// The secret that was read with this app client, for a new connection.
    pub(super) async fn read_secret(&self, form: &ConnectionForm) -> Option<Secret> {
        let mut read = self.0.read_secret.lock().await;
        let fits = |read: &ReadSecret| {
            form.id.is_none() && form.has_client_secret && read.client_id == form.client_id
        };
        read.take_if(|read| fits(read)).map(|read| read.secret)
    }

    async fn take(&self, read: Result<Imported, Refused>) -> Result<ImportView, Problem> {
        let Imported {
            mut view,
            client_secret,
        } = read.map_err(|refused| Problem::of_import(&refused))?;
        view.form.has_client_secret = client_secret.is_some();
        let client_id = view.form.client_id.clone();
        *self.0.read_secret.lock().await = client_secret.map(|secret| ReadSecret { client_id, secret });
        Ok(view)
    }
}

async fn file(path: PathBuf) -> Result<Imported, Refused> {
    let reading = tokio::task::spawn_blocking(move || {
        let file = File::open(path).map_err(|_| Refused::Unreadable)?;
        import::import(&import::read(file)?)
    });
    reading.await.unwrap_or(Err(Refused::Unreadable))
}
