//! Remembered sessions: a file sealed with a key that only the operating system's keyring holds. Where the keyring
//! cannot be used, sessions live in memory, and the reason is told. A file that cannot be opened is kept aside.

mod contents;
mod file;
mod key;

use std::path::PathBuf;
use std::sync::Arc;

use aws_lc_rs::digest::{SHA256, digest};
use tokio::sync::{Mutex, OnceCell};

pub(crate) use contents::{Contents, Remembered};
use file::SealedFile;
use key::{Key, KeyThread};
pub use key::{KeyStore, KeyStoreError};

use crate::pool::Pool;

/// Whether sessions can be remembered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VaultState {
    /// They can, as far as is known.
    Ready,
    /// They live in memory and end with the app.
    MemoryOnly(MemoryReason),
}

/// Why sessions live in memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MemoryReason {
    /// This system has no keyring.
    Absent,
    /// The keyring is locked, or the person said no.
    Locked,
    /// The keyring did not answer within five seconds.
    Slow,
    /// The keyring failed.
    Failed,
    /// What the keyring holds is not a key.
    Garbage,
    /// The sealed file cannot be written.
    Disk,
}

/// The vault of one connection.
pub(crate) struct Vault {
    file: SealedFile,
    keys: KeyThread,
    /// The key, or why there is none; asked for once.
    key: OnceCell<Result<Option<Key>, MemoryReason>>,
    /// Made here and saved in the keyring when the keyring had none.
    fresh: OnceCell<Result<Key, MemoryReason>>,
    turn: Mutex<()>,
}

impl Vault {
    pub(crate) fn new(pool: &Pool, folder: PathBuf, keys: Arc<dyn KeyStore>) -> Self {
        Self {
            file: SealedFile::new(folder, name(pool)),
            keys: KeyThread::new(keys),
            key: OnceCell::new(),
            fresh: OnceCell::new(),
            turn: Mutex::new(()),
        }
    }

    /// What the vault holds; empty when it holds nothing that can be opened.
    ///
    /// # Errors
    ///
    /// Why sessions live in memory.
    pub(crate) async fn load(&self) -> Result<Contents, MemoryReason> {
        let _turn = self.turn.lock().await;
        let Some(key) = self.existing_key().await? else {
            return Ok(Contents::default());
        };
        let file = self.file.clone();
        let opened = tokio::task::spawn_blocking(move || file.open(&key)).await;
        Ok(opened.ok().flatten().unwrap_or_default())
    }

    /// Seals `contents` in place of what was there.
    ///
    /// # Errors
    ///
    /// Why sessions live in memory.
    pub(crate) async fn save(&self, contents: &Contents) -> Result<(), MemoryReason> {
        let _turn = self.turn.lock().await;
        let key = match self.existing_key().await? {
            Some(key) => key,
            None if contents.is_empty() => return Ok(()),
            None => self.fresh.get_or_init(|| self.keys.make()).await.clone()?,
        };
        let plain = contents.to_bytes().ok_or(MemoryReason::Failed)?;
        let file = self.file.clone();
        let signed_out = contents.session.is_none();
        let written = tokio::task::spawn_blocking(move || {
            file.seal(&key, &plain).inspect_err(|_| {
                if signed_out {
                    file.remove();
                }
            })
        })
        .await;
        match written {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) | Err(_) => Err(MemoryReason::Disk),
        }
    }

    async fn existing_key(&self) -> Result<Option<Key>, MemoryReason> {
        if let Some(fresh) = self.fresh.get() {
            return fresh.clone().map(Some);
        }
        self.key.get_or_init(|| self.keys.load()).await.clone()
    }
}

impl std::fmt::Debug for Vault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Vault")
            .field("file", &self.file)
            .finish_non_exhaustive()
    }
}

/// A file name of its own for each app client, and one more for each that is not at AWS.
fn name(pool: &Pool) -> String {
    let place = if pool.endpoint.is_some() {
        "elsewhere"
    } else {
        "aws"
    };
    let whole = format!("{place}\n{}\n{}", pool.user_pool_id, pool.client_id);
    let readable: String = pool
        .user_pool_id
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
        .take(64)
        .collect();
    format!(
        "{readable}-{}",
        hex::encode(&digest(&SHA256, whole.as_bytes()).as_ref()[..8])
    )
}

#[cfg(test)]
mod tests;
