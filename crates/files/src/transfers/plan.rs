//! How a file is cut into parts. Pure arithmetic on S3's limits: a part has 5 MiB to 5 GiB, the last one may be
//! smaller; an upload has at most 10,000 parts; an object at most 5 TiB.

use std::ops::Range;

use crate::Error;

const MIB: u64 = 1 << 20;
/// The largest object, in bytes.
pub(crate) const LARGEST: u64 = 5 << 40;
/// Up to this size a file goes in one request; larger ones go in parts of at least this size.
pub(crate) const PART: u64 = 8 * MIB;
/// The most parts that an upload may have.
const MOST_PARTS: u64 = 10_000;

/// How a file goes up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Plan {
    /// In one `PutObject`.
    Whole,
    /// In parts (`CreateMultipartUpload`).
    Parts(Parts),
}

/// The cuts of a file. All parts but the last have the same size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Parts {
    size: u64,
    part: u64,
}

impl Plan {
    /// The plan for a file of `size` bytes.
    pub(crate) fn of(size: u64) -> Result<Self, Error> {
        if size > LARGEST {
            return Err(Error::TooLarge { limit: LARGEST });
        }
        if size <= PART {
            return Ok(Self::Whole);
        }
        let part = size.div_ceil(MOST_PARTS).max(PART).next_multiple_of(MIB);
        Ok(Self::Parts(Parts { size, part }))
    }
}

impl Parts {
    /// The cuts that a file was begun with.
    pub(crate) fn of(size: u64, part: u64) -> Option<Self> {
        (part > 0).then_some(Self { size, part })
    }

    /// The size of all parts but the last, in bytes.
    pub(crate) fn part(self) -> u64 {
        self.part
    }

    /// How many there are.
    pub(crate) fn count(self) -> u64 {
        self.size.div_ceil(self.part)
    }

    /// The bytes of each part with its number, which begins at 1.
    pub(crate) fn ranges(self) -> impl Iterator<Item = (i32, Range<u64>)> {
        (0..self.count()).map(move |index| {
            let start = index * self.part;
            let number = i32::try_from(index + 1).unwrap_or(i32::MAX);
            (number, start..(start + self.part).min(self.size))
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_file_of_eight_mebibytes_goes_whole_and_one_byte_more_in_two_parts() {
        assert_eq!(Plan::of(0), Ok(Plan::Whole));
        assert_eq!(Plan::of(8_388_608), Ok(Plan::Whole));
        let Ok(Plan::Parts(parts)) = Plan::of(8_388_609) else {
            panic!("one byte more must go in parts")
        };
        assert_eq!(
            parts.ranges().collect::<Vec<_>>(),
            [(1, 0..8_388_608), (2, 8_388_608..8_388_609)]
        );
    }

    #[test]
    fn a_byte_more_than_five_tebibytes_is_refused() {
        assert!(matches!(Plan::of(5_497_558_138_880), Ok(Plan::Parts(parts)) if parts.count() <= 10_000));
        assert_eq!(
            Plan::of(5_497_558_138_881),
            Err(Error::TooLarge {
                limit: 5_497_558_138_880
            })
        );
    }

    proptest! {
        #[test]
        fn parts_cover_the_file_without_gap_and_within_the_limits(size in prop_oneof![
            0_u64..=5_497_558_138_880,
            0_u64..=100_000_000,
            (9_990_u64..=10_010).prop_map(|parts| parts * 8_388_608),
        ]) {
            match Plan::of(size) {
                Ok(Plan::Whole) => prop_assert!(size <= 8_388_608),
                Ok(Plan::Parts(parts)) => {
                    let ranges: Vec<_> = parts.ranges().collect();
                    prop_assert!((2..=10_000).contains(&ranges.len()));
                    let mut end = 0;
                    for (index, (number, range)) in ranges.iter().enumerate() {
                        let length = range.end - range.start;
                        prop_assert_eq!(usize::try_from(*number), Ok(index + 1));
                        prop_assert_eq!(range.start, end);
                        prop_assert!(index + 1 == ranges.len() || length >= 5 * 1_048_576);
                        prop_assert!((1..=5 * 1_073_741_824).contains(&length));
                        end = range.end;
                    }
                    prop_assert_eq!(end, size);
                }
                Err(error) => prop_assert!(false, "{error}"),
            }
        }
    }
}
