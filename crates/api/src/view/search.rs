//! Looking for files, going to an address, and what may be done where.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{RowKind, SortBy};

/// What to look for below a folder, however deep.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SearchForm {
    /// The location's id.
    pub location: String,
    /// The folder below the location, ending with `/` unless empty.
    pub folder: String,
    /// A part of the name, or a pattern with `*` and `?`.
    pub text: String,
    /// The kinds; with none, any.
    pub kinds: Vec<RowKind>,
    /// The least size, in bytes.
    pub at_least: Option<u64>,
    /// The largest size, in bytes.
    pub at_most: Option<u64>,
    /// Changed at this time or later, in milliseconds since the Unix epoch.
    pub since: Option<i64>,
    /// Changed before this time, in milliseconds since the Unix epoch.
    pub before: Option<i64>,
    /// What to sort by.
    pub sort: SortBy,
    /// Whether the order is turned round.
    pub descending: bool,
}

/// Where to go, as it was typed or pasted.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AddressForm {
    /// `s3://…`, an address of the web, presigned or not, or a path below the location.
    pub text: String,
    /// The location that is open.
    pub location: String,
}

/// Where an address leads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AddressView {
    /// The location's id.
    pub location: String,
    /// The folder below the location, ending with `/` unless empty.
    pub folder: String,
    /// The key below the location of the file in that folder, where it is a file.
    pub key: Option<String>,
}

/// Whether a kind of action may be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Allowed {
    /// As far as is known.
    Yes,
    /// The connection lets none of the person's groups do it here.
    Groups,
    /// The service has refused it here.
    Refused,
}

/// What may be done in a folder: by what the connection says, and by what the service has refused so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AllowedView {
    /// Reading files: previews and downloads.
    pub read: Allowed,
    /// Adding and replacing files.
    pub write: Allowed,
    /// Deleting files.
    pub delete: Allowed,
    /// Looking at earlier versions.
    pub versions: Allowed,
    /// Deleting earlier versions for good.
    pub delete_versions: Allowed,
    /// Looking at tags.
    pub read_tags: Allowed,
    /// Changing tags.
    pub write_tags: Allowed,
    /// Fetching files from an archive.
    pub restore: Allowed,
}
