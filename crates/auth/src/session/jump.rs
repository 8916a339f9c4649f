//! Notices that the time of day has moved otherwise than time passes: the computer slept, or its clock was set.

use time::{Duration, OffsetDateTime};
use tokio::time::Instant;

/// How much the two may differ before it counts.
const MUCH: Duration = Duration::minutes(1);

/// The time of day at a moment of the clock that only counts.
#[derive(Debug, Clone, Copy)]
pub(super) struct LastLook {
    time: OffsetDateTime,
    counted: Instant,
}

impl LastLook {
    pub(super) fn new(time: OffsetDateTime) -> Self {
        Self {
            time,
            counted: Instant::now(),
        }
    }

    /// Whether the time of day has jumped since the last look. This look is the last one from now on.
    pub(super) fn jumped(&mut self, time: OffsetDateTime) -> bool {
        let last = std::mem::replace(self, Self::new(time));
        let passed = self.counted.saturating_duration_since(last.counted);
        let passed = Duration::try_from(passed).unwrap_or(Duration::MAX);
        ((time - last.time) - passed).abs() >= MUCH
    }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_sleep_and_a_clock_that_is_set_are_noticed_once_and_mere_waiting_is_not() {
        let start = datetime!(2026-11-21 09:00 UTC);
        let mut last = LastLook::new(start);

        tokio::time::advance(std::time::Duration::from_secs(3_600)).await;
        assert!(!last.jumped(start + Duration::hours(1)), "an hour has passed");

        let slept = start + Duration::hours(9);
        assert!(last.jumped(slept), "the computer slept");
        assert!(!last.jumped(slept), "noticed once");

        assert!(last.jumped(start), "the clock was set back");
        tokio::time::advance(std::time::Duration::from_secs(15)).await;
        assert!(!last.jumped(start + Duration::seconds(14)), "a second is no jump");
    }
}
