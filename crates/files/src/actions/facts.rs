//! Everything that is known of one object (`HeadObject`, `GetObjectTagging`).

use std::collections::BTreeMap;

use aws_sdk_s3::types::{ChecksumMode, ChecksumType};
use aws_smithy_types::date_time::Format;
use time::OffsetDateTime;

use super::tags::Tag;
use crate::{Error, Files, Location};

/// What is known of an object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// The size in bytes.
    pub size: u64,
    /// When it was last changed.
    pub modified: Option<OffsetDateTime>,
    /// The entity tag, quotes included.
    pub etag: Option<String>,
    /// The version, where versions are kept.
    pub version: Option<String>,
    /// The storage class as the service names it; the standard one has no name.
    pub class: Option<String>,
    /// How it is encrypted, and by which key.
    pub encryption: Option<(String, Option<String>)>,
    /// Checksums: the algorithm, the value, and whether it is of the whole object rather than of its parts'.
    pub checksums: Vec<(&'static str, String, bool)>,
    /// How it is described.
    pub description: Description,
    /// Its tags; none where nobody may ask.
    pub tags: Option<Vec<Tag>>,
    /// How far it is brought back from the archive.
    pub restore: Option<Restoration>,
    /// Until when it cannot be deleted.
    pub locked_until: Option<OffsetDateTime>,
    /// Whether it is kept until somebody lets go of it.
    pub legal_hold: bool,
}

/// How an object is described to whoever reads it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Description {
    /// `Content-Type`.
    pub content_type: Option<String>,
    /// `Cache-Control`.
    pub cache_control: Option<String>,
    /// `Content-Disposition`.
    pub content_disposition: Option<String>,
    /// `Content-Encoding`.
    pub content_encoding: Option<String>,
    /// `Content-Language`.
    pub content_language: Option<String>,
    /// `x-amz-meta-…`, without that.
    pub metadata: BTreeMap<String, String>,
}

/// How far something is brought back from the archive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Restoration {
    /// Under way.
    UnderWay,
    /// There, for a while.
    Until(Option<OffsetDateTime>),
}

impl Files {
    /// Everything that is known of an object, in one of its versions or the newest.
    ///
    /// # Errors
    ///
    /// What the service says to `HeadObject`.
    pub async fn facts(
        &self,
        location: &Location,
        key: &str,
        version: Option<String>,
    ) -> Result<Facts, Error> {
        let head = self
            .client()
            .head_object()
            .bucket(&location.bucket)
            .key(location.whole(key))
            .set_version_id(version.clone())
            .checksum_mode(ChecksumMode::Enabled)
            .send()
            .await?;
        let tags = self.tags(location, key, version).await.ok();
        let whole = head.checksum_type != Some(ChecksumType::Composite);
        let checksums = [
            ("CRC-64/NVME", head.checksum_crc64_nvme()),
            ("CRC-32", head.checksum_crc32()),
            ("CRC-32C", head.checksum_crc32_c()),
            ("SHA-256", head.checksum_sha256()),
            ("SHA-1", head.checksum_sha1()),
        ];
        let checksums = checksums
            .into_iter()
            .filter_map(|(name, value)| Some((name, value?.to_owned(), whole)))
            .collect();
        let moment =
            |at: Option<&aws_smithy_types::DateTime>| OffsetDateTime::from_unix_timestamp(at?.secs()).ok();
        let encryption = head.server_side_encryption().map(|how| {
            let key = head.ssekms_key_id().map(str::to_owned);
            (how.as_str().to_owned(), key)
        });
        Ok(Facts {
            size: head
                .content_length()
                .and_then(|size| u64::try_from(size).ok())
                .unwrap_or(0),
            modified: moment(head.last_modified()),
            etag: head.e_tag().map(str::to_owned),
            version: head
                .version_id()
                .filter(|version| *version != "null")
                .map(str::to_owned),
            class: head.storage_class().map(|class| class.as_str().to_owned()),
            encryption,
            checksums,
            tags,
            restore: head.restore().and_then(restoration),
            locked_until: moment(head.object_lock_retain_until_date()),
            legal_hold: head
                .object_lock_legal_hold_status()
                .is_some_and(|status| status.as_str() == "ON"),
            description: Description {
                content_type: head.content_type,
                cache_control: head.cache_control,
                content_disposition: head.content_disposition,
                content_encoding: head.content_encoding,
                content_language: head.content_language,
                metadata: head.metadata.unwrap_or_default().into_iter().collect(),
            },
        })
    }
}

/// What `x-amz-restore` says.
fn restoration(header: &str) -> Option<Restoration> {
    if header.contains("ongoing-request=\"true\"") {
        return Some(Restoration::UnderWay);
    }
    let date = header
        .split("expiry-date=\"")
        .nth(1)
        .and_then(|rest| rest.split('"').next());
    let until = date
        .and_then(|date| aws_smithy_types::DateTime::from_str(date, Format::HttpDate).ok())
        .and_then(|at| OffsetDateTime::from_unix_timestamp(at.secs()).ok());
    header
        .contains("ongoing-request")
        .then_some(Restoration::Until(until))
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::{Restoration, restoration};

    #[test]
    fn the_state_of_a_restoration_is_read_from_its_header() {
        assert_eq!(
            restoration("ongoing-request=\"true\""),
            Some(Restoration::UnderWay)
        );
        assert_eq!(
            restoration("ongoing-request=\"false\", expiry-date=\"Fri, 21 Dec 2012 00:00:00 GMT\""),
            Some(Restoration::Until(Some(datetime!(2012-12-21 0:00 UTC))))
        );
        assert_eq!(restoration("nonsense"), None);
    }
}
