//! Fetches the pages of a folder one after the other (`ListObjectsV2` with a delimiter) and puts them into the
//! table. Keys travel URL-encoded: XML cannot carry every character that a key may have.

use std::borrow::Cow;
use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use aws_sdk_s3::Client;
use aws_sdk_s3::operation::list_objects_v2::ListObjectsV2Output;
use aws_sdk_s3::types::EncodingType;
use percent_encoding::percent_decode_str;
use time::OffsetDateTime;
use tokio::sync::watch;
use tokio::time::{Instant, sleep_until};

use super::table::{Entry, Table};
use super::{Progress, locked};
use crate::{Error, OWN_FOLDER};

/// Between two announcements.
const PAUSE: Duration = Duration::from_millis(100);

pub(super) struct Request {
    pub(super) client: Client,
    pub(super) bucket: String,
    pub(super) prefix: String,
    /// Whether it is the top of its location, where the app has a folder of its own.
    pub(super) top: bool,
    pub(super) table: Arc<Mutex<Table>>,
    pub(super) progress: watch::Sender<Progress>,
}

/// Fetches until the end or the first error. The first page and the end are announced at once.
pub(super) async fn fetch(request: Request) {
    let mut continuation = None;
    let mut next_announcement = Instant::now();
    let mut unannounced = false;
    loop {
        let mut page = pin!(request.page(continuation.clone()));
        let answer = loop {
            tokio::select! {
                answer = &mut page => break answer,
                () = sleep_until(next_announcement), if unannounced => {
                    request.announce(false, None);
                    unannounced = false;
                    next_announcement = Instant::now() + PAUSE;
                }
            }
        };
        let following = match answer {
            Ok(answer) => {
                request.add(&answer);
                following(answer, continuation.as_deref())
            }
            Err(error) => return request.announce(true, Some(error)),
        };
        if following.is_none() {
            return request.announce(true, None);
        }
        continuation = following;
        unannounced = true;
    }
}

/// The token of the next page. A service that repeats itself would be asked for ever.
fn following(answer: ListObjectsV2Output, before: Option<&str>) -> Option<String> {
    let more = answer.is_truncated.unwrap_or(false);
    answer
        .next_continuation_token
        .filter(|token| more && Some(token.as_str()) != before)
}

impl Request {
    async fn page(&self, continuation: Option<String>) -> Result<ListObjectsV2Output, Error> {
        let answer = self
            .client
            .list_objects_v2()
            .bucket(&self.bucket)
            .prefix(&self.prefix)
            .delimiter("/")
            .encoding_type(EncodingType::Url)
            .set_continuation_token(continuation)
            .send()
            .await?;
        Ok(answer)
    }

    /// Puts a page into the table, less the marker object of the folder itself and the app's own folder.
    fn add(&self, page: &ListObjectsV2Output) {
        let encoded = page.encoding_type == Some(EncodingType::Url);
        let name = |key: Option<&str>| {
            let key = decoded(key?, encoded);
            key.strip_prefix(&self.prefix).map(str::to_owned)
        };
        let folders: Vec<String> = page
            .common_prefixes()
            .iter()
            .filter_map(|common| name(common.prefix()))
            .filter(|folder| !(self.top && folder == OWN_FOLDER))
            .collect();
        let objects: Vec<_> = page
            .contents()
            .iter()
            .filter_map(|object| Some((name(object.key())?, object)))
            .filter(|(name, _)| !name.is_empty())
            .collect();
        let folders = folders.iter().map(|name| Entry {
            name: name.strip_suffix('/').unwrap_or(name),
            folder: true,
            size: 0,
            modified: None,
        });
        let objects = objects.iter().map(|(name, object)| Entry {
            name,
            folder: false,
            size: object
                .size()
                .and_then(|size| u64::try_from(size).ok())
                .unwrap_or(0),
            modified: object
                .last_modified()
                .and_then(|at| OffsetDateTime::from_unix_timestamp(at.secs()).ok()),
        });
        locked(&self.table).add(folders.chain(objects));
    }

    fn announce(&self, done: bool, error: Option<Error>) {
        let (total, revision) = {
            let table = locked(&self.table);
            (table.total(), table.revision())
        };
        self.progress.send_replace(Progress {
            total,
            revision,
            done,
            error,
        });
    }
}

/// A key as it is. S3 encodes like a form: a space travels as `+`, a plus sign as `%2B`.
fn decoded(key: &str, encoded: bool) -> Cow<'_, str> {
    if !encoded {
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
