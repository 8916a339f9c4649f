//! UploadPartCopy: a part that is a range of another object.

use std::ops::Range;

use s3s::S3Result;
use s3s::dto::*;

use super::super::attributes::{ChecksumFields, encryption};
use super::super::copy::{Conditions, LARGEST, Source, too_large};
use super::super::{Bucket, Visit};
use super::check_number;
use crate::s3::checksum::Algorithm;
use crate::s3::error::{invalid_argument, invalid_request, no_such_upload};

impl Bucket {
    pub(in super::super) async fn copy_part(
        &self,
        input: UploadPartCopyInput,
        visit: &Visit,
    ) -> S3Result<UploadPartCopyOutput> {
        check_number(input.part_number)?;
        let upload = self
            .open_upload(&input.bucket, &input.key, &input.upload_id)
            .await?;
        let conditions = Conditions {
            if_match: input.copy_source_if_match,
            if_none_match: input.copy_source_if_none_match,
            if_modified_since: input.copy_source_if_modified_since,
            if_unmodified_since: input.copy_source_if_unmodified_since,
        };
        let Source { entry, version_id } = self.source(&input.copy_source, conditions, visit).await?;
        let bytes = match &input.copy_source_range {
            Some(range) => bytes(range, entry.size)?,
            None => 0..entry.size,
        };
        if bytes.end - bytes.start > LARGEST {
            return Err(too_large());
        }
        let chosen = upload.settings.checksum.map(|(algorithm, _)| algorithm);
        let algorithm = chosen.unwrap_or(Algorithm::Crc64Nvme);
        let staged = self.storage.copy(entry.file, bytes, algorithm).await?;
        let part = self.storage.part(input.part_number, &staged);
        let Some(part) = self.storage.put_part(&upload, part, staged).await? else {
            return Err(no_such_upload());
        };
        let checksum = match part.checksum.filter(|_| chosen.is_some()) {
            Some(checksum) => ChecksumFields::of(checksum.algorithm, checksum.value),
            None => ChecksumFields::default(),
        };
        Ok(UploadPartCopyOutput {
            copy_part_result: Some(CopyPartResult {
                checksum_crc32: checksum.crc32,
                checksum_crc32c: checksum.crc32c,
                checksum_crc64nvme: checksum.crc64nvme,
                checksum_sha1: checksum.sha1,
                checksum_sha256: checksum.sha256,
                e_tag: Some(ETag::Strong(part.etag)),
                last_modified: Some(part.modified_at.into()),
            }),
            copy_source_version_id: version_id,
            server_side_encryption: encryption(),
            ..UploadPartCopyOutput::default()
        })
    }
}

/// `bytes=first-last`, which has to lie within the source.
fn bytes(range: &str, size: u64) -> S3Result<Range<u64>> {
    let bounds = range
        .strip_prefix("bytes=")
        .and_then(|bounds| bounds.split_once('-'))
        .and_then(|(first, last)| Some((first.parse::<u64>().ok()?, last.parse::<u64>().ok()?)))
        .filter(|(first, last)| first <= last);
    let Some((first, last)) = bounds else {
        return Err(invalid_argument(
            "The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the \
             zero-based offsets of the first and last bytes to copy",
        ));
    };
    match last < size {
        true => Ok(first..last + 1),
        false => Err(invalid_request(format!(
            "Range specified is not valid for source object of size: {size}"
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::bytes;

    #[test]
    fn a_range_has_both_ends_and_lies_within_the_source() {
        assert_eq!(bytes("bytes=0-9", 10).ok(), Some(0..10));
        assert_eq!(bytes("bytes=3-3", 10).ok(), Some(3..4));
        for range in [
            "bytes=0-10",
            "bytes=5-",
            "bytes=-5",
            "bytes=6-5",
            "0-5",
            "bytes=0-1,3-4",
        ] {
            assert!(bytes(range, 10).is_err(), "{range}");
        }
    }
}
