//! The arithmetic of ListObjectVersions: every version and delete marker under a prefix, by key and then the youngest
//! first, with what lies behind a delimiter rolled up. Source: Amazon S3 API Reference, ListObjectVersions.

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, params};

use super::error::StorageError;
use super::index::{COLUMNS, Entry, entry};
use super::listing::{common_prefix, successor};
use super::version_id;

/// What to list.
#[derive(Debug, Clone, Default)]
pub(super) struct Query {
    pub(super) bucket: String,
    pub(super) prefix: String,
    pub(super) delimiter: Option<String>,
    /// The key to go on behind, or within when a version is named.
    pub(super) key_marker: Option<String>,
    pub(super) version_id_marker: Option<String>,
    /// The most versions and common prefixes together.
    pub(super) limit: usize,
}

/// A page of a listing.
#[derive(Debug, Clone, Default)]
pub(super) struct Page {
    pub(super) entries: Vec<Entry>,
    pub(super) common_prefixes: Vec<String>,
    /// The key (or common prefix) and version id that the next page begins behind.
    pub(super) next: Option<(String, Option<String>)>,
}

/// Where a seek begins: with the versions of `key` whose number is below `number`.
struct Place {
    key: String,
    number: i64,
}

/// Reads one page.
pub(super) fn page(connection: &Connection, query: &Query) -> Result<Page, StorageError> {
    let mut page = Page::default();
    if query.limit == 0 {
        return Ok(page);
    }
    let end = match successor(&query.prefix) {
        Some(key) => Value::Text(key),
        None => Value::Blob(Vec::new()),
    };
    let Some(mut place) = first(connection, query)? else {
        return Ok(page);
    };
    let sql = format!(
        "SELECT {COLUMNS} FROM versions INDEXED BY versions_by_age \
         WHERE bucket = ?1 AND key >= ?2 AND key < ?3 AND (key > ?2 OR number < ?4) ORDER BY key, number DESC"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let mut last = None;
    'seek: loop {
        let mut rows = statement.query(params![query.bucket, place.key, end, place.number])?;
        while let Some(row) = rows.next()? {
            if page.entries.len() + page.common_prefixes.len() == query.limit {
                page.next = last;
                return Ok(page);
            }
            let entry = entry(row)?;
            if let Some(common) = common_prefix(&entry.key, &query.prefix, query.delimiter.as_deref()) {
                let beyond = successor(common);
                page.common_prefixes.push(common.to_owned());
                last = Some((common.to_owned(), None));
                match beyond {
                    Some(key) => {
                        place = Place {
                            key,
                            number: i64::MAX,
                        }
                    }
                    None => return Ok(page),
                }
                continue 'seek;
            }
            last = Some((entry.key.clone(), Some(entry.version_id.clone())));
            page.entries.push(entry);
        }
        return Ok(page);
    }
}

/// `None` when nothing can come.
fn first(connection: &Connection, query: &Query) -> Result<Option<Place>, StorageError> {
    let start = |key: String| Place {
        key,
        number: i64::MAX,
    };
    let marker = match query.key_marker.as_deref() {
        Some(marker) if marker >= query.prefix.as_str() => marker,
        Some(_) | None => return Ok(Some(start(query.prefix.clone()))),
    };
    if let Some(common) = common_prefix(marker, &query.prefix, query.delimiter.as_deref()) {
        return Ok(successor(common).map(start));
    }
    let Some(id) = query.version_id_marker.as_deref() else {
        return Ok(Some(start(format!("{marker}\0"))));
    };
    let number = match version_id::number(id) {
        Some(number) => Some(number),
        None => connection
            .query_row(
                "SELECT number FROM versions WHERE bucket = ?1 AND key = ?2 AND version_id = ?3",
                params![query.bucket, marker, id],
                |row| row.get(0),
            )
            .optional()?,
    };
    Ok(Some(Place {
        key: marker.to_owned(),
        number: number.unwrap_or(i64::MAX),
    }))
}

#[cfg(test)]
mod tests {
    use rusqlite::Connection;
    use time::OffsetDateTime;

    use super::{Query, page};
    use crate::s3::buckets::Versioning;
    use crate::s3::index::{Entry, SCHEMA, put, remove};
    use crate::s3::version_id;

    /// Each key is put as often as it is named.
    fn bucket_with(keys: &[&str]) -> Connection {
        let connection = Connection::open_in_memory().expect("a database in memory");
        connection.execute_batch(SCHEMA).expect("the schema is sound");
        for (number, key) in (1..).zip(keys) {
            let entry = Entry {
                marker: false,
                version_id: version_id::new(number, Versioning::Enabled).expect("random bytes"),
                ..Entry::marker("b", key, OffsetDateTime::UNIX_EPOCH)
            };
            put(&connection, number, &entry).expect("a row");
        }
        connection
    }

    fn numbers(query: Query, connection: &Connection, delete: bool) -> (Vec<(String, i64)>, Vec<String>) {
        let (mut versions, mut prefixes) = (Vec::new(), Vec::new());
        let mut query = Query {
            bucket: "b".to_owned(),
            ..query
        };
        loop {
            let page = page(connection, &query).expect("a page");
            assert!(page.entries.len() + page.common_prefixes.len() <= query.limit);
            for entry in &page.entries {
                if delete {
                    remove(connection, "b", &entry.key, &entry.version_id).expect("deleted");
                }
                let number = version_id::number(&entry.version_id).expect("a number");
                versions.push((entry.key.clone(), number));
            }
            prefixes.extend(page.common_prefixes);
            match page.next {
                Some((key, id)) => (query.key_marker, query.version_id_marker) = (Some(key), id),
                None => return (versions, prefixes),
            }
        }
    }

    #[test]
    fn pages_of_any_size_show_every_version_once_the_youngest_first() {
        let connection = bucket_with(&["a", "b/1", "a", "c", "b/2", "a", "b/1"]);
        for limit in [1, 2, 3, 1000] {
            let query = Query {
                limit,
                ..Query::default()
            };
            let (versions, _) = numbers(query, &connection, false);
            let expected = [
                ("a", 6),
                ("a", 3),
                ("a", 1),
                ("b/1", 7),
                ("b/1", 2),
                ("b/2", 5),
                ("c", 4),
            ];
            assert_eq!(
                versions,
                expected.map(|(key, n)| (key.to_owned(), n)),
                "pages of {limit}"
            );
            let folded = Query {
                limit,
                delimiter: Some("/".to_owned()),
                ..Query::default()
            };
            let (versions, prefixes) = numbers(folded, &connection, false);
            assert_eq!(
                (versions.len(), prefixes),
                (4, vec!["b/".to_owned()]),
                "pages of {limit}"
            );
        }
    }

    #[test]
    fn whoever_deletes_each_page_before_asking_for_the_next_misses_nothing() {
        let connection = bucket_with(&["a", "a", "a", "b", "b"]);
        let query = Query {
            limit: 2,
            ..Query::default()
        };
        assert_eq!(numbers(query, &connection, true).0.len(), 5);
    }
}
