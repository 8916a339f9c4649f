//! Transfers and their progress.

use serde::Serialize;
use ts_rs::TS;

use crate::problem::Problem;

/// All transfers of this session, newest first.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TransfersView {
    /// How many wait or run.
    pub active: u32,
    /// How many there are; `rows` holds the first 200.
    pub total: u32,
    /// Bytes done of those that wait or run.
    pub done_bytes: u64,
    /// Bytes in all of those that wait or run.
    pub total_bytes: u64,
    /// Bytes a second, smoothed, all together.
    pub rate: u64,
    /// Seconds left, where the rate allows a guess.
    pub seconds_left: Option<u32>,
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
    /// How it stands.
    pub state: TransferState,
    /// Why it failed.
    pub problem: Option<Problem>,
    /// The name under which a download was saved, where it differs.
    pub saved_as: Option<String>,
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
    /// Complete.
    Done,
    /// Stopped by a problem; it can be tried again.
    Failed,
    /// Stopped by the person.
    Cancelled,
}
