//! One open copy as its owner holds it, and how it is brought to safety.

use std::path::{Path, PathBuf};

use super::kept::{Kept, Stamp};
use super::{CopyState, OpenCopy};
use crate::{Error, names};

/// An open copy.
pub(super) struct Held {
    pub(super) id: u32,
    /// The folder of the copy alone.
    pub(super) home: PathBuf,
    pub(super) kept: Kept,
    pub(super) can_write: bool,
    pub(super) state: CopyState,
    pub(super) saved: u32,
    /// The file when it was looked at last: what is still being written changes between two looks.
    pub(super) seen: Option<Stamp>,
}

impl Held {
    /// Whether the file is as it was when it agreed with the object. A file that is not there has nothing to save.
    pub(super) fn agrees(&self) -> bool {
        Stamp::of(&self.kept.path).is_none_or(|now| Some(now) == self.kept.agreed)
    }

    /// Whether it has not failed in this very state before.
    pub(super) fn tried(&self) -> bool {
        !matches!(self.state, CopyState::Failed(_)) || self.seen != self.kept.agreed
    }

    pub(super) fn fail(&mut self, error: Error) {
        self.state = CopyState::Failed(error);
        self.kept.agreed = Stamp::of(&self.kept.path);
    }

    pub(super) fn told(&self) -> OpenCopy {
        let name = names::last_part(&self.kept.key);
        OpenCopy {
            id: self.id,
            location: self.kept.location.id.as_str().into(),
            key: self.kept.key.as_str().into(),
            renamed: self.kept.path.file_name().is_none_or(|file| file != name),
            path: self.kept.path.clone(),
            saved: self.saved,
            state: self.state.clone(),
        }
    }
}

/// Copies a file that would be lost into a folder of the person's, under the next free name, and tells whether it is
/// safe there.
pub(super) fn rescue(path: &Path, to: &Path) -> bool {
    let rescued = (|| -> Result<(), Error> {
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let (target, mut file) = crate::transfers::Target::create(to, &[], &name)?;
        let mut from = std::fs::File::open(path).map_err(|error| Error::local(path, &error))?;
        std::io::copy(&mut from, &mut file).map_err(|error| Error::local(to, &error))?;
        target.keep(&name).map(|_| ())
    })();
    if let Err(error) = rescued {
        tracing::warn!(%error, "what a program saved could not be moved to safety");
        return false;
    }
    true
}
