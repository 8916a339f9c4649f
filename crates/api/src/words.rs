//! Domain values as the page wants them.

pub(crate) mod access;
pub(crate) mod account;
pub(crate) mod belongings;
pub(crate) mod copies;
mod fields;
pub(crate) mod files;
pub(crate) mod jobs;
pub(crate) mod method;
pub(crate) mod object;
pub(crate) mod preview;
pub(crate) mod question;
pub(crate) mod request;
pub(crate) mod sandbox;
pub(crate) mod sign_in;
pub(crate) mod strength;
pub(crate) mod tester;
pub(crate) mod totp;
pub(crate) mod transfers;

use time::OffsetDateTime;

/// Milliseconds since the Unix epoch.
pub(crate) fn milliseconds(at: OffsetDateTime) -> i64 {
    i64::try_from(at.unix_timestamp_nanos() / 1_000_000).unwrap_or(i64::MAX)
}

/// The time of so many milliseconds since the Unix epoch; nothing where there is no such time.
pub(crate) fn time_of_milliseconds(at: i64) -> Option<OffsetDateTime> {
    OffsetDateTime::from_unix_timestamp_nanos(i128::from(at) * 1_000_000).ok()
}

/// A limit; below nothing there is none.
fn saturated(n: i64) -> u32 {
    u32::try_from(n.max(0)).unwrap_or(u32::MAX)
}

/// A count; more than four thousand million are not counted further.
pub(crate) fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
