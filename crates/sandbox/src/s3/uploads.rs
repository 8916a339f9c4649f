//! Multipart uploads in the index: begun, filled with parts, and completed or aborted.

use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::checksum::{Algorithm, Checksum, Coverage};
use super::error::StorageError;
use super::index::{Attributes, length, moment};

/// How long a completed upload is remembered, in seconds, so that completing it again answers the same.
const REMEMBERED: i64 = 24 * 60 * 60;

/// What CreateMultipartUpload says.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Settings {
    pub(super) attributes: Attributes,
    /// Of the parts and the whole; `None` when the client named none.
    pub(super) checksum: Option<(Algorithm, Coverage)>,
}

#[derive(Debug, Clone)]
pub(super) struct Upload {
    pub(super) upload_id: String,
    pub(super) bucket: String,
    pub(super) key: String,
    pub(super) started_at: OffsetDateTime,
    pub(super) settings: Settings,
    /// The version id of the object that it became.
    pub(super) completed: Option<String>,
}

#[derive(Debug, Clone)]
pub(super) struct Part {
    pub(super) number: i32,
    pub(super) file: String,
    pub(super) size: u64,
    /// MD5, hexadecimal.
    pub(super) etag: String,
    pub(super) modified_at: OffsetDateTime,
    pub(super) checksum: Option<Checksum>,
}

/// Remembers a new upload, and forgets those that were completed long ago.
pub(super) fn begin(connection: &Connection, upload: &Upload) -> Result<(), StorageError> {
    let started_at = upload.started_at.unix_timestamp();
    connection.execute(
        "DELETE FROM uploads WHERE completed IS NOT NULL AND started_at < ?1",
        [started_at - REMEMBERED],
    )?;
    connection.execute(
        "INSERT INTO uploads VALUES (?1, ?2, ?3, ?4, ?5, NULL)",
        params![
            upload.upload_id,
            upload.bucket,
            upload.key,
            started_at,
            serde_json::to_string(&upload.settings)?
        ],
    )?;
    Ok(())
}

/// The upload of that id, if it is one for that key.
pub(super) fn find(
    connection: &Connection,
    bucket: &str,
    key: &str,
    upload_id: &str,
) -> Result<Option<Upload>, StorageError> {
    let found = connection
        .query_row(
            "SELECT started_at, settings, completed FROM uploads \
             WHERE upload_id = ?1 AND bucket = ?2 AND key = ?3",
            params![upload_id, bucket, key],
            |row| {
                Ok((
                    row.get::<_, i64>(0)?,
                    row.get::<_, String>(1)?,
                    row.get::<_, Option<String>>(2)?,
                ))
            },
        )
        .optional()?;
    let Some((started_at, settings, completed)) = found else {
        return Ok(None);
    };
    Ok(Some(Upload {
        upload_id: upload_id.to_owned(),
        bucket: bucket.to_owned(),
        key: key.to_owned(),
        started_at: moment(started_at),
        settings: serde_json::from_str(&settings)?,
        completed,
    }))
}

/// Adds a part; the file of the one that it replaces is returned.
pub(super) fn put_part(
    connection: &Connection,
    upload_id: &str,
    part: &Part,
) -> Result<Option<String>, StorageError> {
    let replaced = connection
        .query_row(
            "SELECT file FROM parts WHERE upload_id = ?1 AND number = ?2",
            params![upload_id, part.number],
            |row| row.get(0),
        )
        .optional()?;
    connection.execute(
        "INSERT OR REPLACE INTO parts VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![
            upload_id,
            part.number,
            part.file,
            i64::try_from(part.size).unwrap_or(i64::MAX),
            part.etag,
            part.modified_at.unix_timestamp(),
            serde_json::to_string(&part.checksum)?,
        ],
    )?;
    Ok(replaced)
}

/// The parts of an upload in their order.
pub(super) fn parts(connection: &Connection, upload_id: &str) -> Result<Vec<Part>, StorageError> {
    let mut statement = connection.prepare_cached(
        "SELECT number, file, size, etag, modified_at, checksum FROM parts WHERE upload_id = ?1 ORDER BY number",
    )?;
    let mut rows = statement.query([upload_id])?;
    let mut parts = Vec::new();
    while let Some(row) = rows.next()? {
        parts.push(Part {
            number: row.get(0)?,
            file: row.get(1)?,
            size: length(row.get(2)?),
            etag: row.get(3)?,
            modified_at: moment(row.get(4)?),
            checksum: serde_json::from_str(&row.get::<_, String>(5)?)?,
        });
    }
    Ok(parts)
}

/// Marks an upload as completed to that version and drops its parts.
pub(super) fn complete(
    connection: &Connection,
    upload_id: &str,
    version_id: &str,
) -> Result<(), StorageError> {
    connection.execute(
        "UPDATE uploads SET completed = ?2 WHERE upload_id = ?1",
        params![upload_id, version_id],
    )?;
    connection.execute("DELETE FROM parts WHERE upload_id = ?1", [upload_id])?;
    Ok(())
}

/// Forgets an upload and its parts.
pub(super) fn abort(connection: &Connection, upload_id: &str) -> Result<(), StorageError> {
    connection.execute("DELETE FROM parts WHERE upload_id = ?1", [upload_id])?;
    connection.execute("DELETE FROM uploads WHERE upload_id = ?1", [upload_id])?;
    Ok(())
}
