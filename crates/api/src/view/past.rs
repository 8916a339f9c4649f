//! A folder as it was at another time, and earlier versions that come back.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{FolderNameView, VersionMarkForm, VersionView};

/// Which folder, and when.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PastForm {
    /// The location's id.
    pub location: String,
    /// The folder below the location, ending with `/` unless empty.
    pub folder: String,
    /// When.
    pub at: i64,
    /// Where the part before ended.
    pub after: Option<VersionMarkForm>,
}

/// A part of a folder as it was.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PastView {
    /// Folders that something is or was in.
    pub folders: Vec<FolderNameView>,
    /// The files that there were.
    pub files: Vec<VersionView>,
    /// Where the next part begins, where there is more.
    pub next: Option<VersionMarkForm>,
}

/// Which versions are to be the newest again.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BringBackForm {
    /// The location's id.
    pub location: String,
    /// The versions, each by its key and its id.
    pub versions: Vec<VersionMarkForm>,
}
