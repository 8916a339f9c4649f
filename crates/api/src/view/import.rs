//! What an import found, for the person to look at.

use serde::Serialize;
use ts_rs::TS;

use super::ConnectionForm;

/// A configuration of somebody else's, read. Nothing of it is kept before the person has looked at it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ImportView {
    /// What it was recognised as.
    pub format: String,
    /// The connection that it describes.
    pub form: ConnectionForm,
    /// What the person should know of how it was read.
    pub notes: Vec<ImportNoteView>,
    /// The entries that were not understood.
    pub unknown: Vec<String>,
}

/// Something that the person should know of how a configuration was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ImportNoteView {
    /// What it is about.
    pub key: String,
    /// The values that it is about.
    pub detail: String,
}
