//! Multipart uploads: beginning, filling, aborting, and listing the parts.

mod complete;
mod copy_part;
mod list;

use s3s::dto::*;
use s3s::{S3Request, S3Result};
use uuid::Uuid;

use super::Bucket;
use super::attributes::{ChecksumFields, Described, Extras, algorithm_name, coverage_name, encryption};
use super::write::Promise;
use crate::s3::checksum::{Algorithm, Coverage};
use crate::s3::error::{StorageError, invalid_argument, invalid_request, no_such_upload};
use crate::s3::uploads::{self, Settings, Upload};

/// Part numbers go from 1 to this.
const MOST_PARTS: i32 = 10_000;
/// The most that a page of parts or uploads holds.
const PAGE: usize = 1000;

impl Bucket {
    pub(super) async fn begin_upload(
        &self,
        input: CreateMultipartUploadInput,
    ) -> S3Result<CreateMultipartUploadOutput> {
        Extras {
            acl: input.acl.as_ref(),
            encryption: input.server_side_encryption.as_ref(),
            customer_key: input.sse_customer_algorithm.as_ref(),
        }
        .check()?;
        let checksum = checksum(input.checksum_algorithm.as_ref(), input.checksum_type.as_ref())?;
        let attributes = Described {
            content_type: input.content_type,
            cache_control: input.cache_control,
            content_disposition: input.content_disposition,
            content_encoding: input.content_encoding,
            content_language: input.content_language,
            expires: input.expires,
            metadata: input.metadata,
            storage_class: input.storage_class,
            tagging: input.tagging,
        }
        .attributes()?;
        let upload = Upload {
            upload_id: format!("{}{}", Uuid::new_v4().simple(), Uuid::new_v4().simple()),
            bucket: input.bucket,
            key: input.key,
            started_at: self.storage.clock.now(),
            settings: Settings { attributes, checksum },
            completed: None,
        };
        let row = upload.clone();
        self.storage
            .database
            .write(move |transaction| uploads::begin(transaction, &row))
            .await?;
        Ok(CreateMultipartUploadOutput {
            bucket: Some(upload.bucket),
            key: Some(upload.key),
            upload_id: Some(upload.upload_id),
            checksum_algorithm: checksum.map(|(algorithm, _)| algorithm_name(algorithm)),
            checksum_type: checksum.map(|(_, coverage)| coverage_name(coverage)),
            server_side_encryption: encryption(),
            ..CreateMultipartUploadOutput::default()
        })
    }

    pub(super) async fn put_part(&self, request: S3Request<UploadPartInput>) -> S3Result<UploadPartOutput> {
        let input = request.input;
        check_number(input.part_number)?;
        let upload = self
            .open_upload(&input.bucket, &input.key, &input.upload_id)
            .await?;
        let checksum = ChecksumFields {
            crc32: input.checksum_crc32,
            crc32c: input.checksum_crc32c,
            crc64nvme: input.checksum_crc64nvme,
            sha1: input.checksum_sha1,
            sha256: input.checksum_sha256,
        };
        let promise = Promise::read(
            input.content_md5,
            checksum,
            &request.headers,
            request.trailing_headers,
        )?;
        let of_upload = upload.settings.checksum.map(|(algorithm, _)| algorithm);
        if let (Some(expected), Some(actual)) = (of_upload, promise.algorithm)
            && expected != actual
        {
            return Err(invalid_request(format!(
                "Checksum Type mismatch occurred, expected checksum Type: {}, actual checksum Type: {}",
                expected.name().to_lowercase(),
                actual.name().to_lowercase(),
            )));
        }
        let shown = promise.algorithm.or(of_upload);
        let default = of_upload.unwrap_or(Algorithm::Crc64Nvme);
        let staged = self
            .receive(input.body, input.content_length, promise, default)
            .await?;
        let part = self.storage.part(input.part_number, &staged);
        let Some(part) = self.storage.put_part(&upload, part, staged).await? else {
            return Err(no_such_upload());
        };
        let checksum = match (part.checksum, shown) {
            (Some(checksum), Some(_)) => ChecksumFields::of(checksum.algorithm, checksum.value),
            (Some(_), None) | (None, _) => ChecksumFields::default(),
        };
        Ok(UploadPartOutput {
            e_tag: Some(ETag::Strong(part.etag)),
            checksum_crc32: checksum.crc32,
            checksum_crc32c: checksum.crc32c,
            checksum_crc64nvme: checksum.crc64nvme,
            checksum_sha1: checksum.sha1,
            checksum_sha256: checksum.sha256,
            server_side_encryption: encryption(),
            ..UploadPartOutput::default()
        })
    }

