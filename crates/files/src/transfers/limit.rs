//! The most bytes a second, for all transfers together. Whoever has moved bytes waits until they are paid for: short of
//! a fifth of a second's worth, nothing waits.

use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::time::Instant;

/// What may be moved ahead of its time.
const BURST: Duration = Duration::from_millis(200);

/// A bucket of tokens, one for each byte.
#[derive(Debug)]
pub(super) struct Limit {
    /// Bytes a second; 0 for no limit.
    rate: AtomicU64,
    /// When all bytes so far are paid for.
    paid: Mutex<Instant>,
}

impl Limit {
    pub(super) fn new(rate: Option<u64>) -> Self {
        Self {
            rate: AtomicU64::new(rate.unwrap_or(0)),
            paid: Mutex::new(Instant::now()),
        }
    }

    pub(super) fn set(&self, rate: Option<u64>) {
        self.rate.store(rate.unwrap_or(0), Ordering::Relaxed);
        *self.paid.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
    }

    /// The limit in bytes a second.
    pub(super) fn rate(&self) -> Option<u64> {
        Some(self.rate.load(Ordering::Relaxed)).filter(|&rate| rate > 0)
    }

    /// Pays for bytes that were moved, and says until when to wait before the next.
    pub(super) fn pay(&self, bytes: u64) -> Option<Instant> {
        let rate = self.rate()?;
        let cost = Duration::from_secs_f64(bytes as f64 / rate as f64);
        let now = Instant::now();
        let mut paid = self.paid.lock().unwrap_or_else(PoisonError::into_inner);
        *paid = (*paid).max(now) + cost;
        let turn = *paid - BURST.min(*paid - now);
        (turn > now).then_some(turn)
    }

    /// Pays, and waits.
    pub(super) async fn pass(&self, bytes: u64) {
        if let Some(turn) = self.pay(bytes) {
            tokio::time::sleep_until(turn).await;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn two_that_share_a_limit_take_their_time_together() {
        let limit = Limit::new(Some(100_000));
        let begun = Instant::now();

        let half = || async {
            for _ in 0..25 {
                limit.pass(1_000).await;
            }
        };
        tokio::join!(half(), half());

        let seconds = begun.elapsed().as_secs_f64();
        assert!(
            seconds >= 0.28,
            "50,000 bytes at 100,000 a second, less the burst: {seconds}"
        );
    }

    #[test]
    fn without_a_limit_nothing_waits() {
        assert_eq!(Limit::new(None).pay(u64::MAX), None);
    }
}
