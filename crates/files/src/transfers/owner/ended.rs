//! How transfers end, and what follows: what is kept of them, what is thrown away, and when the next one is tried while
//! the service is in trouble.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;

use super::super::State;
use super::super::job::Job;
use super::super::journal::{Begun, JournalChange};
use super::super::queue::Item;
use super::super::work::{Arrived, Mark, Stop};
use super::{Event, Owner, Running, Why};
use crate::Error;

/// How often a transfer is tried again by itself where the service is at fault.
const TRIES: u32 = 3;
/// The pause after the first failure; it doubles up to the longest.
const FIRST: Duration = Duration::from_secs(1);
const LONGEST: Duration = Duration::from_secs(30);

/// The service cannot be reached, or is too busy: one transfer at a time is tried, and that rarely.
#[derive(Debug)]
pub(super) struct Trouble {
    pub(super) until: Instant,
    pause: Duration,
}

impl Trouble {
    /// Whether nothing may be started now.
    pub(super) fn holds(&self, running: usize) -> bool {
        running > 0 || self.until > Instant::now()
    }
}

impl Owner {
    pub(super) fn hear(&mut self, event: Event) {
        match event {
            Event::Found(id, jobs, begun) => {
                for job in jobs {
                    self.add(job);
                }
                self.shared.scribe.begun(id, begun.as_ref());
            }
            Event::Ended(id, outcome) => {
                let Some(running) = self.running.remove(&id) else {
                    return;
                };
                self.ended(id, &running, outcome);
                if self.queue.active() == 0 {
                    (self.uploads, self.downloads) = (None, None);
                }
            }
        }
    }

    fn ended(&mut self, id: u32, running: &Running, outcome: Result<Option<Arrived>, Stop>) {
        self.unannounced = true;
        let moved = running.meter.done();
        self.queue.change(id, |item| {
            item.transfer.rate = 0;
            item.transfer.done = moved;
            item.transfer.total = running.meter.total().max(item.transfer.total);
            item.moved_for += running.begun.elapsed();
            item.transfer.elapsed = item.moved_for;
        });
        if moved > 0 || outcome.is_ok() {
            self.trouble = None;
        }
        match outcome {
            Ok(Some(arrived)) => {
                self.queue.change(id, |item| arrive(item, arrived));
                self.shared.scribe.note(JournalChange::Remove(id));
            }
            Ok(None) => {
                self.queue.remove(id);
                self.shared.scribe.note(JournalChange::Remove(id));
            }
            Err(Stop::Skipped) => self.stopped(id, State::Skipped),
            Err(Stop::Asking(conflict)) => self.change(id, State::Asking(conflict)),
            Err(Stop::Cancelled) => match running.why {
                Why::Cancelled => self.stopped(id, State::Cancelled),
                Why::Paused => self.stopped(id, State::Paused),
                Why::Closing => self.change(id, State::Waiting),
            },
            Err(Stop::Failed(error)) => self.failed(id, error, moved > 0),
        }
    }

    /// Leaves a transfer in a state in which nothing of it runs.
    pub(super) fn stopped(&mut self, id: u32, state: State) {
        let Some(item) = self.queue.get(id) else { return };
        let (job, mark) = (Arc::clone(&item.job), item.mark.clone());
        match state {
            State::Paused => self.shared.scribe.note(JournalChange::Held(id, true)),
            State::Skipped | State::Cancelled => {
                self.shared.scribe.note(JournalChange::Remove(id));
                self.discard(job, &mark);
            }
            State::Waiting | State::Running | State::Asking(_) | State::Done | State::Failed(_) => {}
        }
        self.change(id, state);
    }

    fn failed(&mut self, id: u32, error: Error, moved: bool) {
        let Some(item) = self.queue.get(id) else { return };
        let (job, mark, tries) = (Arc::clone(&item.job), item.mark.clone(), item.tries);
        let unreachable = matches!(error, Error::Offline);
        let passing = unreachable || matches!(error, Error::Busy { .. } | Error::Failing { .. });
        if passing && (tries < TRIES || unreachable && !moved) {
            let before = self.trouble.as_ref().map(|trouble| trouble.pause);
            let pause = before.map_or(FIRST, |pause| (pause * 2).min(LONGEST));
            self.trouble = Some(Trouble {
                until: Instant::now() + pause,
                pause,
            });
            let counts = moved || !unreachable;
            self.queue.change(id, |item| item.tries += u32::from(counts));
            return self.change(id, State::Waiting);
        }
        if !may_go_on(&error) {
            self.shared.scribe.begun(id, None);
            self.discard(job, &mark);
        }
        self.shared.scribe.note(JournalChange::Held(id, true));
        self.change(id, State::Failed(error));
    }

    /// Throws away what was begun, behind the person's back.
    pub(super) fn discard(&self, job: Arc<Job>, mark: &Mark) {
        if let Some(begun) = mark.get() {
            mark.set(None);
            let shared = self.shared.clone();
            self.shared
                .afterwards
                .spawn(async move { job.discard(&shared, begun).await });
        }
    }
}

/// Whether what has arrived is of use for another try.
fn may_go_on(error: &Error) -> bool {
    matches!(
        error,
        Error::Offline
            | Error::Busy { .. }
            | Error::Failing { .. }
            | Error::Expired { .. }
            | Error::NoCredentials
            | Error::ClockSkewed { .. }
            | Error::DiskFull { .. }
            | Error::Local { .. }
    )
}

fn arrive(item: &mut Item, arrived: Arrived) {
    item.mark.set(None);
    let transfer = &mut item.transfer;
    transfer.done = transfer.total;
    transfer.state = State::Done;
    transfer.saved_as = (*arrived.name != *transfer.name).then(|| arrived.name.into());
    transfer.path = arrived.path.or(transfer.path.take());
    transfer.integrity = Some(arrived.integrity);
}

impl Begun {
    /// How many bytes are known to have arrived.
    pub(in super::super) fn bytes(&self) -> u64 {
        match self {
            Self::Download { there, .. } => there.iter().map(|range| range.end - range.start).sum(),
            Self::Upload { .. } | Self::Folder { .. } => 0,
        }
    }
}
