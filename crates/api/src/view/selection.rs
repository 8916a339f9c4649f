//! What is selected in the open folder, what is shown of it, and what actions are given.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::SortBy;

/// How to select. Rows are named by their ids, so that rows that have moved meanwhile are not mistaken.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SelectForm {
    /// What to do.
    pub how: SelectHow,
    /// The row that it is done with.
    pub at: Option<u32>,
    /// Where a range begins.
    pub from: Option<u32>,
}

/// What to do with the selection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum SelectHow {
    /// Only this row.
    One,
    /// This row, or no longer.
    Toggle,
    /// Only the rows of the range.
    Range,
    /// The rows of the range, too.
    Add,
    /// All rows that are shown, those still to come included.
    All,
    /// None.
    None,
}

/// What is selected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SelectionView {
    /// Files and folders.
    pub count: u32,
    /// The folders among them.
    pub folders: u32,
    /// What the files take, in bytes. What a folder holds is not known.
    pub bytes: u64,
    /// Whether everything is selected, what is still to come included.
    pub all: bool,
    /// Grows with every change.
    pub revision: u32,
}

/// What to act on.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ItemsForm {
    /// The location's id.
    pub location: String,
    /// The listing's number.
    pub listing: u32,
    /// Keys below the location, a folder's ending with `/`; none for what is selected in the listing.
    pub keys: Option<Vec<String>>,
}

/// In which order to show the rows of the open folder.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SortForm {
    /// What to sort by; folders come first.
    pub sort: SortBy,
    /// Whether the order is turned round.
    pub descending: bool,
}

/// Which row to look for.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(
    tag = "by",
    rename_all = "camelCase",
    rename_all_fields = "camelCase",
    deny_unknown_fields
)]
pub enum FindForm {
    /// The one of this key below the location.
    Key {
        /// The key; a folder's ends with `/`.
        key: String,
    },
    /// The first from an index on, and round again from the top, whose name begins with these letters.
    Letters {
        /// The letters, regardless of case.
        letters: String,
        /// The index.
        start: u32,
    },
}

/// Where a row was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FoundView {
    /// Its place among the rows shown.
    pub index: u32,
    /// Its id.
    pub id: u32,
}
