//! GetObject and HeadObject: conditions, ranges and parts, and the headers that come with them.

use std::io::SeekFrom;
use std::ops;

use http::header::{ETAG, LAST_MODIFIED};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use s3s::dto::*;
use s3s::{S3Error, S3ErrorCode, S3Response, S3Result};
use tokio::io::{AsyncReadExt, AsyncSeekExt};
use tokio_util::io::ReaderStream;

use super::attributes::{ChecksumFields, encryption, expires, shown_checksum, shown_class};
use super::{Bucket, Visit};
use crate::s3::error::{
    StorageError, invalid_object_state, invalid_request, named, precondition_failed, refusal,
};
use crate::s3::index::Entry;
use crate::s3::permission::on_object;
use crate::s3::precondition::{Reading, Verdict};

/// How many bytes are read from the disk at a time.
const CHUNK: usize = 256 * 1024;

/// The part of an object that is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Slice {
    bytes: ops::Range<u64>,
    /// Whether the answer is `206 Partial Content`, which the library sends with every `Content-Range`.
    partial: bool,
}

/// What HeadObject says besides its output, which the library has no field for.
const TAG_COUNT: HeaderName = HeaderName::from_static("x-amz-tagging-count");

impl Bucket {
    pub(super) async fn get(&self, input: GetObjectInput, visit: &Visit) -> S3Result<GetObjectOutput> {
        let (entry, file) = loop {
            let entry = self
                .look_up(
                    &input.bucket,
                    &input.key,
                    input.version_id.as_deref(),
                    &visit.caller,
                )
                .await?;
            if !self.is_readable(&entry) {
                return Err(invalid_object_state());
            }
            if let Some(file) = self.storage.open(&entry).await? {
                break (entry, file);
            }
        };
        let reading = Reading {
            if_match: input.if_match,
            if_none_match: input.if_none_match,
            if_modified_since: input.if_modified_since,
            if_unmodified_since: input.if_unmodified_since,
        };
        judge(&reading, &entry)?;
        let mut output = self.output(&entry, input.checksum_mode.as_ref(), visit);
        output.tag_count = tag_count(&entry, visit);
        let slice = slice(&entry, input.range, input.part_number)?;
        let length = slice.bytes.end - slice.bytes.start;
        let mut file = tokio::fs::File::from_std(file);
        file.set_max_buf_size(CHUNK);
        if slice.bytes.start > 0 {
            let moved = file.seek(SeekFrom::Start(slice.bytes.start)).await;
            moved.map_err(StorageError::file(&*entry.file))?;
        }
        output.body = Some(StreamingBlob::wrap(ReaderStream::with_capacity(
            file.take(length),
            CHUNK,
        )));
        output.content_length = i64::try_from(length).ok();
        output.parts_count = input.part_number.and_then(|_| parts_count(&entry));
        if slice.partial {
            output.content_range = Some(content_range(&slice, entry.size));
            without_checksum(&mut output);
        }
        Ok(output)
    }

    pub(super) async fn head(
        &self,
        input: HeadObjectInput,
        visit: &Visit,
    ) -> S3Result<S3Response<HeadObjectOutput>> {
        let entry = self
            .look_up(
                &input.bucket,
                &input.key,
                input.version_id.as_deref(),
                &visit.caller,
            )
            .await?;
        let reading = Reading {
            if_match: input.if_match,
            if_none_match: input.if_none_match,
            if_modified_since: input.if_modified_since,
            if_unmodified_since: input.if_unmodified_since,
        };
        judge(&reading, &entry)?;
        let mut output = self.output(&entry, input.checksum_mode.as_ref(), visit);
        let slice = slice(&entry, input.range, input.part_number)?;
        output.content_length = i64::try_from(slice.bytes.end - slice.bytes.start).ok();
        output.parts_count = input.part_number.and_then(|_| parts_count(&entry));
        if slice.partial {
            output.content_range = Some(content_range(&slice, entry.size));
            without_checksum(&mut output);
        }
        let mut headers = HeaderMap::new();
        if let Some(count) = tag_count(&entry, visit) {
            headers.insert(TAG_COUNT, HeaderValue::from(count));
        }
        let output = HeadObjectOutput {
            cache_control: input.response_cache_control.or(output.cache_control),
            content_disposition: input.response_content_disposition.or(output.content_disposition),
            content_encoding: input.response_content_encoding.or(output.content_encoding),
            content_language: input.response_content_language.or(output.content_language),
            content_type: input.response_content_type.or(output.content_type),
            expires: input.response_expires.or(output.expires),
            accept_ranges: output.accept_ranges,
            checksum_crc32: output.checksum_crc32,
            checksum_crc32c: output.checksum_crc32c,
            checksum_crc64nvme: output.checksum_crc64nvme,
            checksum_sha1: output.checksum_sha1,
            checksum_sha256: output.checksum_sha256,
            checksum_type: output.checksum_type,
            content_length: output.content_length,
            content_range: output.content_range,
            e_tag: output.e_tag,
            last_modified: output.last_modified,
            metadata: output.metadata,
            parts_count: output.parts_count,
            restore: output.restore,
            server_side_encryption: output.server_side_encryption,
            storage_class: output.storage_class,
            version_id: output.version_id,
            ..HeadObjectOutput::default()
        };
        Ok(S3Response::with_headers(output, headers))
    }

