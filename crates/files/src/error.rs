//! What can go wrong, as facts. No text of the service is kept: an S3 error body may echo a session token. The
//! code and the request id are enough to find the call in the timeline.

mod sdk;

use std::io;
use std::path::{Path, PathBuf};

/// A failure of the service, of the way to it, or of this device's disk.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The role may not do this here (`AccessDenied`, HTTP 403).
    #[error("access denied")]
    Denied {
        /// The AWS request id.
        request_id: Option<String>,
    },
    /// The object is not there, or no longer (`NoSuchKey`, HTTP 404).
    #[error("no such object")]
    Gone {
        /// The AWS request id.
        request_id: Option<String>,
    },
    /// The bucket does not exist (`NoSuchBucket`).
    #[error("no such bucket")]
    NoBucket {
        /// The AWS request id.
        request_id: Option<String>,
    },
    /// The bucket is in another region than the connection says.
    #[error("the bucket is in another region")]
    WrongRegion {
        /// The region, where the service names it.
        region: Option<String>,
        /// The AWS request id.
        request_id: Option<String>,
    },
    /// The credentials have ended or were withdrawn, or nobody is signed in.
    #[error("the credentials have ended")]
    Expired {
        /// The AWS request id.
        request_id: Option<String>,
    },
    /// Credentials could not be had, though somebody is signed in.
    #[error("no credentials")]
    NoCredentials,
    /// The service cannot be reached, or the connection broke and stayed broken.
    #[error("the service cannot be reached")]
    Offline,
    /// The service asks to slow down (`SlowDown`, HTTP 429 or 503).
    #[error("the service is busy")]
    Busy {
        /// The AWS request id.
        request_id: Option<String>,
    },
    /// The service failed (HTTP 5xx).
    #[error("the service failed with status {status}")]
    Failing {
        /// The HTTP status.
        status: u16,
        /// The AWS request id.
        request_id: Option<String>,
    },
    /// This device's clock is too far from the service's (`RequestTimeTooSkewed`).
    #[error("the clock of this device is wrong")]
    ClockSkewed {
        /// The AWS request id.
        request_id: Option<String>,
    },
    /// The object was replaced while it was read (`PreconditionFailed`, HTTP 412).
    #[error("the object has changed meanwhile")]
    Changed {
        /// The AWS request id.
        request_id: Option<String>,
    },
    /// The object is in an archive and must be restored first (`InvalidObjectState`).
    #[error("the object is archived")]
    Archived {
        /// The AWS request id.
        request_id: Option<String>,
    },
    /// The bytes that arrived are not those that were sent: a checksum or a length differs.
    #[error("the bytes were damaged on the way")]
    Damaged,
    /// The file is larger than an object can be.
    #[error("the file is larger than {limit} bytes")]
    TooLarge {
        /// The largest size, in bytes.
        limit: u64,
    },
    /// The key would be longer than S3's 1,024 bytes.
    #[error("the key is longer than 1,024 bytes")]
    NameTooLong,
    /// The system would run the file instead of opening it.
    #[error("a program is not opened")]
    Program,
    /// No free name was found beside those that are taken.
    #[error("no free name")]
    NoFreeName,
    /// Something else has the name already.
    #[error("the name is taken")]
    Taken,
    /// A folder cannot be put into itself.
    #[error("a folder cannot be put into itself")]
    IntoItself,
    /// With what it has already, the object would have more tags than it may.
    #[error("more than ten tags")]
    TooManyTags,
    /// It was stopped before its end.
    #[error("stopped")]
    Cancelled,
    /// Any other answer of the service.
    #[error("the service refused: {code} ({status})")]
    Refused {
        /// The error code of the service.
        code: String,
        /// The HTTP status.
        status: u16,
        /// The AWS request id.
        request_id: Option<String>,
    },
    /// The operating system does not let the app read or write here.
    #[error("no permission for {}", path.display())]
    LocalDenied {
        /// The file or folder.
        path: PathBuf,
    },
    /// The file or folder on this device is not there.
    #[error("{} does not exist", path.display())]
    LocalGone {
        /// The file or folder.
        path: PathBuf,
    },
    /// What was given as a file is a folder or a device.
    #[error("{} is not a file", path.display())]
    NotAFile {
        /// What was given.
        path: PathBuf,
    },
    /// A folder is wanted where a file or a symbolic link has its name.
    #[error("{} is not a folder", path.display())]
    NotAFolder {
        /// What is there.
        path: PathBuf,
    },
    /// The file was written to while it was uploaded.
    #[error("{} has changed meanwhile", path.display())]
    FileChanged {
        /// The file.
        path: PathBuf,
    },
    /// The disk or the quota is full.
    #[error("the disk of {} is full", path.display())]
    DiskFull {
        /// The folder that was written to.
        path: PathBuf,
    },
    /// Any other failure of the operating system.
    #[error("{}: {kind}", path.display())]
    Local {
        /// The file or folder.
        path: PathBuf,
        /// What the operating system said.
        kind: io::ErrorKind,
    },
}

impl Error {
    /// The AWS request id, where the service answered.
    pub fn request_id(&self) -> Option<&str> {
        match self {
            Self::Denied { request_id }
            | Self::Gone { request_id }
            | Self::NoBucket { request_id }
            | Self::WrongRegion { request_id, .. }
            | Self::Expired { request_id }
            | Self::Busy { request_id }
            | Self::Failing { request_id, .. }
            | Self::ClockSkewed { request_id }
            | Self::Changed { request_id }
            | Self::Archived { request_id }
            | Self::Refused { request_id, .. } => request_id.as_deref(),
            Self::NoCredentials
            | Self::Offline
            | Self::Damaged
            | Self::TooLarge { .. }
            | Self::NameTooLong
            | Self::Program
            | Self::NoFreeName
            | Self::Taken
            | Self::IntoItself
            | Self::TooManyTags
            | Self::Cancelled
            | Self::LocalDenied { .. }
            | Self::LocalGone { .. }
            | Self::NotAFile { .. }
            | Self::NotAFolder { .. }
            | Self::FileChanged { .. }
            | Self::DiskFull { .. }
            | Self::Local { .. } => None,
        }
    }

    /// Whether the service does not know what it was asked to do (HTTP 501).
    pub(crate) fn is_not_implemented(&self) -> bool {
        matches!(self, Self::Failing { status: 501, .. })
    }

    /// Whether the next request would fail the same way, whatever it is about.
    pub(crate) fn concerns_everything(&self) -> bool {
        matches!(
            self,
            Self::Offline
                | Self::Expired { .. }
                | Self::NoCredentials
                | Self::NoBucket { .. }
                | Self::WrongRegion { .. }
                | Self::ClockSkewed { .. }
        )
    }

    /// What the operating system said of `path`.
    pub(crate) fn local(path: &Path, error: &io::Error) -> Self {
        let path = path.to_path_buf();
        let kind = error.kind();
        if kind == io::ErrorKind::NotFound {
            Self::LocalGone { path }
        } else if matches!(
            kind,
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem
        ) {
            Self::LocalDenied { path }
        } else if matches!(
            kind,
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge
        ) {
            Self::DiskFull { path }
        } else if kind == io::ErrorKind::IsADirectory {
            Self::NotAFile { path }
        } else {
            Self::Local { path, kind }
        }
    }
}
