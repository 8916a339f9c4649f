//! Uploads and downloads. Local paths stay in Rust: the page never names one.

use std::path::PathBuf;

use files::{Settings, Transfers};
use store::Store;

use super::{Api, own_data};
use crate::problem::{Fault, Problem};
use crate::view::{ConflictPolicy, DropView, ItemsForm, QueuePlace, TransferSettings, Update};
use crate::words::{count, transfers as words};

/// The preference that holds how transfers work.
const SETTINGS: &str = "transfers";

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

/// How transfers work on this device; as usual where nothing was chosen or it cannot be read.
pub(super) async fn settings(store: &Store) -> Result<Settings, store::Error> {
    let stored = store.preference(SETTINGS).await?;
    let form = stored.and_then(|stored| serde_json::from_str::<TransferSettings>(&stored).ok());
    Ok(form.map(words::settings).unwrap_or_default())
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

    /// Lets the person choose a folder and uploads it with all that lies in it; tells whether one was chosen.
    ///
    /// # Errors
    ///
    /// Nobody is signed in, or there is no such place.
    pub async fn pick_folder_upload(&self, location: &str, folder: &str) -> Result<u32, Problem> {
        self.writable(location).await?;
        let path = self.0.host.folders.pick_folder().await;
        self.upload(location, folder, path.into_iter().collect()).await
    }

    /// Uploads the files and folders dropped last; tells how many.
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

    /// Downloads files, and all that lies in folders, into the person's folder for downloads.
    ///
    /// # Errors
    ///
    /// Nobody is signed in, there is no such place, or the folder could not be listed whole.
    pub async fn download(&self, form: &ItemsForm) -> Result<(), Problem> {
        let items = self.items(form).await?;
        let into = self.0.host.folders.downloads();
        self.queue()
            .await?
            .download(&items.location, items.keys, into)
            .await;
        Ok(())
    }

    /// Stops a transfer, or all of them.
    ///
    /// # Errors
    ///
    /// Nobody is signed in; the same goes for those that follow.
    pub async fn cancel_transfer(&self, id: Option<u32>) -> Result<(), Problem> {
        self.queue().await.map(|queue| queue.cancel(id))
    }

    /// Holds a transfer, or all of them.
    pub async fn pause_transfer(&self, id: Option<u32>) -> Result<(), Problem> {
        self.queue().await.map(|queue| queue.pause(id))
    }

    /// Lets a transfer that is held go on, or all of them.
    pub async fn resume_transfer(&self, id: Option<u32>) -> Result<(), Problem> {
        self.queue().await.map(|queue| queue.resume(id))
    }

    /// Takes up a failed or cancelled transfer again, or all that failed.
    pub async fn retry_transfer(&self, id: Option<u32>) -> Result<(), Problem> {
        self.queue().await.map(|queue| queue.retry(id))
    }

    /// Puts a transfer that waits elsewhere in the queue.
    pub async fn move_transfer(&self, id: u32, to: QueuePlace) -> Result<(), Problem> {
        self.queue().await.map(|queue| queue.shift(id, words::place(to)))
    }

    /// What to do about a name that is taken; with `all`, also for what is still to come.
    pub async fn decide_transfer(&self, id: u32, policy: ConflictPolicy, all: bool) -> Result<(), Problem> {
        self.queue()
            .await
            .map(|queue| queue.decide(id, words::policy(policy), all))
    }

    /// Forgets the transfers that are over.
    pub async fn clear_transfers(&self) -> Result<(), Problem> {
        self.queue().await.map(|queue| queue.clear_finished())
    }

    /// How transfers work on this device.
    ///
    /// # Errors
    ///
    /// The app is closing.
    pub async fn transfer_settings(&self) -> Result<TransferSettings, Problem> {
        let settings = self.0.owner.ask(|desk| desk.transfer_settings()).await?;
        Ok(words::settings_view(settings))
    }

    /// Has transfers work otherwise from now on.
    ///
    /// # Errors
    ///
    /// The database cannot be written, or the app is closing.
    pub async fn set_transfer_settings(&self, form: TransferSettings) -> Result<(), Problem> {
        let settings = words::settings(form);
        if let Ok(text) = serde_json::to_string(&words::settings_view(settings)) {
            let kept = self.0.store.set_preference(SETTINGS, &text).await;
            kept.map_err(own_data)?;
        }
        self.0
            .owner
            .ask(move |desk| desk.set_transfer_settings(settings))
            .await
    }

    /// Whether a window may close: if something is under way, the person is asked first.
    pub async fn may_close(&self) -> bool {
        !self
            .0
            .owner
            .ask(|desk| desk.ask_to_close())
            .await
            .unwrap_or(false)
    }

    /// Shows the local file of a transfer in the desktop's file manager.
    ///
    /// # Errors
    ///
    /// There is no such transfer or no file yet, or the desktop could not show it.
    pub async fn reveal_transfer(&self, id: u32) -> Result<(), Problem> {
        let overview = self.queue().await?.watch();
        let path = overview
            .borrow()
            .rows
            .iter()
            .find(|transfer| transfer.id == id)
            .and_then(|transfer| transfer.path.clone());
        let path = path.ok_or(Fault::NotThere)?;
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
        let place = self.writable(location).await?;
        let queued = self.queue().await?.upload(&place, folder, paths).await;
        Ok(count(queued.len()))
    }

    pub(super) async fn queue(&self) -> Result<Transfers, Problem> {
        self.visiting(|visit| visit.transfers().clone()).await
    }
}
