//! Finding the version that a request means, and whether its bytes can be read.

use http::{HeaderMap, HeaderValue};
use s3s::{S3ErrorCode, S3Result};

use super::Bucket;
use crate::s3::access::Caller;
use crate::s3::error::{invalid_argument, refusal};
use crate::s3::index::Entry;
use crate::s3::version_id;

impl Bucket {
    /// The version to read: refuses what is missing or deleted.
    pub(super) async fn look_up(
        &self,
        bucket: &str,
        key: &str,
        version_id: Option<&str>,
        caller: &Caller,
    ) -> S3Result<Entry> {
        if version_id.is_some_and(|id| !version_id::is_sound(id)) {
            return Err(invalid_argument("Invalid version id specified"));
        }
        match (self.storage.find(bucket, key, version_id).await?, version_id) {
            (None, Some(_)) => Err(caller.version_missing(bucket, key)),
            (None, None) => Err(caller.missing(bucket, key)),
            (Some(marker), Some(_)) if marker.marker => {
                let mut answer = refusal(
                    S3ErrorCode::MethodNotAllowed,
                    "The specified method is not allowed against this resource.",
                );
                answer.set_headers(of_marker(&marker));
                Err(answer)
            }
            (Some(marker), None) if marker.marker => {
                let mut answer = caller.missing(bucket, key);
                answer.set_headers(of_marker(&marker));
                Err(answer)
            }
            (Some(entry), _) => Ok(entry),
        }
    }

    /// Whether the bytes can be read now, and need not be restored from an archive first.
    pub(super) fn is_readable(&self, entry: &Entry) -> bool {
        let now = self.storage.clock.now();
        !entry.attributes.class.is_archive() || entry.restored.is_some_and(|copy| copy.is_ready(now))
    }
}

fn of_marker(marker: &Entry) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert("x-amz-delete-marker", HeaderValue::from_static("true"));
    if let Ok(id) = HeaderValue::from_str(&marker.version_id) {
        headers.insert("x-amz-version-id", id);
    }
    headers
}
