//! The folder of a sandbox's state: held by one sandbox through a file lock, with the database inside. What cannot
//! be read is moved to `backup-<time>/`, never deleted.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;
use time::OffsetDateTime;
use time::macros::format_description;

use crate::db::{Database, DatabaseError};
use crate::error::Error;

/// What belongs to the state, and moves with it.
const STATE: &[&str] = &["sandbox.db", "sandbox.db-wal", "sandbox.db-shm", "objects"];

/// A folder that no other sandbox can take while this lives.
#[derive(Debug)]
pub(super) struct Folder {
    path: PathBuf,
    _lock: File,
}

impl Folder {
    pub(super) fn path(&self) -> &Path {
        &self.path
    }
}

/// Takes the folder, making it if needed, and opens its database; blocks. The last value tells whether damaged
/// state was set aside.
pub(super) fn open(path: &Path, now: OffsetDateTime) -> Result<(Folder, Database, bool), Error> {
    fs::create_dir_all(path).map_err(|source| Error::folder(path, source))?;
    let lock_path = path.join("sandbox.lock");
    let lock = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&lock_path)
        .map_err(|source| Error::folder(&lock_path, source))?;
    match lock.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            return Err(Error::InUse {
                folder: path.to_owned(),
            });
        }
        Err(TryLockError::Error(source)) => return Err(Error::folder(lock_path, source)),
    }

    let folder = Folder {
        path: path.to_owned(),
        _lock: lock,
    };
    let file = path.join("sandbox.db");
    match Database::open(&file) {
        Ok(database) => Ok((folder, database, false)),
        Err(error) if unusable(&error) => {
            tracing::warn!(%error, "the sandbox's state is set aside and begun anew");
            set_aside(path, now)?;
            Ok((folder, Database::open(&file)?, true))
        }
        Err(error) => Err(error.into()),
    }
}

fn unusable(error: &DatabaseError) -> bool {
    match error {
        DatabaseError::Damaged | DatabaseError::OtherVersion { .. } => true,
        DatabaseError::Sqlite(error) => {
            matches!(
                error.sqlite_error_code(),
                Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt)
            )
        }
        DatabaseError::Closed => false,
    }
}

fn set_aside(folder: &Path, now: OffsetDateTime) -> Result<(), Error> {
    let name = now
        .format(format_description!(
            "backup-[year][month][day]T[hour][minute][second]"
        ))
        .unwrap_or_else(|_| "backup".to_owned());
    let backup = unused(folder, &name);
    fs::create_dir_all(&backup).map_err(|source| Error::folder(&backup, source))?;
    for part in STATE {
        match fs::rename(folder.join(part), backup.join(part)) {
            Err(source) if source.kind() != io::ErrorKind::NotFound => {
                return Err(Error::folder(folder.join(part), source));
            }
            Ok(()) | Err(_) => {}
        }
    }
    Ok(())
}

fn unused(folder: &Path, name: &str) -> PathBuf {
    let mut path = folder.join(name);
    let mut number = 2;
    while path.exists() {
        path = folder.join(format!("{name}-{number}"));
        number += 1;
    }
    path
}
