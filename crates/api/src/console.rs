//! What the command line asks, without a window and beside one: credentials of somebody who stays signed in, renewed
//! under the same locks as the window's. It starts no sandbox; it finds the one that runs on the same data folder.

mod connections;
mod control;
mod credentials;
mod error;
mod keys;
mod report;

use std::path::PathBuf;
use std::sync::Arc;

use base::Clock;
use sandbox::Sandbox;
use store::Store;

use crate::connection::{Connection, SANDBOX};
pub use control::{ControlError, SandboxControl};
pub use error::ConsoleError;
pub use keys::{Format, Keys};
pub use report::{refusal, review, something_wrong, verdict};

/// What the command line starts with.
#[derive(Clone)]
pub struct ConsoleParts {
    /// The time of day.
    pub clock: Arc<dyn Clock>,
    /// The operating system's keyring.
    pub keys: Arc<dyn auth::KeyStore>,
    /// What this computer is called.
    pub device_name: String,
    /// Where the app keeps its own data.
    pub data_folder: PathBuf,
}

/// The app as the command line has it.
pub struct Console {
    parts: ConsoleParts,
    store: Store,
}

impl Console {
    /// Opens the app's own data.
    ///
    /// # Errors
    ///
    /// They cannot be opened.
    pub async fn open(parts: ConsoleParts) -> Result<Self, ConsoleError> {
        let database = parts.data_folder.join("gatehouse.db");
        let opening = tokio::task::spawn_blocking(move || Store::open(&database));
        let store = opening.await.map_err(|_| ConsoleError::OwnData)?;
        let store = store.map_err(|_| ConsoleError::OwnData)?;
        Ok(Self { parts, store })
    }

    /// The connection to the sandbox that runs on this data folder.
    async fn sandbox(&self) -> Result<Connection, ConsoleError> {
        let folder = self.parts.data_folder.join(SANDBOX);
        let found = tokio::task::spawn_blocking(move || Sandbox::address_of(&folder));
        let url = found
            .await
            .ok()
            .flatten()
            .ok_or(ConsoleError::SandboxNotRunning)?;
        let connection = Connection::to_sandbox(&url, &sandbox::World::default());
        let keys = reqwest::Client::builder().no_proxy().build();
        let keys = keys.map_err(|_| ConsoleError::SandboxNotRunning)?;
        let answer = keys.get(connection.pool.keys_address()).send().await;
        match answer {
            Ok(answer) if answer.status().is_success() => Ok(connection),
            Ok(_) | Err(_) => Err(ConsoleError::SandboxNotRunning),
        }
    }
}
