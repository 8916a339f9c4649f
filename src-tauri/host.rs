//! What the desktop answers to: the operating system's keyring, the folder for downloads, the file picker and the
//! file manager.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use api::{Browser, BrowserError, Folders, Host, KeyStore, KeyStoreError, RevealError};
use async_trait::async_trait;
use base::{Secret, SystemClock};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tauri::{AppHandle, Manager, Runtime};
use tauri_plugin_dialog::{DialogExt, FileDialogBuilder};
use tauri_plugin_opener::OpenerExt;
use tokio::sync::oneshot;

use crate::clipboard::DesktopClipboard;
use crate::notices::DesktopNotices;
use crate::window::MAIN;

/// The service under which the keyring keeps our key.
const SERVICE: &str = "io.gatehouse.desktop";

/// The entry that holds it. Another form of the key is another entry.
const ENTRY: &str = "vault-key-v1";

/// The desktop's answers.
pub(crate) fn host<R: Runtime>(app: &AppHandle<R>) -> Host {
    Host {
        device_name: gethostname::gethostname().to_string_lossy().into_owned(),
        clock: Arc::new(SystemClock),
        keys: Arc::new(Keyring),
        folders: Arc::new(Desktop(app.clone())),
        browser: Arc::new(Desktop(app.clone())),
        clipboard: Arc::new(DesktopClipboard::start()),
        notices: Arc::new(DesktopNotices(app.clone())),
    }
}

/// The operating system's keyring. The key is stored as base64, because some keyrings take text only.
pub(crate) struct Keyring;

impl KeyStore for Keyring {
    fn load(&self) -> Result<Option<Secret<Vec<u8>>>, KeyStoreError> {
        let text = match entry()?.get_password() {
            Ok(text) => Secret::new(text),
            Err(keyring::Error::NoEntry) => return Ok(None),
            Err(error) => return Err(failure(&error)),
        };
        let key = STANDARD
            .decode(text.expose())
            .map_err(|_| KeyStoreError::Failed)?;
        Ok(Some(Secret::new(key)))
    }

    fn save(&self, key: &Secret<Vec<u8>>) -> Result<(), KeyStoreError> {
        let text = Secret::new(STANDARD.encode(key.expose()));
        entry()?
            .set_password(text.expose())
            .map_err(|error| failure(&error))
    }
}

fn entry() -> Result<keyring::Entry, KeyStoreError> {
    keyring::Entry::new(SERVICE, ENTRY).map_err(|error| failure(&error))
}

/// The keyring's own text is left out: it may quote what was stored.
fn failure(error: &keyring::Error) -> KeyStoreError {
    if matches!(error, keyring::Error::NoDefaultStore) {
        KeyStoreError::Absent
    } else if matches!(error, keyring::Error::NoStorageAccess(_)) {
        KeyStoreError::Locked
    } else {
        KeyStoreError::Failed
    }
}

/// The person's folders and windows.
struct Desktop<R: Runtime>(AppHandle<R>);

impl<R: Runtime> Desktop<R> {
    /// A dialog for files, in front of the main window.
    fn dialog(&self, title: &str) -> FileDialogBuilder<R> {
        let dialog = self.0.dialog().file().set_title(title);
        match self.0.get_webview_window(MAIN) {
            Some(window) => dialog.set_parent(&window),
            None => dialog,
        }
    }
}

#[async_trait]
impl<R: Runtime> Folders for Desktop<R> {
    fn downloads(&self) -> PathBuf {
        let paths = self.0.path();
        let folder = paths
            .download_dir()
            .or_else(|_| paths.home_dir().map(|home| home.join("Downloads")));
        let folder = folder.unwrap_or_else(|_| std::env::temp_dir());
        if let Err(error) = std::fs::create_dir_all(&folder) {
            tracing::warn!(%error, "the folder for downloads cannot be made");
        }
        folder
    }

    async fn pick_files(&self) -> Vec<PathBuf> {
        let (give, take) = oneshot::channel();
        self.dialog("Choose files to upload").pick_files(move |picked| {
            give.send(picked).ok();
        });
        let picked = take.await.ok().flatten().unwrap_or_default();
        picked
            .into_iter()
            .filter_map(|path| path.into_path().ok())
            .collect()
    }

    async fn pick_folder(&self) -> Option<PathBuf> {
        let (give, take) = oneshot::channel();
        self.dialog("Choose a folder to upload")
            .pick_folder(move |picked| {
                give.send(picked).ok();
            });
        take.await.ok().flatten()?.into_path().ok()
    }

    async fn pick_file(&self) -> Option<PathBuf> {
        let (give, take) = oneshot::channel();
        self.dialog("Choose a configuration").pick_file(move |picked| {
            give.send(picked).ok();
        });
        take.await.ok().flatten()?.into_path().ok()
    }

    async fn save_file(&self, name: &str) -> Option<PathBuf> {
        let (give, take) = oneshot::channel();
        let dialog = self.dialog("Save as").set_file_name(name);
        dialog.save_file(move |picked| {
            give.send(picked).ok();
        });
        take.await.ok().flatten()?.into_path().ok()
    }

    async fn reveal(&self, path: &Path) -> Result<(), RevealError> {
        let (app, path) = (self.0.clone(), path.to_path_buf());
        let shown = tauri::async_runtime::spawn_blocking(move || app.opener().reveal_item_in_dir(path));
        shown.await.map_err(|_| RevealError)?.map_err(|_| RevealError)
    }

    async fn open(&self, path: &Path) -> Result<(), RevealError> {
        let (app, path) = (self.0.clone(), path.to_string_lossy().into_owned());
        let opened = tauri::async_runtime::spawn_blocking(move || app.opener().open_path(path, None::<&str>));
        opened.await.map_err(|_| RevealError)?.map_err(|_| RevealError)
    }
}

#[async_trait]
impl<R: Runtime> Browser for Desktop<R> {
    async fn open(&self, address: &str) -> Result<(), BrowserError> {
        let (app, address) = (self.0.clone(), address.to_owned());
        let opened =
            tauri::async_runtime::spawn_blocking(move || app.opener().open_url(address, None::<&str>));
        opened.await.map_err(|_| BrowserError)?.map_err(|_| BrowserError)
    }
}
