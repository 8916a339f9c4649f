//! Compares what arrives with what the service says of it: a checksum of the whole object, or else its ETag, which
//! is the MD5 of an object that was sent in one piece and is not encrypted with a key of one's own.

use aws_sdk_s3::operation::get_object::GetObjectOutput;
use aws_sdk_s3::types::{ChecksumType, ServerSideEncryption};
use aws_smithy_checksums::{Checksum, ChecksumAlgorithm};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use md5::{Digest as _, Md5};

use super::Integrity;
use crate::Error;

pub(super) enum Digest {
    Checksum {
        state: Box<dyn Checksum>,
        expected: Vec<u8>,
    },
    Md5 {
        state: Md5,
        expected: Vec<u8>,
    },
    Nothing,
}

impl Digest {
    /// What to compare with, as the headers of a whole object's answer say.
    pub(super) fn expected(answer: &GetObjectOutput) -> Self {
        let whole = answer.checksum_type != Some(ChecksumType::Composite);
        let offered = [
            (answer.checksum_crc64_nvme(), ChecksumAlgorithm::Crc64Nvme),
            (answer.checksum_crc32_c(), ChecksumAlgorithm::Crc32c),
            (answer.checksum_crc32(), ChecksumAlgorithm::Crc32),
            (answer.checksum_sha256(), ChecksumAlgorithm::Sha256),
            (answer.checksum_sha1(), ChecksumAlgorithm::Sha1),
        ];
        let checksum = offered
            .into_iter()
            .filter(|_| whole)
            .find_map(|(value, algorithm)| {
                // The checksum of checksums that a multipart object has reads `…-3` and is no base64.
                Some((STANDARD.decode(value?).ok()?, algorithm))
            });
        if let Some((expected, algorithm)) = checksum {
            return Self::Checksum {
                state: algorithm.into_impl(),
                expected,
            };
        }
        let plain = matches!(
            answer.server_side_encryption,
            None | Some(ServerSideEncryption::Aes256)
        ) && answer.sse_customer_algorithm.is_none();
        match answer.e_tag().filter(|_| plain).and_then(md5_of) {
            Some(expected) => Self::Md5 {
                state: Md5::new(),
                expected,
            },
            None => Self::Nothing,
        }
    }

    pub(super) fn update(&mut self, bytes: &Bytes) {
        match self {
            Self::Checksum { state, .. } => state.update(bytes),
            Self::Md5 { state, .. } => state.update(bytes),
            Self::Nothing => {}
        }
    }

    /// The verdict, once all bytes have been seen.
    pub(super) fn verdict(self) -> Result<Integrity, Error> {
        let right = match self {
            Self::Checksum { state, expected } => state.finalize() == expected,
            Self::Md5 { state, expected } => state.finalize().as_slice() == expected,
            Self::Nothing => return Ok(Integrity::NotVerified),
        };
        if right {
            Ok(Integrity::Verified)
        } else {
            Err(Error::Damaged)
        }
    }
}

/// The MD5 in an ETag, if it can be one.
pub(super) fn md5_of(etag: &str) -> Option<Vec<u8>> {
    hex::decode(etag.trim_matches('"'))
        .ok()
        .filter(|bytes| bytes.len() == 16)
}

/// The ETag that S3 gives to an object made of parts: the MD5 of their MD5s, and their number.
pub(super) fn etag_of_parts<'a>(etags: impl Iterator<Item = &'a str>) -> Option<String> {
    let parts: Vec<Vec<u8>> = etags.map(md5_of).collect::<Option<_>>()?;
    Some(format!(
        "\"{}-{}\"",
        hex::encode(Md5::digest(parts.concat())),
        parts.len()
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(answer: &GetObjectOutput, content: &'static [u8]) -> Result<Integrity, Error> {
        let mut digest = Digest::expected(answer);
        digest.update(&Bytes::from_static(&content[..4]));
        digest.update(&Bytes::from_static(&content[4..]));
        digest.verdict()
    }

    /// The check values of the CRC catalogue and of RFC 1321 for the text `123456789`.
    #[test]
    fn known_answers_are_right_and_a_flipped_bit_is_not() {
        let crc32 = GetObjectOutput::builder().checksum_crc32("y/Q5Jg==").build();
        let crc64 = GetObjectOutput::builder()
            .checksum_crc64_nvme("rosUhgp5mIg=")
            .build();
        let etag = GetObjectOutput::builder()
            .e_tag("\"25f9e794323b453885f5181f1b624d0b\"")
            .build();

        for answer in [&crc32, &crc64, &etag] {
            assert_eq!(verdict(answer, b"123456789"), Ok(Integrity::Verified));
            assert_eq!(verdict(answer, b"123456788"), Err(Error::Damaged));
        }
    }

    #[test]
    fn what_is_no_digest_of_the_whole_is_not_compared() {
        let parts = GetObjectOutput::builder()
            .e_tag("\"25f9e794323b453885f5181f1b624d0b-3\"")
            .build();
        let composite = GetObjectOutput::builder()
            .checksum_crc32("y/Q5Jg==")
            .checksum_type(ChecksumType::Composite)
            .build();
        let encrypted = GetObjectOutput::builder()
            .e_tag("\"25f9e794323b453885f5181f1b624d0b\"")
            .server_side_encryption(ServerSideEncryption::AwsKms)
            .build();

        for answer in [&parts, &composite, &encrypted] {
            assert_eq!(verdict(answer, b"anything"), Ok(Integrity::NotVerified));
        }
    }

    /// From Amazon S3's documentation of multipart ETags: the digest of the binary digests.
    #[test]
    fn the_etag_of_parts_is_the_digest_of_digests() {
        let etag = etag_of_parts(
            [
                "\"900150983cd24fb0d6963f7d28e17f72\"",
                "\"d41d8cd98f00b204e9800998ecf8427e\"",
            ]
            .into_iter(),
        );
        let both = [Md5::digest("abc"), Md5::digest("")].concat();

        assert_eq!(etag, Some(format!("\"{}-2\"", hex::encode(Md5::digest(both)))));
    }
}
