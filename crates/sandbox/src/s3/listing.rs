//! The arithmetic of a listing: a page of keys under a prefix, with what lies behind a delimiter rolled up into
//! common prefixes. A common prefix costs one index seek, however many objects are behind it.
//! Source: Amazon S3 API Reference, ListObjectsV2.

use rusqlite::types::Value;
use rusqlite::{Connection, params};
use serde::Deserialize;
use time::OffsetDateTime;

use super::checksum::Checksum;
use super::error::StorageError;
use super::index::{length, moment};
use super::storage_class::{Class, Restored};

const SELECT: &str = "SELECT key, size, etag, modified_at, checksum, attributes, restored \
                      FROM versions INDEXED BY objects \
                      WHERE latest = 1 AND marker = 0 AND bucket = ?1 AND key >= ?2 AND key < ?3 ORDER BY key";

/// What to list.
#[derive(Debug, Clone, Default)]
pub(super) struct Query {
    pub(super) bucket: String,
    pub(super) prefix: String,
    pub(super) delimiter: Option<String>,
    /// Only what comes after this, be it a key or a common prefix.
    pub(super) after: Option<String>,
    /// The most keys and common prefixes together.
    pub(super) limit: usize,
}

/// A page of a listing.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Page {
    pub(super) objects: Vec<Listed>,
    pub(super) common_prefixes: Vec<String>,
    /// The last key or common prefix of a page that has a next one.
    pub(super) next: Option<String>,
}

/// An object as a listing shows it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Listed {
    pub(super) key: String,
    pub(super) size: u64,
    pub(super) etag: String,
    pub(super) modified_at: OffsetDateTime,
    pub(super) checksum: Option<Checksum>,
    pub(super) class: Class,
    pub(super) restored: Option<Restored>,
}

/// What a listing shows of an object's attributes.
#[derive(Deserialize)]
struct Shown {
    class: Class,
}

/// Reads one page. An empty BLOB stands for "no end": SQLite orders every TEXT before every BLOB.
pub(super) fn page(connection: &Connection, query: &Query) -> Result<Page, StorageError> {
    let mut page = Page::default();
    if query.limit == 0 {
        return Ok(page);
    }
    let end = match successor(&query.prefix) {
        Some(key) => Value::Text(key),
        None => Value::Blob(Vec::new()),
    };
    let Some(mut start) = first(query) else {
        return Ok(page);
    };
    let mut last = None;
    let mut statement = connection.prepare_cached(SELECT)?;
    'seek: loop {
        let mut rows = statement.query(params![query.bucket, start, end])?;
        while let Some(row) = rows.next()? {
            if page.objects.len() + page.common_prefixes.len() == query.limit {
                page.next = last;
                return Ok(page);
            }
            let key = row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?;
            if let Some(common) = common_prefix(key, &query.prefix, query.delimiter.as_deref()) {
                let common = common.to_owned();
                let beyond = successor(&common);
                page.common_prefixes.push(common.clone());
                last = Some(common);
                match beyond {
                    Some(key) => start = key,
                    None => return Ok(page),
                }
                continue 'seek;
            }
            last = Some(key.to_owned());
            page.objects.push(Listed {
                key: key.to_owned(),
                size: length(row.get(1)?),
                etag: row.get(2)?,
                modified_at: moment(row.get(3)?),
                checksum: serde_json::from_str(row.get_ref(4)?.as_str().map_err(rusqlite::Error::from)?)?,
                class: serde_json::from_str::<Shown>(
                    row.get_ref(5)?.as_str().map_err(rusqlite::Error::from)?,
                )?
                .class,
                restored: serde_json::from_str(row.get_ref(6)?.as_str().map_err(rusqlite::Error::from)?)?,
            });
        }
        return Ok(page);
    }
}

/// The part of `key` up to and with the first delimiter behind the prefix.
pub(super) fn common_prefix<'a>(key: &'a str, prefix: &str, delimiter: Option<&str>) -> Option<&'a str> {
    let delimiter = delimiter.filter(|delimiter| !delimiter.is_empty())?;
    let rest = key.strip_prefix(prefix)?;
    let found = rest.find(delimiter)?;
    Some(&key[..prefix.len() + found + delimiter.len()])
}

/// The least key of the page; `None` when nothing can come. A common prefix that is not after `after` is left out.
fn first(query: &Query) -> Option<String> {
    match query.after.as_deref() {
        Some(after) if after >= query.prefix.as_str() => {
            match common_prefix(after, &query.prefix, query.delimiter.as_deref()) {
                Some(common) => successor(common),
                None => Some(format!("{after}\0")),
            }
        }
        Some(_) | None => Some(query.prefix.clone()),
    }
}

/// The least text that is greater than every text beginning with `prefix`; `None` when there is none. Characters
/// and their UTF-8 bytes have the same order.
pub(super) fn successor(prefix: &str) -> Option<String> {
    let mut text = prefix.to_owned();
    while let Some(last) = text.pop() {
        if let Some(next) = (last..=char::MAX).nth(1) {
            text.push(next);
            return Some(text);
        }
    }
    None
}

#[cfg(test)]
mod tests;
