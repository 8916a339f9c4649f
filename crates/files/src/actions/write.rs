//! Small texts that are written in the app: new ones, and ones that were looked at. What somebody else wrote meanwhile
//! is never replaced unasked; what an object has besides its bytes, it keeps.

use aws_sdk_s3::primitives::ByteStream;

use super::about::{About, Object};
use super::copy::Guard;
use super::tags::Tag;
use crate::{Error, Files, Location, names};

/// The media type of a new text.
const PLAIN: &str = "text/plain; charset=utf-8";

/// Where a text goes that was changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Writing {
    /// In place of the object with this entity tag, and of no other.
    Over(Option<String>),
    /// In place of whatever is there.
    Replace,
    /// Beside it, under the next free name.
    Beside,
}

impl Files {
    /// Makes an empty text (`PutObject` with `If-None-Match`) and gives its key below `location`. Judge the name by
    /// [`crate::NameFault`] before.
    ///
    /// # Errors
    ///
    /// [`Error::Taken`] where a file or a folder has this name; else what the service says.
    pub async fn new_text(&self, location: &Location, folder: &str, name: &str) -> Result<String, Error> {
        let key = format!("{folder}{name}");
        if self.taken(location, &format!("{key}/")).await? {
            return Err(Error::Taken);
        }
        let about = About {
            content_type: Some(PLAIN.to_owned()),
            ..About::default()
        };
        let object = Object::new(&location.bucket, location.whole(&key));
        match self
            .put_text(&object, &about, &[], String::new(), &Guard::Nothing)
            .await
        {
            Err(Error::Changed { .. }) => Err(Error::Taken),
            put => put.map(|()| key),
        }
    }

    /// Writes a text that was changed (`PutObject` with `If-Match` or `If-None-Match`), and gives the key that it has
    /// then.
    ///
    /// # Errors
    ///
    /// [`Error::Changed`] where another object is there by now, or none; else what the service says.
    pub async fn write_text(
        &self,
        location: &Location,
        key: &str,
        text: String,
        writing: Writing,
    ) -> Result<String, Error> {
        let object = Object::new(&location.bucket, location.whole(key));
        let about = match self.about_if_there(&object).await? {
            Some(about) => about,
            None if matches!(writing, Writing::Over(_)) => return Err(Error::Changed { request_id: None }),
            None => About::default(),
        };
        let tags = match self.tags(location, key, None).await {
            Ok(tags) => tags,
            Err(Error::Denied { .. } | Error::Gone { .. }) => Vec::new(),
            Err(error) => return Err(error),
        };
        let (key, guard) = match writing {
            Writing::Over(etag) => (key.to_owned(), Guard::This(etag)),
            Writing::Replace if about.etag.is_none() => (key.to_owned(), Guard::Nothing),
            Writing::Replace => (key.to_owned(), Guard::This(about.etag.clone())),
            Writing::Beside => {
                let name = names::last_part(key);
                let folder = key.strip_suffix(name).unwrap_or_default();
                let used = std::iter::once(key.to_owned()).collect();
                let free = self.free_key(location, folder, name, false, &used);
                (free.await?, Guard::Nothing)
            }
        };
        let object = Object::new(&location.bucket, location.whole(&key));
        self.put_text(&object, &about, &tags, text, &guard).await?;
        Ok(key)
    }

    async fn put_text(
        &self,
        object: &Object,
        about: &About,
        tags: &[Tag],
        text: String,
        guard: &Guard,
    ) -> Result<(), Error> {
        let about = about.clone();
        let size = text.len() as u64;
        let mut put = self
            .client()
            .put_object()
            .bucket(&object.bucket)
            .key(&object.key)
            .set_content_type(about.content_type)
            .set_cache_control(about.cache_control)
            .set_content_disposition(about.content_disposition)
            .set_content_encoding(about.content_encoding)
            .set_content_language(about.content_language)
            .set_website_redirect_location(about.redirect)
            .set_metadata(Some(about.metadata))
            .set_storage_class(about.class)
            .set_tagging((!tags.is_empty()).then(|| super::tags::as_header(tags)));
        put = match guard {
            Guard::Nothing => put.if_none_match("*"),
            Guard::This(etag) => put.set_if_match(etag.clone()),
        };
        let sent = put
            .body(ByteStream::from(text.into_bytes()))
            .customize()
            .config_override(Self::sending(size, None))
            .send();
        match sent.await.map_err(Error::from) {
            Ok(_) => Ok(()),
            // It is gone, which is a change too.
            Err(Error::Gone { request_id }) => Err(Error::Changed { request_id }),
            Err(error) => Err(error),
        }
    }
}
