//! CompleteMultipartUpload: checks the list of parts against those that arrived and makes them one object.

use md5::{Digest as _, Md5};
use s3s::dto::*;
use s3s::{S3ErrorCode, S3Result};

use super::super::Visit;
use super::super::attributes::{ChecksumFields, encryption, shown_checksum};
use super::super::write::bad_checksum;
use super::Bucket;
use crate::s3::checksum::{Algorithm, Checksum, Coverage, of_parts};
use crate::s3::error::{invalid_request, malformed_xml, no_such_upload, refusal};
use crate::s3::index::Entry;
use crate::s3::precondition::Writing;
use crate::s3::storage::Assembly;
use crate::s3::uploads::{Part, Upload};

/// The least size of every part but the last, in bytes.
const SMALLEST: u64 = 5 * 1024 * 1024;

impl Bucket {
    pub(in super::super) async fn complete_upload(
        &self,
        input: CompleteMultipartUploadInput,
        visit: &Visit,
    ) -> S3Result<CompleteMultipartUploadOutput> {
        let upload = self
            .storage
            .upload(&input.bucket, &input.key, &input.upload_id)
            .await?;
        let upload = upload.ok_or_else(no_such_upload)?;
        if let Some(id) = &upload.completed {
            let there = self.storage.find(&upload.bucket, &upload.key, Some(id)).await?;
            return Ok(completed(there.ok_or_else(no_such_upload)?, visit));
        }
        let listed = input
            .multipart_upload
            .and_then(|list| list.parts)
            .unwrap_or_default();
        let parts = chosen(&upload, &listed, self.storage.parts(&upload.upload_id).await?)?;
        let size: u64 = parts.iter().map(|part| part.size).sum();
        if input
            .mpu_object_size
            .is_some_and(|promised| u64::try_from(promised) != Ok(size))
        {
            return Err(invalid_request(
                "The provided 'x-amz-mp-object-size' header does not match what was computed.",
            ));
        }
        let checksum = checksum(&upload, &parts);
        let promised = ChecksumFields {
            crc32: input.checksum_crc32,
            crc32c: input.checksum_crc32c,
            crc64nvme: input.checksum_crc64nvme,
            sha1: input.checksum_sha1,
            sha256: input.checksum_sha256,
        };
        if let Some((algorithm, value)) = promised.given()? {
            let same = checksum
                .as_ref()
                .is_some_and(|found| found.algorithm == algorithm && agrees(&found.value, &value));
            if !same {
                return Err(bad_checksum(algorithm));
            }
        }
        let assembly = Assembly {
            etag: etag(&parts),
            checksum,
            parts,
            writing: Writing {
                if_match: input.if_match,
                if_none_match: input.if_none_match,
            },
            upload,
        };
        let entry = self
            .storage
            .assemble(assembly)
            .await?
            .ok_or_else(no_such_upload)??;
        Ok(completed(entry, visit))
    }
}

fn completed(entry: Entry, visit: &Visit) -> CompleteMultipartUploadOutput {
    let (checksum, checksum_type) = shown_checksum(&entry);
    let version_id = visit.shown(&entry.version_id);
    CompleteMultipartUploadOutput {
        location: Some(format!(
            "https://{}.s3.{}.amazonaws.com/{}",
            entry.bucket,
            visit.bucket.region,
            crate::s3::encoding::url(&entry.key)
        )),
        bucket: Some(entry.bucket),
        key: Some(entry.key),
        e_tag: Some(ETag::Strong(entry.etag)),
        checksum_crc32: checksum.crc32,
        checksum_crc32c: checksum.crc32c,
        checksum_crc64nvme: checksum.crc64nvme,
        checksum_sha1: checksum.sha1,
        checksum_sha256: checksum.sha256,
        checksum_type,
        server_side_encryption: encryption(),
        version_id,
        ..CompleteMultipartUploadOutput::default()
    }
}

