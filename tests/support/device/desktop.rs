//! What the app asked of the computer.

use std::path::{Path, PathBuf};

use base::Secret;

use super::Device;

impl Device {
    /// The folder for downloads, where exports go as well.
    pub fn downloads(&self) -> &Path {
        &self.desk.downloads
    }

    /// The files that the desktop was asked to open.
    pub fn opened(&self) -> Vec<PathBuf> {
        self.desk.opened.lock().expect("nobody has panicked").clone()
    }

    /// Has these files picked when the app asks next.
    pub fn picks(&self, files: Vec<PathBuf>) {
        *self.desk.picked.lock().expect("nobody has panicked") = files;
    }

    /// What was put on the clipboard for a while, last.
    pub fn copied(&self) -> Option<Secret> {
        self.desk.copied.lock().ok()?.clone()
    }

    /// What was put there to stay, last.
    pub fn copied_to_stay(&self) -> Option<String> {
        self.desk.stays.lock().ok()?.clone()
    }
}
