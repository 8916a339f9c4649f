//! A keyring in memory. Two sessions that share it are one device before and after a restart.

use std::sync::{Arc, Mutex};

use auth::{KeyStore, KeyStoreError};
use base::Secret;

/// A keyring in memory.
#[derive(Clone, Default)]
pub struct MemoryKeys(Arc<Mutex<Option<Secret<Vec<u8>>>>>);

impl KeyStore for MemoryKeys {
    fn load(&self) -> Result<Option<Secret<Vec<u8>>>, KeyStoreError> {
        Ok(self.0.lock().map_err(|_| KeyStoreError::Failed)?.clone())
    }

    fn save(&self, key: &Secret<Vec<u8>>) -> Result<(), KeyStoreError> {
        *self.0.lock().map_err(|_| KeyStoreError::Failed)? = Some(key.clone());
        Ok(())
    }
}

/// A desktop without a keyring.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoKeys;

impl KeyStore for NoKeys {
    fn load(&self) -> Result<Option<Secret<Vec<u8>>>, KeyStoreError> {
        Err(KeyStoreError::Absent)
    }

    fn save(&self, _: &Secret<Vec<u8>>) -> Result<(), KeyStoreError> {
        Err(KeyStoreError::Absent)
    }
}
