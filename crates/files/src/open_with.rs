//! Files that another program has open: copies in the app's own folder, which nobody else may look into. What the
//! program saves goes back to the bucket, if the object there is still the one that was copied (`If-Match`); else the
//! person is asked. One task owns them all; [`Copies`] is a sender to it.

mod held;
mod kept;
mod note;
mod owner;
mod refused;

use std::path::PathBuf;
use std::sync::Arc;

use tokio::sync::{mpsc, oneshot, watch};

use crate::{Error, Files, Location};
use owner::Command;

/// How a copy stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CopyState {
    /// As it is in the bucket.
    Same,
    /// Saved by the program, on its way back.
    Saving,
    /// The object has changed meanwhile, so that nothing was written.
    Conflict,
    /// It could not be written.
    Failed(Error),
    /// An earlier run of the app ended without saving it.
    Left,
}

/// A file that another program has open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenCopy {
    /// Its number, from 1.
    pub id: u32,
    /// The location's id.
    pub location: Arc<str>,
    /// The key below the location.
    pub key: Arc<str>,
    /// The file on this device.
    pub path: PathBuf,
    /// Whether its name is another one than in the key.
    pub renamed: bool,
    /// How often it went back.
    pub saved: u32,
    /// How it stands.
    pub state: CopyState,
}

impl OpenCopy {
    /// Whether something would be lost without it.
    pub fn is_unsaved(&self) -> bool {
        self.state != CopyState::Same
    }
}

/// What becomes of a copy that could not go back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resolve {
    /// It goes back, if the object is still the one that was copied.
    Upload,
    /// It is moved to the person's own folder on this device.
    Keep,
    /// It replaces what is in the bucket.
    Replace,
    /// It goes beside it, under the next free name.
    KeepBoth,
    /// It is thrown away, and the copy with it.
    Discard,
}

/// The open copies of one account. Cheap to clone; when the last clone goes, the watching ends and the copies are
/// removed.
#[derive(Debug, Clone)]
pub struct Copies {
    commands: mpsc::UnboundedSender<Command>,
    copies: watch::Receiver<Vec<OpenCopy>>,
}

impl Copies {
    /// Starts the owner. The copies lie in `folder`, which must be this account's and this run's alone, and are removed
    /// at the end; what the program saved and could not go back is moved to `rescued`. What lies in `left`, the folders of
    /// this account's earlier runs, is offered where it was never saved. Must be called within a tokio runtime.
    pub fn open(files: Files, folder: PathBuf, rescued: PathBuf, left: Vec<PathBuf>) -> Self {
        let (commands, copies) = owner::start(files, folder, rescued, left);
        Self { commands, copies }
    }

    /// All copies, as they change.
    pub fn watch(&self) -> watch::Receiver<Vec<OpenCopy>> {
        self.copies.clone()
    }

    /// Copies an object to this device, or finds the copy that there is, and gives its path.
    ///
    /// # Errors
    ///
    /// [`Error::Program`] for what would run instead of being opened, [`Error::TooLarge`]; else what the service or the
    /// disk says.
    pub async fn copy(&self, location: &Location, key: &str, can_write: bool) -> Result<PathBuf, Error> {
        let (reply, copied) = oneshot::channel();
        let command = Command::Copy {
            location: location.clone(),
            key: key.into(),
            can_write,
            reply,
        };
        self.commands.send(command).map_err(|_| Error::NoCredentials)?;
        copied.await.map_err(|_| Error::NoCredentials)?
    }

    /// Says what becomes of a copy that could not go back.
    pub fn resolve(&self, id: u32, how: Resolve) {
        self.commands.send(Command::Resolve { id, how }).ok();
    }

    /// Ends the watching of a copy and removes it, unless something would be lost.
    pub fn close(&self, id: u32) {
        self.commands.send(Command::Close { id }).ok();
    }

    /// Ends all of it: saves what is not saved, moves to safety what cannot be, removes the rest.
    pub async fn end(&self) {
        let (reply, ended) = oneshot::channel();
        if self.commands.send(Command::End { reply }).is_ok() {
            ended.await.ok();
        }
    }
}
