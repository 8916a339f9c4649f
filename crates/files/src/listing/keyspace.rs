//! Lists a key space in several ranges at once. It begins as one range, and while there is more to come, ranges are
//! split in two: the left one ends where the right one begins, so every key belongs to exactly one of them, and where
//! to split decides only how fast it goes, never what is found. A first page is one request; requests grow with the
//! pages that bring something, and a service that is busy is asked less.

mod range;
mod split;

use std::future::Future;
use std::time::Duration;

use time::OffsetDateTime;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep_until};

use crate::Error;
use range::Range;
use split::Letters;

/// How many requests are under way at most.
pub(super) const AT_ONCE: usize = 16;
/// The least time between the beginnings of two requests: 500 a second, a tenth of what a prefix takes.
const PACE: Duration = Duration::from_millis(2);
/// Requests that may bring nothing, beside a quarter of those that bring something.
const SPARE: u64 = 96;
/// Keys on a page.
const PAGE: u64 = 1_000;
/// How long a busy service is left alone, and how many times in a row.
const REST: Duration = Duration::from_secs(1);
const RESTS: u32 = 5;

/// An object or a folder. Names are keys below the prefix that is listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    /// A folder's ends with `/`.
    pub(super) name: String,
    pub(super) folder: bool,
    pub(super) size: u64,
    pub(super) modified: Option<OffsetDateTime>,
    pub(super) etag: Option<String>,
}

/// Which page is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Ask {
    /// Only what comes after this name (`StartAfter`).
    pub(super) after: Option<String>,
    /// Where the page before ended (`ContinuationToken`).
    pub(super) token: Option<String>,
}

/// A page as the service gives it: folders and objects, each in the order of their bytes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Page {
    pub(super) found: Vec<Found>,
    /// Where the next page begins, if there is one.
    pub(super) next: Option<String>,
}

/// Asks for pages until everything has been given to `take`. Dropping the future ends all requests.
///
/// # Errors
///
/// The first that a request meets; what was found until then was taken.
pub(super) async fn list<F, R>(
    fetch: F,
    at_once: usize,
    mut take: impl FnMut(Vec<Found>),
) -> Result<(), Error>
where
    F: Fn(Ask) -> R,
    R: Future<Output = Result<Page, Error>> + Send + 'static,
{
    let mut ranges = vec![Range::whole()];
    let mut pace = Pace::new(at_once);
    let mut seen = Letters::default();
    let mut flights = JoinSet::new();
    let launch = |flights: &mut JoinSet<_>, pace: &mut Pace, at: usize, range: &Range| {
        let (page, start) = (fetch(range.ask()), pace.start());
        flights.spawn(async move {
            sleep_until(start).await;
            (at, page.await)
        });
    };
    if let Some(range) = ranges.first() {
        launch(&mut flights, &mut pace, 0, range);
    }
    while let Some(landed) = flights.join_next().await {
        let Ok((at, answer)) = landed else {
            return Err(Error::Offline);
        };
        let Some(range) = ranges.get_mut(at) else {
            continue;
        };
        match answer {
            Ok(page) => {
                let accepted = range.accept(page);
                pace.landed(accepted.len());
                seen.learn(&accepted);
                take(accepted);
                if !range.done {
                    launch(&mut flights, &mut pace, at, range);
                }
            }
            Err(Error::Busy { .. }) if pace.rest() => launch(&mut flights, &mut pace, at, range),
            Err(error) => return Err(error),
        }
        while pace.may_split(flights.len())
            && let Some((left, right)) = split::choose(&ranges, &seen)
        {
            let right = ranges[left].cut(right);
            launch(&mut flights, &mut pace, ranges.len(), &right);
            ranges.push(right);
        }
    }
    Ok(())
}

/// How many requests may be under way.
struct Pace {
    at_once: usize,
    /// Pages that brought something.
    pages: usize,
    keys: u64,
    requests: u64,
    next: Instant,
    /// How many times in a row the service was busy.
    rests: u32,
}

impl Pace {
    fn new(at_once: usize) -> Self {
        Self {
            at_once,
            pages: 0,
            keys: 0,
            requests: 0,
            next: Instant::now(),
            rests: 0,
        }
    }

    /// When the next request may begin.
    fn start(&mut self) -> Instant {
        self.requests += 1;
        let start = self.next.max(Instant::now());
        self.next = start + PACE;
        start
    }

    fn landed(&mut self, keys: usize) {
        self.rests = 0;
        self.pages += usize::from(keys > 0);
        self.keys += keys as u64;
    }

    /// Asks less from now on, unless that has not helped.
    fn rest(&mut self) -> bool {
        self.rests += 1;
        self.at_once = (self.at_once / 2).max(1);
        self.next = Instant::now() + REST;
        self.rests <= RESTS
    }

    /// As many at once as pages have come, and no more in vain than is worth it.
    fn may_split(&self, under_way: usize) -> bool {
        let worth = SPARE + self.keys * 5 / (PAGE * 4) + under_way as u64;
        under_way < self.at_once.min(self.pages) && self.requests < worth
    }
}

#[cfg(test)]
mod tests;
