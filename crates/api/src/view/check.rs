//! The test of a connection: what it looked at, and the field to mend.

use serde::Serialize;
use ts_rs::TS;

use crate::problem::Problem;

/// One thing that the test of a connection looks at.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CheckView {
    /// What is looked at.
    pub id: String,
    /// How it stands.
    pub state: CheckState,
    /// The field of the connection to mend, as a path.
    pub field: Option<String>,
    /// What is wrong.
    pub problem: Option<Problem>,
    /// How long it took, in seconds.
    pub seconds: f64,
}

/// How a check stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum CheckState {
    /// In order.
    Ok,
    /// Not in order.
    Failed,
    /// Not looked at, because something before it failed or is not set up.
    Skipped,
    /// Under way.
    Running,
}
