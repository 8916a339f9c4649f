//! The desktop of a test: folders in place of dialogs, a clipboard that can be looked at.

use std::path::{Path, PathBuf};
use std::sync::Mutex;

use api::{Clipboard, ClipboardError, Folders, Notices, RevealError};
use async_trait::async_trait;
use base::Secret;

/// The folders of the computer.
#[derive(Debug, Default)]
pub(crate) struct Desk {
    pub(crate) downloads: PathBuf,
    pub(crate) picked: Mutex<Vec<PathBuf>>,
    /// What is on the clipboard for a while.
    pub(crate) copied: Mutex<Option<Secret>>,
    /// What is there to stay.
    pub(crate) stays: Mutex<Option<String>>,
    pub(crate) opened: Mutex<Vec<PathBuf>>,
    pub(crate) told: Mutex<Vec<String>>,
}

impl Notices for Desk {
    fn tell(&self, title: &str, body: &str) {
        if let Ok(mut told) = self.told.lock() {
            told.push(format!("{title} {body}"));
        }
    }
}

#[async_trait]
impl Clipboard for Desk {
    async fn copy_for_a_while(&self, secret: Secret) -> Result<(), ClipboardError> {
        if let Ok(mut copied) = self.copied.lock() {
            *copied = Some(secret);
        }
        Ok(())
    }

    async fn copy(&self, text: &str) -> Result<(), ClipboardError> {
        if let Ok(mut stays) = self.stays.lock() {
            *stays = Some(text.to_owned());
        }
        Ok(())
    }
}

#[async_trait]
impl Folders for Desk {
    fn downloads(&self) -> PathBuf {
        self.downloads.clone()
    }

    async fn pick_files(&self) -> Vec<PathBuf> {
        self.picked
            .lock()
            .map(|mut picked| std::mem::take(&mut *picked))
            .unwrap_or_default()
    }

    async fn pick_folder(&self) -> Option<PathBuf> {
        self.pick_files().await.into_iter().next()
    }

    async fn pick_file(&self) -> Option<PathBuf> {
        self.pick_files().await.into_iter().next()
    }

    async fn save_file(&self, name: &str) -> Option<PathBuf> {
        Some(self.downloads.join(name))
    }

    async fn reveal(&self, _: &Path) -> Result<(), RevealError> {
        Err(RevealError)
    }

    async fn open(&self, path: &Path) -> Result<(), RevealError> {
        if let Ok(mut opened) = self.opened.lock() {
            opened.push(path.to_path_buf());
        }
        Ok(())
    }
}
