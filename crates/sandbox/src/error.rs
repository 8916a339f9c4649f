//! Why a sandbox could not start, be reset or keep its state. Errors that its clients see are `wire::Refusal`.

use std::io;
use std::path::PathBuf;

use crate::db::DatabaseError;

/// A fault of the sandbox itself, never an answer to one of its clients.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The folder belongs to a sandbox that is running.
    #[error("another sandbox is running on the folder {}", folder.display())]
    InUse {
        /// The folder that both wanted.
        folder: PathBuf,
    },
    /// A file or folder of the state cannot be read or written.
    #[error("the sandbox cannot use {}: {source}", path.display())]
    Folder {
        /// What could not be used.
        path: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// The port is taken or may not be used.
    #[error("the sandbox cannot listen on 127.0.0.1 port {port}: {source}")]
    Listen {
        /// The port asked for; 0 is the system's choice.
        port: u16,
        /// What the operating system said.
        source: io::Error,
    },
    /// The database refused to open, to read or to write.
    #[error("the sandbox cannot keep its state: {0}")]
    Database(#[from] DatabaseError),
    /// The settings are not such as Cognito would accept.
    #[error("the sandbox cannot be set so: {reason}")]
    Settings {
        /// What is wrong with them.
        reason: String,
    },
    /// The clock cannot be moved there.
    #[error("the sandbox's clock cannot be moved so: {reason}")]
    Clock {
        /// What is wrong.
        reason: String,
    },
    /// Users cannot be taken in as they are written.
    #[error("the users cannot be taken in: {reason}")]
    Users {
        /// What is wrong with them.
        reason: String,
    },
    /// A cryptographic operation failed.
    #[error("the sandbox cannot make or use its keys")]
    Crypto,
}

impl From<rusqlite::Error> for Error {
    fn from(source: rusqlite::Error) -> Self {
        Self::Database(source.into())
    }
}

impl Error {
    /// An I/O error together with the path that it concerns.
    pub(crate) fn folder(path: impl Into<PathBuf>, source: io::Error) -> Self {
        Self::Folder {
            path: path.into(),
            source,
        }
    }
}

impl From<aws_lc_rs::error::Unspecified> for Error {
    fn from(_: aws_lc_rs::error::Unspecified) -> Self {
        Self::Crypto
    }
}
