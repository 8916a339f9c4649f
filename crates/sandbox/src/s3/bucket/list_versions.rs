//! ListObjectVersions: one page of versions and delete markers in the words of the protocol.

use s3s::S3Result;
use s3s::dto::*;

use super::Bucket;
use super::attributes::{algorithm_name, coverage_name};
use super::list::{Style, asks_for_restored, count, limit, shown_prefixes};
use crate::s3::error::invalid_argument;
use crate::s3::index::Entry;
use crate::s3::version_id;
use crate::s3::version_listing::Query;

impl Bucket {
    pub(super) async fn list_versions(
        &self,
        input: ListObjectVersionsInput,
    ) -> S3Result<ListObjectVersionsOutput> {
        let style = Style::read(input.encoding_type.as_ref())?;
        let limit = limit(input.max_keys)?;
        let key_marker = input.key_marker.clone().filter(|marker| !marker.is_empty());
        let version_id_marker = input
            .version_id_marker
            .clone()
            .filter(|marker| !marker.is_empty());
        if let Some(marker) = &version_id_marker {
            if key_marker.is_none() {
                return Err(invalid_argument(
                    "A version-id marker cannot be specified without a key marker.",
                ));
            }
            if !version_id::is_sound(marker) {
                return Err(invalid_argument("Invalid version id specified"));
            }
        }
        let page = self
            .storage
            .list_versions(Query {
                bucket: input.bucket.clone(),
                prefix: input.prefix.clone().unwrap_or_default(),
                delimiter: input.delimiter.clone(),
                key_marker,
                version_id_marker,
                limit,
            })
            .await?;
        let restored = asks_for_restored(input.optional_object_attributes.as_ref());
        let (markers, versions): (Vec<_>, Vec<_>) = page.entries.iter().partition(|entry| entry.marker);
        let (next_key, next_id) = page.next.clone().unzip();
        Ok(ListObjectVersionsOutput {
            is_truncated: Some(page.next.is_some()),
            next_key_marker: next_key.map(|key| style.write(&key)),
            next_version_id_marker: next_id.flatten(),
            versions: Some(
                versions
                    .into_iter()
                    .map(|entry| ObjectVersion {
                        restore_status: match restored {
                            true => self.restore_status(entry.restored),
                            false => None,
                        },
                        owner: Some(self.owner()),
                        ..version(entry, style)
                    })
                    .collect(),
            ),
            delete_markers: Some(
                markers
                    .into_iter()
                    .map(|entry| DeleteMarkerEntry {
                        is_latest: Some(entry.latest),
                        key: Some(style.write(&entry.key)),
                        last_modified: Some(entry.modified_at.into()),
                        owner: Some(self.owner()),
                        version_id: Some(entry.version_id.clone()),
                    })
                    .collect(),
            ),
            common_prefixes: Some(shown_prefixes(&page.common_prefixes, style)),
            delimiter: input.delimiter.map(|text| style.write(&text)),
            encoding_type: input.encoding_type,
            key_marker: Some(style.write(&input.key_marker.unwrap_or_default())),
            version_id_marker: Some(input.version_id_marker.unwrap_or_default()),
            max_keys: count(limit),
            name: Some(input.bucket),
            prefix: Some(style.write(&input.prefix.unwrap_or_default())),
            ..ListObjectVersionsOutput::default()
        })
    }
}

fn version(entry: &Entry, style: Style) -> ObjectVersion {
    let checksum = entry.checksum.as_ref();
    ObjectVersion {
        checksum_algorithm: checksum.map(|checksum| vec![algorithm_name(checksum.algorithm)]),
        checksum_type: checksum.map(|checksum| coverage_name(checksum.coverage)),
        e_tag: Some(ETag::Strong(entry.etag.clone())),
        is_latest: Some(entry.latest),
        key: Some(style.write(&entry.key)),
        last_modified: Some(entry.modified_at.into()),
        size: i64::try_from(entry.size).ok(),
        storage_class: Some(ObjectVersionStorageClass::from_static(
            entry.attributes.class.name(),
        )),
        version_id: Some(entry.version_id.clone()),
        ..ObjectVersion::default()
    }
}
