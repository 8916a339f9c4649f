//! The arithmetic of ListMultipartUploads: by key and upload id, with what lies behind a delimiter rolled up.
//! Source: Amazon S3 API Reference, ListMultipartUploads.

use rusqlite::{Connection, params};

use super::error::StorageError;
use super::index::moment;
use super::listing::{common_prefix, successor};
use super::uploads::Upload;

/// What to list.
#[derive(Debug, Clone, Default)]
pub(super) struct Query {
    pub(super) bucket: String,
    pub(super) prefix: String,
    pub(super) delimiter: Option<String>,
    pub(super) key_marker: Option<String>,
    /// Within the uploads of the key marker, only those behind this one; without it, none of them.
    pub(super) id_marker: Option<String>,
    /// The most uploads and common prefixes together.
    pub(super) limit: usize,
}

/// A page of a listing.
#[derive(Debug, Default)]
pub(super) struct Page {
    pub(super) uploads: Vec<Upload>,
    pub(super) common_prefixes: Vec<String>,
    /// The key (or common prefix) and upload id that the next page begins behind.
    pub(super) next: Option<(String, Option<String>)>,
}

/// Reads one page.
pub(super) fn page(connection: &Connection, query: &Query) -> Result<Page, StorageError> {
    let mut page = Page::default();
    let delimiter = query.delimiter.as_deref();
    let (mut key, mut id) = match (query.key_marker.as_deref(), query.id_marker.as_deref()) {
        (Some(key), id) => match (common_prefix(key, &query.prefix, delimiter), id) {
            (Some(common), _) => match successor(common) {
                Some(beyond) => (beyond, String::new()),
                None => return Ok(page),
            },
            (None, Some(id)) => (key.to_owned(), id.to_owned()),
            (None, None) => (format!("{key}\0"), String::new()),
        },
        (None, _) => (String::new(), String::new()),
    };
    let mut statement = connection.prepare_cached(
        "SELECT upload_id, key, started_at, settings FROM uploads \
         WHERE bucket = ?1 AND (key, upload_id) > (?2, ?3) AND substr(key, 1, length(?4)) = ?4 \
         AND completed IS NULL ORDER BY key, upload_id",
    )?;
    let mut last = None;
    'seek: loop {
        let mut rows = statement.query(params![query.bucket, key, id, query.prefix])?;
        while let Some(row) = rows.next()? {
            if page.uploads.len() + page.common_prefixes.len() >= query.limit {
                page.next = last;
                return Ok(page);
            }
            let upload = Upload {
                upload_id: row.get(0)?,
                bucket: query.bucket.clone(),
                key: row.get(1)?,
                started_at: moment(row.get(2)?),
                settings: serde_json::from_str(&row.get::<_, String>(3)?)?,
                completed: None,
            };
            if let Some(common) = common_prefix(&upload.key, &query.prefix, delimiter) {
                page.common_prefixes.push(common.to_owned());
                last = Some((common.to_owned(), None));
                match successor(common) {
                    Some(beyond) => (key, id) = (beyond, String::new()),
                    None => return Ok(page),
                }
                continue 'seek;
            }
            last = Some((upload.key.clone(), Some(upload.upload_id.clone())));
            page.uploads.push(upload);
        }
        return Ok(page);
    }
}
