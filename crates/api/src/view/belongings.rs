//! What belongs to the person on every device: bookmarks, recent places, the theme; and how this device stands to the
//! others.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::Theme;
use crate::problem::Problem;

/// What belongs to the person.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BelongingsView {
    /// The bookmarks, in the person's order.
    pub bookmarks: Vec<BookmarkView>,
    /// The folders that were opened last, the latest first; at most 20.
    pub recents: Vec<RecentView>,
    /// The theme that the person has chosen, on whatever device.
    pub theme: Option<Theme>,
    /// How this device stands to the others.
    pub sync: SyncView,
}

/// A folder that the person wants at hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BookmarkView {
    /// Its stable id, the same on every device.
    pub id: String,
    /// The location's id.
    pub location: String,
    /// The folder below the location, ending with `/` unless empty.
    pub folder: String,
    /// The person's own name for it.
    pub name: Option<String>,
}

/// A folder that was opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RecentView {
    /// Its stable id, the same on every device.
    pub id: String,
    /// The location's id.
    pub location: String,
    /// The folder below the location, ending with `/`.
    pub folder: String,
    /// When.
    pub at: i64,
}

/// How this device stands to the others.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SyncView {
    /// Whether the connection shares what belongs to the person at all.
    pub shared: bool,
    /// Whether an exchange is under way.
    pub busy: bool,
    /// How many changes the other devices have yet to learn.
    pub pending: u32,
    /// When the last exchange came to its end.
    pub at: Option<i64>,
    /// Whether what was shared could not be read, and a copy of it was set aside.
    pub set_aside: bool,
    /// Why the last exchange did not come to its end. It is tried again by itself.
    pub problem: Option<Problem>,
}

/// Where bookmarks, preferences and recent places are shared among a person's devices.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum AppDataPlace {
    /// In a document in the person's private place.
    #[default]
    Document,
    /// In the datasets of Amazon Cognito Sync, which takes no new customers.
    CognitoSync,
    /// Nowhere: each device has its own.
    Off,
}
