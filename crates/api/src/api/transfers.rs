//! Uploads and downloads. Local paths stay in Rust: the page never names one.

use std::path::PathBuf;

use super::Api;
use crate::problem::{Fault, Problem};
use crate::view::{DropView, Update};
use crate::words::count;

/// What is dragged over a window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Drag {
    /// Files are over it.
    Over,
    /// They are gone again.
    Left,
    /// They were dropped; they wait for [`Api::upload_dropped`].
    Dropped(Vec<PathBuf>),
}

impl Api {
    /// Lets the person choose files and uploads them; tells how many.
    ///
    /// # Errors
    ///
    /// Nobody is signed in, or there is no such place.
    pub async fn pick_upload(&self, location: &str, folder: &str) -> Result<u32, Problem> {
        self.writable(location).await?;
        let paths = self.0.host.folders.pick_files().await;
        self.upload(location, folder, paths).await
    }

    /// Uploads the files dropped last; tells how many.
    ///
    /// # Errors
    ///
    /// Nobody is signed in, or there is no such place.
    pub async fn upload_dropped(&self, location: &str, folder: &str) -> Result<u32, Problem> {
        let paths = self.0.owner.ask(|desk| desk.take_dropped()).await?;
        self.upload(location, folder, paths).await
    }

    /// Takes note of files dragged over a window.
    ///
    /// # Errors
    ///
    /// The app is closing.
    pub async fn drag(&self, drag: Drag) -> Result<(), Problem> {
        let (view, paths) = match drag {
            Drag::Over => (DropView::Over, Vec::new()),
            Drag::Left => (DropView::Left, Vec::new()),
            Drag::Dropped(paths) => (DropView::Dropped, paths),
        };
        self.0
            .owner
            .ask(move |desk| desk.drag(Update::Drop(view), paths))
            .await
    }

    /// Downloads a file into the person's folder for downloads.
    ///
    /// # Errors
    ///
    /// Nobody is signed in, or there is no such place.
    pub async fn download(&self, location: &str, key: &str) -> Result<(), Problem> {
        let (place, key) = (self.location(location).await?, key.to_owned());
        let into = self.0.host.folders.downloads();
        self.visiting(move |visit| visit.transfers().download(&place, &key, into))
            .await
            .map(|_| ())
    }

    /// Stops a transfer.
    ///
    /// # Errors
    ///
    /// Nobody is signed in; the same goes for the next two.
    pub async fn cancel_transfer(&self, id: u32) -> Result<(), Problem> {
        self.visiting(move |visit| visit.transfers().cancel(id)).await
    }

    /// Begins a failed or cancelled transfer again.
    pub async fn retry_transfer(&self, id: u32) -> Result<(), Problem> {
        self.visiting(move |visit| visit.transfers().retry(id)).await
    }

    /// Forgets the transfers that are over.
    pub async fn clear_transfers(&self) -> Result<(), Problem> {
        self.visiting(|visit| visit.transfers().clear_finished()).await
    }

    /// Shows the local file of a transfer in the desktop's file manager.
    ///
    /// # Errors
    ///
    /// There is no such transfer or no file yet, or the desktop could not show it.
    pub async fn reveal_transfer(&self, id: u32) -> Result<(), Problem> {
        let path = self.visiting(move |visit| {
            let transfers = visit.transfers().watch();
            let all = transfers.borrow();
            all.iter().find(|transfer| transfer.id == id)?.path.clone()
        });
        let path = path.await?.ok_or(Fault::NotThere)?;
        self.0
            .host
            .folders
            .reveal(&path)
            .await
            .map_err(|_| Fault::Desktop.into())
    }

    async fn upload(&self, location: &str, folder: &str, paths: Vec<PathBuf>) -> Result<u32, Problem> {
        if paths.is_empty() {
            return Ok(0);
        }
        let (place, folder) = (self.writable(location).await?, folder.to_owned());
        let queued = self
            .visiting(move |visit| visit.transfers().upload(&place, &folder, paths))
            .await?;
        Ok(count(queued.len()))
    }
}
