//! Files on their way up and down. A transfer is something one holds: it has a number, a state and its progress,
//! and it can be cancelled and tried again. One task owns them all; [`Transfers`] is a sender to it.

pub(crate) mod beneath;
mod counted;
mod digest;
mod download;
mod meter;
mod multipart;
mod owner;
pub(crate) mod plan;
mod source;
mod target;
mod upload;
mod work;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use tokio::sync::{mpsc, oneshot, watch};

use crate::{Error, Files, Location, names};
use download::Download;
use owner::{Command, Job};
pub(crate) use target::Target;
use upload::Upload;

/// Up or down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// To the bucket.
    Upload,
    /// From the bucket.
    Download,
}

/// How a transfer stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// Waiting for its turn.
    Waiting,
    /// Moving.
    Running,
    /// Complete.
    Done,
    /// Stopped by a problem; it can be tried again.
    Failed(Error),
    /// Stopped by the person; it can be tried again.
    Cancelled,
}

/// What is known of the bytes that arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Integrity {
    /// A checksum of all bytes was compared, here or by the service, and is right.
    Verified,
    /// There was nothing to compare with.
    NotVerified,
}

/// One file on its way. Progress is cumulative.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transfer {
    /// Its number, from 1.
    pub id: u32,
    /// Up or down.
    pub direction: Direction,
    /// The file's name: of the local file for an upload, the key's last part for a download. Show it through
    /// [`crate::names::visible`].
    pub name: Arc<str>,
    /// The location's id.
    pub location: Arc<str>,
    /// The folder below the location: empty, or ending with `/`.
    pub folder: Arc<str>,
    /// Bytes done.
    pub done: u64,
    /// Bytes in all; 0 until known.
    pub total: u64,
    /// Bytes a second, smoothed; 0 unless running.
    pub rate: u64,
    /// How it stands.
    pub state: State,
    /// The name that it got, where it is another one than `name`.
    pub saved_as: Option<Arc<str>>,
    /// The file on this device: the one uploaded, or the one that a finished download has made.
    pub path: Option<PathBuf>,
    /// Whether the bytes were compared, once done.
    pub integrity: Option<Integrity>,
}

/// The queue of transfers of one account: three at a time, in the order in which they were asked for. Cheap to
/// clone; when the last clone goes, all transfers stop.
#[derive(Debug, Clone)]
pub struct Transfers {
    commands: mpsc::UnboundedSender<Command>,
    transfers: watch::Receiver<Vec<Transfer>>,
    next_id: Arc<AtomicU32>,
}

impl Transfers {
    /// Starts the owner of the queue. Must be called within a tokio runtime.
    pub fn open(files: Files) -> Self {
        let (commands, transfers) = owner::start(files);
        Self {
            commands,
            transfers,
            next_id: Arc::new(AtomicU32::new(1)),
        }
    }

    /// Queues files for upload into `folder` (empty, or ending with `/`) below `location` and gives their numbers.
    /// Nothing is ever overwritten: a file whose name is taken becomes `name (2).ext`, see [`Transfer::saved_as`].
    pub fn upload(&self, location: &Location, folder: &str, paths: Vec<PathBuf>) -> Vec<u32> {
        let folder: Arc<str> = folder.into();
        let jobs: Vec<_> = paths
            .into_iter()
            .map(|path| {
                let job = Job::Upload(Upload {
                    location: location.clone(),
                    folder: Arc::clone(&folder),
                    path,
                });
                (self.id(), job)
            })
            .collect();
        let ids = jobs.iter().map(|(id, _)| *id).collect();
        self.send(Command::Add(jobs));
        ids
    }

    /// Queues the download of an object into the local folder `into` and gives its number. The file's name follows
    /// from the key by [`names::local`]; if it is taken, it becomes `name (2).ext`.
    pub fn download(&self, location: &Location, key: &str, into: PathBuf) -> u32 {
        let id = self.id();
        let job = Job::Download(Download {
            location: location.clone(),
            key: key.into(),
            into,
        });
        self.send(Command::Add(vec![(id, job)]));
        id
    }

    /// Stops a transfer that waits or runs. What it has left behind is cleaned up.
    pub fn cancel(&self, id: u32) {
        self.send(Command::Cancel(id));
    }

    /// Queues a failed or cancelled transfer again, from its beginning.
    pub fn retry(&self, id: u32) {
        self.send(Command::Retry(id));
    }

    /// Forgets what is done, failed or cancelled.
    pub fn clear_finished(&self) {
        self.send(Command::ClearFinished);
    }

    /// All transfers, newest first. Tells of changes at most ten times a second.
    pub fn watch(&self) -> watch::Receiver<Vec<Transfer>> {
        self.transfers.clone()
    }

    /// Stops all transfers and waits until their remains are cleaned up. Nothing can be queued afterwards.
    pub async fn close(&self) {
        let (closed, wait) = oneshot::channel();
        self.send(Command::Close(closed));
        // An owner that is gone has closed already.
        let _ = wait.await;
    }

    fn id(&self) -> u32 {
        self.next_id.fetch_add(1, Ordering::Relaxed)
    }

    /// After [`Transfers::close`] there is nobody to hear, and nothing left to do.
    fn send(&self, command: Command) {
        let _ = self.commands.send(command);
    }
}

/// How a transfer begins its life.
fn waiting(id: u32, job: &Job) -> Transfer {
    let (direction, name, location, folder, path) = match job {
        Job::Upload(upload) => {
            let path = Some(upload.path.clone());
            (
                Direction::Upload,
                upload.name(),
                &upload.location,
                Arc::clone(&upload.folder),
                path,
            )
        }
        Job::Download(download) => {
            let name = names::last_part(&download.key);
            let folder = download.key.strip_suffix(name).unwrap_or_default();
            (
                Direction::Download,
                name.to_owned(),
                &download.location,
                folder.into(),
                None,
            )
        }
    };
    Transfer {
        id,
        direction,
        name: name.into(),
        location: location.id.as_str().into(),
        folder,
        done: 0,
        total: 0,
        rate: 0,
        state: State::Waiting,
        saved_as: None,
        path,
        integrity: None,
    }
}
