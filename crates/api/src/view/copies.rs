//! Files that another program has open.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::problem::Problem;

/// A file that another program has open, as a copy on this computer that is watched.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CopyView {
    /// Its number.
    pub id: u32,
    /// The location's id.
    pub location: String,
    /// The key below the location.
    pub key: String,
    /// The name as shown.
    pub name: String,
    /// The copy's name, where it had to be another one.
    pub saved_as: Option<String>,
    /// How often it was saved back.
    pub saved: u32,
    /// How it stands.
    pub state: CopyStateView,
    /// Why it could not be saved back.
    pub problem: Option<Problem>,
}

/// How such a copy stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum CopyStateView {
    /// As it is in the bucket.
    Same,
    /// On its way back.
    Saving,
    /// The file has changed meanwhile, so that nothing was written: `resolveCopy` says what then.
    Conflict,
    /// It could not be saved back.
    Failed,
    /// The app ended before it could be saved back: `resolveCopy` says what then.
    Left,
}

/// What becomes of a copy that could not be saved back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum ResolveForm {
    /// It is saved back, if the file is still the one that was copied.
    Upload,
    /// It is moved to the person's downloads.
    Keep,
    /// It replaces the file.
    Replace,
    /// It goes beside the file, under the next free name.
    KeepBoth,
    /// It is thrown away.
    Discard,
}
