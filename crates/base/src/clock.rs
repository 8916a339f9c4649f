//! Time arrives through here and nowhere else, so that a test or a tester can move it.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use time::{Duration, OffsetDateTime};

/// Tells the time of day.
pub trait Clock: Send + Sync + fmt::Debug {
    /// The current time in UTC.
    fn now(&self) -> OffsetDateTime;
}

/// The clock of the operating system.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[allow(
        clippy::disallowed_methods,
        reason = "the one place that reads the system's clock"
    )]
    fn now(&self) -> OffsetDateTime {
        OffsetDateTime::now_utc()
    }
}

/// Another clock, so much later or earlier.
#[derive(Debug)]
pub struct MovableClock {
    base: Arc<dyn Clock>,
    ahead: Mutex<Duration>,
}

impl MovableClock {
    /// A clock that shows what `base` shows, until it is moved.
    pub fn over(base: Arc<dyn Clock>) -> Self {
        Self {
            base,
            ahead: Mutex::new(Duration::ZERO),
        }
    }

    /// How far it is ahead of its base; negative when it is behind.
    pub fn ahead(&self) -> Duration {
        *self.ahead.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts it so far ahead of its base.
    pub fn put_ahead(&self, by: Duration) {
        *self.ahead.lock().unwrap_or_else(PoisonError::into_inner) = by;
    }

    /// What the base shows.
    pub fn base(&self) -> OffsetDateTime {
        self.base.now()
    }
}

impl Clock for MovableClock {
    fn now(&self) -> OffsetDateTime {
        let base = self.base.now();
        base.checked_add(self.ahead()).unwrap_or(base)
    }
}

/// A clock that stands still until it is pushed.
#[derive(Debug)]
pub struct ManualClock(Mutex<OffsetDateTime>);

impl ManualClock {
    /// A clock that shows `now`.
    pub fn at(now: OffsetDateTime) -> Self {
        Self(Mutex::new(now))
    }

    /// Moves the clock; a negative `by` moves it back.
    pub fn advance(&self, by: Duration) {
        let mut now = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *now += by;
    }
}

impl Clock for ManualClock {
    fn now(&self) -> OffsetDateTime {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
