//! One object, copied where it is (`CopyObject`), with all that is said of it: metadata, media type, tags, storage class.
//! The target is looked at first and guarded by a condition where the service knows one; afterwards it is verified.

use aws_sdk_s3::types::{MetadataDirective, StorageClass, TaggingDirective};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use tokio_util::sync::CancellationToken;

use super::about::{About, Object};
use super::change::Changes;
use super::relocate::Taken;
use super::same::{same, verify};
use crate::{Error, Files};

/// What stays as it is in the name of a copy's source.
const SOURCE: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'/')
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// From where to where.
#[derive(Debug, Clone)]
pub(super) struct Copy {
    pub(super) from: Object,
    pub(super) to: Object,
    /// What to do where the target is taken.
    pub(super) taken: Taken,
    /// Whether a target that has the same bytes already counts as the copy, because an earlier try was interrupted.
    pub(super) again: bool,
    /// What is said of the copy that is not said of the original.
    pub(super) changes: Option<Changes>,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Copied {
    /// The copy is there, verified. The entity tag is the original's.
    There { etag: Option<String> },
    /// Something else is there, and stays.
    Skipped,
}

/// What a write to the target may find there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Guard {
    Nothing,
    /// The object with this entity tag.
    This(Option<String>),
}

impl Files {
    /// Copies and verifies.
    pub(super) async fn copy(&self, copy: &Copy, cancel: &CancellationToken) -> Result<Copied, Error> {
        let original = self.about(&copy.from).await?;
        let changes = copy.changes.as_ref();
        if let Some(expected) = changes.and_then(|changes| changes.expected.as_ref())
            && original.etag.as_ref() != Some(expected)
        {
            return Err(Error::Changed { request_id: None });
        }
        let there = self.about_if_there(&copy.to).await?;
        let guard = match (&there, copy.taken) {
            (None, _) => Guard::Nothing,
            (Some(there), _) if copy.again && same(&original, there) => {
                return Ok(Copied::There { etag: original.etag });
            }
            (Some(_), Taken::Skip) => return Ok(Copied::Skipped),
            (Some(_), Taken::Refuse) => return Err(Error::Taken),
            (Some(there), Taken::Replace) => Guard::This(there.etag.clone()),
        };
        let wanted = changes.map_or_else(|| original.clone(), |changes| changes.applied(&original));
        let told = if original.size > self.largest_copy() {
            self.copy_in_parts(copy, &wanted, &guard, cancel).await
        } else {
            self.copy_whole(copy, &wanted, &guard).await
        };
        let told = match told {
            Err(Error::Changed { .. }) if guard == Guard::Nothing && self.about(&copy.to).await.is_ok() => {
                return Err(Error::Taken);
            }
            told => told?,
        };
        let made = self.about(&copy.to).await?;
        verify(&original, &made, told.as_deref())?;
        Ok(Copied::There { etag: original.etag })
    }

    async fn copy_whole(&self, copy: &Copy, wanted: &About, guard: &Guard) -> Result<Option<String>, Error> {
        let mut request = self
            .client()
            .copy_object()
            .bucket(&copy.to.bucket)
            .key(&copy.to.key)
            .copy_source(source(&copy.from))
            .set_copy_source_if_match(wanted.etag.clone())
            .metadata_directive(MetadataDirective::Copy)
            .tagging_directive(TaggingDirective::Copy)
            .set_storage_class(class(wanted))
            .set_website_redirect_location(wanted.redirect.clone());
        if copy.changes.is_some() {
            request = request
                .metadata_directive(MetadataDirective::Replace)
                .set_content_type(wanted.content_type.clone())
                .set_cache_control(wanted.cache_control.clone())
                .set_content_disposition(wanted.content_disposition.clone())
                .set_content_encoding(wanted.content_encoding.clone())
                .set_content_language(wanted.content_language.clone())
                .set_expires(expires(wanted))
                .set_metadata(Some(wanted.metadata.clone()));
        }
        request = match guard {
            Guard::Nothing => request.if_none_match("*"),
            Guard::This(etag) => request.set_if_match(etag.clone()),
        };
        let answer = request
            .customize()
            .config_override(Self::sending(wanted.size, None))
            .send()
            .await?;
        Ok(answer.copy_object_result.and_then(|result| result.e_tag))
    }
}

/// The storage class that a copy is given; without one it would be the standard one.
pub(super) fn class(original: &About) -> Option<StorageClass> {
    original
        .class
        .clone()
        .filter(|class| *class != StorageClass::Standard)
}

/// `Expires`, where it is a time.
pub(super) fn expires(about: &About) -> Option<aws_smithy_types::DateTime> {
    let text = about.expires.as_deref()?;
    aws_smithy_types::DateTime::from_str(text, aws_smithy_types::date_time::Format::HttpDate).ok()
}

/// The name of a copy's source, as its header wants it.
pub(super) fn source(object: &Object) -> String {
    let name = format!("{}/{}", object.bucket, object.key);
    let name = utf8_percent_encode(&name, SOURCE);
    match &object.version {
        Some(version) => format!("{name}?versionId={}", utf8_percent_encode(version, SOURCE)),
        None => name.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Object, source};

    #[test]
    fn a_source_is_named_so_that_no_key_can_pretend_to_be_a_version() {
        let mut object = Object::new("b", "a b+c?versionId=1/é.txt".to_owned());
        assert_eq!(source(&object), "b/a%20b%2Bc%3FversionId%3D1/%C3%A9.txt");
        object.version = Some("v/1".to_owned());
        assert!(source(&object).ends_with("%C3%A9.txt?versionId=v/1"));
    }
}
