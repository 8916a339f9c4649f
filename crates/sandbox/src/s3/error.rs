//! What can go wrong, twice: faults of the sandbox's own storage, and the refusals of S3 with AWS's names, statuses
//! and wording. Source: Amazon S3 API Reference, "Error responses".

use std::io;
use std::path::PathBuf;

use s3s::{S3Error, S3ErrorCode};
use thiserror::Error;

use crate::db::DatabaseError;

/// A fault of the storage under the bucket; a client sees `InternalError`.
#[derive(Debug, Error)]
pub(crate) enum StorageError {
    /// The index cannot be read or written.
    #[error(transparent)]
    Database(#[from] DatabaseError),
    /// Object bytes cannot be read or written.
    #[error("{}: {source}", path.display())]
    File { path: PathBuf, source: io::Error },
    /// A row of the index holds what this version did not write.
    #[error("the index holds an unreadable record: {0}")]
    Record(#[from] serde_json::Error),
    /// A first object does not encode.
    #[error("a first object cannot be made: {0}")]
    Seed(String),
    /// The operating system gave no random bytes.
    #[error("no random bytes")]
    Random,
    /// Work on the blocking threads did not finish, since the sandbox is stopping.
    #[error("the sandbox is stopping")]
    Stopping,
}

impl StorageError {
    pub(super) fn file(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::File { path, source }
    }
}

impl From<rusqlite::Error> for StorageError {
    fn from(source: rusqlite::Error) -> Self {
        Self::Database(source.into())
    }
}

impl From<StorageError> for crate::Error {
    fn from(error: StorageError) -> Self {
        match error {
            StorageError::Database(source) => Self::Database(source),
            StorageError::File { path, source } => Self::Folder { path, source },
            StorageError::Record(source) => Self::folder("objects", source.into()),
            StorageError::Seed(reason) => Self::folder("objects", io::Error::other(reason)),
            StorageError::Random => Self::Crypto,
            StorageError::Stopping => Self::Database(DatabaseError::Closed),
        }
    }
}

impl From<StorageError> for S3Error {
    fn from(error: StorageError) -> Self {
        let mut answer = refusal(
            S3ErrorCode::InternalError,
            "We encountered an internal error. Please try again.",
        );
        answer.set_source(Box::new(error));
        answer
    }
}

/// A refusal with a message.
pub(super) fn refusal(code: S3ErrorCode, message: impl Into<String>) -> S3Error {
    S3Error::with_message(code, message.into())
}

/// A refusal that the S3 library has no code for, with its HTTP status.
pub(super) fn named(code: &'static str, status: http::StatusCode, message: &'static str) -> S3Error {
    let mut answer = refusal(S3ErrorCode::Custom(code.into()), message);
    answer.set_status_code(status);
    answer
}

pub(super) fn no_such_bucket() -> S3Error {
    refusal(S3ErrorCode::NoSuchBucket, "The specified bucket does not exist")
}

pub(super) fn no_such_key() -> S3Error {
    refusal(S3ErrorCode::NoSuchKey, "The specified key does not exist.")
}

pub(super) fn no_such_version() -> S3Error {
    refusal(
        S3ErrorCode::NoSuchVersion,
        "The specified version does not exist.",
    )
}

pub(super) fn no_such_upload() -> S3Error {
    refusal(
        S3ErrorCode::NoSuchUpload,
        "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or \
         completed.",
    )
}

pub(super) fn precondition_failed() -> S3Error {
    refusal(
        S3ErrorCode::PreconditionFailed,
        "At least one of the pre-conditions you specified did not hold",
    )
}

/// The object is archived, and no restored copy is there.
pub(super) fn invalid_object_state() -> S3Error {
    refusal(
        S3ErrorCode::InvalidObjectState,
        "The operation is not valid for the object's storage class",
    )
}

pub(super) fn malformed_xml() -> S3Error {
    refusal(
        S3ErrorCode::MalformedXML,
        "The XML you provided was not well-formed or did not validate against our published schema",
    )
}

pub(super) fn not_implemented() -> S3Error {
    refusal(
        S3ErrorCode::NotImplemented,
        "A header or query you provided implies functionality that is not implemented",
    )
}

pub(super) fn invalid_request(message: impl Into<String>) -> S3Error {
    refusal(S3ErrorCode::InvalidRequest, message)
}

pub(super) fn invalid_argument(message: impl Into<String>) -> S3Error {
    refusal(S3ErrorCode::InvalidArgument, message)
}