/// The parts that the client lists, in its order, which has to be ascending.
fn chosen(upload: &Upload, listed: &[CompletedPart], mut parts: Vec<Part>) -> S3Result<Vec<Part>> {
    if listed.is_empty() {
        return Err(malformed_xml());
    }
    if listed
        .windows(2)
        .any(|pair| pair[0].part_number >= pair[1].part_number)
    {
        return Err(refusal(
            S3ErrorCode::InvalidPartOrder,
            "The list of parts was not in ascending order. The parts list must be specified in order by part number.",
        ));
    }
    let mut chosen = Vec::with_capacity(listed.len());
    for completed in listed {
        let number = completed.part_number.unwrap_or(0);
        let at = parts.iter().position(|part| part.number == number);
        let part = at.map(|at| parts.swap_remove(at)).ok_or_else(invalid_part)?;
        let same_etag = completed
            .e_tag
            .as_ref()
            .is_some_and(|etag| etag.value() == part.etag);
        if !same_etag || !same_checksum(upload, completed, &part)? {
            return Err(invalid_part());
        }
        chosen.push(part);
    }
    let all_but_last = chosen.len() - 1;
    if chosen[..all_but_last].iter().any(|part| part.size < SMALLEST) {
        return Err(refusal(
            S3ErrorCode::EntityTooSmall,
            "Your proposed upload is smaller than the minimum allowed size",
        ));
    }
    Ok(chosen)
}

/// Whether the checksum in the list is that of the part. An upload with a composite checksum needs every one.
fn same_checksum(upload: &Upload, completed: &CompletedPart, part: &Part) -> S3Result<bool> {
    let listed = ChecksumFields {
        crc32: completed.checksum_crc32.clone(),
        crc32c: completed.checksum_crc32c.clone(),
        crc64nvme: completed.checksum_crc64nvme.clone(),
        sha1: completed.checksum_sha1.clone(),
        sha256: completed.checksum_sha256.clone(),
    };
    match (listed.given()?, upload.settings.checksum) {
        (Some((algorithm, value)), _) => Ok(part
            .checksum
            .as_ref()
            .is_some_and(|found| found.algorithm == algorithm && found.value == value)),
        (None, Some((algorithm, Coverage::Composite))) => Err(invalid_request(format!(
            "The upload was created using a {} checksum. The complete request must include the checksum for each \
             part. It was missing for part {} in the request.",
            algorithm.name().to_lowercase(),
            part.number,
        ))),
        (None, Some((_, Coverage::FullObject)) | None) => Ok(true),
    }
}

/// The checksum of the whole; without one of the client's choice it is CRC64NVME, where the parts have it.
fn checksum(upload: &Upload, parts: &[Part]) -> Option<Checksum> {
    let (algorithm, coverage) = upload
        .settings
        .checksum
        .unwrap_or((Algorithm::Crc64Nvme, Coverage::FullObject));
    let values: Option<Vec<(String, u64)>> = parts
        .iter()
        .map(|part| {
            let checksum = part
                .checksum
                .as_ref()
                .filter(|checksum| checksum.algorithm == algorithm)?;
            Some((checksum.value.clone(), part.size))
        })
        .collect();
    of_parts(algorithm, coverage, &values?)
}

/// A client may leave out the number of parts behind a composite checksum.
fn agrees(found: &str, promised: &str) -> bool {
    found == promised || found.split_once('-').is_some_and(|(value, _)| value == promised)
}

/// The MD5 of the parts' MD5s, and their number.
fn etag(parts: &[Part]) -> String {
    let mut md5 = Md5::new();
    for part in parts {
        md5.update(hex::decode(&part.etag).unwrap_or_default());
    }
    format!("{}-{}", hex::encode(md5.finalize()), parts.len())
}

fn invalid_part() -> s3s::S3Error {
    refusal(
        S3ErrorCode::InvalidPart,
        "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified \
         entity tag may not match the part's entity tag.",
    )
}
