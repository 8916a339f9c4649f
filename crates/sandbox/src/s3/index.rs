//! The index of the buckets: one row for each version of an object, delete markers too. What a listing shows are the
//! latest ones, in the order of the keys' UTF-8 bytes, which is S3's own order.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::checksum::Checksum;
use super::error::StorageError;
use super::storage_class::{Class, Restored};

/// The tables of the buckets. `TEXT` compares by bytes (the collation `BINARY`). Of one key, the greater number is the
/// younger version.
pub(crate) const SCHEMA: &str = "
CREATE TABLE buckets (
    name TEXT PRIMARY KEY,
    region TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    versioning TEXT NOT NULL,
    cors TEXT
) STRICT;
CREATE TABLE versions (
    number INTEGER PRIMARY KEY,
    bucket TEXT NOT NULL,
    key TEXT NOT NULL,
    version_id TEXT NOT NULL,
    latest INTEGER NOT NULL,
    marker INTEGER NOT NULL,
    file TEXT NOT NULL,
    size INTEGER NOT NULL,
    etag TEXT NOT NULL,
    modified_at INTEGER NOT NULL,
    checksum TEXT NOT NULL,
    attributes TEXT NOT NULL,
    parts TEXT NOT NULL,
    restored TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX versions_by_age ON versions (bucket, key, number DESC);
CREATE UNIQUE INDEX versions_by_id ON versions (bucket, key, version_id);
CREATE UNIQUE INDEX objects ON versions (bucket, key) WHERE latest = 1 AND marker = 0;
CREATE TABLE uploads (
    upload_id TEXT PRIMARY KEY,
    bucket TEXT NOT NULL,
    key TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    settings TEXT NOT NULL,
    completed TEXT
) STRICT;
CREATE INDEX uploads_by_key ON uploads (bucket, key, upload_id);
CREATE TABLE parts (
    upload_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    file TEXT NOT NULL,
    size INTEGER NOT NULL,
    etag TEXT NOT NULL,
    modified_at INTEGER NOT NULL,
    checksum TEXT NOT NULL,
    PRIMARY KEY (upload_id, number)
) STRICT, WITHOUT ROWID;
";

/// The version id of what a bucket without versioning holds.
pub(super) const NULL: &str = "null";

/// The columns that [`entry`] reads.
pub(super) const COLUMNS: &str = "bucket, key, version_id, latest, marker, file, size, etag, modified_at, checksum, \
                                  attributes, parts, restored";

/// What a client says about an object, and reads back as headers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Attributes {
    pub(crate) content_type: Option<String>,
    pub(crate) cache_control: Option<String>,
    pub(crate) content_disposition: Option<String>,
    pub(crate) content_encoding: Option<String>,
    pub(crate) content_language: Option<String>,
    /// `Expires`, in seconds since 1970.
    pub(crate) expires: Option<i64>,
    /// `x-amz-meta-*`, without that prefix.
    pub(crate) metadata: BTreeMap<String, String>,
    pub(crate) tags: BTreeMap<String, String>,
    pub(crate) class: Class,
}

/// A part of an object that was uploaded in parts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct PartOf {
    pub(super) number: i32,
    /// In bytes.
    pub(super) size: u64,
    /// Only where the client chose an algorithm.
    pub(super) checksum: Option<Checksum>,
}

/// One version of an object, or a delete marker.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) bucket: String,
    pub(super) key: String,
    pub(super) version_id: String,
    pub(super) latest: bool,
    /// Whether it is a delete marker, which has neither bytes nor attributes.
    pub(super) marker: bool,
    /// The name of the file with its bytes.
    pub(super) file: String,
    pub(super) size: u64,
    /// Without quotes.
    pub(super) etag: String,
    /// `LastModified`, in whole seconds.
    pub(super) modified_at: OffsetDateTime,
    pub(super) checksum: Option<Checksum>,
    pub(super) attributes: Attributes,
    /// Empty unless it was uploaded in parts.
    pub(super) parts: Vec<PartOf>,
    /// The copy that RestoreObject makes of an archived object.
    pub(super) restored: Option<Restored>,
}

impl Entry {
    /// A delete marker.
    pub(super) fn marker(bucket: &str, key: &str, modified_at: OffsetDateTime) -> Self {
        Self {
            bucket: bucket.to_owned(),
            key: key.to_owned(),
            version_id: NULL.to_owned(),
            latest: true,
            marker: true,
            file: String::new(),
            size: 0,
            etag: String::new(),
            modified_at: moment(modified_at.unix_timestamp()),
            checksum: None,
            attributes: Attributes::default(),
            parts: Vec::new(),
            restored: None,
        }
    }
}

/// The latest version of that name, be it an object or a delete marker.
pub(super) fn latest(
    connection: &Connection,
    bucket: &str,
    key: &str,
) -> Result<Option<Entry>, StorageError> {
    let sql =
        format!("SELECT {COLUMNS} FROM versions WHERE bucket = ?1 AND key = ?2 ORDER BY number DESC LIMIT 1");
    let found = connection
        .prepare_cached(&sql)?
        .query_row(params![bucket, key], |row| Ok(entry(row)))
        .optional()?;
    found.transpose()
}

