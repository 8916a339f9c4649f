//! One folder, listed, or what was found below it. Rows arrive page by page in the background and stay here, compact,
//! sorted, filtered and selected; whoever shows them asks for the window that is on screen.

mod etag;
mod filter;
mod items;
mod keyspace;
mod natural;
mod order;
mod pack;
mod pages;
mod selection;
mod table;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use time::OffsetDateTime;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use tokio_util::task::AbortOnDropHandle;

use crate::{Error, Files, Kind, Location};
pub use filter::Wanted;
pub use order::SortBy;
pub use selection::{Select, Selected};

use filter::Filter;
use order::Order;
use table::Table;

/// How far a listing has come.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Progress {
    /// How many rows are shown.
    pub total: u32,
    /// How many rows are known, shown or not.
    pub loaded: u32,
    /// How many objects and folders have been looked at: more than are known, in a search.
    pub seen: u64,
    /// Grows whenever rows that may have been given out have moved.
    pub revision: u32,
    /// What is selected.
    pub selected: Selected,
    /// Whether there will be no more rows: the folder is complete, or the listing has failed.
    pub done: bool,
    /// Whether it was stopped before its end, as somebody wished.
    pub stopped: bool,
    /// Why the listing has stopped before its end. The rows so far stay.
    pub error: Option<Error>,
}

/// One object or folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its number in this listing, which stays through sorting and filtering.
    pub id: u32,
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
    /// Whether it is selected.
    pub selected: bool,
}

/// Some rows, as they stand in one revision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rows {
    /// The revision that they belong to.
    pub revision: u32,
    /// The revision of the selection.
    pub selection: u32,
    /// The rows; fewer than asked for at the end.
    pub rows: Vec<Row>,
}

/// A folder whose rows arrive in the background. A clone is the same listing; with the last one they stop.
#[derive(Debug, Clone)]
pub struct Listing(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    folder: String,
    table: Arc<Mutex<Table>>,
    progress: watch::Sender<Progress>,
    /// How the rows are to be shown.
    wish: Mutex<(Order, Wanted)>,
    /// How they are shown; held while that is changed.
    shown: tokio::sync::Mutex<(Order, Wanted)>,
    stop: CancellationToken,
    _pages: AbortOnDropHandle<()>,
}

impl Listing {
    /// Asks for the first page of a folder, or of everything below it that is wanted. Must be called within a tokio
    /// runtime.
    pub(crate) fn begin(
        files: Files,
        location: &Location,
        folder: &str,
        (sort, descending): (SortBy, bool),
        search: Option<&Wanted>,
        before: Option<&Self>,
    ) -> Self {
        let order = Order { by: sort, descending };
        let mut table = Table::new(order);
        let mut wanted = Wanted::default();
        if let Some(before) = before {
            table.follow(&locked(&before.0.table));
            wanted.clone_from(&locked(&before.0.wish).1);
        }
        let table = Arc::new(Mutex::new(table));
        let progress = watch::Sender::new(Progress::default());
        let stop = CancellationToken::new();
        let pages = pages::fetch(pages::Request {
            source: pages::Source {
                files,
                bucket: location.bucket.clone(),
                prefix: location.whole(folder),
                folders: search.is_none(),
            },
            top: folder.is_empty(),
            keep: search.and_then(Filter::of),
            table: Arc::clone(&table),
            progress: progress.clone(),
            stop: stop.clone(),
        });
        Self(Arc::new(Inner {
            folder: folder.to_owned(),
            table,
            progress,
            wish: Mutex::new((order, wanted.clone())),
            shown: tokio::sync::Mutex::new((order, wanted)),
            stop,
            _pages: AbortOnDropHandle::new(tokio::spawn(pages)),
        }))
    }

    /// Asks for no more. What was found so far stays.
    pub fn stop(&self) {
        self.0.stop.cancel();
    }

    /// The folder below the location, empty or ending with `/`.
    pub fn folder(&self) -> &str {
        &self.0.folder
    }

    /// How far it has come.
    pub fn progress(&self) -> Progress {
        self.0.progress.borrow().clone()
    }

    /// Tells when it has come further: at once for the first rows and the end, else at most ten times a second.
    pub fn watch(&self) -> watch::Receiver<Progress> {
        self.0.progress.subscribe()
    }

    /// Up to `count` rows from `start` on, in the order asked for.
    pub fn rows(&self, start: u32, count: u32) -> Rows {
        let table = locked(&self.0.table);
        let window = table.shown().iter().skip(start as usize).take(count as usize);
        let rows = window.filter_map(|&id| {
            let (packed, name) = table.pack().get(id)?;
            let folder = packed.folder();
            let slash = if folder { "/" } else { "" };
            Some(Row {
                id,
                key: format!("{}{name}{slash}", self.0.folder),
                name: crate::names::last_part(name).to_owned(),
                kind: packed.kind,
                size: (!folder).then_some(packed.size),
                modified: packed.modified(),
                selected: table.is_selected(id),
            })
        });
        Rows {
            revision: table.revision(),
            selection: table.selected().revision,
            rows: rows.collect(),
        }
    }

    /// Selects rows, and tells what is selected then.
    pub fn select(&self, how: Select) -> Selected {
        let selected = locked(&self.0.table).select(how);
        self.0
            .progress
            .send_modify(|progress| progress.selected = selected);
        selected
    }

    /// Sorts the rows anew without asking the service again, those still to come included.
    pub async fn arrange(&self, sort: SortBy, descending: bool) {
        locked(&self.0.wish).0 = Order { by: sort, descending };
        self.settle().await;
    }

    /// Shows only the rows that are wanted, those still to come included. What is selected stays so.
    pub async fn filter(&self, wanted: Wanted) {
        locked(&self.0.wish).1 = wanted;
        self.settle().await;
    }

    /// Shows the rows as wished. Who waits while another wish is fulfilled finds the last one fulfilled.
    async fn settle(&self) {
        let mut shown = self.0.shown.lock().await;
        let wish = locked(&self.0.wish).clone();
        if *shown == wish {
            return;
        }
        let mut draft = locked(&self.0.table).draft();
        let (arranged, filtered) = (shown.0 != wish.0, shown.1 != wish.1);
        let (order, filter) = (wish.0, Filter::of(&wish.1));
        let drafted = tokio::task::spawn_blocking(move || {
            if arranged {
                draft.arrange(order);
            }
            if filtered {
                draft.filter(filter);
            }
            draft
        });
        let Ok(draft) = drafted.await else {
            return;
        };
        *shown = wish;
        let mut table = locked(&self.0.table);
        table.adopt(draft);
        self.0.progress.send_modify(|progress| {
            progress.total = table.total();
            progress.revision = table.revision();
        });
    }
}

/// What is left by a panic is whole: every change to it is one step.
fn locked<T>(held: &Mutex<T>) -> MutexGuard<'_, T> {
    held.lock().unwrap_or_else(PoisonError::into_inner)
}
