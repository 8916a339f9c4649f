//! Folders: which there are in one, and one of its own, an empty object whose key ends with `/`, as every other S3
//! client makes it.

use aws_sdk_s3::primitives::ByteStream;
use aws_sdk_s3::types::EncodingType;

use super::objects::plain_key;
use crate::{Error, Files, Location, OWN_FOLDER};

/// How many pages are looked through for folders.
const PAGES: usize = 10;

impl Files {
    /// The folders in `folder`, by their keys below `location`, and whether there may be more (`ListObjectsV2`).
    ///
    /// # Errors
    ///
    /// What the service says.
    pub async fn subfolders(&self, location: &Location, folder: &str) -> Result<(Vec<String>, bool), Error> {
        let mut found = Vec::new();
        let mut continuation = None;
        for _ in 0..PAGES {
            let page = self
                .client()
                .list_objects_v2()
                .bucket(&location.bucket)
                .prefix(location.whole(folder))
                .delimiter("/")
                .encoding_type(EncodingType::Url)
                .set_continuation_token(continuation)
                .send()
                .await?;
            let encoded = page.encoding_type == Some(EncodingType::Url);
            let keys = page.common_prefixes().iter().filter_map(|common| {
                let whole = plain_key(common.prefix()?, encoded);
                whole.strip_prefix(&location.prefix).map(str::to_owned)
            });
            found.extend(keys.filter(|key| key != OWN_FOLDER));
            continuation = page.next_continuation_token;
            if continuation.is_none() {
                return Ok((found, false));
            }
        }
        Ok((found, true))
    }

    /// Makes a folder (`PutObject` with `If-None-Match`) and gives its key below `location`. Judge the name by
    /// [`crate::NameFault`] before.
    ///
    /// # Errors
    ///
    /// [`Error::Taken`] where a file or a folder has this name; else what the service says.
    pub async fn new_folder(&self, location: &Location, folder: &str, name: &str) -> Result<String, Error> {
        let file = format!("{folder}{name}");
        let key = format!("{file}/");
        if self.taken(location, &key).await? || self.taken(location, &file).await? {
            return Err(Error::Taken);
        }
        let put = self
            .client()
            .put_object()
            .bucket(&location.bucket)
            .key(location.whole(&key))
            .if_none_match("*")
            .content_length(0)
            .body(ByteStream::from_static(b""))
            .send();
        match put.await.map_err(Error::from) {
            Ok(_) => Ok(key),
            Err(Error::Changed { .. }) => Err(Error::Taken),
            Err(error) => Err(error),
        }
    }
}
