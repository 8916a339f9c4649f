//! A copy that is too large for one request: made of parts that the service copies by itself (`UploadPartCopy`), all from
//! the same version of the original (`x-amz-copy-source-if-match`). Whatever ends it early, its parts are thrown away.

use std::ops::Range;

use aws_sdk_s3::types::{ChecksumAlgorithm, ChecksumType, CompletedMultipartUpload, CompletedPart};
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use tokio_util::sync::CancellationToken;

use super::about::About;
use super::copy::{Copy, Guard, class, expires, source};
use crate::{Error, Files};

/// The largest object that one request copies, in bytes.
pub(crate) const LARGEST_COPY: u64 = 5 << 30;
/// The smallest part, in bytes.
const SMALLEST_PART: u64 = 5 << 20;
/// The size of a part, in bytes, as long as 10,000 of them are enough.
const PART: u64 = 512 << 20;
/// The most parts that an object may have.
const MOST_PARTS: u64 = 10_000;
/// How many parts are copied at a time.
const AT_ONCE: usize = 4;

impl Files {
    /// Copies in parts from this size on, in bytes, rather than from S3's limit on.
    #[must_use]
    pub fn copying_in_parts_above(mut self, bytes: u64) -> Self {
        self.largest_copy = bytes;
        self
    }

    pub(super) fn largest_copy(&self) -> u64 {
        self.largest_copy
    }

    /// Copies in parts; tells the entity tag that the service gave.
    pub(super) async fn copy_in_parts(
        &self,
        copy: &Copy,
        original: &About,
        guard: &Guard,
        cancel: &CancellationToken,
    ) -> Result<Option<String>, Error> {
        let algorithm = algorithm(original);
        let tagging = self.tagging_of(copy).await?;
        let begun = self
            .client()
            .create_multipart_upload()
            .bucket(&copy.to.bucket)
            .key(&copy.to.key)
            .set_content_type(original.content_type.clone())
            .set_cache_control(original.cache_control.clone())
            .set_content_disposition(original.content_disposition.clone())
            .set_content_encoding(original.content_encoding.clone())
            .set_content_language(original.content_language.clone())
            .set_website_redirect_location(original.redirect.clone())
            .set_expires(expires(original))
            .set_metadata(Some(original.metadata.clone()))
            .set_storage_class(class(original))
            .set_tagging(tagging)
            .checksum_algorithm(algorithm)
            .checksum_type(ChecksumType::FullObject)
            .send()
            .await?;
        let id = begun.upload_id.ok_or(Error::Damaged)?;
        let copied = self.copied_parts(copy, original, &id, cancel).await;
        let made = match copied {
            Ok(parts) => self.complete_copy(copy, original, &id, guard, parts).await,
            Err(error) => Err(error),
        };
        if made.is_err() {
            self.throw_copy_away(copy, &id).await;
        }
        made
    }

    async fn copied_parts(
        &self,
        copy: &Copy,
        original: &About,
        id: &str,
        cancel: &CancellationToken,
    ) -> Result<Vec<CompletedPart>, Error> {
        let mut parts: Vec<CompletedPart> = stream::iter(ranges(original.size, self.largest_copy))
            .map(|(number, range)| self.copied_part(copy, original, id, number, range, cancel))
            .buffer_unordered(AT_ONCE)
            .try_collect()
            .await?;
        parts.sort_unstable_by_key(CompletedPart::part_number);
        Ok(parts)
    }

    async fn copied_part(
        &self,
        copy: &Copy,
        original: &About,
        id: &str,
        number: i32,
        range: Range<u64>,
        cancel: &CancellationToken,
    ) -> Result<CompletedPart, Error> {
        let asked = self
            .client()
            .upload_part_copy()
            .bucket(&copy.to.bucket)
            .key(&copy.to.key)
            .upload_id(id)
            .part_number(number)
            .copy_source(source(&copy.from))
            .copy_source_range(format!("bytes={}-{}", range.start, range.end - 1))
            .set_copy_source_if_match(original.etag.clone())
            .customize()
            .config_override(Self::sending(range.end - range.start, None))
            .send();
        let answer = cancel
            .run_until_cancelled(asked)
            .await
            .ok_or(Error::Cancelled)??;
        let result = answer.copy_part_result.ok_or(Error::Damaged)?;
        Ok(CompletedPart::builder()
            .part_number(number)
            .set_e_tag(result.e_tag)
            .set_checksum_crc32(result.checksum_crc32)
            .set_checksum_crc32_c(result.checksum_crc32_c)
            .set_checksum_crc64_nvme(result.checksum_crc64_nvme)
            .build())
    }

