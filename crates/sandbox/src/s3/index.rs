//! The index of the bucket: one row for each object, in the order of its key's UTF-8 bytes, which is S3's own order.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::checksum::Checksum;
use super::error::StorageError;

/// The tables of the bucket. `TEXT` compares by bytes (the collation `BINARY`).
pub(crate) const SCHEMA: &str = "
CREATE TABLE objects (
    bucket TEXT NOT NULL,
    key TEXT NOT NULL,
    file TEXT NOT NULL,
    size INTEGER NOT NULL,
    etag TEXT NOT NULL,
    modified_at INTEGER NOT NULL,
    checksum TEXT NOT NULL,
    attributes TEXT NOT NULL,
    parts TEXT NOT NULL,
    PRIMARY KEY (bucket, key)
) STRICT, WITHOUT ROWID;
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
}

/// One object.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) bucket: String,
    pub(super) key: String,
    /// The name of the file with its bytes.
    pub(super) file: String,
    pub(super) size: u64,
    /// Without quotes.
    pub(super) etag: String,
    /// `LastModified`, in whole seconds.
    pub(super) modified_at: OffsetDateTime,
    pub(super) checksum: Option<Checksum>,
    pub(super) attributes: Attributes,
    /// The sizes of its parts in bytes; empty unless it was uploaded in parts.
    pub(super) parts: Vec<u64>,
}

/// The object of that name.
pub(super) fn find(connection: &Connection, bucket: &str, key: &str) -> Result<Option<Entry>, StorageError> {
    let found = connection
        .prepare_cached(
            "SELECT bucket, key, file, size, etag, modified_at, checksum, attributes, parts FROM objects \
             WHERE bucket = ?1 AND key = ?2",
        )?
        .query_row(params![bucket, key], |row| Ok(entry(row)))
        .optional()?;
    found.transpose()
}

/// Adds the object or puts it in the place of another.
pub(super) fn put(connection: &Connection, entry: &Entry) -> Result<(), StorageError> {
    connection
        .prepare_cached("INSERT OR REPLACE INTO objects VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)")?
        .execute(params![
            entry.bucket,
            entry.key,
            entry.file,
            i64::try_from(entry.size).unwrap_or(i64::MAX),
            entry.etag,
            entry.modified_at.unix_timestamp(),
            serde_json::to_string(&entry.checksum)?,
            serde_json::to_string(&entry.attributes)?,
            serde_json::to_string(&entry.parts)?,
        ])?;
    Ok(())
}

/// Removes the object if there is one.
pub(super) fn remove(connection: &Connection, bucket: &str, key: &str) -> Result<(), StorageError> {
    connection
        .prepare_cached("DELETE FROM objects WHERE bucket = ?1 AND key = ?2")?
        .execute(params![bucket, key])?;
    Ok(())
}

/// A time as the index keeps it.
pub(super) fn moment(seconds: i64) -> OffsetDateTime {
    OffsetDateTime::from_unix_timestamp(seconds).unwrap_or(OffsetDateTime::UNIX_EPOCH)
}

/// A size as SQLite keeps it.
pub(super) fn length(bytes: i64) -> u64 {
    u64::try_from(bytes).unwrap_or(0)
}

fn entry(row: &Row<'_>) -> Result<Entry, StorageError> {
    Ok(Entry {
        bucket: row.get(0)?,
        key: row.get(1)?,
        file: row.get(2)?,
        size: length(row.get(3)?),
        etag: row.get(4)?,
        modified_at: moment(row.get(5)?),
        checksum: serde_json::from_str(row.get_ref(6)?.as_str().map_err(rusqlite::Error::from)?)?,
        attributes: serde_json::from_str(row.get_ref(7)?.as_str().map_err(rusqlite::Error::from)?)?,
        parts: serde_json::from_str(row.get_ref(8)?.as_str().map_err(rusqlite::Error::from)?)?,
    })
}
