//! The checksums that S3 keeps with an object, and how those of parts become that of the whole.
//! Source: Amazon S3 User Guide, "Checking object integrity".

use aws_lc_rs::digest;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use crc_fast::CrcAlgorithm;
use serde::{Deserialize, Serialize};

/// `ChecksumAlgorithm`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Algorithm {
    Crc32,
    Crc32c,
    Crc64Nvme,
    Sha1,
    Sha256,
}

/// `ChecksumType`: over all bytes, or over the checksums of the parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Coverage {
    FullObject,
    Composite,
}

/// A checksum as S3 shows it: base64, and for a composite one `-<number of parts>`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Checksum {
    pub(super) algorithm: Algorithm,
    pub(super) coverage: Coverage,
    pub(super) value: String,
}

impl Algorithm {
    pub(super) const ALL: [Self; 5] = [
        Self::Crc32,
        Self::Crc32c,
        Self::Crc64Nvme,
        Self::Sha1,
        Self::Sha256,
    ];

    /// The name in `x-amz-checksum-algorithm` and in XML.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Crc32 => "CRC32",
            Self::Crc32c => "CRC32C",
            Self::Crc64Nvme => "CRC64NVME",
            Self::Sha1 => "SHA1",
            Self::Sha256 => "SHA256",
        }
    }

    /// The algorithm of that name, in any case.
    pub(super) fn named(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|algorithm| algorithm.name().eq_ignore_ascii_case(name))
    }

    /// The header or trailer that carries a checksum of this kind.
    pub(super) fn header(self) -> &'static str {
        match self {
            Self::Crc32 => "x-amz-checksum-crc32",
            Self::Crc32c => "x-amz-checksum-crc32c",
            Self::Crc64Nvme => "x-amz-checksum-crc64nvme",
            Self::Sha1 => "x-amz-checksum-sha1",
            Self::Sha256 => "x-amz-checksum-sha256",
        }
    }

    /// What a multipart upload gets when it names no `ChecksumType`.
    pub(super) fn default_coverage(self) -> Coverage {
        match self {
            Self::Crc64Nvme => Coverage::FullObject,
            Self::Crc32 | Self::Crc32c | Self::Sha1 | Self::Sha256 => Coverage::Composite,
        }
    }

    /// Whether a multipart upload may have this coverage.
    pub(super) fn allows(self, coverage: Coverage) -> bool {
        match (self, coverage) {
            (Self::Crc32 | Self::Crc32c, Coverage::FullObject | Coverage::Composite)
            | (Self::Crc64Nvme, Coverage::FullObject)
            | (Self::Sha1 | Self::Sha256, Coverage::Composite) => true,
            (Self::Crc64Nvme, Coverage::Composite) | (Self::Sha1 | Self::Sha256, Coverage::FullObject) => {
                false
            }
        }
    }

    /// How many bytes a checksum has.
    fn width(self) -> usize {
        match self {
            Self::Crc32 | Self::Crc32c => 4,
            Self::Crc64Nvme => 8,
            Self::Sha1 => 20,
            Self::Sha256 => 32,
        }
    }

    /// Whether `value` is base64 of the right length.
    pub(super) fn accepts(self, value: &str) -> bool {
        BASE64
            .decode(value)
            .is_ok_and(|bytes| bytes.len() == self.width())
    }

    fn crc(self) -> Option<CrcAlgorithm> {
        match self {
            Self::Crc32 => Some(CrcAlgorithm::Crc32IsoHdlc),
            Self::Crc32c => Some(CrcAlgorithm::Crc32Iscsi),
            Self::Crc64Nvme => Some(CrcAlgorithm::Crc64Nvme),
            Self::Sha1 | Self::Sha256 => None,
        }
    }
}

/// A checksum in the making.
pub(super) struct Running {
    algorithm: Algorithm,
    state: State,
}

enum State {
    Crc(Box<crc_fast::Digest>),
    Sha(digest::Context),
}

impl Running {
    pub(super) fn new(algorithm: Algorithm) -> Self {
        let crc = |kind| State::Crc(Box::new(crc_fast::Digest::new(kind)));
        let state = match algorithm {
            Algorithm::Crc32 => crc(CrcAlgorithm::Crc32IsoHdlc),
            Algorithm::Crc32c => crc(CrcAlgorithm::Crc32Iscsi),
            Algorithm::Crc64Nvme => crc(CrcAlgorithm::Crc64Nvme),
            Algorithm::Sha1 => State::Sha(digest::Context::new(&digest::SHA1_FOR_LEGACY_USE_ONLY)),
            Algorithm::Sha256 => State::Sha(digest::Context::new(&digest::SHA256)),
        };
        Self { algorithm, state }
    }

