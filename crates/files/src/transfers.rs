//! Files on their way up and down. A transfer is something one holds: it has a number, a state and its progress; it can
//! be paused, cancelled, tried again and put elsewhere in the queue, and it outlives the app where there is a journal.
//! One task owns them all; [`Transfers`] is a sender to it.

pub(crate) mod beneath;
mod checks;
mod counted;
mod digest;
mod download;
mod folders;
mod job;
mod journal;
mod limit;
mod local_path;
mod meter;
mod multipart;
mod owner;
pub(crate) mod plan;
mod queue;
mod ranges;
mod source;
mod target;
mod transfer;
mod unanswered;
mod upload;
mod walk;
mod work;

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use tokio::sync::{mpsc, oneshot, watch};

use crate::names::{self, Rules};
use crate::{Files, Item, Location};
use download::Download;
use folders::Folder;
use job::Job;
use owner::Command;
pub(crate) use target::Target;
use upload::Upload;

pub use journal::{Journal, JournalChange, JournalError, Kept};
pub use owner::To;
pub use transfer::{
    Check, Clash, Counts, Direction, Integrity, Overview, Policy, SHOWN, Settings, Side, State, Transfer,
};

/// The queue of transfers of one account. Cheap to clone; when the last clone goes, all transfers stop.
#[derive(Debug, Clone)]
pub struct Transfers {
    commands: mpsc::UnboundedSender<Command>,
    overview: watch::Receiver<Overview>,
}

impl Transfers {
    /// Starts the owner of the queue, which takes up what the journal has kept. Without a journal nothing outlives it.
    /// Must be called within a tokio runtime.
    pub fn open(files: Files, settings: Settings, journal: Option<Arc<dyn Journal>>) -> Self {
        let (commands, overview) = owner::start(files, settings, journal);
        Self { commands, overview }
    }

    /// Queues files and folders for upload into `folder` (empty, or ending with `/`) below `location` and gives their
    /// numbers. What becomes of a name that is taken, the policy says.
    pub async fn upload(&self, location: &Location, folder: &str, paths: Vec<PathBuf>) -> Vec<u32> {
        let looked = tokio::task::spawn_blocking(move || {
            let look = |path: PathBuf| {
                let metadata = std::fs::metadata(&path).ok();
                (path, metadata)
            };
            paths.into_iter().map(look).collect::<Vec<_>>()
        });
        let jobs = looked
            .await
            .unwrap_or_default()
            .into_iter()
            .map(|(path, metadata)| {
                if metadata.as_ref().is_some_and(std::fs::Metadata::is_dir) {
                    Job::Folder(Folder::Up {
                        location: location.clone(),
                        into: folder.to_owned(),
                        path,
                    })
                } else {
                    Job::Upload(Upload {
                        location: location.clone(),
                        folder: folder.to_owned(),
                        path,
                        size: metadata.map(|metadata| metadata.len()),
                    })
                }
            });
        self.add(jobs.collect()).await
    }

    /// Queues the download of objects, and of all that lies in folders, into the local folder `into` and gives their
    /// numbers. Names follow from the keys by [`names`].
    pub async fn download(&self, location: &Location, items: Vec<Item>, into: PathBuf) -> Vec<u32> {
        let mut tree = names::Tree::new(Rules::here());
        let jobs = items.into_iter().map(
            |Item {
                 key, folder, size, ..
             }| {
                if folder {
                    return Job::Folder(Folder::Down {
                        location: location.clone(),
                        key,
                        into: into.clone(),
                    });
                }
                let name = tree.place(names::last_part(&key)).name().to_owned();
                Job::Download(Download {
                    location: location.clone(),
                    key,
                    into: into.clone(),
                    folders: Vec::new(),
                    name,
                    size,
                })
            },
        );
        self.add(jobs.collect()).await
    }

    async fn add(&self, jobs: Vec<Job>) -> Vec<u32> {
        let (give, take) = oneshot::channel();
        self.send(Command::Add(jobs, give));
        take.await.unwrap_or_default()
    }

    /// Stops a transfer that is not over, or all of them. What they have left behind is cleaned up.
    pub fn cancel(&self, which: Option<u32>) {
        self.send(Command::Cancel(which));
    }

    /// Holds a transfer that is not over, or all of them. What has arrived stays.
    pub fn pause(&self, which: Option<u32>) {
        self.send(Command::Pause(which));
    }

    /// Lets a transfer that is held go on, or all of them.
    pub fn resume(&self, which: Option<u32>) {
        self.send(Command::Resume(which));
    }

    /// Queues a failed or cancelled transfer again, or all that failed.
    pub fn retry(&self, which: Option<u32>) {
        self.send(Command::Retry(which));
    }

    /// Puts a transfer that waits elsewhere in the queue.
    pub fn shift(&self, id: u32, to: To) {
        self.send(Command::Move(id, to));
    }

    /// What to do about the name that is taken; with `all`, also for those that are still to come in its direction, until
    /// the queue is at rest.
    pub fn decide(&self, id: u32, policy: Policy, all: bool) {
        self.send(Command::Decide { id, policy, all });
    }

    /// How the queue works from now on.
    pub fn set(&self, settings: Settings) {
        self.send(Command::Set(settings));
    }

    /// Tries at once what waits for the service to be reached again.
    pub fn wake(&self) {
        self.send(Command::Wake);
    }

    /// The ids of the multipart uploads with which a transfer goes on.
    pub async fn uploads_begun(&self) -> BTreeSet<String> {
        let (give, take) = oneshot::channel();
        self.send(Command::Uploads(give));
        take.await.unwrap_or_default()
    }

    /// Forgets what is over.
    pub fn clear_finished(&self) {
        self.send(Command::ClearFinished);
    }

    /// All transfers. Tells of changes at most ten times a second.
    pub fn watch(&self) -> watch::Receiver<Overview> {
        self.overview.clone()
    }

    /// Stops all transfers and waits until that is so. Those in a journal go on when it is opened again; of the others
    /// the remains are cleaned up. Nothing can be queued afterwards.
    pub async fn close(&self) {
        let (closed, wait) = oneshot::channel();
        self.send(Command::Close(closed));
        // An owner that is gone has closed already.
        let _ = wait.await;
    }

    /// After [`Transfers::close`] there is nobody to hear, and nothing left to do.
    fn send(&self, command: Command) {
        let _ = self.commands.send(command);
    }
}
