//! Domain values as the page wants them: times as milliseconds, counts as 32-bit numbers.

use time::OffsetDateTime;

/// Milliseconds since the Unix epoch.
pub(crate) fn milliseconds(at: OffsetDateTime) -> i64 {
    i64::try_from(at.unix_timestamp_nanos() / 1_000_000).unwrap_or(i64::MAX)
}

