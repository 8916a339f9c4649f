//! Uploads that were begun and never finished: their parts take room, and cost, until somebody throws them away
//! (`ListMultipartUploads`, `ListParts`, `AbortMultipartUpload`).

use aws_sdk_s3::types::EncodingType;
use futures_util::{StreamExt as _, stream};
use time::OffsetDateTime;

use super::objects::plain_key;
use crate::{Error, Files, Location};

/// The most that are listed at once.
const MOST: usize = 1000;
/// How many are measured at a time.
const AT_ONCE: usize = 8;

/// An upload that was begun.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unfinished {
    /// The key below the location.
    pub key: String,
    /// The upload's id.
    pub upload: String,
    /// When it was begun.
    pub begun: Option<OffsetDateTime>,
    /// What has arrived of it, in bytes; none where nobody may ask.
    pub size: Option<u64>,
}

impl Files {
    /// The unfinished uploads below a location, the oldest first.
    ///
    /// # Errors
    ///
    /// What the service says to `ListMultipartUploads`.
    pub async fn unfinished(&self, location: &Location) -> Result<Vec<Unfinished>, Error> {
        let mut found = Vec::new();
        let (mut key, mut upload): (Option<String>, Option<String>) = (None, None);
        loop {
            let page = self
                .client()
                .list_multipart_uploads()
                .bucket(&location.bucket)
                .prefix(&location.prefix)
                .encoding_type(EncodingType::Url)
                .set_key_marker(key.clone())
                .set_upload_id_marker(upload.clone())
                .send()
                .await?;
            let encoded = page.encoding_type == Some(EncodingType::Url);
            found.extend(page.uploads().iter().filter_map(|one| {
                let whole = plain_key(one.key()?, encoded);
                Some(Unfinished {
                    key: whole.strip_prefix(&location.prefix)?.to_owned(),
                    upload: one.upload_id()?.to_owned(),
                    begun: one
                        .initiated()
                        .and_then(|at| OffsetDateTime::from_unix_timestamp(at.secs()).ok()),
                    size: None,
                })
            }));
            let more = page.is_truncated().unwrap_or(false) && found.len() < MOST;
            let next = (
                page.next_key_marker().map(|key| plain_key(key, encoded)),
                page.next_upload_id_marker().map(str::to_owned),
            );
            // A service that repeats itself would be asked for ever.
            if !more || next == (key, upload) {
                break;
            }
            (key, upload) = next;
        }
        let sizes: Vec<Option<u64>> = stream::iter(found.clone())
            .map(|one| async move { self.arrived(location, &one).await.ok() })
            .buffered(AT_ONCE)
            .collect()
            .await;
        for (one, size) in found.iter_mut().zip(sizes) {
            one.size = size;
        }
        found.sort_by_key(|one| one.begun);
        Ok(found)
    }

    /// Throws the parts of an unfinished upload away. One that is gone already counts.
    ///
    /// # Errors
    ///
    /// What the service says.
    pub async fn discard(&self, location: &Location, key: &str, upload: &str) -> Result<(), Error> {
        let asked = self
            .client()
            .abort_multipart_upload()
            .bucket(&location.bucket)
            .key(location.whole(key))
            .upload_id(upload)
            .send();
        match asked.await.map_err(Error::from) {
            Ok(_) | Err(Error::Gone { .. }) => Ok(()),
            Err(Error::Refused { code, .. }) if code == "NoSuchUpload" => Ok(()),
            Err(error) => Err(error),
        }
    }

    async fn arrived(&self, location: &Location, one: &Unfinished) -> Result<u64, Error> {
        let (mut size, mut after) = (0_u64, None);
        loop {
            let page = self
                .client()
                .list_parts()
                .bucket(&location.bucket)
                .key(location.whole(&one.key))
                .upload_id(&one.upload)
                .set_part_number_marker(after.clone())
                .send()
                .await?;
            let parts = page
                .parts()
                .iter()
                .filter_map(|part| u64::try_from(part.size()?).ok());
            size = parts.fold(size, u64::saturating_add);
            let next = page.next_part_number_marker().map(str::to_owned);
            if !page.is_truncated().unwrap_or(false) || next == after {
                return Ok(size);
            }
            after = next;
        }
    }
}
