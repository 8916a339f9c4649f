//! GetObjectAttributes: what HeadObject tells and more, as a document.

use s3s::S3Result;
use s3s::dto::*;

use super::attributes::{ChecksumFields, shown_checksum};
use super::{Bucket, Visit};
use crate::s3::error::invalid_argument;
use crate::s3::index::{Entry, PartOf};

/// The most parts of a page.
const PAGE: usize = 1000;

impl Bucket {
    pub(super) async fn attributes_of(
        &self,
        input: GetObjectAttributesInput,
        visit: &Visit,
    ) -> S3Result<GetObjectAttributesOutput> {
        // One header can name several, which the library leaves as they are.
        let named = input
            .object_attributes
            .iter()
            .flat_map(|names| names.as_str().split(','));
        let named: Vec<&str> = named.map(str::trim).collect();
        let asked = |name: &str| named.contains(&name);
        if input.object_attributes.is_empty() {
            return Err(invalid_argument("Invalid attribute name specified."));
        }
        let entry = self
            .look_up(
                &input.bucket,
                &input.key,
                input.version_id.as_deref(),
                &visit.caller,
            )
            .await?;
        let page = page(input.max_parts, input.part_number_marker)?;
        let class = StorageClass::from_static(entry.attributes.class.name());
        Ok(GetObjectAttributesOutput {
            last_modified: Some(entry.modified_at.into()),
            version_id: visit.shown(&entry.version_id),
            e_tag: asked(ObjectAttributes::ETAG).then(|| ETag::Strong(entry.etag.clone())),
            object_size: i64::try_from(entry.size)
                .ok()
                .filter(|_| asked(ObjectAttributes::OBJECT_SIZE)),
            storage_class: asked(ObjectAttributes::STORAGE_CLASS).then_some(class),
            checksum: entry
                .checksum
                .as_ref()
                .filter(|_| asked(ObjectAttributes::CHECKSUM))
                .map(|_| checksum(&entry)),
            object_parts: asked(ObjectAttributes::OBJECT_PARTS)
                .then(|| parts(&entry, page))
                .flatten(),
            ..GetObjectAttributesOutput::default()
        })
    }
}

/// How many parts, behind which number.
fn page(most: Option<i32>, marker: Option<i32>) -> S3Result<(usize, i32)> {
    let most = match most.map(usize::try_from) {
        None => PAGE,
        Some(Ok(most)) => most.min(PAGE),
        Some(Err(_)) => {
            return Err(invalid_argument(
                "Argument max-parts must be an integer between 0 and 2147483647",
            ));
        }
    };
    Ok((most, marker.unwrap_or(0)))
}

fn checksum(entry: &Entry) -> Checksum {
    let (fields, checksum_type) = shown_checksum(entry);
    Checksum {
        checksum_crc32: fields.crc32,
        checksum_crc32c: fields.crc32c,
        checksum_crc64nvme: fields.crc64nvme,
        checksum_sha1: fields.sha1,
        checksum_sha256: fields.sha256,
        checksum_type,
    }
}

/// The parts are listed only where the client chose a checksum; else S3 tells no more than their number.
fn parts(entry: &Entry, (most, marker): (usize, i32)) -> Option<GetObjectAttributesParts> {
    let total = i32::try_from(entry.parts.len()).ok().filter(|total| *total > 0)?;
    if entry.parts.iter().any(|part| part.checksum.is_none()) {
        return Some(GetObjectAttributesParts {
            total_parts_count: Some(total),
            ..GetObjectAttributesParts::default()
        });
    }
    let behind: Vec<&PartOf> = entry.parts.iter().filter(|part| part.number > marker).collect();
    let shown = &behind[..behind.len().min(most)];
    Some(GetObjectAttributesParts {
        is_truncated: Some(behind.len() > most),
        max_parts: i32::try_from(most).ok(),
        part_number_marker: Some(marker),
        next_part_number_marker: shown.last().map(|part| part.number).or(Some(marker)),
        parts: Some(shown.iter().map(|part| shown_part(part)).collect()),
        total_parts_count: Some(total),
    })
}

fn shown_part(part: &PartOf) -> ObjectPart {
    let fields = match &part.checksum {
        Some(checksum) => ChecksumFields::of(checksum.algorithm, checksum.value.clone()),
        None => ChecksumFields::default(),
    };
    ObjectPart {
        checksum_crc32: fields.crc32,
        checksum_crc32c: fields.crc32c,
        checksum_crc64nvme: fields.crc64nvme,
        checksum_sha1: fields.sha1,
        checksum_sha256: fields.sha256,
        part_number: Some(part.number),
        size: i64::try_from(part.size).ok(),
    }
}
