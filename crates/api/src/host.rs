//! What the desktop answers to. `src-tauri` implements it over the real desktop, tests over a folder.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use async_trait::async_trait;
use base::{Clock, Secret};

/// The desktop's parts.
#[derive(Clone)]
pub struct Host {
    /// The time of day.
    pub clock: Arc<dyn Clock>,
    /// What this computer is called.
    pub device_name: String,
    /// The operating system's keyring.
    pub keys: Arc<dyn auth::KeyStore>,
    /// Folders and the file picker.
    pub folders: Arc<dyn Folders>,
    /// The system's clipboard.
    pub clipboard: Arc<dyn Clipboard>,
    /// The system's browser.
    pub browser: Arc<dyn auth::Browser>,
    /// The desktop's notices.
    pub notices: Arc<dyn Notices>,
}

/// What the desktop shows outside of the window.
pub trait Notices: Send + Sync {
    /// Tells the person something, unless they look at the window anyway. Blocks; a desktop that shows no notices shows
    /// none.
    fn tell(&self, title: &str, body: &str);
}

/// The system's clipboard.
#[async_trait]
pub trait Clipboard: Send + Sync {
    /// Puts a secret there, and takes it away again after half a minute unless something else is there by then.
    ///
    /// # Errors
    ///
    /// There is no clipboard.
    async fn copy_for_a_while(&self, secret: Secret) -> Result<(), ClipboardError>;

    /// Puts a text there that may stay.
    ///
    /// # Errors
    ///
    /// There is no clipboard.
    async fn copy(&self, text: &str) -> Result<(), ClipboardError>;
}

/// There is no clipboard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the clipboard cannot be used")]
pub struct ClipboardError;

/// Folders and the file picker.
#[async_trait]
pub trait Folders: Send + Sync {
    /// Where downloads go.
    fn downloads(&self) -> PathBuf;

    /// Lets the person choose files; empty when they changed their mind.
    async fn pick_files(&self) -> Vec<PathBuf>;

    /// Lets the person choose a folder; none when they changed their mind.
    async fn pick_folder(&self) -> Option<PathBuf>;

    /// Lets the person choose a configuration file to read; none when they changed their mind.
    async fn pick_file(&self) -> Option<PathBuf>;

    /// Lets the person choose where to write a file that is to be called `name`; none when they changed their mind.
    async fn save_file(&self, name: &str) -> Option<PathBuf>;

    /// Shows a file in the desktop's file manager.
    ///
    /// # Errors
    ///
    /// The desktop could not.
    async fn reveal(&self, path: &Path) -> Result<(), RevealError>;

    /// Opens a file with the program that the desktop has for it.
    ///
    /// # Errors
    ///
    /// The desktop could not, or has none.
    async fn open(&self, path: &Path) -> Result<(), RevealError>;
}

/// The desktop could not show a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the desktop could not show the file")]
pub struct RevealError;
