//! The transfers of a queue, in the order in which they are shown and begun, and their sums, which are kept as they
//! change: nothing here takes longer because there are a hundred thousand.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;

use super::job::Job;
use super::work::Mark;
use super::{Counts, Overview, Policy, SHOWN, Side, State, Transfer};

/// The room between two places, so that something can be put before or after.
const STEP: i64 = 1 << 16;

/// One transfer and what it takes to run it.
#[derive(Debug)]
pub(super) struct Item {
    pub(super) transfer: Transfer,
    pub(super) job: Arc<Job>,
    pub(super) place: i64,
    pub(super) mark: Mark,
    /// What the person has decided for this one, and over what.
    pub(super) decided: Option<(Policy, Side)>,
    /// How often it was tried again by itself.
    pub(super) tries: u32,
    /// How long it had been moving before it was last begun.
    pub(super) moved_for: Duration,
    batch: u32,
}

/// In which order transfers are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Shelf {
    Running,
    Asking,
    Waiting,
    Paused,
    Failed,
    Over,
}

type Place = (Shelf, i64, u32);

/// All transfers.
#[derive(Debug, Default)]
pub(super) struct Queue {
    items: BTreeMap<u32, Item>,
    order: BTreeSet<Place>,
    counts: Counts,
    /// What was asked for since the queue was last at rest.
    batch: u32,
    begun: Option<Instant>,
    ended: Option<Instant>,
    done: u64,
    total: u64,
    last_id: u32,
}

impl Queue {
    /// Adds a transfer that waits, or one of before under its number.
    pub(super) fn add(&mut self, job: Job, known: Option<(u32, i64)>) -> u32 {
        if self.active() == 0 {
            self.batch += 1;
            (self.done, self.total) = (0, 0);
            (self.begun, self.ended) = (Some(Instant::now()), None);
        }
        let id = known.map_or(self.last_id + 1, |(id, _)| id);
        self.last_id = self.last_id.max(id);
        let place = known.map_or(i64::from(id) * STEP, |(_, place)| place);
        let item = Item {
            transfer: waiting(id, &job),
            job: Arc::new(job),
            place,
            mark: Mark::default(),
            decided: None,
            tries: 0,
            moved_for: Duration::ZERO,
            batch: self.batch,
        };
        self.count(&item, true);
        self.order.insert(item.shelved());
        self.items.insert(id, item);
        id
    }

    pub(super) fn get(&self, id: u32) -> Option<&Item> {
        self.items.get(&id)
    }

    /// Changes one, and with it the order and the sums.
    pub(super) fn change<T>(&mut self, id: u32, change: impl FnOnce(&mut Item) -> T) -> Option<T> {
        let mut item = self.items.remove(&id)?;
        self.order.remove(&item.shelved());
        self.count(&item, false);
        let changed = change(&mut item);
        self.count(&item, true);
        self.order.insert(item.shelved());
        self.items.insert(id, item);
        if self.active() == 0 && self.ended.is_none() {
            self.ended = Some(Instant::now());
        }
        Some(changed)
    }

    pub(super) fn remove(&mut self, id: u32) -> Option<Item> {
        let item = self.items.remove(&id)?;
        self.order.remove(&item.shelved());
        self.count(&item, false);
        if self.active() == 0 && self.ended.is_none() {
            self.ended = Some(Instant::now());
        }
        Some(item)
    }

    /// All that hold, in their order.
    pub(super) fn ids(&self, holds: impl Fn(&State) -> bool) -> Vec<u32> {
        let held = |(_, _, id): &&Place| self.items.get(id).is_some_and(|item| holds(&item.transfer.state));
        self.order.iter().filter(held).map(|(_, _, id)| *id).collect()
    }

    /// Those that wait, the first one first.
    pub(super) fn waiting(&self) -> impl Iterator<Item = &Item> {
        let from = (Shelf::Waiting, i64::MIN, 0);
        let to = (Shelf::Waiting, i64::MAX, u32::MAX);
        self.order
            .range(from..=to)
            .filter_map(|(_, _, id)| self.items.get(id))
    }

