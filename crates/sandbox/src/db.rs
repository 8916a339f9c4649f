//! The sandbox's one SQLite database, owned by one thread. Callers send work to it and await the outcome, so no
//! SQLite call ever blocks the async runtime and writes never meet. Each part keeps the schema of its own tables.

use std::path::Path;
use std::sync::mpsc;
use std::thread;

use rusqlite::{Connection, Transaction, TransactionBehavior};
use tokio::sync::oneshot;

use crate::{
    cognito_sync, credentials, external, identity_pool, inbox, protected_api, s3, signing, user_pool,
};

/// Raised whenever a table changes; a database of another version is set aside and begun anew.
const VERSION: i64 = 11;

/// The database failed, or its thread has ended.
#[derive(Debug, thiserror::Error)]
pub enum DatabaseError {
    /// SQLite said no.
    #[error(transparent)]
    Sqlite(#[from] rusqlite::Error),
    /// The file is sound, but its tables are those of another version of the sandbox.
    #[error("the database has version {found}, this sandbox needs {VERSION}")]
    OtherVersion {
        /// The version found.
        found: i64,
    },
    /// SQLite's own check found the file damaged.
    #[error("the database is damaged")]
    Damaged,
    /// The sandbox has stopped.
    #[error("the database is closed")]
    Closed,
}

/// Facts about the state as a whole.
const SCHEMA: &str = "CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;";

enum Job {
    Run(Box<dyn FnOnce(&mut Connection) + Send>),
    Close(oneshot::Sender<()>),
}

/// A way to send work to the database's thread. The thread ends with [`Database::close`] or the last clone.
#[derive(Clone, Debug)]
pub(crate) struct Database {
    jobs: mpsc::Sender<Job>,
}

impl Database {
    /// Opens or creates the database at `path`; blocks. Errors when it is damaged or of another version.
    pub(crate) fn open(path: &Path) -> Result<Self, DatabaseError> {
        let mut connection = Connection::open(path)?;
        prepare(&mut connection)?;

        let (jobs, inbox) = mpsc::channel::<Job>();
        thread::Builder::new()
            .name("sandbox-database".to_owned())
            .spawn(move || work(connection, &inbox))
            .map_err(|_| DatabaseError::Closed)?;
        Ok(Self { jobs })
    }

    /// Runs `work` with the connection, outside any transaction.
    pub(crate) async fn read<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: FnOnce(&Connection) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<DatabaseError> + Send + 'static,
    {
        self.run(move |connection| work(connection)).await
    }

    /// Runs `work` in one write transaction: `Ok` commits, `Err` rolls back. A refusal that has to be remembered
    /// (a counted attempt, say) is therefore an `Ok` that carries the refusal.
    pub(crate) async fn write<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: FnOnce(&Transaction<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<DatabaseError> + Send + 'static,
    {
        self.run(move |connection| {
            let transaction = connection
                .transaction_with_behavior(TransactionBehavior::Immediate)
                .map_err(DatabaseError::from)?;
            let outcome = work(&transaction)?;
            transaction.commit().map_err(DatabaseError::from)?;
            Ok(outcome)
        })
        .await
    }

    /// Empties every table but `kept` ones.
    pub(crate) async fn clear(&self, kept: &'static [&'static str]) -> Result<(), DatabaseError> {
        self.write(move |transaction| {
            let tables: Vec<String> = transaction
                .prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")?
                .query_map([], |row| row.get(0))?
                .collect::<Result<_, _>>()?;
            for table in tables.iter().filter(|table| !kept.contains(&table.as_str())) {
                transaction.execute(&format!("DELETE FROM \"{table}\""), [])?;
            }
            Ok(())
        })
        .await
    }

    /// Finishes the work already sent, closes the file and ends the thread.
    pub(crate) async fn close(&self) {
        let (closed, wait) = oneshot::channel();
        if self.jobs.send(Job::Close(closed)).is_ok() {
            wait.await.ok();
        }
    }

    async fn run<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: FnOnce(&mut Connection) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<DatabaseError> + Send + 'static,
    {
        let (answer, wait) = oneshot::channel();
        let job = Box::new(move |connection: &mut Connection| {
            answer.send(work(connection)).ok();
        });
        self.jobs.send(Job::Run(job)).map_err(|_| DatabaseError::Closed)?;
        wait.await.unwrap_or_else(|_| Err(DatabaseError::Closed.into()))
    }
}

fn work(mut connection: Connection, jobs: &mpsc::Receiver<Job>) {
    let mut closed = None;
    while let Ok(job) = jobs.recv() {
        match job {
            Job::Run(work) => work(&mut connection),
            Job::Close(done) => {
                closed = Some(done);
                break;
            }
        }
    }
    drop(connection);
    if let Some(done) = closed {
        done.send(()).ok();
    }
}

fn prepare(connection: &mut Connection) -> Result<(), DatabaseError> {
    connection.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 5000; \
         PRAGMA temp_store = MEMORY;",
    )?;
    let check: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if check != "ok" {
        return Err(DatabaseError::Damaged);
    }
    let found: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    match found {
        0 => create(connection),
        VERSION => Ok(()),
        found => Err(DatabaseError::OtherVersion { found }),
    }
}

fn create(connection: &mut Connection) -> Result<(), DatabaseError> {
    let transaction = connection.transaction()?;
    let parts = [
        SCHEMA,
        cognito_sync::SCHEMA,
        identity_pool::SCHEMA,
        inbox::SCHEMA,
        credentials::SCHEMA,
        external::SCHEMA,
        protected_api::SCHEMA,
        s3::index::SCHEMA,
        signing::SCHEMA,
    ];
    for schema in parts.iter().chain(user_pool::SCHEMAS) {
        transaction.execute_batch(schema)?;
    }
    transaction.pragma_update(None, "user_version", VERSION)?;
    transaction.commit()?;
    Ok(())
}
