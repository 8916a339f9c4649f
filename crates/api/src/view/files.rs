//! Places, folders and rows.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{AllowedView, SelectionView};
use crate::problem::Problem;

/// A place that the connection offers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LocationView {
    /// Its stable id.
    pub id: String,
    /// Who may reach it.
    pub kind: LocationKind,
    /// Its own name, where it has one.
    pub name: Option<String>,
    /// The bucket.
    pub bucket: String,
    /// The prefix, filled in, ending with `/` unless empty.
    pub prefix: String,
    /// Whether the person's groups may write here.
    pub can_write: bool,
}

/// Who may reach a location.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum LocationKind {
    /// The person alone.
    Private,
    /// The person writes, everybody signed in reads.
    Protected,
    /// Everybody signed in.
    Public,
    /// As the connection says.
    Plain,
}

/// Which folder to open, in which order.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FolderForm {
    /// The location's id.
    pub location: String,
    /// The folder below the location, ending with `/` unless empty.
    pub folder: String,
    /// What to sort by; folders come first.
    pub sort: SortBy,
    /// Whether the order is turned round.
    pub descending: bool,
}

/// What to sort by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum SortBy {
    /// The name, naturally: `file2` before `file10`.
    Name,
    /// The size.
    Size,
    /// The time of the last change.
    Modified,
    /// The kind, then the ending of the name.
    Type,
}

/// The open folder. Its rows stay in Rust; the page asks for those it shows.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FolderView {
    /// The listing's number; a new one for every opening.
    pub listing: u32,
    /// The location's id.
    pub location: String,
    /// The folder below the location, ending with `/` unless empty.
    pub folder: String,
    /// How many rows are shown so far.
    pub total: u32,
    /// How many rows are known so far, shown or filtered out.
    pub loaded: u32,
    /// Grows whenever rows that were already given out have moved.
    pub revision: u32,
    /// What is selected.
    pub selection: SelectionView,
    /// How many objects and folders have been looked at: more than are known, in a search.
    pub seen: u64,
    /// Whether it is what was found below the folder, rather than what lies in it.
    pub search: bool,
    /// Whether the listing is complete.
    pub done: bool,
    /// Whether it was stopped before its end, as somebody wished.
    pub stopped: bool,
    /// What may be done in the folder, as far as is known.
    pub allowed: AllowedView,
    /// Why the listing has stopped.
    pub problem: Option<Problem>,
}

/// The rows that the page asked for.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RowsView {
    /// The listing's number.
    pub listing: u32,
    /// The revision that they belong to.
    pub revision: u32,
    /// The revision of the selection.
    pub selection: u32,
    /// The first row's index.
    pub start: u32,
    /// The rows.
    pub rows: Vec<RowView>,
}

/// One row of a folder.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RowView {
    /// Its number in the listing, which stays through sorting and filtering.
    pub id: u32,
    /// The key below the location; a folder's ends with `/`.
    pub key: String,
    /// The name as shown, with control and bidirectional characters made visible.
    pub name: String,
    /// What it is.
    pub kind: RowKind,
    /// Its size; a folder has none.
    pub size: Option<u64>,
    /// When it was last changed; a folder has no such time.
    pub modified: Option<i64>,
    /// Whether it is selected.
    pub selected: bool,
}

/// What a row is, by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum RowKind {
    /// A folder.
    Folder,
    /// A picture.
    Image,
    /// Text or code.
    Text,
    /// A PDF.
    Pdf,
    /// Sound.
    Audio,
    /// Film.
    Video,
    /// An archive.
    Archive,
    /// Anything else.
    Other,
}
