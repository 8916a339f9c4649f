//! The ring of recorded calls. Written by the SDK's interceptor, read by the page.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use base::{Clock, Secret};
use tokio::sync::watch;

use crate::view::{CallDetailView, CallView, ClaimView};

/// How many calls are kept; the oldest go first.
pub const KEPT: usize = 2000;

/// The timeline of one run of the app.
#[derive(Debug, Clone)]
pub struct Timeline {
    ring: Arc<Mutex<Ring>>,
    revision: watch::Sender<u32>,
    clock: Arc<dyn Clock>,
}

#[derive(Debug, Default)]
struct Ring {
    calls: VecDeque<Entry>,
    last_id: u32,
    revision: u32,
}

#[derive(Debug)]
struct Entry {
    detail: CallDetailView,
    /// What the request hid, so that an answer which repeats it hides it too. Dropped when the call ends.
    hidden: Vec<Secret>,
    began: Instant,
}

/// What is known when a request leaves, already redacted.
pub(super) struct Sent {
    pub(super) service: String,
    pub(super) operation: String,
    pub(super) attempt: u32,
    pub(super) request_line: String,
    pub(super) headers: Vec<ClaimView>,
    pub(super) body: Option<String>,
    pub(super) hidden: Vec<Secret>,
}

/// What is known when an answer has arrived, already redacted.
pub(super) struct Answered {
    pub(super) status: u16,
    pub(super) error: Option<String>,
    pub(super) request_id: Option<String>,
    pub(super) headers: Vec<ClaimView>,
    pub(super) body: Option<String>,
}

impl Timeline {
    /// An empty timeline.
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self {
            ring: Arc::default(),
            revision: watch::Sender::new(0),
            clock,
        }
    }

    /// The revision, which grows with every call that begins or ends.
    pub fn watch(&self) -> watch::Receiver<u32> {
        self.revision.subscribe()
    }

    /// The calls that have changed after a revision, oldest first; 0 gives all that are kept.
    pub fn calls(&self, after: u32) -> Vec<CallView> {
        let ring = self.lock();
        let changed = ring
            .calls
            .iter()
            .filter(|entry| entry.detail.call.revision > after);
        changed.map(|entry| entry.detail.call.clone()).collect()
    }

    /// One call in full, unless it has left the ring.
    pub fn call(&self, id: u32) -> Option<CallDetailView> {
        self.lock().find(id).map(|entry| entry.detail.clone())
    }

    /// Notes something that was done on this computer and asked nobody, in one line.
    pub fn note(&self, service: &str, operation: &str, what: &str) {
        let number = self.begin(Sent {
            service: service.to_owned(),
            operation: operation.to_owned(),
            attempt: 1,
            request_line: what.to_owned(),
            headers: Vec::new(),
            body: None,
            hidden: Vec::new(),
        });
        self.end(number, None);
    }

    pub(super) fn begin(&self, sent: Sent) -> u32 {
        let at = crate::words::milliseconds(self.clock.now());
        let mut ring = self.lock();
        let id = ring.last_id.saturating_add(1);
        ring.last_id = id;
        let revision = ring.advance();
        if ring.calls.len() == KEPT {
            ring.calls.pop_front();
        }
        let call = CallView {
            id,
            revision,
            at,
            service: sent.service,
            operation: sent.operation,
            attempt: sent.attempt,
            duration: None,
            status: None,
            error: None,
            request_id: None,
        };
        let detail = CallDetailView {
            call,
            request_line: sent.request_line,
            request_headers: sent.headers,
            request_body: sent.body,
            response_headers: Vec::new(),
            response_body: None,
        };
        ring.calls.push_back(Entry {
            detail,
            hidden: sent.hidden,
            began: Instant::now(),
        });
        drop(ring);
        self.revision.send_replace(revision);
        id
    }

    pub(super) fn hidden(&self, id: u32) -> Vec<Secret> {
        self.lock()
            .find(id)
            .map(|entry| entry.hidden.clone())
            .unwrap_or_default()
    }

    pub(super) fn answer(&self, id: u32, answered: Answered) {
        let mut ring = self.lock();
        if let Some(entry) = ring.find_mut(id) {
            entry.detail.call.status = Some(answered.status);
            entry.detail.call.error = answered.error;
            entry.detail.call.request_id = answered.request_id;
            entry.detail.response_headers = answered.headers;
            entry.detail.response_body = answered.body;
        }
    }

    pub(super) fn end(&self, id: u32, error: Option<&str>) {
        let mut ring = self.lock();
        let revision = ring.advance();
        if let Some(entry) = ring.find_mut(id) {
            let took = u32::try_from(entry.began.elapsed().as_millis()).unwrap_or(u32::MAX);
            let call = &mut entry.detail.call;
            call.duration.get_or_insert(took);
            call.revision = revision;
            if let (None, Some(name)) = (&call.error, error) {
                call.error = Some(name.to_owned());
            }
            entry.hidden = Vec::new();
        }
        drop(ring);
        self.revision.send_replace(revision);
    }

    fn lock(&self) -> MutexGuard<'_, Ring> {
        self.ring.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Ring {
    fn advance(&mut self) -> u32 {
        self.revision = self.revision.saturating_add(1);
        self.revision
    }

    fn place(&self, id: u32) -> Option<usize> {
        let first = self.calls.front()?.detail.call.id;
        usize::try_from(id.checked_sub(first)?).ok()
    }

    fn find(&self, id: u32) -> Option<&Entry> {
        self.calls.get(self.place(id)?)
    }

    fn find_mut(&mut self, id: u32) -> Option<&mut Entry> {
        let place = self.place(id)?;
        self.calls.get_mut(place)
    }
}

#[cfg(test)]
mod tests {
    use super::{KEPT, Sent, Timeline};
    use base::SystemClock;
    use std::sync::Arc;

    fn sent(operation: &str) -> Sent {
        Sent {
            service: "S3".into(),
            operation: operation.into(),
            attempt: 1,
            request_line: "GET /".into(),
            headers: Vec::new(),
            body: None,
            hidden: Vec::new(),
        }
    }

    #[test]
    fn a_call_appears_when_it_begins_and_changes_once_more_when_it_ends() {
        let timeline = Timeline::new(Arc::new(SystemClock));
        let first = timeline.begin(sent("ListObjectsV2"));
        let second = timeline.begin(sent("GetObject"));
        let seen = timeline.calls(0).last().expect("two calls").revision;

        timeline.end(first, None);

        let changed = timeline.calls(seen);
        assert_eq!(changed.len(), 1, "only the ended call has changed");
        assert_eq!(changed[0].id, first);
        assert!(changed[0].duration.is_some(), "an ended call has a duration");
        assert!(timeline.call(second).expect("still kept").call.duration.is_none());
    }

    #[test]
    fn the_oldest_calls_go_and_the_newest_stay_reachable_by_their_number() {
        let timeline = Timeline::new(Arc::new(SystemClock));
        let first = timeline.begin(sent("First"));
        let mut last = first;
        for _ in 0..KEPT {
            last = timeline.begin(sent("Later"));
        }

        assert_eq!(timeline.calls(0).len(), KEPT);
        assert!(timeline.call(first).is_none(), "the first has left the ring");
        assert_eq!(timeline.call(last).expect("the newest").call.id, last);
    }
}
