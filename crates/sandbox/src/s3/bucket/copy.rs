//! CopyObject, within the bucket.

use s3s::S3Result;
use s3s::dto::*;

use super::Bucket;
use super::attributes::{Described, Extras, encryption, shown_checksum};
use crate::s3::access::Caller;
use crate::s3::checksum::Algorithm;
use crate::s3::error::{
    invalid_argument, invalid_request, no_such_bucket, not_implemented, precondition_failed,
};
use crate::s3::precondition::{Reading, Verdict, Writing};
use crate::s3::storage::Incoming;

impl Bucket {
    pub(super) async fn copy(&self, input: CopyObjectInput, caller: &Caller) -> S3Result<CopyObjectOutput> {
        Extras {
            acl: input.acl.as_ref(),
            encryption: input.server_side_encryption.as_ref(),
            customer_key: input.sse_customer_algorithm.as_ref(),
            storage_class: input.storage_class.as_ref(),
            tagging: input.tagging.as_ref(),
        }
        .check()?;
        let from = match &input.copy_source {
            CopySource::Bucket { bucket, .. } if **bucket != *self.storage.bucket() => {
                return Err(no_such_bucket());
            }
            CopySource::Bucket {
                key,
                version_id: None,
                ..
            } => key,
            CopySource::Bucket { .. } | CopySource::AccessPoint { .. } | CopySource::Outpost { .. } => {
                return Err(not_implemented());
            }
        };
        let replace = match input.metadata_directive.as_ref().map(MetadataDirective::as_str) {
            None | Some(MetadataDirective::COPY) => false,
            Some(MetadataDirective::REPLACE) => true,
            Some(_) => return Err(invalid_argument("Unknown metadata directive.")),
        };
        if !replace && **from == *input.key {
            return Err(invalid_request(
                "This copy request is illegal because it is trying to copy an object to itself without changing the \
                 object's metadata, storage class, website redirect location or encryption attributes.",
            ));
        }
        let Some(source) = self.storage.find(from).await? else {
            return Err(caller.missing(&input.bucket, from));
        };
        let reading = Reading {
            if_match: input.copy_source_if_match,
            if_none_match: input.copy_source_if_none_match,
            if_modified_since: input.copy_source_if_modified_since,
            if_unmodified_since: input.copy_source_if_unmodified_since,
        };
        match reading.judge(&source.etag, source.modified_at) {
            Verdict::Proceed => {}
            Verdict::NotModified | Verdict::Failed => return Err(precondition_failed()),
        }
        let attributes = match replace {
            false => source.attributes,
            true => Described {
                content_type: input.content_type,
                cache_control: input.cache_control,
                content_disposition: input.content_disposition,
                content_encoding: input.content_encoding,
                content_language: input.content_language,
                expires: input.expires,
                metadata: input.metadata,
            }
            .attributes()?,
        };
        let asked = input
            .checksum_algorithm
            .as_ref()
            .and_then(|name| Algorithm::named(name.as_str()));
        let algorithm = asked
            .or(source.checksum.map(|checksum| checksum.algorithm))
            .unwrap_or(Algorithm::Crc64Nvme);
        let staged = self.storage.copy(source.file, algorithm).await?;
        let incoming = Incoming {
            key: input.key,
            staged,
            attributes,
        };
        let entry = self.storage.commit(incoming, Writing::default()).await??;
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
            server_side_encryption: encryption(),
            ..CopyObjectOutput::default()
        })
    }
}