    pub(super) async fn abort_upload(
        &self,
        input: AbortMultipartUploadInput,
    ) -> S3Result<AbortMultipartUploadOutput> {
        let upload = self
            .open_upload(&input.bucket, &input.key, &input.upload_id)
            .await?;
        let files = self
            .storage
            .database
            .write(move |transaction| {
                let parts = uploads::parts(transaction, &upload.upload_id)?;
                uploads::abort(transaction, &upload.upload_id)?;
                Ok::<_, StorageError>(parts.into_iter().map(|part| part.file).collect::<Vec<_>>())
            })
            .await?;
        self.storage.discard(files).await;
        Ok(AbortMultipartUploadOutput::default())
    }

    pub(super) async fn list_parts_of(&self, input: ListPartsInput) -> S3Result<ListPartsOutput> {
        let upload = self
            .open_upload(&input.bucket, &input.key, &input.upload_id)
            .await?;
        let limit = page_limit(input.max_parts)?;
        let marker = input.part_number_marker.unwrap_or(0);
        let upload_id = upload.upload_id.clone();
        let mut parts = self
            .storage
            .database
            .read(move |connection| uploads::parts(connection, &upload_id))
            .await?;
        parts.retain(|part| part.number > marker);
        let truncated = parts.len() > limit;
        parts.truncate(limit);
        let checksum = upload.settings.checksum;
        Ok(ListPartsOutput {
            bucket: Some(input.bucket),
            key: Some(input.key),
            upload_id: Some(upload.upload_id),
            is_truncated: Some(truncated),
            max_parts: i32::try_from(limit).ok(),
            part_number_marker: Some(marker),
            next_part_number_marker: parts.last().map(|part| part.number),
            checksum_algorithm: checksum.map(|(algorithm, _)| algorithm_name(algorithm)),
            checksum_type: checksum.map(|(_, coverage)| coverage_name(coverage)),
            owner: Some(self.owner()),
            storage_class: Some(StorageClass::from_static(upload.settings.attributes.class.name())),
            parts: Some(
                parts
                    .into_iter()
                    .map(|part| shown(part, checksum.is_some()))
                    .collect(),
            ),
            ..ListPartsOutput::default()
        })
    }

    /// The upload, unless it is unknown or already completed.
    async fn open_upload(&self, bucket: &str, key: &str, upload_id: &str) -> S3Result<Upload> {
        let found = self.storage.upload(bucket, key, upload_id).await?;
        found
            .filter(|upload| upload.completed.is_none())
            .ok_or_else(no_such_upload)
    }
}

fn shown(part: uploads::Part, with_checksum: bool) -> Part {
    let checksum = match part.checksum.filter(|_| with_checksum) {
        Some(checksum) => ChecksumFields::of(checksum.algorithm, checksum.value),
        None => ChecksumFields::default(),
    };
    Part {
        part_number: Some(part.number),
        size: i64::try_from(part.size).ok(),
        e_tag: Some(ETag::Strong(part.etag)),
        last_modified: Some(part.modified_at.into()),
        checksum_crc32: checksum.crc32,
        checksum_crc32c: checksum.crc32c,
        checksum_crc64nvme: checksum.crc64nvme,
        checksum_sha1: checksum.sha1,
        checksum_sha256: checksum.sha256,
    }
}

fn check_number(number: i32) -> S3Result<()> {
    match (1..=MOST_PARTS).contains(&number) {
        true => Ok(()),
        false => Err(invalid_argument(
            "Part number must be an integer between 1 and 10000, inclusive",
        )),
    }
}

/// The checksum of a new upload.
fn checksum(
    algorithm: Option<&ChecksumAlgorithm>,
    coverage: Option<&ChecksumType>,
) -> S3Result<Option<(Algorithm, Coverage)>> {
    let Some(name) = algorithm else {
        return match coverage {
            None => Ok(None),
            Some(_) => Err(invalid_request(
                "The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.",
            )),
        };
    };
    let algorithm = Algorithm::named(name.as_str())
        .ok_or_else(|| invalid_request("Checksum algorithm provided is unsupported."))?;
    let coverage = match coverage.map(ChecksumType::as_str) {
        None => algorithm.default_coverage(),
        Some(ChecksumType::COMPOSITE) => Coverage::Composite,
        Some(ChecksumType::FULL_OBJECT) => Coverage::FullObject,
        Some(_) => {
            return Err(invalid_request(
                "Value for x-amz-checksum-type header is invalid.",
            ));
        }
    };
    if !algorithm.allows(coverage) {
        let name = algorithm.name().to_lowercase();
        let kind = coverage_name(coverage);
        return Err(invalid_request(format!(
            "The {} checksum type cannot be used with the {name} checksum algorithm.",
            kind.as_str()
        )));
    }
    Ok(Some((algorithm, coverage)))
}

fn page_limit(asked: Option<i32>) -> S3Result<usize> {
    match asked.map(usize::try_from) {
        None => Ok(PAGE),
        Some(Ok(limit)) => Ok(limit.min(PAGE)),
        Some(Err(_)) => Err(invalid_argument(
            "Argument must be an integer between 0 and 2147483647",
        )),
    }
}
