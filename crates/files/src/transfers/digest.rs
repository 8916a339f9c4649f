//! Compares what arrives with what the service says of it: a checksum of the whole object or of its parts' checksums, or
//! else its ETag, which is the MD5 (for parts: of their MD5s) of an object that is not encrypted with a key of one's own.

use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};

use aws_sdk_s3::operation::get_object::GetObjectOutput;
use aws_sdk_s3::types::{ChecksumType, ServerSideEncryption};
use aws_smithy_checksums::{Checksum, ChecksumAlgorithm};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use crc_fast::CrcAlgorithm;
use md5::{Digest as _, Md5};
use serde::{Deserialize, Serialize};
use tokio_util::sync::CancellationToken;

use super::{Check, Integrity};
use crate::Error;

/// How many bytes are read back from the disk at a time.
const BUFFER: usize = 1 << 20;

/// What the bytes of an object are compared with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Expected {
    check: Check,
    value: Vec<u8>,
    /// Of how many parts it is the checksum of checksums; none for one of all bytes.
    parts: Option<u32>,
}

impl Expected {
    /// What the headers of an answer offer; a range's answer may offer less than the whole object's.
    pub(super) fn of(answer: &GetObjectOutput) -> Option<Self> {
        let composite = answer.checksum_type == Some(ChecksumType::Composite);
        let offered = [
            (answer.checksum_crc64_nvme(), Check::Crc64Nvme),
            (answer.checksum_crc32_c(), Check::Crc32c),
            (answer.checksum_crc32(), Check::Crc32),
            (answer.checksum_sha256(), Check::Sha256),
            (answer.checksum_sha1(), Check::Sha1),
        ];
        let checksum = offered.into_iter().find_map(|(value, check)| {
            let (value, parts) = split(value?);
            Some(Self {
                check,
                value: STANDARD.decode(value).ok()?,
                parts,
            })
        });
        // A checksum of parts that does not say of how many cannot be computed.
        let checksum = checksum.filter(|checksum| checksum.parts.is_some() || !composite);
        let plain = matches!(
            answer.server_side_encryption,
            None | Some(ServerSideEncryption::Aes256)
        ) && answer.sse_customer_algorithm.is_none();
        checksum.or_else(|| Self::of_etag(answer.e_tag().filter(|_| plain)?))
    }

    /// What an ETag offers, of an object that is not encrypted with a key of one's own.
    pub(super) fn of_etag(etag: &str) -> Option<Self> {
        let (value, parts) = split(etag.trim_matches('"'));
        Some(Self {
            check: Check::Md5,
            value: md5_of(value)?,
            parts,
        })
    }

    /// How many parts the object was made of, where that matters.
    pub(super) fn parts(&self) -> Option<u32> {
        self.parts
    }

    /// A digest of all bytes, unless the parts' digests are needed.
    pub(super) fn begin(&self) -> Option<Digest> {
        self.parts.is_none().then(|| Digest::new(self.check))
    }

    /// Whether digests of pieces can be made one of the whole.
    pub(super) fn combines(&self) -> bool {
        self.parts.is_none() && matches!(self.check, Check::Crc64Nvme | Check::Crc32c | Check::Crc32)
    }

    /// The verdict on the digest of all bytes.
    pub(super) fn verdict(&self, digest: Digest) -> Result<Integrity, Error> {
        if digest.finish() == self.value {
            Ok(Integrity::Verified(self.check))
        } else {
            Err(Error::Damaged)
        }
    }

    /// The verdict on a file, which is read back: in parts of `part` bytes, where the digest is one of digests. Blocks.
    pub(super) fn verdict_on(
        &self,
        file: &mut File,
        part: Option<u64>,
        cancel: &CancellationToken,
    ) -> Result<Integrity, Error> {
        let unreadable = |_| Error::Damaged;
        let mut buffer = vec![0; BUFFER];
        let mut of_parts = Vec::new();
        let mut digest = Digest::new(self.check);
        let part = part.filter(|_| self.parts.is_some()).unwrap_or(u64::MAX);
        let mut left = part;
        file.seek(SeekFrom::Start(0)).map_err(unreadable)?;
        loop {
            let most = usize::try_from(left).unwrap_or(BUFFER).min(BUFFER);
            let read = file.read(&mut buffer[..most]).map_err(unreadable)?;
            if read == 0 || cancel.is_cancelled() {
                break;
            }
            digest.update(&buffer[..read]);
            left -= read as u64;
            if left == 0 {
                let done = std::mem::replace(&mut digest, Digest::new(self.check));
                of_parts.extend(done.finish());
                left = part;
            }
        }
        if self.parts.is_none() {
            return self.verdict(digest);
        }
        if left < part {
            of_parts.extend(digest.finish());
        }
        let mut whole = Digest::new(self.check);
        whole.update(&of_parts);
        self.verdict(whole)
    }
}

/// A value and the number of parts behind its `-`.
fn split(value: &str) -> (&str, Option<u32>) {
    match value.rsplit_once('-') {
        Some((value, parts)) => (value, parts.parse().ok()),
        None => (value, None),
    }
}

/// A digest that grows.
pub(super) enum Digest {
    Crc(Box<crc_fast::Digest>, usize),
    Sha(Box<dyn Checksum>),
    Md5(Md5),
}

