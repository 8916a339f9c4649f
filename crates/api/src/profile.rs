//! Profiles for the AWS command line and everything that reads its files: a marked block in the config file that asks
//! this app for credentials. Nothing but that block is ever touched; a copy of the file is kept before each change.
//! Source: `aws help config-vars`, "Sourcing credentials with an external process".

mod block;
mod file;

use std::path::PathBuf;

pub use block::Profile;

use crate::connection::Connection;

/// Why a profile is not written.
#[derive(Debug, thiserror::Error)]
pub enum ProfileError {
    /// A profile of this name is there, and not of this app.
    #[error("the AWS config file has a profile “{0}” of its own; choose another name with --name")]
    Foreign(String),
    /// A name that the config file cannot hold.
    #[error("“{0}” cannot be a profile’s name; take letters, digits, dots, dashes and underscores")]
    Name(String),
    /// There is no profile of this name that this app has written.
    #[error("the AWS config file has no profile “{0}” that Gatehouse has written")]
    NotThere(String),
    /// The block of this app is damaged.
    #[error("the part of the AWS config file that Gatehouse wrote was changed; take it out by hand")]
    Damaged,
    /// The file cannot be read or written.
    #[error("the AWS config file {path} cannot be used: {source}", path = .path.display())]
    File {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}

impl Profile {
    /// A profile for a connection; `process` is this program with the arguments that print its credentials.
    pub fn of(connection: &Connection, name: &str, process: Vec<String>) -> Self {
        let storage = &connection.storage;
        Self {
            name: name.to_owned(),
            process,
            region: storage.region.clone(),
            endpoint: storage.endpoint.clone(),
            path_style: storage.path_style,
        }
    }
}

/// What was done to the config file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// The config file.
    pub path: PathBuf,
    /// The copy of what was there before; none where there was no file.
    pub backup: Option<PathBuf>,
}

/// The config file: `AWS_CONFIG_FILE`, else `.aws/config` in `home`.
pub fn config_file(named: Option<PathBuf>, home: &std::path::Path) -> PathBuf {
    named.unwrap_or_else(|| home.join(".aws").join("config"))
}

/// Writes a profile, in place of an earlier one of this app with the same name.
///
/// # Errors
///
/// See [`ProfileError`].
pub fn install(path: &std::path::Path, profile: &Profile) -> Result<Changed, ProfileError> {
    file::change(path, |text| block::install(text, profile))
}

/// Takes a profile of this app out.
///
/// # Errors
///
/// See [`ProfileError`].
pub fn remove(path: &std::path::Path, name: &str) -> Result<Changed, ProfileError> {
    file::change(path, |text| block::remove(text, name))
}