    /// The headers of the whole object. `response-*` overrides of GetObject are the library's work.
    fn output(&self, entry: &Entry, checksum_mode: Option<&ChecksumMode>, visit: &Visit) -> GetObjectOutput {
        let now = self.storage.clock.now();
        GetObjectOutput {
            restore: entry.restored.and_then(|copy| copy.header(now)),
            storage_class: shown_class(entry.attributes.class),
            version_id: visit.shown(&entry.version_id),
            ..output(entry, checksum_mode)
        }
    }
}

/// `x-amz-tagging-count`, for whoever may read the tags.
fn tag_count(entry: &Entry, visit: &Visit) -> Option<i32> {
    let asked = on_object("s3:GetObjectTagging", &entry.bucket, &entry.key);
    let count = i32::try_from(entry.attributes.tags.len()).ok()?;
    (count > 0 && visit.caller.require(asked).is_ok()).then_some(count)
}

/// Refuses a read whose conditions do not hold; 304 goes with the object's ETag and time.
fn judge(reading: &Reading, entry: &Entry) -> S3Result<()> {
    match reading.judge(&entry.etag, entry.modified_at) {
        Verdict::Proceed => Ok(()),
        Verdict::Failed => Err(precondition_failed()),
        Verdict::NotModified => {
            let mut answer = S3Error::new(S3ErrorCode::NotModified);
            answer.set_headers(validators(entry));
            Err(answer)
        }
    }
}

fn validators(entry: &Entry) -> HeaderMap {
    let mut time = Vec::new();
    let mut headers = HeaderMap::new();
    if let Ok(etag) = HeaderValue::try_from(format!("\"{}\"", entry.etag)) {
        headers.insert(ETAG, etag);
    }
    let formatted = Timestamp::from(entry.modified_at).format(TimestampFormat::HttpDate, &mut time);
    if let (Ok(()), Ok(time)) = (formatted, HeaderValue::from_bytes(&time)) {
        headers.insert(LAST_MODIFIED, time);
    }
    headers
}

/// The headers that come from the entry alone.
fn output(entry: &Entry, checksum_mode: Option<&ChecksumMode>) -> GetObjectOutput {
    let wanted = checksum_mode.is_some_and(|mode| mode.as_str() == ChecksumMode::ENABLED);
    let (checksum, checksum_type) = if wanted {
        shown_checksum(entry)
    } else {
        (ChecksumFields::default(), None)
    };
    let attributes = &entry.attributes;
    GetObjectOutput {
        accept_ranges: Some("bytes".to_owned()),
        cache_control: attributes.cache_control.clone(),
        checksum_crc32: checksum.crc32,
        checksum_crc32c: checksum.crc32c,
        checksum_crc64nvme: checksum.crc64nvme,
        checksum_sha1: checksum.sha1,
        checksum_sha256: checksum.sha256,
        checksum_type,
        content_disposition: attributes.content_disposition.clone(),
        content_encoding: attributes.content_encoding.clone(),
        content_language: attributes.content_language.clone(),
        content_length: i64::try_from(entry.size).ok(),
        content_type: Some(
            attributes
                .content_type
                .clone()
                .unwrap_or_else(|| "binary/octet-stream".to_owned()),
        ),
        e_tag: Some(ETag::Strong(entry.etag.clone())),
        expires: expires(attributes),
        last_modified: Some(entry.modified_at.into()),
        metadata: Some(attributes.metadata.clone().into_iter().collect()),
        server_side_encryption: encryption(),
        ..GetObjectOutput::default()
    }
}

