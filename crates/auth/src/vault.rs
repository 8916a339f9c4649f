//! Remembered sessions: a file sealed with a key that only the operating system's keyring holds. Where the keyring
//! cannot be used, sessions live in memory, and the reason is told. A file that cannot be opened is kept aside.
//! All seats of a connection share one vault; every change reads what is there, so that none undoes another's.

mod contents;
mod file;
mod key;
mod lock;
mod written;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use aws_lc_rs::digest::{SHA256, digest};
use tokio::sync::Mutex;

pub(crate) use contents::{Contents, DeviceKeys, KeptPasskey, Remembered};
use file::{Opened, SealedFile};
use key::{Key, KeyThread};
pub use key::{KeyStore, KeyStoreError};
use lock::NoTurn;
pub(crate) use lock::Turn;

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

/// The seat of whoever signed in when there was only one.
pub const FIRST_SEAT: &str = "first";

/// How long other processes are waited for that write the same file.
const WRITERS: Duration = Duration::from_secs(5);
/// How long another process is waited for that renews the same session; longer than all attempts of a request.
const RENEWERS: Duration = Duration::from_secs(60);

/// The vault of one connection, shared by its seats. Other processes may share the file.
pub(crate) struct Vault {
    file: SealedFile,
    keys: KeyThread,
    /// The key, or why there is none; asked for once, and again by [`Vault::ask_again`].
    key: Mutex<Option<Result<Option<Key>, MemoryReason>>>,
    held: Mutex<Held>,
    set_aside: AtomicBool,
}

/// What is known of the contents without opening the file.
#[derive(Default)]
struct Held {
    contents: Contents,
    /// The contents could not be written the last time, so that they count and not the file.
    unwritten: bool,
}

/// What the vault holds after it was read or changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Now {
    pub(crate) contents: Contents,
    pub(crate) state: VaultState,
}

impl Now {
    /// Whether the contents are on disk and survive closing the app.
    pub(crate) fn lasting(&self) -> bool {
        self.state == VaultState::Ready
    }
}

impl Vault {
    pub(crate) fn new(pool: &Pool, folder: PathBuf, keys: Arc<dyn KeyStore>) -> Self {
        Self {
            file: SealedFile::new(folder, name(pool)),
            keys: KeyThread::new(keys),
            key: Mutex::default(),
            held: Mutex::default(),
            set_aside: AtomicBool::new(false),
        }
    }

    /// What the vault holds now, whoever wrote it. Where nothing can be read, what this process knows.
    pub(crate) async fn load(&self) -> Now {
        let mut held = self.held.lock().await;
        let state = match self.existing_key().await {
            Ok(Some(key)) => {
                self.read(&mut held, &key).await;
                VaultState::Ready
            }
            Ok(None) => VaultState::Ready,
            Err(reason) => VaultState::MemoryOnly(reason),
        };
        Now {
            contents: held.contents.clone(),
            state,
        }
    }

    /// Reads, changes and seals what the vault holds, as one step: nobody else writes between. Where nothing can be
    /// written, the change is kept in memory.
    pub(crate) async fn change(&self, change: impl FnOnce(&mut Contents)) -> Now {
        let mut held = self.held.lock().await;
        let state = match self.change_on_disk(&mut held, change).await {
            Ok(()) => VaultState::Ready,
            Err(reason) => VaultState::MemoryOnly(reason),
        };
        Now {
            contents: held.contents.clone(),
            state,
        }
    }

    /// Forgets everything, and removes the file.
    pub(crate) async fn forget(&self) {
        let mut held = self.held.lock().await;
        *held = Held::default();
        let turn = lock::take(self.file.lock_path(), WRITERS).await;
        let file = self.file.clone();
        // A file that cannot be removed is of no use without the key; the next change overwrites it.
        let _ = tokio::task::spawn_blocking(move || file.remove()).await;
        drop(turn);
    }

