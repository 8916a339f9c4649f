//! A job as it is shown: what it does, how far it is, how it ended, and what it could not do.

use std::sync::Arc;

use crate::Error;

/// What a job does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JobKind {
    /// Copies.
    Copy,
    /// Copies, verifies, and deletes the originals.
    Move,
    /// Moves to another name in the same folder.
    Rename,
    /// Deletes.
    Delete,
    /// Brings back what a job has deleted, or earlier versions.
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
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JobState {
    /// Waiting for its turn.
    Waiting,
    /// At work.
    Running,
    /// Everything is done.
    Done,
    /// It came to its end, and some objects could not be done.
    Partly,
    /// It could not go on.
    Failed(Error),
    /// Stopped by the person.
    Cancelled,
}

/// Where an object is that could not be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Left {
    /// As it was.
    Untouched,
    /// It was copied, and the original is still there too.
    InBoth,
}

/// An object that could not be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The key below the location.
    pub key: String,
    /// Why.
    pub error: Error,
    /// Where it is now.
    pub left: Left,
}

/// A job. Progress is cumulative.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// Its number, from 1.
    pub id: u32,
    /// What it does.
    pub kind: JobKind,
    /// The name of the first thing chosen. Show it through [`crate::names::visible`].
    pub name: Arc<str>,
    /// How many things were chosen.
    pub items: u32,
    /// The location's id.
    pub location: Arc<str>,
    /// The folder below the location that the first thing is in: empty, or ending with `/`.
    pub folder: Arc<str>,
    /// The location's id and the folder that things go to.
    pub to: Option<(Arc<str>, Arc<str>)>,
    /// Objects done.
    pub done: u64,
    /// Objects that stay as they are because their name was taken.
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
    pub state: JobState,
    /// How many objects could not be done.
    pub failed: u64,
    /// How many of those are in both places now.
    pub in_both: u64,
    /// The objects that could not be done, the first ten thousand of them.
    pub failures: Arc<Vec<Failure>>,
    /// Whether it can be undone.
    pub undo: bool,
}
