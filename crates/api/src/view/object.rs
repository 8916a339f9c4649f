//! One object: what is known of it, its versions, links to it; and uploads that were never finished.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::ItemsForm;

/// Everything that is known of an object.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FactsView {
    /// The key below the location.
    pub key: String,
    /// The name as shown.
    pub name: String,
    /// Its size.
    pub size: u64,
    /// When it was last changed.
    pub modified: Option<i64>,
    /// The entity tag, quotes included.
    pub etag: Option<String>,
    /// The version, where versions are kept.
    pub version: Option<String>,
    /// The storage class as the service names it; none for the standard one.
    pub class: Option<String>,
    /// How it is encrypted.
    pub encryption: Option<String>,
    /// By which key, where it is one of the owner's.
    pub encryption_key: Option<String>,
    /// Its checksums.
    pub checksums: Vec<ChecksumView>,
    /// How it is described.
    pub description: DescriptionForm,
    /// Its tags; none where nobody may ask.
    pub tags: Option<Vec<ObjectTag>>,
    /// Whether it is being brought back from the archive.
    pub restoring: bool,
    /// Until when it is back from the archive.
    pub restored_until: Option<i64>,
    /// Until when it cannot be deleted.
    pub locked_until: Option<i64>,
    /// Whether it is kept until somebody lets go of it.
    pub legal_hold: bool,
    /// What a tester types for the same.
    pub command: String,
}

/// A checksum.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ChecksumView {
    /// The algorithm.
    pub name: String,
    /// The value, in Base64.
    pub value: String,
    /// Whether it is of the whole object, rather than of its parts' checksums.
    pub whole: bool,
}

/// How an object is described to whoever reads it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DescriptionForm {
    /// `Content-Type`.
    pub content_type: Option<String>,
    /// `Cache-Control`.
    pub cache_control: Option<String>,
    /// `Content-Disposition`.
    pub content_disposition: Option<String>,
    /// `Content-Encoding`.
    pub content_encoding: Option<String>,
    /// `Content-Language`.
    pub content_language: Option<String>,
    /// `x-amz-meta-…`, without that.
    pub metadata: BTreeMap<String, String>,
}

/// A tag of an object.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ObjectTag {
    /// Its key.
    pub key: String,
    /// Its value.
    pub value: String,
}

/// An object, in one of its versions or the newest.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ObjectForm {
    /// The location's id.
    pub location: String,
    /// The key below the location.
    pub key: String,
    /// The version.
    pub version: Option<String>,
}

/// Another description of an object.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DescribeForm {
    /// The object.
    pub object: ObjectForm,
    /// The entity tag of what was seen.
    pub etag: Option<String>,
    /// The description.
    pub description: DescriptionForm,
}

/// A change to what is said of many objects.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ChangeForm {
    /// Of which.
    pub items: ItemsForm,
    /// The change.
    pub change: ChangeKind,
}

/// What is changed.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase",
    deny_unknown_fields
)]
pub enum ChangeKind {
    /// Tags given and taken away.
    Tags {
        /// Given, in place of those of the same key.
        add: Vec<ObjectTag>,
        /// The keys of those taken away.
        remove: Vec<String>,
    },
    /// Another storage class.
    Class {
        /// As the service names it.
        class: String,
    },
    /// Brought back from the archive for a while.
    Restore {
        /// How many days.
        days: u32,
        /// How soon.
        speed: SpeedForm,
    },
}

/// How soon something comes back from the archive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum SpeedForm {
    /// Within minutes.
    Expedited,
    /// Within hours.
    Standard,
    /// Within a day or two.
    Bulk,
}

/// A link to make.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ShareForm {
    /// To what; for an upload, where the file is to be put.
    pub object: ObjectForm,
    /// How long it is wished to hold, in seconds.
    pub seconds: u32,
    /// Whether it saves a file rather than shows it.
    pub download: bool,
    /// Whether somebody may put a file there by it.
    pub upload: bool,
    /// Whether it is drawn, to be scanned, rather than copied.
    pub picture: bool,
}

/// A file that somebody without an account is asked for.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RequestForm {
    /// The location's id.
    pub location: String,
    /// The folder that it will be in, ending with `/` unless empty.
    pub folder: String,
    /// Its name there.
    pub name: String,
    /// How long it may be sent, in seconds.
    pub seconds: u32,
    /// How large it may be, in millions of bytes.
    pub megabytes: u32,
}

/// A link that was made. The link itself is on the clipboard, or in the picture.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LinkView {
    /// When it ends.
    pub until: i64,
    /// Whether that is earlier than was wished, because the person's access ends then.
    pub shortened: bool,
    /// The address of the picture, where one was asked for.
    pub picture: Option<String>,
}

/// Some versions of an object, newest first.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct VersionsView {
    /// The versions.
    pub versions: Vec<VersionView>,
    /// Where the next ones begin, where there are more.
    pub next: Option<VersionMarkForm>,
}

/// A version of an object.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct VersionView {
    /// The key below the location.
    pub key: String,
    /// The name as shown.
    pub name: String,
    /// Its id.
    pub id: String,
    /// Its size.
    pub size: u64,
    /// When it was made.
    pub modified: Option<i64>,
    /// Whether it is the newest.
    pub latest: bool,
    /// Whether it marks that the object was deleted.
    pub deleted: bool,
}

/// Where a listing of versions goes on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct VersionMarkForm {
    /// The last key.
    pub key: String,
    /// Its last version.
    pub version: String,
}

/// An upload that was never finished.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct UnfinishedView {
    /// The key below the location.
    pub key: String,
    /// The path as shown.
    pub path: String,
    /// The upload's id.
    pub upload: String,
    /// When it was begun.
    pub begun: Option<i64>,
    /// What has arrived of it, where that may be asked.
    pub size: Option<u64>,
}
