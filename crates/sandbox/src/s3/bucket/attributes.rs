//! Translation between the protocol's fields and what the index keeps: attributes, checksums and ETags.

use std::collections::BTreeMap;

use s3s::S3Result;
use s3s::dto::*;
use time::OffsetDateTime;

use crate::s3::checksum::{Algorithm, Coverage};
use crate::s3::error::{invalid_request, named, not_implemented, refusal};
use crate::s3::index::{Attributes, Entry, moment};
use crate::s3::storage_class::Class;
use crate::s3::tagging;

/// The most that keys and values of user metadata may weigh together, in bytes.
const METADATA: usize = 2048;

/// The checksum fields that many messages have in common.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct ChecksumFields {
    pub(super) crc32: Option<String>,
    pub(super) crc32c: Option<String>,
    pub(super) crc64nvme: Option<String>,
    pub(super) sha1: Option<String>,
    pub(super) sha256: Option<String>,
}

impl ChecksumFields {
    pub(super) fn of(algorithm: Algorithm, value: String) -> Self {
        let mut fields = Self::default();
        match algorithm {
            Algorithm::Crc32 => fields.crc32 = Some(value),
            Algorithm::Crc32c => fields.crc32c = Some(value),
            Algorithm::Crc64Nvme => fields.crc64nvme = Some(value),
            Algorithm::Sha1 => fields.sha1 = Some(value),
            Algorithm::Sha256 => fields.sha256 = Some(value),
        }
        fields
    }

    /// The one checksum that is given; more than one is refused.
    pub(super) fn given(self) -> S3Result<Option<(Algorithm, String)>> {
        let fields = [
            (Algorithm::Crc32, self.crc32),
            (Algorithm::Crc32c, self.crc32c),
            (Algorithm::Crc64Nvme, self.crc64nvme),
            (Algorithm::Sha1, self.sha1),
            (Algorithm::Sha256, self.sha256),
        ];
        let mut given = fields
            .into_iter()
            .filter_map(|(algorithm, value)| Some((algorithm, value?)));
        let first = given.next();
        if given.next().is_some() {
            return Err(invalid_request(
                "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.",
            ));
        }
        Ok(first)
    }
}

pub(super) fn algorithm_name(algorithm: Algorithm) -> ChecksumAlgorithm {
    ChecksumAlgorithm::from_static(algorithm.name())
}

pub(super) fn coverage_name(coverage: Coverage) -> ChecksumType {
    ChecksumType::from_static(match coverage {
        Coverage::FullObject => ChecksumType::FULL_OBJECT,
        Coverage::Composite => ChecksumType::COMPOSITE,
    })
}

/// The checksum of `entry` as fields, and its type.
pub(super) fn shown_checksum(entry: &Entry) -> (ChecksumFields, Option<ChecksumType>) {
    match &entry.checksum {
        Some(checksum) => (
            ChecksumFields::of(checksum.algorithm, checksum.value.clone()),
            Some(coverage_name(checksum.coverage)),
        ),
        None => (ChecksumFields::default(), None),
    }
}

/// The fields of PutObject, CopyObject and CreateMultipartUpload that describe the object.
#[derive(Debug, Default)]
pub(super) struct Described {
    pub(super) content_type: Option<String>,
    pub(super) cache_control: Option<String>,
    pub(super) content_disposition: Option<String>,
    pub(super) content_encoding: Option<String>,
    pub(super) content_language: Option<String>,
    pub(super) expires: Option<Timestamp>,
    pub(super) metadata: Option<Metadata>,
    pub(super) storage_class: Option<StorageClass>,
    /// `x-amz-tagging`.
    pub(super) tagging: Option<String>,
}

impl Described {
    pub(super) fn attributes(self) -> S3Result<Attributes> {
        let metadata = self.metadata.unwrap_or_default();
        let weight: usize = metadata
            .iter()
            .map(|(name, value)| name.len() + value.len())
            .sum();
        if weight > METADATA {
            return Err(refusal(
                s3s::S3ErrorCode::MetadataTooLarge,
                "Your metadata headers exceed the maximum allowed metadata size",
            ));
        }
        Ok(Attributes {
            content_type: self.content_type,
            cache_control: self.cache_control,
            content_disposition: self.content_disposition,
            content_encoding: self
                .content_encoding
                .and_then(|encoding| without_transport(&encoding)),
            content_language: self.content_language,
            expires: self
                .expires
                .map(|expires| OffsetDateTime::from(expires).unix_timestamp()),
            metadata: metadata.into_iter().collect(),
            tags: match &self.tagging {
                Some(header) => tagging::parse(header)?,
                None => BTreeMap::new(),
            },
            class: class(self.storage_class.as_ref())?,
        })
    }
}

/// The storage class of a new object.
pub(super) fn class(asked: Option<&StorageClass>) -> S3Result<Class> {
    let Some(asked) = asked else {
        return Ok(Class::default());
    };
    Class::named(asked.as_str()).ok_or_else(|| {
        named(
            "InvalidStorageClass",
            http::StatusCode::BAD_REQUEST,
            "The storage class you specified is not valid",
        )
    })
}

/// The storage class as headers have it, which leave out the usual one.
pub(super) fn shown_class(class: Class) -> Option<StorageClass> {
    (class != Class::Standard).then(|| StorageClass::from_static(class.name()))
}

/// `aws-chunked` describes the upload, not the object.
fn without_transport(encoding: &str) -> Option<String> {
    let kept: Vec<&str> = encoding
        .split(',')
        .map(str::trim)
        .filter(|coding| !coding.is_empty() && !coding.eq_ignore_ascii_case("aws-chunked"))
        .collect();
    (!kept.is_empty()).then(|| kept.join(","))
}

pub(super) fn expires(attributes: &Attributes) -> Option<Timestamp> {
    attributes.expires.map(|seconds| moment(seconds).into())
}

/// What may be asked of a new object, but is not kept here.
#[derive(Debug, Clone, Copy)]
pub(super) struct Extras<'a> {
    pub(super) acl: Option<&'a ObjectCannedACL>,
    pub(super) encryption: Option<&'a ServerSideEncryption>,
    pub(super) customer_key: Option<&'a String>,
}

impl Extras<'_> {
    /// Refuses what would otherwise be dropped in silence.
    pub(super) fn check(self) -> S3Result<()> {
        if self
            .acl
            .is_some_and(|acl| acl.as_str() != ObjectCannedACL::BUCKET_OWNER_FULL_CONTROL)
        {
            return Err(refusal(
                s3s::S3ErrorCode::AccessControlListNotSupported,
                "The bucket does not allow ACLs",
            ));
        }
        let other_encryption = self
            .encryption
            .is_some_and(|encryption| encryption.as_str() != ServerSideEncryption::AES256);
        if other_encryption || self.customer_key.is_some() {
            return Err(not_implemented());
        }
        Ok(())
    }
}

/// The encryption that S3 applies to every object.
pub(super) fn encryption() -> Option<ServerSideEncryption> {
    Some(ServerSideEncryption::from_static(ServerSideEncryption::AES256))
}
