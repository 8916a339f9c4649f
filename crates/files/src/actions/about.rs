//! What is known of an object, as far as a copy must keep it and a check can compare it (`HeadObject`).

use std::collections::HashMap;

use aws_sdk_s3::operation::head_object::HeadObjectOutput;
use aws_sdk_s3::types::{ChecksumMode, ChecksumType, ServerSideEncryption, StorageClass};

use crate::{Error, Files};

/// An object, named by bucket and whole key, in one of its versions or in the newest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Object {
    pub(super) bucket: String,
    pub(super) key: String,
    pub(super) version: Option<String>,
}

/// What a copy keeps and a check compares.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct About {
    pub(super) size: u64,
    pub(super) etag: Option<String>,
    pub(super) content_type: Option<String>,
    pub(super) cache_control: Option<String>,
    pub(super) content_disposition: Option<String>,
    pub(super) content_encoding: Option<String>,
    pub(super) content_language: Option<String>,
    pub(super) expires: Option<String>,
    pub(super) redirect: Option<String>,
    pub(super) metadata: HashMap<String, String>,
    pub(super) class: Option<StorageClass>,
    pub(super) encryption: Option<ServerSideEncryption>,
    /// Checksums of the whole object, by the name of their algorithm.
    pub(super) checksums: Vec<(&'static str, String)>,
}

impl Object {
    pub(super) fn new(bucket: &str, key: String) -> Self {
        Self {
            bucket: bucket.to_owned(),
            key,
            version: None,
        }
    }
}

impl Files {
    /// What is known of an object.
    pub(super) async fn about(&self, object: &Object) -> Result<About, Error> {
        let answer = self
            .client()
            .head_object()
            .bucket(&object.bucket)
            .key(&object.key)
            .set_version_id(object.version.clone())
            .checksum_mode(ChecksumMode::Enabled)
            .send()
            .await?;
        Ok(About::of(answer))
    }

    /// What is known of an object, where there is one. Whoever may not list a bucket is not told what is missing, and
    /// is answered by a listing of that one key.
    pub(super) async fn about_if_there(&self, object: &Object) -> Result<Option<About>, Error> {
        match self.about(object).await {
            Ok(about) => Ok(Some(about)),
            Err(Error::Gone { .. }) => Ok(None),
            Err(denied @ Error::Denied { .. }) => match self.is_there(&object.bucket, &object.key).await {
                Ok(false) => Ok(None),
                _ => Err(denied),
            },
            Err(error) => Err(error),
        }
    }

    /// Whether there is an object of that key, or for a key that ends with `/` anything below it.
    pub(super) async fn is_there(&self, bucket: &str, key: &str) -> Result<bool, Error> {
        let answer = self
            .client()
            .list_objects_v2()
            .bucket(bucket)
            .prefix(key)
            .max_keys(1)
            .send()
            .await?;
        let first = answer.contents().first().and_then(|object| object.key());
        Ok(first.is_some_and(|first| key.ends_with('/') || first == key))
    }
}

impl About {
    fn of(answer: HeadObjectOutput) -> Self {
        let whole = answer.checksum_type != Some(ChecksumType::Composite);
        let checksums = [
            ("CRC64NVME", answer.checksum_crc64_nvme()),
            ("CRC32", answer.checksum_crc32()),
            ("CRC32C", answer.checksum_crc32_c()),
            ("SHA256", answer.checksum_sha256()),
            ("SHA1", answer.checksum_sha1()),
        ];
        // A checksum of checksums reads `…-3`, and depends on how the object was cut.
        let checksums = checksums
            .into_iter()
            .filter_map(|(name, value)| Some((name, value?.to_owned())))
            .filter(|(_, value)| whole && !value.contains('-'))
            .collect();
        Self {
            size: answer
                .content_length
                .and_then(|size| u64::try_from(size).ok())
                .unwrap_or(0),
            checksums,
            etag: answer.e_tag,
            content_type: answer.content_type,
            cache_control: answer.cache_control,
            content_disposition: answer.content_disposition,
            content_encoding: answer.content_encoding,
            content_language: answer.content_language,
            expires: answer.expires_string,
            redirect: answer.website_redirect_location,
            metadata: answer.metadata.unwrap_or_default(),
            class: answer.storage_class,
            encryption: answer.server_side_encryption,
        }
    }
}
