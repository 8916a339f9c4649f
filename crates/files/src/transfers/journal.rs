//! What is written down of the transfers that are not over, so that they go on after a restart or a crash. Where it is
//! kept, whoever opens the queue decides. Never a secret: keys, paths, sizes, and the ids of begun uploads.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use tokio::sync::{mpsc, oneshot};

use super::digest::Expected;
use super::source::Stamp;

/// How many changes are written at a time.
const AT_ONCE: usize = 4_096;

/// One transfer as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Its number.
    pub id: u32,
    /// Its place in the queue: the smaller, the sooner.
    pub place: i64,
    /// Whether it waits for the person.
    pub held: bool,
    /// What it has to do.
    pub job: String,
    /// How far it has come.
    pub begun: Option<String>,
}

/// A change of what is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JournalChange {
    /// There is one more.
    Add(Kept),
    /// It has come further.
    Begun(u32, Option<String>),
    /// It has another place.
    Place(u32, i64),
    /// It is held, or no longer.
    Held(u32, bool),
    /// It is over.
    Remove(u32),
}

/// The journal could not be read or written; transfers go on without it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the journal of transfers failed")]
pub struct JournalError;

/// Where transfers are written down.
#[async_trait]
pub trait Journal: fmt::Debug + Send + Sync {
    /// All that is kept, in any order.
    async fn load(&self) -> Result<Vec<Kept>, JournalError>;

    /// Writes changes, in their order; all of them or none.
    async fn write(&self, changes: Vec<JournalChange>) -> Result<(), JournalError>;
}

/// How far a transfer has come at the service or on the disk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Begun {
    /// `CreateMultipartUpload` was answered.
    Upload {
        key: String,
        upload_id: String,
        part: u64,
        checksum: u8,
        /// Whether the service keeps that of all bytes.
        whole: bool,
        /// The entity tag of the object that is to be replaced.
        replaces: Option<String>,
        stamp: Stamp,
    },
    /// The unfinished file was made.
    Download {
        etag: Option<String>,
        size: u64,
        part: String,
        /// The bytes that are on the disk.
        there: Vec<Range<u64>>,
        /// When the object was last changed, in seconds since the Unix epoch.
        modified: Option<i64>,
        expected: Option<Expected>,
    },
    /// What comes up to this path or key was handed over.
    Folder { after: String },
}

/// Writes changes one batch after the other.
#[derive(Debug, Clone)]
pub(super) struct Scribe(Option<mpsc::UnboundedSender<Note>>);

#[derive(Debug)]
enum Note {
    Change(JournalChange),
    Settled(oneshot::Sender<()>),
}

impl Scribe {
    /// One that writes to `journal`; must be called within a tokio runtime. None forgets.
    pub(super) fn start(journal: Option<Arc<dyn Journal>>) -> Self {
        Self(journal.map(|journal| {
            let (sender, notes) = mpsc::unbounded_channel();
            tokio::spawn(write(journal, notes));
            sender
        }))
    }

    /// Whether anything outlives the app.
    pub(super) fn keeps(&self) -> bool {
        self.0.is_some()
    }

    pub(super) fn note(&self, change: JournalChange) {
        if let Some(notes) = &self.0 {
            // A writer that is gone has written all it could.
            let _ = notes.send(Note::Change(change));
        }
    }

    pub(super) fn begun(&self, id: u32, begun: Option<&Begun>) {
        if self.keeps() {
            let text = begun.and_then(|begun| serde_json::to_string(begun).ok());
            self.note(JournalChange::Begun(id, text));
        }
    }

    /// Waits until all that was noted before is written.
    pub(super) async fn settled(&self) {
        let (done, wait) = oneshot::channel();
        if let Some(notes) = &self.0
            && notes.send(Note::Settled(done)).is_ok()
        {
            let _ = wait.await;
        }
    }
}

async fn write(journal: Arc<dyn Journal>, mut notes: mpsc::UnboundedReceiver<Note>) {
    let mut batch = Vec::new();
    while notes.recv_many(&mut batch, AT_ONCE).await > 0 {
        let (mut changes, mut waiting) = (Vec::new(), Vec::new());
        for note in batch.drain(..) {
            match note {
                Note::Change(change) => changes.push(change),
                Note::Settled(done) => waiting.push(done),
            }
        }
        if !changes.is_empty()
            && let Err(error) = journal.write(changes).await
        {
            tracing::warn!(%error, "transfers could not be written down");
        }
        for done in waiting {
            // Who asked may have stopped waiting.
            let _ = done.send(());
        }
    }
}