    /// The place before the first of those that wait.
    pub(super) fn before_first(&self) -> i64 {
        self.waiting().next().map_or(0, |first| first.place) - STEP
    }

    /// The neighbour of one that waits.
    pub(super) fn neighbour(&self, id: u32, earlier: bool) -> Option<u32> {
        let all = || self.waiting().map(|item| item.transfer.id);
        if earlier {
            all()
                .zip(all().skip(1))
                .find(|(_, next)| *next == id)
                .map(|(one, _)| one)
        } else {
            all().skip_while(|&one| one != id).nth(1)
        }
    }

    /// How many wait, run or ask.
    pub(super) fn active(&self) -> u32 {
        self.counts.waiting + self.counts.running + self.counts.asking
    }

    pub(super) fn overview(&self) -> Overview {
        let rows = self.order.iter().take(SHOWN);
        let until = self.ended.unwrap_or_else(Instant::now);
        Overview {
            counts: self.counts,
            done: self.done,
            total: self.total,
            elapsed: self.begun.map_or(Duration::ZERO, |begun| until - begun),
            rows: rows
                .filter_map(|(_, _, id)| Some(self.items.get(id)?.transfer.clone()))
                .collect(),
            ..Overview::default()
        }
    }

    fn count(&mut self, item: &Item, more: bool) {
        let transfer = &item.transfer;
        let counts = &mut self.counts;
        let count = match transfer.state {
            State::Waiting => &mut counts.waiting,
            State::Running => &mut counts.running,
            State::Paused => &mut counts.paused,
            State::Asking(_) => &mut counts.asking,
            State::Done => &mut counts.done,
            State::Skipped => &mut counts.skipped,
            State::Failed(_) => &mut counts.failed,
            State::Cancelled => &mut counts.cancelled,
        };
        *count = if more { *count + 1 } else { count.saturating_sub(1) };
        let weighs = match transfer.state {
            State::Waiting | State::Running | State::Asking(_) | State::Done => true,
            State::Paused | State::Skipped | State::Failed(_) | State::Cancelled => false,
        };
        if weighs && item.batch == self.batch {
            let weigh = if more {
                u64::saturating_add
            } else {
                u64::saturating_sub
            };
            self.done = weigh(self.done, transfer.done);
            self.total = weigh(self.total, transfer.total);
        }
    }
}

impl Item {
    fn shelved(&self) -> Place {
        let latest_first = -i64::from(self.transfer.id);
        let (shelf, place) = match self.transfer.state {
            State::Running => (Shelf::Running, self.place),
            State::Asking(_) => (Shelf::Asking, self.place),
            State::Waiting => (Shelf::Waiting, self.place),
            State::Paused => (Shelf::Paused, self.place),
            State::Failed(_) => (Shelf::Failed, latest_first),
            State::Done | State::Skipped | State::Cancelled => (Shelf::Over, latest_first),
        };
        (shelf, place, self.transfer.id)
    }

    /// How many of the quarters of a file at a time it takes up.
    pub(super) fn weight(&self) -> usize {
        /// Up to this size a file is small, in bytes.
        const SMALL: u64 = 1 << 20;
        match (&*self.job, self.job.size()) {
            (Job::Folder(_), _) => 1,
            (_, Some(size)) if size <= SMALL => 1,
            (Job::Upload(_) | Job::Download(_), _) => 4,
        }
    }
}

/// How a transfer begins its life.
fn waiting(id: u32, job: &Job) -> Transfer {
    let path = match job {
        Job::Upload(upload) => Some(upload.path.clone()),
        Job::Download(_) | Job::Folder(_) => None,
    };
    Transfer {
        id,
        direction: job.direction(),
        name: job.name().into(),
        location: job.location().id.as_str().into(),
        folder: job.folder().into(),
        done: 0,
        total: job.size().unwrap_or(0),
        rate: 0,
        elapsed: Duration::ZERO,
        state: State::Waiting,
        saved_as: None,
        path,
        integrity: None,
    }
}
