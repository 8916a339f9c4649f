//! The connection to the database file: opened, checked, brought up to date, and moved aside when damaged.

use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, ErrorCode};

use crate::{Error, schema};

/// How long a call waits for another process that writes.
const BUSY: Duration = Duration::from_secs(5);

/// The database. Cheap to clone; calls run one after the other on the blocking pool of tokio.
#[derive(Debug, Clone)]
pub struct Store {
    connection: Arc<Mutex<Connection>>,
    set_aside: Option<PathBuf>,
}

impl Store {
    /// Opens the database at `path`, made if missing, its folder too. A damaged one is moved aside first:
    /// [`Store::set_aside`] says so. Blocks.
    ///
    /// # Errors
    /// The folder cannot be written to, or the database is of a later version of the app.
    pub fn open(path: &Path) -> Result<Self, Error> {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        let (connection, set_aside) = match connect(path) {
            Err(Error::Database(error)) if damaged(&error) => {
                let aside = move_aside(path)?;
                tracing::warn!(%error, aside = %aside.display(), "the database was damaged and has been begun anew");
                (connect(path)?, Some(aside))
            }
            other => (other?, None),
        };
        Ok(Self {
            connection: Arc::new(Mutex::new(connection)),
            set_aside,
        })
    }

    /// Where the damaged database was kept, if there was one at this opening.
    pub fn set_aside(&self) -> Option<&Path> {
        self.set_aside.as_deref()
    }

    /// Runs `work` off the async threads, alone.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Connection) -> Result<T, rusqlite::Error> + Send + 'static,
    ) -> Result<T, Error> {
        let connection = Arc::clone(&self.connection);
        let ran = tokio::task::spawn_blocking(move || {
            work(&mut connection.lock().unwrap_or_else(PoisonError::into_inner))
        });
        Ok(ran.await.map_err(|_| Error::Closed)??)
    }
}

fn connect(path: &Path) -> Result<Connection, Error> {
    let mut connection = Connection::open(path)?;
    connection.busy_timeout(BUSY)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "NORMAL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    let verdict: String = connection.pragma_query_value(None, "quick_check", |row| row.get(0))?;
    if verdict != "ok" {
        return Err(rusqlite::Error::SqliteFailure(
            rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_CORRUPT),
            Some(verdict),
        )
        .into());
    }
    schema::migrate(&mut connection)?;
    Ok(connection)
}

/// Whether the file itself is at fault, rather than the disk or another process.
fn damaged(error: &rusqlite::Error) -> bool {
    matches!(
        error.sqlite_error_code(),
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase)
    ) || matches!(error, rusqlite::Error::SqliteFailure(cause, _) if cause.code == ErrorCode::Unknown)
}

/// Renames the database and its journals to a name that is free, and gives it.
fn move_aside(path: &Path) -> Result<PathBuf, io::Error> {
    let with = |suffix: &str| {
        let mut name = OsString::from(path);
        name.push(suffix);
        PathBuf::from(name)
    };
    let aside = (1_u32..)
        .map(|n| format!(".damaged-{n}"))
        .find(|suffix| !with(suffix).exists());
    let aside = aside.unwrap_or_else(|| ".damaged".to_owned());
    for journal in ["-wal", "-shm"] {
        match fs::rename(with(journal), with(&format!("{aside}{journal}"))) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    fs::rename(path, with(&aside))?;
    Ok(with(&aside))
}
