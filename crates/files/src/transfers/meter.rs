//! How far a transfer has come and how fast it goes.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// How long the past weighs in the shown rate.
const MEMORY: Duration = Duration::from_secs(3);

/// Bytes done and in all, written by whoever moves them and read by whoever shows them.
#[derive(Debug, Default)]
pub(super) struct Meter {
    done: AtomicU64,
    total: AtomicU64,
}

impl Meter {
    pub(super) fn set_total(&self, bytes: u64) {
        self.total.store(bytes, Ordering::Relaxed);
    }

    pub(super) fn total(&self) -> u64 {
        self.total.load(Ordering::Relaxed)
    }

    pub(super) fn done(&self) -> u64 {
        self.done.load(Ordering::Relaxed)
    }

    pub(super) fn add(&self, bytes: u64) {
        self.done.fetch_add(bytes, Ordering::Relaxed);
    }

    /// Begins anew with what need not be moved again.
    pub(super) fn restart(&self, there: u64) {
        self.done.store(there, Ordering::Relaxed);
    }

    /// Takes back what has to be moved again.
    fn take_back(&self, bytes: u64) {
        self.done.fetch_sub(bytes, Ordering::Relaxed);
    }
}

/// One request's share of a transfer. A request that is tried again begins its share anew, and what a given-up
/// attempt still reads no longer counts.
#[derive(Debug)]
pub(super) struct Share {
    meter: Arc<Meter>,
    attempt: AtomicU64,
    sent: AtomicU64,
}

impl Share {
    pub(super) fn of(meter: &Arc<Meter>) -> Arc<Self> {
        Arc::new(Self {
            meter: Arc::clone(meter),
            attempt: AtomicU64::new(0),
            sent: AtomicU64::new(0),
        })
    }

    /// Begins an attempt and gives its number.
    pub(super) fn begin(&self) -> u64 {
        self.meter.take_back(self.sent.swap(0, Ordering::AcqRel));
        self.attempt.fetch_add(1, Ordering::AcqRel) + 1
    }

    /// Counts bytes of an attempt.
    pub(super) fn add(&self, attempt: u64, bytes: u64) {
        if self.attempt.load(Ordering::Acquire) == attempt {
            self.sent.fetch_add(bytes, Ordering::AcqRel);
            self.meter.add(bytes);
        }
    }
}

/// Bytes a second, smoothed: what lies one [`MEMORY`] back counts a third.
#[derive(Debug, Default)]
pub(super) struct Rate {
    done: u64,
    sum: f64,
    weights: f64,
}

impl Rate {
    /// The rate when `done` bytes are reached, `elapsed` after the last call. What lies before the first call has
    /// no weight, so that a transfer does not seem to start slowly.
    pub(super) fn update(&mut self, done: u64, elapsed: Duration) -> u64 {
        let seconds = elapsed.as_secs_f64();
        if seconds > 0.0 {
            let moved = done.saturating_sub(self.done) as f64;
            let fading = (-seconds / MEMORY.as_secs_f64()).exp();
            self.sum = self.sum * fading + moved / seconds * (1.0 - fading);
            self.weights = self.weights * fading + (1.0 - fading);
            self.done = done;
        }
        if self.weights > 0.0 {
            (self.sum / self.weights).round() as u64
        } else {
            0
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_of_a_repeated_request_count_once() {
        let meter = Arc::new(Meter::default());
        let share = Share::of(&meter);

        let first = share.begin();
        share.add(first, 700);
        let second = share.begin();
        share.add(first, 100);
        share.add(second, 1_000);

        assert_eq!(meter.done(), 1_000, "the first attempt was given up");
    }

    #[test]
    fn a_steady_flow_shows_its_rate_and_a_stop_fades() {
        let mut rate = Rate::default();
        let tenth = Duration::from_millis(100);
        assert_eq!(
            rate.update(1_000, tenth),
            10_000,
            "the first moment counts in full"
        );
        let steady = (2..=50).map(|n| rate.update(n * 1_000, tenth)).last();
        assert_eq!(steady, Some(10_000));

        let stopped = (0..60).map(|_| rate.update(50_000, tenth)).last();
        assert!(
            stopped.is_some_and(|rate| rate < 1_500),
            "twice the memory later little is left: {stopped:?}"
        );
    }
}
