//! What can go wrong.

use std::io;

/// A failure of the database or of the disk under it.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The folder cannot be made, or the damaged database cannot be moved aside.
    #[error("the folder of the database cannot be used: {0}")]
    Folder(#[from] io::Error),
    /// SQLite refused.
    #[error("the database failed: {0}")]
    Database(#[from] rusqlite::Error),
    /// The database was written by a later version of the app.
    #[error("the database has schema {found}, this version knows {known}")]
    TooNew {
        /// The schema in the file.
        found: u32,
        /// The newest schema that is known here.
        known: u32,
    },
    /// The call did not come to an end: the app is closing.
    #[error("the database is closed")]
    Closed,
}
