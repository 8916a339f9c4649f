//! The service's clock as far as it differs from ours, read from the `Date` of its answers. SRP timestamps and the
//! expiry of tokens and credentials are reckoned by it, so that a computer whose clock is wrong can sign in.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::SystemTime;

use aws_smithy_async::time::{SharedTimeSource, TimeSource};
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::interceptors::Intercept;
use aws_smithy_runtime_api::client::interceptors::context::BeforeDeserializationInterceptorContextRef;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::config_bag::ConfigBag;
use aws_smithy_types::date_time::{DateTime, Format};
use base::Clock;
use time::{Duration, OffsetDateTime};

/// A `Date` has whole seconds and is some way old when it comes: such differences, in seconds, say nothing.
const WOBBLE: u64 = 2;

/// Our clock, corrected by what the service's answers say.
#[derive(Debug, Clone)]
pub(crate) struct ServerClock {
    clock: Arc<dyn Clock>,
    ahead: Arc<AtomicI64>,
}

impl ServerClock {
    pub(crate) fn new(clock: Arc<dyn Clock>) -> Self {
        Self {
            clock,
            ahead: Arc::default(),
        }
    }

    /// The service's time.
    pub(crate) fn now(&self) -> OffsetDateTime {
        self.clock.now() + Duration::seconds(self.ahead.load(Ordering::Relaxed))
    }

    /// Our time.
    pub(crate) fn local(&self) -> OffsetDateTime {
        self.clock.now()
    }

    /// A moment of the service's clock, as ours shows it.
    pub(crate) fn ours(&self, theirs: OffsetDateTime) -> OffsetDateTime {
        theirs - Duration::seconds(self.ahead.load(Ordering::Relaxed))
    }

    /// How far the service's clock is ahead of ours.
    pub(crate) fn ahead(&self) -> Duration {
        Duration::seconds(self.ahead.load(Ordering::Relaxed))
    }

    fn learn(&self, date: &str) {
        if let Ok(theirs) = DateTime::from_str(date, Format::HttpDate) {
            let ahead = theirs.secs() - self.clock.now().unix_timestamp();
            if ahead.abs_diff(self.ahead.load(Ordering::Relaxed)) > WOBBLE {
                self.ahead.store(ahead, Ordering::Relaxed);
            }
        }
    }
}

impl ServerClock {
    /// The service's time as the SDK asks for it, to sign with.
    pub(crate) fn time_source(&self) -> SharedTimeSource {
        SharedTimeSource::new(Time(self.clone()))
    }
}

#[derive(Debug)]
struct Time(ServerClock);

impl TimeSource for Time {
    fn now(&self) -> SystemTime {
        self.0.now().into()
    }
}

impl Clock for ServerClock {
    fn now(&self) -> OffsetDateTime {
        Self::now(self)
    }
}

impl Intercept for ServerClock {
    fn name(&self) -> &'static str {
        "ServerClock"
    }

    fn read_before_deserialization(
        &self,
        context: &BeforeDeserializationInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        if let Some(date) = context.response().headers().get("date") {
            self.learn(date);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use base::ManualClock;
    use time::macros::datetime;

    use super::*;

    #[test]
    fn a_clock_that_is_an_hour_late_is_corrected_by_the_services_date() {
        let clock = ServerClock::new(Arc::new(ManualClock::at(datetime!(2026-11-21 09:00 UTC))));

        clock.learn("Sat, 21 Nov 2026 10:00:05 GMT");

        assert_eq!(clock.now(), datetime!(2026-11-21 10:00:05 UTC));
        assert_eq!(
            clock.ours(datetime!(2026-11-21 11:00:05 UTC)),
            datetime!(2026-11-21 10:00 UTC)
        );
    }

    #[test]
    fn a_date_that_cannot_be_read_changes_nothing() {
        let now = datetime!(2026-11-21 09:00 UTC);
        let clock = ServerClock::new(Arc::new(ManualClock::at(now)));

        clock.learn("tomorrow");

        assert_eq!(clock.now(), now);
    }
}
