//! ListMultipartUploads: one page of the uploads that have not ended.

use s3s::S3Result;
use s3s::dto::*;

use super::super::Bucket;
use super::super::attributes::{algorithm_name, coverage_name};
use super::page_limit;
use crate::s3::encoding;
use crate::s3::upload_listing::{self, Query};
use crate::s3::uploads::Upload;

impl Bucket {
    pub(in super::super) async fn list_uploads(
        &self,
        input: ListMultipartUploadsInput,
    ) -> S3Result<ListMultipartUploadsOutput> {
        let limit = page_limit(input.max_uploads)?;
        let url = input.encoding_type.is_some();
        let write = |text: &str| if url { encoding::url(text) } else { text.to_owned() };
        let query = Query {
            bucket: input.bucket.clone(),
            prefix: input.prefix.clone().unwrap_or_default(),
            delimiter: input.delimiter.clone(),
            key_marker: input.key_marker.clone().filter(|marker| !marker.is_empty()),
            id_marker: input.upload_id_marker.clone().filter(|marker| !marker.is_empty()),
            limit,
        };
        let page = self
            .storage
            .database
            .read(move |connection| upload_listing::page(connection, &query))
            .await?;
        let shown = |upload: Upload| MultipartUpload {
            key: Some(write(&upload.key)),
            upload_id: Some(upload.upload_id),
            initiated: Some(upload.started_at.into()),
            checksum_algorithm: upload.settings.checksum.map(|(name, _)| algorithm_name(name)),
            checksum_type: upload
                .settings
                .checksum
                .map(|(_, coverage)| coverage_name(coverage)),
            owner: Some(self.owner()),
            storage_class: Some(StorageClass::from_static(upload.settings.attributes.class.name())),
            ..MultipartUpload::default()
        };
        let prefixes = page.common_prefixes.iter();
        Ok(ListMultipartUploadsOutput {
            bucket: Some(input.bucket),
            is_truncated: Some(page.next.is_some()),
            max_uploads: i32::try_from(limit).ok(),
            key_marker: Some(write(&input.key_marker.unwrap_or_default())),
            upload_id_marker: Some(input.upload_id_marker.unwrap_or_default()),
            next_key_marker: page.next.as_ref().map(|(key, _)| write(key)),
            next_upload_id_marker: page.next.map(|(_, id)| id.unwrap_or_default()),
            prefix: Some(write(&input.prefix.unwrap_or_default())),
            delimiter: input.delimiter.map(|text| write(&text)),
            common_prefixes: Some(
                prefixes
                    .map(|prefix| CommonPrefix {
                        prefix: Some(write(prefix)),
                    })
                    .collect(),
            ),
            uploads: Some(page.uploads.into_iter().map(shown).collect()),
            encoding_type: input.encoding_type,
            ..ListMultipartUploadsOutput::default()
        })
    }
}
