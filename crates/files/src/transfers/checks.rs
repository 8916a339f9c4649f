//! The checksum that uploads carry: the strongest that the service takes. It is found out once and remembered for as
//! long as the queue lives.

use std::sync::atomic::{AtomicU8, Ordering};

use aws_sdk_s3::operation::upload_part::UploadPartOutput;
use aws_sdk_s3::types::{ChecksumAlgorithm, CompletedPart, Part};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use crc_fast::CrcAlgorithm;

use super::Check;
use crate::Error;

/// A checksum of a whole object, or none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sum {
    Crc64Nvme,
    Crc32,
    /// Stores that know neither.
    None,
}

const ALL: [Sum; 3] = [Sum::Crc64Nvme, Sum::Crc32, Sum::None];

impl Sum {
    pub(super) fn of_code(code: u8) -> Self {
        ALL.get(usize::from(code)).copied().unwrap_or(Self::None)
    }

    pub(super) fn code(self) -> u8 {
        match self {
            Self::Crc64Nvme => 0,
            Self::Crc32 => 1,
            Self::None => 2,
        }
    }

    pub(super) fn algorithm(self) -> Option<ChecksumAlgorithm> {
        match self {
            Self::Crc64Nvme => Some(ChecksumAlgorithm::Crc64Nvme),
            Self::Crc32 => Some(ChecksumAlgorithm::Crc32),
            Self::None => None,
        }
    }

    pub(super) fn check(self) -> Option<Check> {
        match self {
            Self::Crc64Nvme => Some(Check::Crc64Nvme),
            Self::Crc32 => Some(Check::Crc32),
            Self::None => None,
        }
    }

    pub(super) fn of_answer(self, answer: &UploadPartOutput) -> Option<&str> {
        match self {
            Self::Crc64Nvme => answer.checksum_crc64_nvme(),
            Self::Crc32 => answer.checksum_crc32(),
            Self::None => None,
        }
    }

    pub(super) fn of_part(self, part: &Part) -> Option<&str> {
        match self {
            Self::Crc64Nvme => part.checksum_crc64_nvme(),
            Self::Crc32 => part.checksum_crc32(),
            Self::None => None,
        }
    }

    pub(super) fn of_sent(self, part: &CompletedPart) -> Option<&str> {
        match self {
            Self::Crc64Nvme => part.checksum_crc64_nvme(),
            Self::Crc32 => part.checksum_crc32(),
            Self::None => None,
        }
    }

    /// The checksum of all parts, from that of each and its length; as base64.
    pub(super) fn combined<'a>(self, parts: impl Iterator<Item = (Option<&'a str>, u64)>) -> Option<String> {
        let (algorithm, width) = match self {
            Self::Crc64Nvme => (CrcAlgorithm::Crc64Nvme, 8),
            Self::Crc32 => (CrcAlgorithm::Crc32IsoHdlc, 4),
            Self::None => return None,
        };
        let mut all: Option<u64> = None;
        for (sum, length) in parts {
            let bytes = STANDARD.decode(sum?).ok().filter(|bytes| bytes.len() == width)?;
            let sum = bytes.iter().fold(0, |sum, &byte| (sum << 8) | u64::from(byte));
            all = Some(match all {
                Some(before) => crc_fast::checksum_combine(algorithm, before, sum, length),
                None => sum,
            });
        }
        let bytes = all?.to_be_bytes();
        Some(STANDARD.encode(&bytes[8 - width..]))
    }
}

/// Which one the service takes, as far as it is known.
#[derive(Debug, Default)]
pub(super) struct Checks(AtomicU8);

impl Checks {
    pub(super) fn present(&self) -> Sum {
        Sum::of_code(self.0.load(Ordering::Relaxed))
    }

    /// The next weaker one, if that is why `tried` was refused.
    pub(super) fn weaker(&self, tried: Sum, error: &Error) -> Option<Sum> {
        let refused = if let Error::Refused { code, .. } = error {
            matches!(
                code.as_str(),
                "NotImplemented" | "InvalidRequest" | "InvalidArgument" | "MalformedXML"
            )
        } else {
            matches!(error, Error::Failing { status: 501, .. })
        };
        let weaker = ALL.get(usize::from(tried.code()) + 1).copied();
        weaker.filter(|_| refused)
    }

    /// Remembers what was taken.
    pub(super) fn taken(&self, sum: Sum) {
        self.0.store(sum.code(), Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sums_of_parts_make_that_of_the_whole() {
        let (first, second) = (&b"1234"[..], &b"56789"[..]);
        let sum = |algorithm, bytes: &[u8], width: usize| {
            STANDARD.encode(&crc_fast::checksum(algorithm, bytes).to_be_bytes()[8 - width..])
        };
        for (kind, algorithm, width) in [
            (Sum::Crc64Nvme, CrcAlgorithm::Crc64Nvme, 8),
            (Sum::Crc32, CrcAlgorithm::Crc32IsoHdlc, 4),
        ] {
            let (one, two) = (sum(algorithm, first, width), sum(algorithm, second, width));
            let parts = [(Some(one.as_str()), 4), (Some(two.as_str()), 5)];
            assert_eq!(
                kind.combined(parts.into_iter()),
                Some(sum(algorithm, b"123456789", width))
            );
        }
        assert_eq!(Sum::Crc32.combined([(None, 4)].into_iter()), None);
    }

    #[test]
    fn a_store_that_knows_no_better_gets_a_weaker_sum_and_a_denial_is_none_of_that() {
        let checks = Checks::default();
        let unknown = Error::Failing {
            status: 501,
            request_id: None,
        };
        assert_eq!(checks.weaker(Sum::Crc64Nvme, &unknown), Some(Sum::Crc32));
        assert_eq!(checks.weaker(Sum::Crc32, &unknown), Some(Sum::None));
        assert_eq!(checks.weaker(Sum::None, &unknown), None);
        assert_eq!(
            checks.weaker(Sum::Crc64Nvme, &Error::Denied { request_id: None }),
            None
        );
    }
}
