//! From what a person has chosen to the objects that it means: a file is one, a folder is everything below it, in pages
//! of a thousand (`ListObjectsV2`), so that a million objects never stand in memory at once.

use aws_sdk_s3::types::EncodingType;
use percent_encoding::percent_decode_str;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use crate::{Error, Files, Location};

/// One thing that a person has chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// The key below the location; a folder's ends with `/`.
    pub key: String,
    /// Whether everything below it is meant.
    pub folder: bool,
    /// A file's size in bytes, where it is known.
    pub size: Option<u64>,
    /// A file's entity tag, where it is known.
    pub etag: Option<String>,
}

impl Item {
    /// Something of which only the key is known. One that ends with `/` means everything below it.
    pub fn of_key(key: &str) -> Self {
        Self {
            key: key.to_owned(),
            folder: key.ends_with('/'),
            size: None,
            etag: None,
        }
    }

    /// One object, even where its key ends with `/`.
    pub(super) fn single(key: &str) -> Self {
        Self {
            folder: false,
            ..Self::of_key(key)
        }
    }
}

/// An object that something is to be done with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    /// Which item it belongs to.
    pub(super) item: usize,
    /// The key below the location.
    pub(super) key: String,
    pub(super) size: u64,
    pub(super) etag: Option<String>,
}

/// Sends every object that the items mean. Ends early where nobody listens any more, or when cancelled.
pub(super) async fn find(
    files: &Files,
    location: &Location,
    items: &[Item],
    cancel: &CancellationToken,
    out: mpsc::Sender<Found>,
) -> Result<(), Error> {
    for (at, item) in items.iter().enumerate() {
        if cancel.is_cancelled() {
            return Ok(());
        }
        if item.folder {
            below(files, location, at, &item.key, cancel, &out).await?;
        } else {
            let found = Found {
                item: at,
                key: item.key.clone(),
                size: item.size.unwrap_or(0),
                etag: item.etag.clone(),
            };
            if out.send(found).await.is_err() {
                return Ok(());
            }
        }
    }
    Ok(())
}

async fn below(
    files: &Files,
    location: &Location,
    item: usize,
    folder: &str,
    cancel: &CancellationToken,
    out: &mpsc::Sender<Found>,
) -> Result<(), Error> {
    let mut continuation: Option<String> = None;
    loop {
        let asked = files
            .client()
            .list_objects_v2()
            .bucket(&location.bucket)
            .prefix(location.whole(folder))
            .encoding_type(EncodingType::Url)
            .set_continuation_token(continuation.clone())
            .send();
        let Some(page) = cancel.run_until_cancelled(asked).await else {
            return Ok(());
        };
        let page = page?;
        let encoded = page.encoding_type == Some(EncodingType::Url);
        for object in page.contents() {
            let whole = plain_key(object.key().unwrap_or_default(), encoded);
            let Some(key) = whole.strip_prefix(&location.prefix) else {
                continue;
            };
            let found = Found {
                item,
                key: key.to_owned(),
                size: object
                    .size()
                    .and_then(|size| u64::try_from(size).ok())
                    .unwrap_or(0),
                etag: object.e_tag().map(str::to_owned),
            };
            if out.send(found).await.is_err() {
                return Ok(());
            }
        }
        let more = page.is_truncated().unwrap_or(false);
        let next = page.next_continuation_token;
        // A service that repeats itself would be asked for ever.
        if !more || next.is_none() || next == continuation {
            return Ok(());
        }
        continuation = next;
    }
}

/// A key as it is. S3 encodes like a form: a space travels as `+`, a plus sign as `%2B`.
pub(super) fn plain_key(key: &str, encoded: bool) -> String {
    if !encoded {
        return key.to_owned();
    }
    let spaced = key.replace('+', " ");
    percent_decode_str(&spaced).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::plain_key;

    #[test]
    fn an_encoded_key_keeps_its_spaces_and_plus_signs() {
        assert_eq!(plain_key("a+b%2Bc/%E2%9C%93", true), "a b+c/✓");
        assert_eq!(plain_key("a+b%2B", false), "a+b%2B");
    }
}