impl Digest {
    fn new(check: Check) -> Self {
        let crc = |algorithm, width| Self::Crc(Box::new(crc_fast::Digest::new(algorithm)), width);
        match check {
            Check::Crc64Nvme => crc(CrcAlgorithm::Crc64Nvme, 8),
            Check::Crc32c => crc(CrcAlgorithm::Crc32Iscsi, 4),
            Check::Crc32 => crc(CrcAlgorithm::Crc32IsoHdlc, 4),
            Check::Sha256 => Self::Sha(ChecksumAlgorithm::Sha256.into_impl()),
            Check::Sha1 => Self::Sha(ChecksumAlgorithm::Sha1.into_impl()),
            Check::Md5 => Self::Md5(Md5::new()),
        }
    }

    pub(super) fn update(&mut self, bytes: &[u8]) {
        match self {
            Self::Crc(digest, _) => digest.update(bytes),
            Self::Sha(digest) => digest.update(bytes),
            Self::Md5(digest) => digest.update(bytes),
        }
    }

    /// Takes in the digest of the bytes that follow; tells whether the two can be one.
    pub(super) fn append(&mut self, next: &Self) -> bool {
        if let (Self::Crc(digest, _), Self::Crc(next, _)) = (self, next) {
            digest.combine(next);
            true
        } else {
            false
        }
    }

    fn finish(self) -> Vec<u8> {
        match self {
            Self::Crc(digest, width) => digest.finalize().to_be_bytes()[8 - width..].to_vec(),
            Self::Sha(digest) => digest.finalize().to_vec(),
            Self::Md5(digest) => digest.finalize().to_vec(),
        }
    }
}

/// The MD5 in an ETag, if it can be one.
fn md5_of(etag: &str) -> Option<Vec<u8>> {
    let digest = hex::decode(etag.trim_matches('"')).ok()?;
    (digest.len() == 16).then_some(digest)
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
        let Some(expected) = Expected::of(answer) else {
            return Ok(Integrity::NotVerified);
        };
        let mut digest = expected.begin().expect("it is one of all bytes");
        digest.update(&content[..4]);
        if expected.combines() {
            let mut rest = expected.begin().expect("it is one of all bytes");
            rest.update(&content[4..]);
            assert!(digest.append(&rest));
        } else {
            digest.update(&content[4..]);
        }
        expected.verdict(digest)
    }

    fn on_disk(answer: &GetObjectOutput, content: &[u8], part: Option<u64>) -> Result<Integrity, Error> {
        let mut file = tempfile::tempfile().expect("a temporary file");
        std::io::Write::write_all(&mut file, content).expect("the disk has room");
        let expected = Expected::of(answer).expect("there is something to compare with");
        expected.verdict_on(&mut file, part, &CancellationToken::new())
    }

    /// The check values of the CRC catalogue and of RFC 1321 for the text `123456789`.
    #[test]
    fn known_answers_are_right_and_a_flipped_bit_is_not() {
        let crc32 = GetObjectOutput::builder().checksum_crc32("y/Q5Jg==").build();
        let crc32c = GetObjectOutput::builder().checksum_crc32_c("4waSgw==").build();
        let crc64 = GetObjectOutput::builder()
            .checksum_crc64_nvme("rosUhgp5mIg=")
            .build();
        let etag = GetObjectOutput::builder()
            .e_tag("\"25f9e794323b453885f5181f1b624d0b\"")
            .build();

        for (answer, check) in [
            (&crc32, Check::Crc32),
            (&crc32c, Check::Crc32c),
            (&crc64, Check::Crc64Nvme),
            (&etag, Check::Md5),
        ] {
            assert_eq!(verdict(answer, b"123456789"), Ok(Integrity::Verified(check)));
            assert_eq!(verdict(answer, b"123456788"), Err(Error::Damaged));
            assert_eq!(
                on_disk(answer, b"123456789", None),
                Ok(Integrity::Verified(check))
            );
            assert_eq!(on_disk(answer, b"12345678", None), Err(Error::Damaged));
        }
    }

    #[test]
    fn digests_of_parts_are_compared_where_the_size_of_the_parts_is_known() {
        let etag = etag_of_parts([md5(b"1234"), md5(b"5678"), md5(b"9")].iter().map(String::as_str));
        let answer = GetObjectOutput::builder().set_e_tag(etag).build();

        assert_eq!(
            on_disk(&answer, b"123456789", Some(4)),
            Ok(Integrity::Verified(Check::Md5))
        );
        assert_eq!(on_disk(&answer, b"123456788", Some(4)), Err(Error::Damaged));
        assert_eq!(on_disk(&answer, b"123456789", Some(5)), Err(Error::Damaged));
    }

    fn md5(bytes: &[u8]) -> String {
        hex::encode(Md5::digest(bytes))
    }

    #[test]
    fn what_is_no_digest_of_the_bytes_is_not_compared() {
        let other = GetObjectOutput::builder().e_tag("\"of another kind\"").build();
        let composite = GetObjectOutput::builder()
            .checksum_crc32("y/Q5Jg==")
            .checksum_type(ChecksumType::Composite)
            .build();
        let encrypted = GetObjectOutput::builder()
            .e_tag("\"25f9e794323b453885f5181f1b624d0b\"")
            .server_side_encryption(ServerSideEncryption::AwsKms)
            .build();

        for answer in [&other, &composite, &encrypted] {
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