    async fn complete_copy(
        &self,
        copy: &Copy,
        original: &About,
        id: &str,
        guard: &Guard,
        parts: Vec<CompletedPart>,
    ) -> Result<Option<String>, Error> {
        let mut request = self
            .client()
            .complete_multipart_upload()
            .bucket(&copy.to.bucket)
            .key(&copy.to.key)
            .upload_id(id)
            .multipart_upload(CompletedMultipartUpload::builder().set_parts(Some(parts)).build())
            .mpu_object_size(i64::try_from(original.size).unwrap_or(i64::MAX));
        request = match guard {
            Guard::Nothing => request.if_none_match("*"),
            Guard::This(etag) => request.set_if_match(etag.clone()),
        };
        let answer = request
            .customize()
            .config_override(Self::sending(0, None))
            .send()
            .await?;
        Ok(answer.e_tag)
    }

    /// Throws the parts away. A failure leaves them to the list of unfinished uploads.
    async fn throw_copy_away(&self, copy: &Copy, id: &str) {
        let aborted = self
            .client()
            .abort_multipart_upload()
            .bucket(&copy.to.bucket)
            .key(&copy.to.key)
            .upload_id(id)
            .send()
            .await;
        if let Err(error) = aborted {
            let error = Error::from(error);
            tracing::warn!(%error, "the parts of an unfinished copy could not be removed");
        }
    }

    /// The original's tags, as a new object is given them (`GetObjectTagging`).
    async fn tagging_of(&self, copy: &Copy) -> Result<Option<String>, Error> {
        let answer = self
            .client()
            .get_object_tagging()
            .bucket(&copy.from.bucket)
            .key(&copy.from.key)
            .set_version_id(copy.from.version.clone())
            .send()
            .await;
        let tags = match answer.map_err(Error::from) {
            Ok(answer) => answer.tag_set,
            Err(error) if error.is_not_implemented() => return Ok(None),
            Err(error) => return Err(error),
        };
        let encoded = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
        let pairs: Vec<String> = tags
            .iter()
            .map(|tag| format!("{}={}", encoded(tag.key()), encoded(tag.value())))
            .collect();
        Ok((!pairs.is_empty()).then(|| pairs.join("&")))
    }
}

/// The checksum that the copy is given: the original's, so that both can be compared.
fn algorithm(original: &About) -> ChecksumAlgorithm {
    let names = original.checksums.iter().map(|(name, _)| *name);
    names
        .filter_map(|name| match name {
            "CRC32" => Some(ChecksumAlgorithm::Crc32),
            "CRC32C" => Some(ChecksumAlgorithm::Crc32C),
            "CRC64NVME" => Some(ChecksumAlgorithm::Crc64Nvme),
            _ => None,
        })
        .next()
        .unwrap_or(ChecksumAlgorithm::Crc64Nvme)
}

/// The parts of an object of `size` bytes, of which one request copies at most `largest`.
fn ranges(size: u64, largest: u64) -> impl Iterator<Item = (i32, Range<u64>)> {
    let part = PART
        .min(largest.max(SMALLEST_PART))
        .max(size.div_ceil(MOST_PARTS));
    (0..size.div_ceil(part)).map(move |index| {
        let start = index * part;
        (
            i32::try_from(index + 1).unwrap_or(i32::MAX),
            start..(start + part).min(size),
        )
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{LARGEST_COPY, ranges};

    proptest! {
        #[test]
        fn parts_of_a_copy_cover_the_object_within_the_limits(size in (5_u64 << 30)..=(5_u64 << 40)) {
            let all: Vec<_> = ranges(size, LARGEST_COPY).collect();
            prop_assert!(all.len() <= 10_000);
            let mut end = 0;
            for (number, range) in &all {
                prop_assert_eq!(range.start, end);
                prop_assert!(range.end - range.start <= LARGEST_COPY);
                prop_assert!(range.end == size || range.end - range.start >= 5 << 20, "part {}", number);
                end = range.end;
            }
            prop_assert_eq!(end, size);
        }
    }
}
