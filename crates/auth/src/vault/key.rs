//! The vault's key, and the operating system's keyring that keeps it. A locked keyring can block for ever, so that
//! each call has a thread of its own and is given up after five seconds.

use std::sync::Arc;
use std::thread;
use std::time::Duration;

use aws_lc_rs::rand;
use base::Secret;
use thiserror::Error;
use tokio::sync::oneshot;
use tokio::time::timeout;

use super::MemoryReason;

pub(super) const KEY_BYTES: usize = 32;
const PATIENCE: Duration = Duration::from_secs(5);

/// The operating system's keyring. Calls may block for as long as they like; they are made on a thread of their own
/// and given up after five seconds.
pub trait KeyStore: Send + Sync {
    /// The key, if one was saved.
    ///
    /// # Errors
    ///
    /// Why the keyring cannot be used.
    fn load(&self) -> Result<Option<Secret<Vec<u8>>>, KeyStoreError>;

    /// Keeps the key, 32 bytes.
    ///
    /// # Errors
    ///
    /// Why the keyring cannot be used.
    fn save(&self, key: &Secret<Vec<u8>>) -> Result<(), KeyStoreError>;
}

/// Why the keyring cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum KeyStoreError {
    /// This system has no keyring, or none is running.
    #[error("no keyring")]
    Absent,
    /// The keyring is locked, or the person said no.
    #[error("keyring locked")]
    Locked,
    /// Anything else.
    #[error("keyring failed")]
    Failed,
}

/// 32 bytes.
#[derive(Debug, Clone)]
pub(super) struct Key(Secret<Vec<u8>>);

impl Key {
    pub(super) fn bytes(&self) -> &[u8] {
        self.0.expose()
    }

    fn of(bytes: Secret<Vec<u8>>) -> Result<Self, MemoryReason> {
        if bytes.expose().len() == KEY_BYTES {
            Ok(Self(bytes))
        } else {
            Err(MemoryReason::Garbage)
        }
    }
}

/// The keyring behind a thread.
pub(super) struct KeyThread(Arc<dyn KeyStore>);

impl KeyThread {
    pub(super) fn new(store: Arc<dyn KeyStore>) -> Self {
        Self(store)
    }

    /// The key in the keyring, if there is one.
    pub(super) async fn load(&self) -> Result<Option<Key>, MemoryReason> {
        self.call(|store| store.load()).await?.map(Key::of).transpose()
    }

    /// The key in the keyring, which another process may have put there meanwhile; else a new one.
    pub(super) async fn find_or_make(&self) -> Result<Key, MemoryReason> {
        match self.load().await? {
            Some(key) => Ok(key),
            None => self.make().await,
        }
    }

    /// A new key, which the keyring now holds.
    async fn make(&self) -> Result<Key, MemoryReason> {
        let mut bytes = vec![0; KEY_BYTES];
        rand::fill(&mut bytes).map_err(|_| MemoryReason::Failed)?;
        let key = Key(Secret::new(bytes));
        let kept = key.clone();
        self.call(move |store| store.save(&kept.0)).await?;
        Ok(key)
    }

    async fn call<T: Send + 'static>(
        &self,
        work: impl FnOnce(&dyn KeyStore) -> Result<T, KeyStoreError> + Send + 'static,
    ) -> Result<T, MemoryReason> {
        let (sender, receiver) = oneshot::channel();
        let store = self.0.clone();
        let spawned = thread::Builder::new().name("keyring".to_owned()).spawn(move || {
            // Whoever asked may have given up.
            let _ = sender.send(work(store.as_ref()));
        });
        spawned.map_err(|_| MemoryReason::Failed)?;
        match timeout(PATIENCE, receiver).await {
            Ok(Ok(Ok(value))) => Ok(value),
            Ok(Ok(Err(error))) => Err(error.into()),
            Ok(Err(_)) => Err(MemoryReason::Failed),
            Err(_) => Err(MemoryReason::Slow),
        }
    }
}

impl From<KeyStoreError> for MemoryReason {
    fn from(error: KeyStoreError) -> Self {
        match error {
            KeyStoreError::Absent => Self::Absent,
            KeyStoreError::Locked => Self::Locked,
            KeyStoreError::Failed => Self::Failed,
        }
    }
}
