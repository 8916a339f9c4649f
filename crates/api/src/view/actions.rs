//! What is done with files where they are, how far it is, and what it would take.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::ItemsForm;
use crate::problem::Problem;

/// A folder to make.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewFolderForm {
    /// The location's id.
    pub location: String,
    /// The folder that it will be in, ending with `/` unless empty.
    pub folder: String,
    /// Its name.
    pub name: String,
}

/// A name that somebody is typing.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NameForm {
    /// The location's id.
    pub location: String,
    /// The folder that it will be in, ending with `/` unless empty.
    pub folder: String,
    /// The name.
    pub name: String,
    /// Whether it is to be a folder's.
    pub makes_folder: bool,
}

/// Another name for one file or folder.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RenameForm {
    /// The file or folder.
    pub items: ItemsForm,
    /// The new name.
    pub name: String,
}

/// What to put where.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RelocateForm {
    /// What; none for what is held for pasting.
    pub items: Option<ItemsForm>,
    /// The id of the location to put it.
    pub to: String,
    /// The folder there, ending with `/` unless empty.
    pub folder: String,
    /// Whether the originals go. What is held knows it by itself.
    pub moves: bool,
    /// What to do where a name is taken.
    pub taken: TakenForm,
}

/// What to do where a name is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum TakenForm {
    /// Begin nothing and tell.
    Ask,
    /// Give what is new another name.
    KeepBoth,
    /// Leave what is there, and put there what is not.
    Skip,
    /// Put the new one in its place.
    Replace,
}

/// The folders in a folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FoldersView {
    /// The folders.
    pub folders: Vec<FolderNameView>,
    /// Whether there may be more.
    pub more: bool,
}

/// A folder to choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FolderNameView {
    /// Its key below the location, ending with `/`.
    pub key: String,
    /// Its name as shown.
    pub name: String,
}

/// What came of putting something somewhere.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RelocatedView {
    /// The job; none where nothing was begun.
    pub job: Option<u32>,
    /// How many names are taken.
    pub taken: u32,
    /// The first of them, as shown.
    pub names: Vec<String>,
}

/// What is held for pasting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct HeldView {
    /// How many files and folders.
    pub count: u32,
    /// Whether pasting moves them.
    pub cut: bool,
    /// The id of the location that they are in.
    pub location: String,
}

/// How much it is that was chosen.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct WeightView {
    /// The number of the counting.
    pub id: u32,
    /// Objects so far, those that stand for folders included.
    pub objects: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Whether that is all.
    pub done: bool,
    /// Whether deleting it must be confirmed by typing.
    pub must_type: bool,
    /// Whether what is deleted there can be brought back; none where that cannot be known.
    pub versioned: Option<bool>,
    /// Why it could not be counted to the end.
    pub problem: Option<Problem>,
}

/// All jobs, newest first.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct JobsView {
    /// How many wait or run.
    pub active: u32,
    /// How many there are; `rows` holds the first 100.
    pub total: u32,
    /// The first 100.
    pub rows: Vec<JobView>,
}

/// A job. Progress is cumulative.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct JobView {
    /// Its number.
    pub id: u32,
    /// What it does.
    pub kind: JobKindView,
    /// The name of the first thing chosen, as shown.
    pub name: String,
    /// How many things were chosen.
    pub items: u32,
    /// The location's id.
    pub location: String,
    /// The folder below the location.
    pub folder: String,
    /// The id of the location that things go to.
    pub to_location: Option<String>,
    /// The folder there.
    pub to_folder: Option<String>,
    /// Objects done.
    pub done: u64,
    /// Objects left as they are because their name was taken.
    pub skipped: u64,
    /// Objects found so far.
    pub total: u64,
    /// Bytes of the objects done.
    pub done_bytes: u64,
    /// Bytes of the objects found so far.
    pub total_bytes: u64,
    /// Whether objects are still being found.
    pub counting: bool,
    /// How it stands.
    pub state: JobStateView,
    /// Why it could not go on.
    pub problem: Option<Problem>,
    /// How many objects could not be done.
    pub failed: u64,
    /// How many of those are in both places now.
    pub in_both: u64,
    /// The first objects that could not be done.
    pub failures: Vec<JobFailureView>,
    /// Whether it can be undone.
    pub undo: bool,
}

/// An object that could not be done.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct JobFailureView {
    /// Its path below the location, as shown.
    pub path: String,
    /// Why.
    pub problem: Problem,
    /// Whether it is in both places now.
    pub in_both: bool,
}

/// What a job does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum JobKindView {
    /// Copies.
    Copy,
    /// Moves.
    Move,
    /// Gives another name.
    Rename,
    /// Deletes.
    Delete,
    /// Brings back what was deleted, or earlier versions.
    Undo,
    /// Gives and takes tags.
    Tag,
    /// Gives another storage class.
    Class,
    /// Brings back from the archive.
    Restore,
    /// Saves a version on this device.
    Save,
}

/// How a job stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum JobStateView {
    /// Waiting for its turn.
    Waiting,
    /// At work.
    Running,
    /// Everything is done.
    Done,
    /// It came to its end, and some objects could not be done.
    Partly,
    /// It could not go on.
    Failed,
    /// Stopped by the person.
    Cancelled,
}