    pub(super) fn update(&mut self, bytes: &[u8]) {
        match &mut self.state {
            State::Crc(crc) => crc.update(bytes),
            State::Sha(sha) => sha.update(bytes),
        }
    }

    pub(super) fn finish(self) -> Checksum {
        let value = match self.state {
            State::Crc(crc) => crc_text(self.algorithm, crc.finalize()),
            State::Sha(sha) => BASE64.encode(sha.finish()),
        };
        Checksum {
            algorithm: self.algorithm,
            coverage: Coverage::FullObject,
            value,
        }
    }
}

/// The checksum of an object made of `parts`, each given by its own checksum and its length in bytes. `None` when
/// the algorithm cannot have that coverage, or a part's checksum is not base64.
pub(super) fn of_parts(
    algorithm: Algorithm,
    coverage: Coverage,
    parts: &[(String, u64)],
) -> Option<Checksum> {
    let value = match coverage {
        Coverage::Composite => {
            let mut running = Running::new(algorithm);
            for (value, _) in parts {
                running.update(&BASE64.decode(value).ok()?);
            }
            format!("{}-{}", running.finish().value, parts.len())
        }
        Coverage::FullObject => {
            let crc = algorithm.crc()?;
            let mut parts = parts.iter();
            let (first, _) = parts.next()?;
            let mut whole = crc_number(first)?;
            for (value, length) in parts {
                whole = crc_fast::checksum_combine(crc, whole, crc_number(value)?, *length);
            }
            crc_text(algorithm, whole)
        }
    };
    Some(Checksum {
        algorithm,
        coverage,
        value,
    })
}

fn crc_text(algorithm: Algorithm, crc: u64) -> String {
    BASE64.encode(&crc.to_be_bytes()[8 - algorithm.width().min(8)..])
}

fn crc_number(value: &str) -> Option<u64> {
    let bytes = BASE64.decode(value).ok()?;
    Some(
        bytes
            .iter()
            .fold(0, |number, byte| (number << 8) | u64::from(*byte)),
    )
}

#[cfg(test)]
mod tests {
    use super::{Algorithm, Coverage, Running, of_parts};

    fn checksum(algorithm: Algorithm, text: &str) -> String {
        let mut running = Running::new(algorithm);
        running.update(text.as_bytes());
        running.finish().value
    }

    /// The CRC catalogue's check values, and Python's hashlib for the rest; base64.
    #[test]
    fn checksums_are_those_of_the_published_check_values() {
        for (algorithm, expected) in [
            (Algorithm::Crc32, "y/Q5Jg=="),
            (Algorithm::Crc32c, "4waSgw=="),
            (Algorithm::Crc64Nvme, "rosUhgp5mIg="),
            (Algorithm::Sha1, "98O8HYCOBHMq32eZZczDTKeuNEE="),
            (Algorithm::Sha256, "FeKw08M4keuw8e9gnsQZQgwg4yDOlMZfvIwzEkSOsiU="),
        ] {
            assert_eq!(checksum(algorithm, "123456789"), expected, "{}", algorithm.name());
        }
    }

    #[test]
    fn the_crc_of_a_whole_follows_from_those_of_its_parts() {
        for algorithm in [Algorithm::Crc32, Algorithm::Crc32c, Algorithm::Crc64Nvme] {
            let parts = ["first part, ", "second, ", "third"]
                .map(|text| (checksum(algorithm, text), text.len() as u64));
            let whole = of_parts(algorithm, Coverage::FullObject, &parts).expect("a CRC combines");
            assert_eq!(
                whole.value,
                checksum(algorithm, "first part, second, third"),
                "{}",
                algorithm.name()
            );
        }
    }

    #[test]
    fn a_sha_never_covers_a_whole_made_of_parts() {
        let part = (checksum(Algorithm::Sha256, "x"), 1);
        assert_eq!(of_parts(Algorithm::Sha256, Coverage::FullObject, &[part]), None);
    }
}
