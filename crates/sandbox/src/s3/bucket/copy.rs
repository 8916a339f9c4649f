//! CopyObject, also across buckets, and what both kinds of copying have in common: the source and its conditions.

use s3s::dto::*;
use s3s::{S3Error, S3Request, S3Result};

use super::attributes::{Described, Extras, class, encryption, shown_checksum};
use super::{Bucket, Visit, visit};
use crate::s3::buckets::Versioning;
use crate::s3::checksum::Algorithm;
use crate::s3::error::{
    invalid_argument, invalid_object_state, invalid_request, no_such_bucket, not_implemented,
    precondition_failed,
};
use crate::s3::index::Entry;
use crate::s3::permission::on_object;
use crate::s3::precondition::{Reading, Verdict, Writing};
use crate::s3::storage::Incoming;
use crate::s3::tagging;

/// The most bytes that one copy takes from its source.
pub(super) const LARGEST: u64 = 5 * 1024 * 1024 * 1024;

/// The `x-amz-copy-source-if-*` headers.
pub(super) type Conditions = Reading;

/// What is copied.
pub(super) struct Source {
    pub(super) entry: Entry,
    /// `x-amz-copy-source-version-id`.
    pub(super) version_id: Option<String>,
}

impl Bucket {
    pub(super) async fn copy(&self, request: S3Request<CopyObjectInput>) -> S3Result<CopyObjectOutput> {
        let visit = visit(&request)?;
        let writing = Writing::of(&request.headers)?;
        let input = request.input;
        Extras {
            acl: input.acl.as_ref(),
            encryption: input.server_side_encryption.as_ref(),
            customer_key: input.sse_customer_algorithm.as_ref(),
        }
        .check()?;
        let replace = replaces(
            input.metadata_directive.as_ref().map(MetadataDirective::as_str),
            "Unknown metadata directive.",
        )?;
        let replace_tags = replaces(
            input.tagging_directive.as_ref().map(TaggingDirective::as_str),
            "Unknown tagging directive.",
        )?;
        let changes = replace || input.storage_class.is_some();
        if !changes && is_itself(&input.copy_source, &input.bucket, &input.key) {
            return Err(invalid_request(
                "This copy request is illegal because it is trying to copy an object to itself without changing the \
                 object's metadata, storage class, website redirect location or encryption attributes.",
            ));
        }
        let conditions = Conditions {
            if_match: input.copy_source_if_match,
            if_none_match: input.copy_source_if_none_match,
            if_modified_since: input.copy_source_if_modified_since,
            if_unmodified_since: input.copy_source_if_unmodified_since,
        };
        let Source {
            entry: source,
            version_id,
        } = self.source(&input.copy_source, conditions, &visit).await?;
        if source.size > LARGEST {
            return Err(too_large());
        }
        let tags = match replace_tags {
            true => tagging::parse(input.tagging.as_deref().unwrap_or_default())?,
            false => source.attributes.tags.clone(),
        };
        if !replace_tags && !tags.is_empty() {
            let read = match names_version(&input.copy_source) {
                true => "s3:GetObjectVersionTagging",
                false => "s3:GetObjectTagging",
            };
            visit
                .caller
                .require(on_object(read, &source.bucket, &source.key))?;
            let write = on_object("s3:PutObjectTagging", &input.bucket, &input.key);
            visit.caller.require(write)?;
        }
        let mut attributes = match replace {
            false => source.attributes,
            true => Described {
                content_type: input.content_type,
                cache_control: input.cache_control,
                content_disposition: input.content_disposition,
                content_encoding: input.content_encoding,
                content_language: input.content_language,
                expires: input.expires,
                metadata: input.metadata,
                storage_class: None,
                tagging: None,
            }
            .attributes()?,
        };
        attributes.tags = tags;
        attributes.class = class(input.storage_class.as_ref())?;
        let asked = input
            .checksum_algorithm
            .as_ref()
            .and_then(|name| Algorithm::named(name.as_str()));
        let algorithm = asked
            .or(source.checksum.map(|checksum| checksum.algorithm))
            .unwrap_or(Algorithm::Crc64Nvme);
        let staged = self.storage.copy(source.file, 0..source.size, algorithm).await?;
        let incoming = Incoming {
            bucket: input.bucket,
            key: input.key,
            staged,
            attributes,
        };
        let entry = self.storage.commit(incoming, writing).await??;
        let (checksum, checksum_type) = shown_checksum(&entry);
        Ok(CopyObjectOutput {
            copy_object_result: Some(CopyObjectResult {
                checksum_crc32: checksum.crc32,
                checksum_crc32c: checksum.crc32c,
                checksum_crc64nvme: checksum.crc64nvme,
                checksum_sha1: checksum.sha1,
                checksum_sha256: checksum.sha256,
                checksum_type,
                e_tag: Some(ETag::Strong(entry.etag)),
                last_modified: Some(entry.modified_at.into()),
            }),
            copy_source_version_id: version_id,
            server_side_encryption: encryption(),
            version_id: visit.shown(&entry.version_id),
            ..CopyObjectOutput::default()
        })
    }

    /// Finds the source of a copy and judges its conditions.
    pub(super) async fn source(
        &self,
        source: &CopySource,
        conditions: Conditions,
        visit: &Visit,
    ) -> S3Result<Source> {
        let CopySource::Bucket {
            bucket,
            key,
            version_id,
        } = source
        else {
            return Err(not_implemented());
        };
        let Some(record) = self.storage.bucket(bucket).await? else {
            return Err(no_such_bucket());
        };
        if version_id.is_some() {
            let there = self.storage.find(bucket, key, version_id.as_deref()).await?;
            if there.is_some_and(|entry| entry.marker) {
                return Err(invalid_request(
                    "The source of a copy request may not specifically refer to a delete marker by version id.",
                ));
            }
        }
        let entry = self
            .look_up(bucket, key, version_id.as_deref(), &visit.caller)
            .await?;
        match conditions.judge(&entry.etag, entry.modified_at) {
            Verdict::Proceed => {}
            Verdict::NotModified | Verdict::Failed => return Err(precondition_failed()),
        }
        if !self.is_readable(&entry) {
            return Err(invalid_object_state());
        }
        let shown = record.versioning != Versioning::Off;
        Ok(Source {
            version_id: shown.then(|| entry.version_id.clone()),
            entry,
        })
    }
}

pub(super) fn too_large() -> S3Error {
    invalid_request(format!(
        "The specified copy source is larger than the maximum allowable size for a copy source: {LARGEST}"
    ))
}

/// Whether the source is the latest version of the target; an older version on top of itself is no such thing.
fn is_itself(source: &CopySource, bucket: &str, key: &str) -> bool {
    match source {
        CopySource::Bucket {
            bucket: from,
            key: name,
            version_id: None,
        } => **from == *bucket && **name == *key,
        CopySource::Bucket { .. } | CopySource::AccessPoint { .. } | CopySource::Outpost { .. } => false,
    }
}

fn names_version(source: &CopySource) -> bool {
    match source {
        CopySource::Bucket { version_id, .. } => version_id.is_some(),
        CopySource::AccessPoint { .. } | CopySource::Outpost { .. } => false,
    }
}

fn replaces(directive: Option<&str>, otherwise: &'static str) -> S3Result<bool> {
    match directive {
        None | Some("COPY") => Ok(false),
        Some("REPLACE") => Ok(true),
        Some(_) => Err(invalid_argument(otherwise)),
    }
}
