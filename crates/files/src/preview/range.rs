//! The `Range` of a request (RFC 9110, section 14), as far as players ask for one.

use std::ops::Range;

/// What a request wants of an object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RangeRequest {
    /// All of it (200).
    Whole,
    /// These bytes (206).
    Part(Range<u64>),
    /// Bytes that it has not (416).
    None,
}

/// What `header`, the value of a `Range`, wants of an object of `size` bytes. A unit that is unknown or a value that
/// is none is as no header; several ranges are refused.
pub fn wanted(header: Option<&str>, size: u64) -> RangeRequest {
    let Some(set) = header.and_then(|header| header.trim().strip_prefix("bytes=")) else {
        return RangeRequest::Whole;
    };
    if set.contains(',') {
        return RangeRequest::None;
    }
    let Some((first, last)) = set.split_once('-') else {
        return RangeRequest::Whole;
    };
    let part = match (number(first), number(last)) {
        (Number::Missing, Number::Is(length)) => size.saturating_sub(length)..size,
        (Number::Is(first), Number::Missing) => first..size,
        (Number::Is(first), Number::Is(last)) if first > last => return RangeRequest::Whole,
        (Number::Is(first), Number::Is(last)) => first..last.saturating_add(1).min(size),
        (Number::Missing | Number::Wrong, _) | (_, Number::Wrong) => return RangeRequest::Whole,
    };
    if part.start < part.end {
        RangeRequest::Part(part)
    } else {
        RangeRequest::None
    }
}

enum Number {
    Is(u64),
    Missing,
    Wrong,
}

fn number(text: &str) -> Number {
    let text = text.trim();
    if text.is_empty() {
        return Number::Missing;
    }
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Number::Wrong;
    }
    // A number beyond all numbers is beyond every object.
    Number::Is(text.parse().unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{RangeRequest, wanted};

    #[test]
    fn ranges_are_read_as_the_standard_says() {
        let cases = [
            (None, RangeRequest::Whole),
            (Some("bytes=0-"), RangeRequest::Part(0..100)),
            (Some("bytes=0-0"), RangeRequest::Part(0..1)),
            (Some("bytes=90-200"), RangeRequest::Part(90..100)),
            (Some("bytes=-10"), RangeRequest::Part(90..100)),
            (Some("bytes=-200"), RangeRequest::Part(0..100)),
            (Some("bytes=-0"), RangeRequest::None),
            (Some("bytes=100-"), RangeRequest::None),
            (Some("bytes=99999999999999999999999-"), RangeRequest::None),
            (Some("bytes=0-1,5-6"), RangeRequest::None),
            (Some("bytes=5-2"), RangeRequest::Whole),
            (Some("bytes=a-b"), RangeRequest::Whole),
            (Some("lines=1-2"), RangeRequest::Whole),
        ];
        for (header, expected) in cases {
            assert_eq!(wanted(header, 100), expected, "{header:?}");
        }
        assert_eq!(wanted(Some("bytes=0-"), 0), RangeRequest::None);
    }

    proptest! {
        #[test]
        fn a_part_is_never_outside_the_object(header in "bytes=[-0-9, x]{0,12}", size in 0_u64..5_000) {
            if let RangeRequest::Part(part) = wanted(Some(&header), size) {
                prop_assert!(part.start < part.end && part.end <= size);
            }
        }
    }
}
