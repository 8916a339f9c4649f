//! What is shown of a transfer, and of all of them together.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::Error;

/// Up or down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// To the bucket.
    Upload,
    /// From the bucket.
    Download,
}

/// How a transfer stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// Waiting for its turn.
    Waiting,
    /// Moving.
    Running,
    /// Held by the person; it goes on where it stopped.
    Paused,
    /// There is something of that name, and the person decides.
    Asking(Box<Clash>),
    /// Complete.
    Done,
    /// Left out, because there was something of that name.
    Skipped,
    /// Stopped by a problem; it can be tried again.
    Failed(Error),
    /// Stopped by the person; it can be tried again.
    Cancelled,
}

impl State {
    /// Whether nothing more happens by itself or by an answer.
    pub fn is_over(&self) -> bool {
        match self {
            Self::Done | Self::Skipped | Self::Failed(_) | Self::Cancelled => true,
            Self::Waiting | Self::Running | Self::Paused | Self::Asking(_) => false,
        }
    }
}

/// What to do where there is something of that name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Policy {
    /// Let the person decide.
    Ask,
    /// Put the new one in its place, if it is still the one that was seen.
    Replace,
    /// Give the new one the next free name.
    #[default]
    KeepBoth,
    /// Leave the new one out.
    Skip,
    /// Replace what is older, else skip.
    IfNewer,
}

/// One of the two of the same name.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Side {
    /// The size in bytes, where it is known.
    pub size: Option<u64>,
    /// When it was last changed, where that is known.
    pub modified: Option<OffsetDateTime>,
    /// Its entity tag, where it is an object.
    pub etag: Option<String>,
}

/// Two of the same name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clash {
    /// What is there.
    pub there: Side,
    /// What is to come.
    pub coming: Side,
}

/// What the bytes were compared by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Check {
    /// CRC-64/NVME.
    Crc64Nvme,
    /// CRC-32C.
    Crc32c,
    /// CRC-32.
    Crc32,
    /// SHA-256.
    Sha256,
    /// SHA-1.
    Sha1,
    /// MD5, as the entity tag has it.
    Md5,
}

/// What is known of the bytes that arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Integrity {
    /// A checksum of all bytes was compared, here or by the service, and is right.
    Verified(Check),
    /// There was nothing to compare with.
    NotVerified,
}

/// One file on its way. Progress is cumulative.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transfer {
    /// Its number, from 1.
    pub id: u32,
    /// Up or down.
    pub direction: Direction,
    /// The file's name: of the local file for an upload, the key's last part for a download. Show it through
    /// [`crate::names::visible`].
    pub name: Arc<str>,
    /// The location's id.
    pub location: Arc<str>,
    /// The folder below the location: empty, or ending with `/`.
    pub folder: Arc<str>,
    /// Bytes done.
    pub done: u64,
    /// Bytes in all; 0 until known.
    pub total: u64,
    /// Bytes a second, smoothed; 0 unless running.
    pub rate: u64,
    /// How long it has been moving.
    pub elapsed: Duration,
    /// How it stands.
    pub state: State,
    /// The name that it got, where it is another one than `name`.
    pub saved_as: Option<Arc<str>>,
    /// The file on this device: the one uploaded, or the one that a finished download has made.
    pub path: Option<PathBuf>,
    /// Whether the bytes were compared, once done.
    pub integrity: Option<Integrity>,
}

/// How many there are in each state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Waiting for their turn.
    pub waiting: u32,
    /// Moving.
    pub running: u32,
    /// Held by the person.
    pub paused: u32,
    /// Waiting for the person's decision.
    pub asking: u32,
    /// Complete.
    pub done: u32,
    /// Left out.
    pub skipped: u32,
    /// Stopped by a problem.
    pub failed: u32,
    /// Stopped by the person.
    pub cancelled: u32,
}

/// All transfers together, and the first of them.
#[derive(Debug, Clone, Default)]
pub struct Overview {
    /// How many there are in each state.
    pub counts: Counts,
    /// Bytes done since the queue was last at rest.
    pub done: u64,
    /// Bytes in all since the queue was last at rest, as far as they are known.
    pub total: u64,
    /// Bytes a second, smoothed, all together.
    pub rate: u64,
    /// How long it is since the queue was last at rest.
    pub elapsed: Duration,
    /// How many folders are still being looked through.
    pub preparing: u32,
    /// Whether the service cannot be reached and is tried again by itself.
    pub offline: bool,
    /// The first [`SHOWN`]: what moves, what needs an answer, what waits in its order, what is held, what failed, what
    /// is over, the latest first.
    pub rows: Vec<Transfer>,
}

/// How many rows an overview has at most.
pub const SHOWN: usize = 200;

/// How a queue works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// How many files move at a time, 1 to 8. Up to four times as many move while they are small.
    pub at_once: u8,
    /// The most bytes a second, all transfers together.
    pub limit: Option<u64>,
    /// What to do with an upload whose name is taken.
    pub uploads: Policy,
    /// What to do with a download whose name is taken.
    pub downloads: Policy,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            at_once: 3,
            limit: None,
            uploads: Policy::default(),
            downloads: Policy::default(),
        }
    }
}
