//! Fetches the pages of a folder, or of everything below it (`ListObjectsV2`), and puts them into the table. Keys
//! travel URL-encoded: XML cannot carry every character that a key may have.

use std::borrow::Cow;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use aws_sdk_s3::operation::list_objects_v2::ListObjectsV2Output;
use aws_sdk_s3::types::EncodingType;
use percent_encoding::percent_decode_str;
use time::OffsetDateTime;
use tokio::sync::{Notify, watch};
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

use super::filter::Filter;
use super::keyspace::{self, Ask, Found, Page};
use super::pack::Entry;
use super::table::Table;
use super::{Progress, locked};
use crate::{Error, Files, Kind, OWN_FOLDER};

/// Between two announcements.
const PAUSE: Duration = Duration::from_millis(100);

/// Where to look.
#[derive(Debug, Clone)]
pub(super) struct Source {
    pub(super) files: Files,
    pub(super) bucket: String,
    pub(super) prefix: String,
    /// Whether what lies in folders below is rolled up into those, rather than listed.
    pub(super) folders: bool,
}

pub(super) struct Request {
    pub(super) source: Source,
    /// Whether it is the top of its location, where the app has a folder of its own.
    pub(super) top: bool,
    /// What is kept of what is found.
    pub(super) keep: Option<Filter>,
    pub(super) table: Arc<Mutex<Table>>,
    pub(super) progress: watch::Sender<Progress>,
    pub(super) stop: CancellationToken,
}

/// Fetches until the end, the first error, or until it is stopped. The first page and the end are announced at once.
pub(super) async fn fetch(request: Request) {
    let Request {
        source,
        top,
        mut keep,
        table,
        progress,
        stop,
    } = request;
    let arrived = Notify::new();
    let mut seen = 0_u64;
    let take = |found: Vec<Found>| {
        seen += found.len() as u64;
        let kept = found
            .iter()
            .filter_map(|found| entry(found, top))
            .filter(|entry| {
                let kind = if entry.folder {
                    Kind::Folder
                } else {
                    Kind::of(entry.name)
                };
                let modified = entry.modified.map_or(0, OffsetDateTime::unix_timestamp);
                let takes = |keep: &mut Filter| keep.takes(kind, entry.size, modified, entry.name);
                keep.as_mut().is_none_or(takes)
            });
        let mut table = locked(&table);
        table.add(kept);
        progress.send_if_modified(|progress| {
            progress.seen = seen;
            false
        });
        arrived.notify_one();
    };
    let announce = |done, stopped, error| {
        let table = locked(&table);
        progress.send_modify(|progress| {
            *progress = Progress {
                total: table.total(),
                loaded: table.loaded(),
                seen: progress.seen,
                revision: table.revision(),
                selected: table.selected(),
                done,
                stopped,
                error,
            }
        });
    };
    let announcing = async {
        loop {
            arrived.notified().await;
            announce(false, false, None);
            sleep(PAUSE).await;
        }
    };
    let pages = keyspace::list(move |ask| source.clone().page(ask), keyspace::AT_ONCE, take);
    tokio::select! {
        biased;
        () = stop.cancelled() => announce(true, true, None),
        end = pages => announce(true, false, end.err()),
        () = announcing => {}
    }
}

/// What is shown of what was found: not the marker object of the folder itself, nor the app's own folder.
fn entry(found: &Found, top: bool) -> Option<Entry<'_>> {
    let own = top && found.name.starts_with(OWN_FOLDER);
    if found.name.is_empty() || own {
        return None;
    }
    let folder = found.name.strip_suffix('/');
    Some(Entry {
        name: folder.unwrap_or(&found.name),
        folder: folder.is_some(),
        size: if folder.is_some() { 0 } else { found.size },
        modified: found.modified.filter(|_| folder.is_none()),
        etag: found.etag.as_deref().filter(|_| folder.is_none()),
    })
}

impl Source {
    async fn page(self, ask: Ask) -> Result<Page, Error> {
        let after = ask.after.as_ref().map(|name| format!("{}{name}", self.prefix));
        let answer = self
            .files
            .client()
            .list_objects_v2()
            .bucket(&self.bucket)
            .prefix(&self.prefix)
            .set_delimiter(self.folders.then(|| "/".to_owned()))
            .encoding_type(EncodingType::Url)
            .set_start_after(after)
            .set_continuation_token(ask.token.clone())
            .send()
            .await?;
        Ok(self.read(&answer))
    }

    fn read(&self, page: &ListObjectsV2Output) -> Page {
        let encoded = page.encoding_type == Some(EncodingType::Url);
        let name = |key: Option<&str>| {
            let key = decoded(key?, encoded);
            key.strip_prefix(&self.prefix).map(str::to_owned)
        };
        let folders = page.common_prefixes().iter().filter_map(|common| {
            Some(Found {
                name: name(common.prefix())?,
                folder: true,
                size: 0,
                modified: None,
                etag: None,
            })
        });
        let objects = page.contents().iter().filter_map(|object| {
            let size = object.size().and_then(|size| u64::try_from(size).ok());
            let modified = object.last_modified();
            Some(Found {
                name: name(object.key())?,
                folder: false,
                size: size.unwrap_or(0),
                modified: modified.and_then(|at| OffsetDateTime::from_unix_timestamp(at.secs()).ok()),
                etag: object.e_tag().map(str::to_owned),
            })
        });
        let more = page.is_truncated.unwrap_or(false);
        Page {
            found: folders.chain(objects).collect(),
            next: page.next_continuation_token.clone().filter(|_| more),
        }
    }
}

/// A key as it is. S3 encodes like a form: a space travels as `+`, a plus sign as `%2B`.
fn decoded(key: &str, encoded: bool) -> Cow<'_, str> {
    if !encoded || !key.contains(['+', '%']) {
        return Cow::Borrowed(key);
    }
    let spaced = key.replace('+', " ");
    Cow::Owned(percent_decode_str(&spaced).decode_utf8_lossy().into_owned())
}

#[cfg(test)]
mod tests {
    use super::decoded;

    #[test]
    fn keys_are_decoded_as_s3_encodes_them() {
        assert_eq!(decoded("a+b/%2B%25%0A%E5%A0%B1.txt", true), "a b/+%\n報.txt");
        assert_eq!(
            decoded("a+b%20", false),
            "a+b%20",
            "a service that does not encode is not decoded"
        );
    }
}
