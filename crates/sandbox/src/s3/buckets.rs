//! The buckets of the account in the index, each with its region, its versioning and its rules for web pages.

use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::cors::Rule;
use super::error::StorageError;
use super::index::moment;

/// `BucketVersioningStatus`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Versioning {
    /// Never switched on.
    Off,
    Enabled,
    Suspended,
}

#[derive(Debug, Clone)]
pub(super) struct Record {
    pub(super) name: String,
    pub(super) region: String,
    pub(super) created_at: OffsetDateTime,
    pub(super) versioning: Versioning,
    pub(super) cors: Vec<Rule>,
}

/// The bucket of that name.
pub(super) fn find(connection: &Connection, name: &str) -> Result<Option<Record>, StorageError> {
    let found = connection
        .prepare_cached("SELECT name, region, created_at, versioning, cors FROM buckets WHERE name = ?1")?
        .query_row([name], |row| Ok(record(row)))
        .optional()?;
    found.transpose()
}

/// Every bucket, by name.
pub(super) fn all(connection: &Connection) -> Result<Vec<Record>, StorageError> {
    let mut statement = connection
        .prepare_cached("SELECT name, region, created_at, versioning, cors FROM buckets ORDER BY name")?;
    let mut rows = statement.query([])?;
    let mut records = Vec::new();
    while let Some(row) = rows.next()? {
        records.push(record(row)?);
    }
    Ok(records)
}

/// Adds the bucket, or writes it anew.
pub(super) fn put(connection: &Connection, bucket: &Record) -> Result<(), StorageError> {
    let cors = match bucket.cors.is_empty() {
        true => None,
        false => Some(serde_json::to_string(&bucket.cors)?),
    };
    connection.execute(
        "INSERT OR REPLACE INTO buckets VALUES (?1, ?2, ?3, ?4, ?5)",
        params![
            bucket.name,
            bucket.region,
            bucket.created_at.unix_timestamp(),
            serde_json::to_string(&bucket.versioning)?,
            cors,
        ],
    )?;
    Ok(())
}

/// Removes a bucket with nothing in it; `false` when it holds something, be it a delete marker.
pub(super) fn remove(connection: &Connection, name: &str) -> Result<bool, StorageError> {
    let holds: bool = connection.query_row(
        "SELECT EXISTS (SELECT 1 FROM versions WHERE bucket = ?1)",
        [name],
        |row| row.get(0),
    )?;
    if !holds {
        connection.execute("DELETE FROM buckets WHERE name = ?1", [name])?;
    }
    Ok(!holds)
}

fn record(row: &Row<'_>) -> Result<Record, StorageError> {
    let cors: Option<String> = row.get(4)?;
    Ok(Record {
        name: row.get(0)?,
        region: row.get(1)?,
        created_at: moment(row.get(2)?),
        versioning: serde_json::from_str(row.get_ref(3)?.as_str().map_err(rusqlite::Error::from)?)?,
        cors: match cors {
            Some(rules) => serde_json::from_str(&rules)?,
            None => Vec::new(),
        },
    })
}