    /// Asks a keyring once more that could not be used: the person wants to be remembered, and may have unlocked it by
    /// now. What was kept in memory meanwhile is written with the next change.
    pub(crate) async fn ask_again(&self) {
        let mut held = self.held.lock().await;
        let mut known = self.key.lock().await;
        if !matches!(&*known, Some(Err(_))) {
            return;
        }
        let asked = self.keys.load().await;
        *known = Some(asked.clone());
        drop(known);
        let Ok(key) = asked else { return };
        let in_memory = std::mem::take(&mut held.contents);
        held.unwritten = false;
        if let Some(key) = key {
            self.read(&mut held, &key).await;
        }
        held.contents.take_in(in_memory);
        held.unwritten = true;
    }

    /// The turn to spend the refresh token of a seat: no other process spends it before this is dropped. Whoever has
    /// waited for it reads the vault again before spending anything. None where another process does not come to an
    /// end with it. Where no lock can be had at all, nobody is waited for.
    pub(crate) async fn refresh_turn(&self, seat: &str) -> Option<Turn> {
        match lock::take(self.file.refresh_lock_path(seat), RENEWERS).await {
            Ok(turn) => Some(turn),
            Err(NoTurn::Taken) => None,
            Err(NoTurn::Disk(error)) => {
                tracing::warn!(%error, "sessions are renewed without a lock");
                Some(Turn::free())
            }
        }
    }

    /// Whether a file was found that could not be opened, and was set aside.
    pub(crate) fn set_aside(&self) -> bool {
        self.set_aside.load(Ordering::Relaxed)
    }

    async fn change_on_disk(
        &self,
        held: &mut Held,
        change: impl FnOnce(&mut Contents),
    ) -> Result<(), MemoryReason> {
        let key = match self.existing_key().await {
            Ok(key) => key,
            Err(reason) => {
                change(&mut held.contents);
                return Err(reason);
            }
        };
        let turn = lock::take(self.file.lock_path(), WRITERS).await;
        if let Some(key) = &key {
            self.read(held, key).await;
        }
        let before = held.contents.clone();
        change(&mut held.contents);
        if held.contents == before && !held.unwritten {
            return Ok(());
        }
        let key = match key {
            Some(key) => key,
            None if held.contents.is_empty() => return Ok(()),
            None => self.new_key().await?,
        };
        if turn.is_err() {
            held.unwritten = true;
            return Err(MemoryReason::Disk);
        }
        let ended = before
            .sessions
            .keys()
            .any(|seat| !held.contents.sessions.contains_key(seat));
        let sealed = self.seal(&key, &held.contents, ended).await;
        held.unwritten = sealed.is_err();
        sealed
    }

    async fn read(&self, held: &mut Held, key: &Key) {
        if held.unwritten {
            return;
        }
        let (file, key) = (self.file.clone(), key.clone());
        let opened = tokio::task::spawn_blocking(move || file.open(&key)).await;
        held.contents = match opened {
            Ok(Opened::Contents(contents)) => *contents,
            Ok(Opened::SetAside) => {
                self.set_aside.store(true, Ordering::Relaxed);
                Contents::default()
            }
            Ok(Opened::Nothing) | Err(_) => Contents::default(),
        };
    }

    /// Where a session has ended and nothing can be written, the file goes: the session must not come back.
    async fn seal(&self, key: &Key, contents: &Contents, ended: bool) -> Result<(), MemoryReason> {
        let plain = contents.to_bytes().ok_or(MemoryReason::Failed)?;
        let (file, key) = (self.file.clone(), key.clone());
        let written = tokio::task::spawn_blocking(move || {
            file.seal(&key, &plain).inspect_err(|_| {
                if ended {
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
        let mut known = self.key.lock().await;
        match &*known {
            Some(known) => known.clone(),
            None => known.insert(self.keys.load().await).clone(),
        }
    }

    /// A key where the keyring had none at first; another process may have put one there meanwhile.
    async fn new_key(&self) -> Result<Key, MemoryReason> {
        let mut known = self.key.lock().await;
        let key = self.keys.find_or_make().await;
        *known = Some(key.clone().map(Some));
        key
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