/// A checksum of the whole would mislead beside a part.
fn without_checksum(output: &mut GetObjectOutput) {
    output.checksum_crc32 = None;
    output.checksum_crc32c = None;
    output.checksum_crc64nvme = None;
    output.checksum_sha1 = None;
    output.checksum_sha256 = None;
    output.checksum_type = None;
}

fn slice(entry: &Entry, range: Option<Range>, part_number: Option<i32>) -> S3Result<Slice> {
    match (range, part_number) {
        (None, None) => Ok(Slice {
            bytes: 0..entry.size,
            partial: false,
        }),
        (Some(_), Some(_)) => Err(invalid_request(
            "Cannot specify both Range header and partNumber query parameter",
        )),
        (Some(range), None) => {
            let bytes = range.check(entry.size).map_err(|_| {
                refusal(
                    S3ErrorCode::InvalidRange,
                    "The requested range is not satisfiable",
                )
            })?;
            Ok(Slice { bytes, partial: true })
        }
        (None, Some(number)) => part(entry, number),
    }
}

/// The bytes of one part; an object that was not uploaded in parts is its own first part.
fn part(entry: &Entry, number: i32) -> S3Result<Slice> {
    let parts = match entry.parts.is_empty() {
        true => vec![entry.size],
        false => entry.parts.iter().map(|part| part.size).collect(),
    };
    let index = usize::try_from(number)
        .ok()
        .and_then(|number| number.checked_sub(1));
    let found = index.and_then(|index| Some((index, *parts.get(index)?)));
    let (index, size) = found.ok_or_else(|| {
        named(
            "InvalidPartNumber",
            StatusCode::RANGE_NOT_SATISFIABLE,
            "The requested partnumber is not satisfiable",
        )
    })?;
    let start: u64 = parts[..index].iter().sum();
    Ok(Slice {
        bytes: start..start + size,
        partial: true,
    })
}

fn parts_count(entry: &Entry) -> Option<i32> {
    i32::try_from(entry.parts.len()).ok().filter(|count| *count > 0)
}

fn content_range(slice: &Slice, size: u64) -> String {
    match slice.bytes.is_empty() {
        true => format!("bytes */{size}"),
        false => format!("bytes {}-{}/{size}", slice.bytes.start, slice.bytes.end - 1),
    }
}

#[cfg(test)]
mod tests {
    use s3s::dto::Range;
    use time::OffsetDateTime;

    use super::{Slice, slice};
    use crate::s3::index::{Entry, PartOf};

    fn entry(size: u64, parts: &[u64]) -> Entry {
        let part = |(number, size): (i32, &u64)| PartOf {
            number,
            size: *size,
            checksum: None,
        };
        Entry {
            size,
            parts: (1..).zip(parts).map(part).collect(),
            ..Entry::marker("b", "k", OffsetDateTime::UNIX_EPOCH)
        }
    }

    #[test]
    fn a_range_is_cut_to_the_object_or_not_satisfiable() {
        for (size, range, expected) in [
            (10, "bytes=0-3", Some(0..4)),
            (10, "bytes=4-", Some(4..10)),
            (10, "bytes=-3", Some(7..10)),
            (10, "bytes=-99", Some(0..10)),
            (10, "bytes=8-99", Some(8..10)),
            (10, "bytes=10-", None),
            (10, "bytes=-0", None),
            (0, "bytes=0-", None),
        ] {
            let range = Range::parse(range).expect("a range");
            let found = slice(&entry(size, &[]), Some(range), None).ok();
            assert_eq!(
                found,
                expected.map(|bytes| Slice { bytes, partial: true }),
                "{range:?} of {size}"
            );
        }
    }

    #[test]
    fn a_part_number_finds_the_bytes_of_that_part() {
        let entry = entry(12, &[5, 5, 2]);
        for (number, expected) in [
            (1, Some(0..5)),
            (2, Some(5..10)),
            (3, Some(10..12)),
            (4, None),
            (0, None),
            (-1, None),
        ] {
            let found = slice(&entry, None, Some(number)).ok().map(|slice| slice.bytes);
            assert_eq!(found, expected, "part {number}");
        }
    }
}
