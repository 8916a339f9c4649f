//! One small object that the app keeps for itself beside a person's files: read whole, written on condition, so that
//! of two writers one learns of the other. What is in it is decided elsewhere.

use bytes::{Bytes, BytesMut};

use crate::{Error, Files, Location};

/// The folder at the top of a location that the app keeps for itself. Listings leave it out.
pub const OWN_FOLDER: &str = ".gatehouse/";

/// An object as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// All its bytes.
    pub bytes: Bytes,
    /// The entity tag, quotes included: the version.
    pub etag: String,
}

/// What must hold for a write to take place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expected {
    /// There is no such object.
    Absent,
    /// It is still the version with this entity tag.
    Version(String),
}

impl Files {
    /// A whole object of at most `limit` bytes, by its key below `location`; none where there is no such object
    /// (`GetObject`).
    ///
    /// # Errors
    ///
    /// [`Error::TooLarge`] beyond the limit; else what the service says.
    pub async fn read_document(
        &self,
        location: &Location,
        key: &str,
        limit: u64,
    ) -> Result<Option<Document>, Error> {
        let asked = self
            .client()
            .get_object()
            .bucket(&location.bucket)
            .key(location.whole(key))
            .send();
        let answer = match asked.await.map_err(Error::from) {
            Ok(answer) => answer,
            Err(Error::Gone { .. }) => return Ok(None),
            Err(Error::Denied { request_id }) => {
                // Whoever may not list the bucket as a whole is not told what is missing.
                return match self.has(location, key).await {
                    Ok(false) => Ok(None),
                    _ => Err(Error::Denied { request_id }),
                };
            }
            Err(error) => return Err(error),
        };
        let mut body = answer.body;
        let mut bytes = BytesMut::new();
        while let Some(chunk) = body.try_next().await? {
            if (bytes.len() + chunk.len()) as u64 > limit {
                return Err(Error::TooLarge { limit });
            }
            bytes.extend_from_slice(&chunk);
        }
        let etag = answer.e_tag.ok_or(Error::Damaged)?;
        Ok(Some(Document {
            bytes: bytes.freeze(),
            etag,
        }))
    }

    /// Writes a whole object on a condition, and gives its entity tag (`PutObject` with `If-Match` or `If-None-Match`).
    ///
    /// # Errors
    ///
    /// [`Error::Changed`] where the condition does not hold; else what the service says.
    pub async fn write_document(
        &self,
        location: &Location,
        key: &str,
        bytes: Bytes,
        expected: &Expected,
    ) -> Result<String, Error> {
        let mut put = self
            .client()
            .put_object()
            .bucket(&location.bucket)
            .key(location.whole(key))
            .content_type("application/json")
            .content_length(i64::try_from(bytes.len()).unwrap_or(i64::MAX));
        put = match expected {
            Expected::Absent => put.if_none_match("*"),
            Expected::Version(etag) => put.if_match(etag),
        };
        let size = bytes.len() as u64;
        let sent = put
            .body(bytes.into())
            .customize()
            .config_override(Self::sending(size, None))
            .send();
        match sent.await.map_err(Error::from) {
            Ok(answer) => answer.e_tag.ok_or(Error::Damaged),
            // The version that was expected is there no more, not even as another one.
            Err(Error::Gone { request_id }) => Err(Error::Changed { request_id }),
            Err(error) => Err(error),
        }
    }

    /// Whether an object is there (`ListObjectsV2`).
    async fn has(&self, location: &Location, key: &str) -> Result<bool, Error> {
        let whole = location.whole(key);
        let answer = self
            .client()
            .list_objects_v2()
            .bucket(&location.bucket)
            .prefix(&whole)
            .max_keys(1)
            .send()
            .await?;
        let first = answer.contents().first().and_then(|object| object.key());
        Ok(first == Some(whole.as_str()))
    }
}
