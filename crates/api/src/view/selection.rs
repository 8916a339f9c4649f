//! What actions are given.

use serde::Deserialize;
use ts_rs::TS;

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
