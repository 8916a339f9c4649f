//! Transfers and their progress.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::problem::Problem;

/// All transfers of this account: what moves, what needs an answer, what waits in its order, what is held, what failed,
/// what is over.
#[derive(Debug, Clone, PartialEq, Default, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TransfersView {
    /// How many wait, run or need an answer.
    pub active: u32,
    /// How many there are; `rows` holds the first 200.
    pub total: u32,
    /// How many move.
    pub running: u32,
    /// How many wait for their turn.
    pub waiting: u32,
    /// How many are held by the person.
    pub paused: u32,
    /// How many need an answer.
    pub asking: u32,
    /// How many are complete.
    pub done: u32,
    /// How many were left out.
    pub skipped: u32,
    /// How many failed.
    pub failed: u32,
    /// How many were cancelled.
    pub cancelled: u32,
    /// Bytes done since nothing was under way.
    pub done_bytes: u64,
    /// Bytes in all since nothing was under way, as far as they are known.
    pub total_bytes: u64,
    /// Bytes a second, smoothed, all together.
    pub rate: u64,
    /// Seconds left, where the rate allows a guess.
    pub seconds_left: Option<u32>,
    /// Seconds since nothing was under way.
    pub elapsed: u32,
    /// How many folders are still looked through.
    pub preparing: u32,
    /// Whether the service cannot be reached; what waits goes on by itself.
    pub offline: bool,
    /// The first 200.
    pub rows: Vec<TransferView>,
}

/// One transfer. Progress is cumulative.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TransferView {
    /// Its number.
    pub id: u32,
    /// Up or down.
    pub direction: DirectionView,
    /// The file's name as shown.
    pub name: String,
    /// The location's id.
    pub location: String,
    /// The folder below the location.
    pub folder: String,
    /// Bytes done.
    pub done: u64,
    /// Bytes in all.
    pub total: u64,
    /// Bytes a second, smoothed.
    pub rate: u64,
    /// Seconds left, where the rate allows a guess.
    pub seconds_left: Option<u32>,
    /// Seconds for which it has been moving.
    pub elapsed: u32,
    /// How it stands.
    pub state: TransferState,
    /// Why it failed.
    pub problem: Option<Problem>,
    /// What has its name already, while an answer is needed.
    pub conflict: Option<ConflictView>,
    /// The name under which it was saved, where it differs.
    pub saved_as: Option<String>,
    /// What the bytes were compared by, such as `CRC-64/NVME`; none where there was nothing to compare with, or as long
    /// as it is not done.
    pub verified: Option<String>,
}

/// Two of the same name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ConflictView {
    /// What is there.
    pub there: SideView,
    /// What is to come.
    pub coming: SideView,
}

/// One of two of the same name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SideView {
    /// The size in bytes, where it is known.
    pub size: Option<u64>,
    /// When it was last changed, where that is known.
    pub modified: Option<i64>,
}

/// Up or down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum DirectionView {
    /// To the bucket.
    Upload,
    /// From the bucket.
    Download,
}

/// How a transfer stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum TransferState {
    /// Waiting for its turn.
    Waiting,
    /// Moving.
    Running,
    /// Held by the person.
    Paused,
    /// There is something of that name, and the person decides.
    Asking,
    /// Complete.
    Done,
    /// Left out.
    Skipped,
    /// Stopped by a problem; it can be tried again.
    Failed,
    /// Stopped by the person.
    Cancelled,
}

/// What to do where there is something of that name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum ConflictPolicy {
    /// Let the person decide.
    Ask,
    /// Put the new one in its place.
    Replace,
    /// Give the new one another name.
    KeepBoth,
    /// Leave the new one out.
    Skip,
    /// Replace what is older, else skip.
    IfNewer,
}

/// Where in the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum QueuePlace {
    /// Before all others that wait.
    Top,
    /// One place earlier.
    Up,
    /// One place later.
    Down,
}

/// How transfers work on this device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TransferSettings {
    /// How many files move at a time, 1 to 8.
    pub at_once: u8,
    /// The most bytes a second, all together; none for as many as go.
    pub limit: Option<u64>,
    /// What to do with an upload whose name is taken.
    pub uploads: ConflictPolicy,
    /// What to do with a download whose name is taken.
    pub downloads: ConflictPolicy,
}
