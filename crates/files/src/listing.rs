//! One folder, listed. Rows arrive page by page in the background and stay here, compact and sorted; whoever shows
//! them asks for the window that is on screen. Searching below a folder is elsewhere.

mod natural;
mod pages;
mod table;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use aws_sdk_s3::Client;
use time::OffsetDateTime;
use tokio::sync::watch;
use tokio_util::task::AbortOnDropHandle;

use crate::{Error, Kind, Location};
use table::Table;

/// What to sort by. Folders come first; unless the order is by name, they stand in the order of their names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SortBy {
    /// The name, naturally and regardless of case: `file2` before `file10`.
    Name,
    /// The size, and among equals the name.
    Size,
    /// The time of the last change, and among equals the name.
    Modified,
}

/// How far a listing has come.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Progress {
    /// How many rows are known.
    pub total: u32,
    /// Grows whenever rows that may have been given out have moved.
    pub revision: u32,
    /// Whether there will be no more rows: the folder is complete, or the listing has failed.
    pub done: bool,
    /// Why the listing has stopped before its end. The rows so far stay.
    pub error: Option<Error>,
}

/// One object or folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The key below the location; a folder's ends with `/`.
    pub key: String,
    /// The last part of the key, as it is, without a folder's `/`. Show it through [`crate::names::visible`].
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// Its size in bytes; a folder has none.
    pub size: Option<u64>,
    /// When it was last changed; a folder has no such time.
    pub modified: Option<OffsetDateTime>,
}

/// Some rows, as they stand in one revision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rows {
    /// The revision that they belong to.
    pub revision: u32,
    /// The rows; fewer than asked for at the end.
    pub rows: Vec<Row>,
}

/// A folder whose rows arrive in the background. Dropping it stops them.
#[derive(Debug)]
pub struct Listing {
    folder: String,
    table: Arc<Mutex<Table>>,
    progress: watch::Sender<Progress>,
    _pages: AbortOnDropHandle<()>,
}

impl Listing {
    /// Asks for the first page. Must be called within a tokio runtime.
    pub(crate) fn begin(
        client: Client,
        location: &Location,
        folder: &str,
        sort: SortBy,
        descending: bool,
    ) -> Self {
        let table = Arc::new(Mutex::new(Table::new(sort, descending)));
        let progress = watch::Sender::new(Progress::default());
        let pages = pages::fetch(pages::Request {
            client,
            bucket: location.bucket.clone(),
            prefix: location.whole(folder),
            top: folder.is_empty(),
            table: Arc::clone(&table),
            progress: progress.clone(),
        });
        let pages = AbortOnDropHandle::new(tokio::spawn(pages));
        Self {
            folder: folder.to_owned(),
            table,
            progress,
            _pages: pages,
        }
    }

    /// How far it has come.
    pub fn progress(&self) -> Progress {
        self.progress.borrow().clone()
    }

    /// Tells when it has come further: at once for the first rows and the end, else at most ten times a second.
    pub fn watch(&self) -> watch::Receiver<Progress> {
        self.progress.subscribe()
    }

    /// Up to `count` rows from `start` on, in the order asked for.
    pub fn rows(&self, start: u32, count: u32) -> Rows {
        let table = locked(&self.table);
        let rows = table.window(start as usize, count as usize).map(|entry| {
            let slash = if entry.folder { "/" } else { "" };
            Row {
                key: format!("{}{}{slash}", self.folder, entry.name),
                name: entry.name.to_owned(),
                kind: if entry.folder {
                    Kind::Folder
                } else {
                    Kind::of(entry.name)
                },
                size: (!entry.folder).then_some(entry.size),
                modified: entry.modified,
            }
        });
        Rows {
            revision: table.revision(),
            rows: rows.collect(),
        }
    }

    /// Sorts the rows anew without asking the service again, those still to come included.
    pub async fn arrange(&self, sort: SortBy, descending: bool) {
        let table = Arc::clone(&self.table);
        let sorted = tokio::task::spawn_blocking(move || {
            let mut table = locked(&table);
            table.arrange(sort, descending);
            table.revision()
        });
        if let Ok(revision) = sorted.await {
            self.progress
                .send_modify(|progress| progress.revision = progress.revision.max(revision));
        }
    }
}

/// A table that is left by a panic is whole: every change to it is one step.
fn locked(table: &Mutex<Table>) -> MutexGuard<'_, Table> {
    table.lock().unwrap_or_else(PoisonError::into_inner)
}
