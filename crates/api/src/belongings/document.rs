//! Records shared through one JSON document in the person's private place. It is read whole with its entity tag and
//! written on the condition that it is still that version; whoever comes second merges and writes again.
//!
//! A document of a later version is never touched. One that cannot be read is copied aside before another takes its
//! place.

use std::collections::BTreeMap;

use async_trait::async_trait;
use bytes::Bytes;
use files::{Expected, Files, Location, OWN_FOLDER};
use serde::{Deserialize, Serialize};

use super::exchange::{Mark, Place, Pulled, Pushed, Trouble};
use super::merge::{Change, Extent, Found, Shared};
use super::record::{Copy, Key, Record};

/// The largest document, in bytes.
const LIMIT: u64 = 1 << 20;
/// The form that this version reads and writes.
const FORMAT: u32 = 1;
/// Under which the version of the document stands among the versions.
const WHOLE: &str = "";

/// The document of one person.
pub(crate) struct InDocument {
    files: Files,
    location: Location,
}

/// The document, as it is written.
#[derive(Debug, Serialize, Deserialize)]
struct Written {
    format: u32,
    /// Made with the document. Another one tells that the document is not the one that was known.
    epoch: String,
    /// By dataset and key.
    records: BTreeMap<String, BTreeMap<String, Record>>,
}

/// What every version of the document has.
#[derive(Deserialize)]
struct Head {
    format: u32,
}

enum Unread {
    Newer,
    Damaged,
}

impl InDocument {
    /// The document in this private place.
    pub(crate) fn new(files: Files, location: Location) -> Self {
        Self { files, location }
    }

    fn key() -> String {
        format!("{OWN_FOLDER}profile.json")
    }

    /// Copies what cannot be read to a name that its version has for itself, so that it is done once.
    async fn set_aside(&self, bytes: Bytes, etag: &str) -> Result<(), Trouble> {
        let version: String = etag.chars().filter(char::is_ascii_alphanumeric).collect();
        let key = format!("{OWN_FOLDER}profile.damaged-{version}.json");
        let copied = self
            .files
            .write_document(&self.location, &key, bytes, &Expected::Absent)
            .await;
        match copied {
            Ok(_) | Err(files::Error::Changed { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}

#[async_trait]
impl Place for InDocument {
    fn name(&self) -> &'static str {
        "document"
    }

    async fn pull(&self, mark: &Mark) -> Result<Pulled, Trouble> {
        let key = Self::key();
        let read = self.files.read_document(&self.location, &key, LIMIT);
        let Some(document) = read.await? else {
            return Ok(begun_anew(None, false));
        };
        let written = match parse(&document.bytes) {
            Ok(written) => written,
            Err(Unread::Newer) => return Err(Trouble::Newer),
            Err(Unread::Damaged) => {
                self.set_aside(document.bytes, &document.etag).await?;
                return Ok(begun_anew(Some(document.etag), true));
            }
        };
        let known = mark.epoch.as_ref() == Some(&written.epoch);
        let rest = if known { Extent::All } else { Extent::Anew };
        let records = written.records.into_iter().flat_map(|(dataset, records)| {
            let shared = |record| Shared { record, count: 1 };
            records
                .into_iter()
                .map(move |(name, record)| (Key::new(&dataset, &name), shared(record)))
        });
        Ok(Pulled {
            found: Found {
                records: records.collect(),
                rest: Some(rest),
                ..Found::default()
            },
            mark: mark_of(written.epoch),
            versions: BTreeMap::from([(WHOLE.to_owned(), document.etag)]),
            ..Pulled::default()
        })
    }

    async fn push(&self, pulled: &Pulled, copy: &Copy, changes: &[Change]) -> Pushed {
        let mut pushed = Pushed {
            mark: pulled.mark.clone(),
            ..Pushed::default()
        };
        let bytes = match bytes(pulled.mark.epoch.as_deref().unwrap_or_default(), copy) {
            Ok(bytes) if bytes.len() as u64 <= LIMIT => bytes,
            Ok(_) | Err(_) => {
                pushed.trouble = Some(Trouble::TooLarge);
                return pushed;
            }
        };
        let version = pulled.versions.get(WHOLE);
        let expected = version.map_or(Expected::Absent, |etag| Expected::Version(etag.clone()));
        let key = Self::key();
        let written = self.files.write_document(&self.location, &key, bytes, &expected);
        match written.await {
            Ok(_) => pushed.counts = changes.iter().map(|change| (change.key.clone(), 1)).collect(),
            Err(error) => pushed.trouble = Some(error.into()),
        }
        pushed
    }

    async fn settle(&self, _: &Pulled) -> Result<(), Trouble> {
        Ok(())
    }
}

fn begun_anew(version: Option<String>, set_aside: bool) -> Pulled {
    Pulled {
        found: Found {
            rest: Some(Extent::Anew),
            ..Found::default()
        },
        mark: mark_of(uuid::Uuid::new_v4().simple().to_string()),
        versions: version.map(|etag| (WHOLE.to_owned(), etag)).into_iter().collect(),
        set_aside,
        ..Pulled::default()
    }
}

fn mark_of(epoch: String) -> Mark {
    Mark {
        place: "document".to_owned(),
        epoch: Some(epoch),
        counts: BTreeMap::new(),
    }
}

fn parse(bytes: &[u8]) -> Result<Written, Unread> {
    let head: Head = serde_json::from_slice(bytes).map_err(|_| Unread::Damaged)?;
    if head.format > FORMAT {
        return Err(Unread::Newer);
    }
    serde_json::from_slice(bytes).map_err(|_| Unread::Damaged)
}

fn bytes(epoch: &str, copy: &Copy) -> Result<Bytes, serde_json::Error> {
    let mut records: BTreeMap<String, BTreeMap<String, Record>> = BTreeMap::new();
    for (key, kept) in copy {
        let dataset = records.entry(key.dataset.clone()).or_default();
        dataset.insert(key.name.clone(), kept.record.clone());
    }
    let written = Written {
        format: FORMAT,
        epoch: epoch.to_owned(),
        records,
    };
    serde_json::to_vec(&written).map(Bytes::from)
}

#[cfg(test)]
mod tests {
    use super::{Unread, parse};

    #[test]
    fn what_is_no_document_is_damaged_and_what_is_of_a_later_version_is_not() {
        let whole = r#"{"format":1,"epoch":"e","records":{"bookmarks":{"a":{"value":1,"at":2,"by":"b"}}}}"#;
        assert!(parse(whole.as_bytes()).is_ok());
        for later in [r#"{"format":2}"#, r#"{"format":99,"records":[]}"#] {
            assert!(matches!(parse(later.as_bytes()), Err(Unread::Newer)), "{later}");
        }
        for end in 0..whole.len() {
            assert!(
                matches!(parse(&whole.as_bytes()[..end]), Err(Unread::Damaged)),
                "cut off at {end}"
            );
        }
        for damaged in [
            "",
            "{}",
            "[]",
            "null",
            "\u{feff}{}",
            r#"{"format":"1"}"#,
            r#"{"format":1}"#,
        ] {
            assert!(
                matches!(parse(damaged.as_bytes()), Err(Unread::Damaged)),
                "{damaged}"
            );
        }
        let deep = "[".repeat(100_000);
        assert!(matches!(parse(deep.as_bytes()), Err(Unread::Damaged)));
    }
}
