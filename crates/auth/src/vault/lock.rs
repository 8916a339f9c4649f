//! Locks between processes: empty files beside the sealed one. The system lets go of a lock when its process ends,
//! however it ends. A process that stands still does not stop the others for ever: they give up.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::PathBuf;
use std::time::Duration;

use tokio::time::{Instant, sleep};

const PAUSE: Duration = Duration::from_millis(20);

/// A lock that is held until this is dropped.
#[derive(Debug)]
pub(crate) struct Turn(#[expect(dead_code, reason = "closing the file lets go of the lock")] Option<File>);

impl Turn {
    /// A turn where nobody can be waited for.
    pub(super) fn free() -> Self {
        Self(None)
    }
}

/// Why there is no turn.
pub(super) enum NoTurn {
    /// Another process has held the lock all the time.
    Taken,
    /// The lock's file cannot be opened.
    Disk(io::Error),
}

/// Waits for the lock in the file at `path`, for as long as `patience`.
pub(super) async fn take(path: PathBuf, patience: Duration) -> Result<Turn, NoTurn> {
    let opened = tokio::task::spawn_blocking(move || open(&path)).await;
    let file = opened
        .map_err(|error| NoTurn::Disk(io::Error::other(error)))?
        .map_err(NoTurn::Disk)?;
    let deadline = Instant::now() + patience;
    loop {
        match file.try_lock() {
            Ok(()) => return Ok(Turn(Some(file))),
            Err(TryLockError::WouldBlock) if Instant::now() < deadline => sleep(PAUSE).await,
            Err(TryLockError::WouldBlock) => return Err(NoTurn::Taken),
            Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {
                return Ok(Turn(None));
            }
            Err(TryLockError::Error(error)) => return Err(NoTurn::Disk(error)),
        }
    }
}

fn open(path: &std::path::Path) -> io::Result<File> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