/// The object of that name; `None` when there is none, or it is deleted.
pub(super) fn find(connection: &Connection, bucket: &str, key: &str) -> Result<Option<Entry>, StorageError> {
    Ok(latest(connection, bucket, key)?.filter(|entry| !entry.marker))
}

/// The version of that id.
pub(super) fn version(
    connection: &Connection,
    bucket: &str,
    key: &str,
    version_id: &str,
) -> Result<Option<Entry>, StorageError> {
    let sql = format!("SELECT {COLUMNS} FROM versions WHERE bucket = ?1 AND key = ?2 AND version_id = ?3");
    let found = connection
        .prepare_cached(&sql)?
        .query_row(params![bucket, key, version_id], |row| Ok(entry(row)))
        .optional()?;
    found.transpose()
}

/// Adds a version as the latest of its key, with the version id that it has. One of that id is replaced; the file of
/// the replaced one is returned.
pub(super) fn put(
    connection: &Connection,
    number: i64,
    entry: &Entry,
) -> Result<Option<String>, StorageError> {
    let replaced = remove(connection, &entry.bucket, &entry.key, &entry.version_id)?;
    connection
        .prepare_cached("UPDATE versions SET latest = 0 WHERE bucket = ?1 AND key = ?2 AND latest = 1")?
        .execute(params![entry.bucket, entry.key])?;
    connection
        .prepare_cached(
            "INSERT INTO versions VALUES (?1, ?2, ?3, ?4, 1, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
        )?
        .execute(params![
            number,
            entry.bucket,
            entry.key,
            entry.version_id,
            entry.marker,
            entry.file,
            i64::try_from(entry.size).unwrap_or(i64::MAX),
            entry.etag,
            entry.modified_at.unix_timestamp(),
            serde_json::to_string(&entry.checksum)?,
            serde_json::to_string(&entry.attributes)?,
            serde_json::to_string(&entry.parts)?,
            serde_json::to_string(&entry.restored)?,
        ])?;
    Ok(replaced)
}

/// Writes anew what may change in a version that is there: its tags and its restored copy.
pub(super) fn update(connection: &Connection, entry: &Entry) -> Result<(), StorageError> {
    connection
        .prepare_cached(
            "UPDATE versions SET attributes = ?4, restored = ?5 \
             WHERE bucket = ?1 AND key = ?2 AND version_id = ?3",
        )?
        .execute(params![
            entry.bucket,
            entry.key,
            entry.version_id,
            serde_json::to_string(&entry.attributes)?,
            serde_json::to_string(&entry.restored)?,
        ])?;
    Ok(())
}

/// Removes a version if there is one; the next older one becomes the latest. The file with its bytes is returned.
pub(super) fn remove(
    connection: &Connection,
    bucket: &str,
    key: &str,
    version_id: &str,
) -> Result<Option<String>, StorageError> {
    let file: Option<String> = connection
        .prepare_cached(
            "DELETE FROM versions WHERE bucket = ?1 AND key = ?2 AND version_id = ?3 RETURNING file",
        )?
        .query_row(params![bucket, key, version_id], |row| row.get(0))
        .optional()?;
    if file.is_some() {
        connection
            .prepare_cached(
                "UPDATE versions SET latest = 1 WHERE number = \
                 (SELECT number FROM versions WHERE bucket = ?1 AND key = ?2 ORDER BY number DESC LIMIT 1)",
            )?
            .execute(params![bucket, key])?;
    }
    Ok(file.filter(|file| !file.is_empty()))
}

/// The number of the next version.
pub(super) fn next_number(connection: &Connection) -> Result<i64, StorageError> {
    let newest: Option<i64> = connection
        .prepare_cached("SELECT MAX(number) FROM versions")?
        .query_row([], |row| row.get(0))?;
    Ok(newest.unwrap_or(0) + 1)
}

/// A time as the index keeps it.
pub(super) fn moment(seconds: i64) -> OffsetDateTime {
    OffsetDateTime::from_unix_timestamp(seconds).unwrap_or(OffsetDateTime::UNIX_EPOCH)
}

/// A size as SQLite keeps it.
pub(super) fn length(bytes: i64) -> u64 {
    u64::try_from(bytes).unwrap_or(0)
}

/// Reads the [`COLUMNS`] of a row.
pub(super) fn entry(row: &Row<'_>) -> Result<Entry, StorageError> {
    Ok(Entry {
        bucket: row.get(0)?,
        key: row.get(1)?,
        version_id: row.get(2)?,
        latest: row.get(3)?,
        marker: row.get(4)?,
        file: row.get(5)?,
        size: length(row.get(6)?),
        etag: row.get(7)?,
        modified_at: moment(row.get(8)?),
        checksum: serde_json::from_str(row.get_ref(9)?.as_str().map_err(rusqlite::Error::from)?)?,
        attributes: serde_json::from_str(row.get_ref(10)?.as_str().map_err(rusqlite::Error::from)?)?,
        parts: serde_json::from_str(row.get_ref(11)?.as_str().map_err(rusqlite::Error::from)?)?,
        restored: serde_json::from_str(row.get_ref(12)?.as_str().map_err(rusqlite::Error::from)?)?,
    })
}
