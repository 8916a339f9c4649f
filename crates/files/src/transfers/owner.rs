//! The one task that owns the queue. It starts what waits, hears how it ended, and shows progress at most ten times
//! a second.

mod asked;
mod ended;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Semaphore, mpsc, oneshot, watch};
use tokio::time::{Instant, sleep_until};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::job::Job;
use super::journal::{Begun, Journal, Kept, Scribe};
use super::limit::Limit;
use super::meter::{Meter, Rate};
use super::queue::Queue;
use super::work::{Arrived, Mark, Shared, Stop, Work};
use super::{Direction, Overview, Policy, Settings, State};
use crate::Files;
use ended::Trouble;

/// Between two announcements.
const PAUSE: Duration = Duration::from_millis(100);
/// How many requests that carry bytes of large files may be under way.
const PARTS: usize = 16;
/// Of how many quarters a file at a time consists.
const QUARTERS: usize = 4;

/// What holders of the queue ask of its owner.
#[derive(Debug)]
pub(super) enum Command {
    Add(Vec<Job>, oneshot::Sender<Vec<u32>>),
    /// One or all.
    Cancel(Option<u32>),
    Pause(Option<u32>),
    Resume(Option<u32>),
    Retry(Option<u32>),
    Move(u32, To),
    Decide {
        id: u32,
        policy: Policy,
        all: bool,
    },
    Set(Settings),
    Uploads(oneshot::Sender<BTreeSet<String>>),
    Wake,
    ClearFinished,
    Close(oneshot::Sender<()>),
}

/// Where in the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum To {
    /// Before all others that wait.
    Top,
    /// Before the one that waits before it.
    Up,
    /// After the one that waits after it.
    Down,
}

/// What the owner's own tasks tell it.
#[derive(Debug)]
pub(super) enum Event {
    Found(u32, Vec<Job>, Option<Begun>),
    Ended(u32, Result<Option<Arrived>, Stop>),
}

/// Why a transfer that runs was stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Why {
    Cancelled,
    Paused,
    Closing,
}

#[derive(Debug)]
struct Running {
    cancel: CancellationToken,
    why: Why,
    meter: Arc<Meter>,
    rate: Rate,
    begun: Instant,
    weight: usize,
}

#[derive(Debug)]
struct Owner {
    shared: Shared,
    settings: Settings,
    queue: Queue,
    running: BTreeMap<u32, Running>,
    /// What the person has decided for all until the queue is at rest.
    uploads: Option<Policy>,
    downloads: Option<Policy>,
    trouble: Option<Trouble>,
    overview: watch::Sender<Overview>,
    events: mpsc::UnboundedSender<Event>,
    unannounced: bool,
    announced_at: Instant,
}

/// Starts the owner; it lives until it is closed or nobody can send to it any more.
pub(super) fn start(
    files: Files,
    settings: Settings,
    journal: Option<Arc<dyn Journal>>,
) -> (mpsc::UnboundedSender<Command>, watch::Receiver<Overview>) {
    let (sender, commands) = mpsc::unbounded_channel();
    let (events, told) = mpsc::unbounded_channel();
    let overview = watch::Sender::new(Overview::default());
    let receiver = overview.subscribe();
    let owner = Owner {
        shared: Shared {
            files,
            limit: Arc::new(Limit::new(settings.limit)),
            parts: Arc::new(Semaphore::new(PARTS)),
            checks: Arc::default(),
            scribe: Scribe::start(journal.clone()),
            afterwards: TaskTracker::new(),
        },
        settings,
        queue: Queue::default(),
        running: BTreeMap::new(),
        uploads: None,
        downloads: None,
        trouble: None,
        overview,
        events,
        unannounced: false,
        announced_at: Instant::now() - PAUSE,
    };
    tokio::spawn(owner.live(journal, commands, told));
    (sender, receiver)
}

impl Owner {
    async fn live(
        mut self,
        journal: Option<Arc<dyn Journal>>,
        mut commands: mpsc::UnboundedReceiver<Command>,
        mut events: mpsc::UnboundedReceiver<Event>,
    ) {
        if let Some(journal) = journal {
            match journal.load().await {
                Ok(kept) => kept.into_iter().for_each(|kept| self.take_up(kept)),
                Err(error) => tracing::warn!(%error, "the transfers of before could not be read"),
            }
        }
        let closed = loop {
            self.start_waiting();
            let busy = self.unannounced || !self.running.is_empty();
            let patience = self.trouble.as_ref().map(|trouble| trouble.until);
            let next_try = patience.unwrap_or_else(Instant::now);
            tokio::select! {
                command = commands.recv() => match command {
                    Some(Command::Close(closed)) => break Some(closed),
                    Some(command) => self.take(command),
                    None => break None,
                },
                Some(event) = events.recv() => self.hear(event),
                () = sleep_until(self.announced_at + PAUSE), if busy => self.announce(),
                () = sleep_until(next_try), if self.waits_for(patience) => {}
            }
        };
        self.close(&mut events).await;
        if let Some(closed) = closed {
            // Who asked may have stopped waiting.
            let _ = closed.send(());
        }
    }

    /// Whether something waits for a trouble to pass.
    fn waits_for(&self, patience: Option<Instant>) -> bool {
        patience.is_some_and(|until| until > Instant::now()) && self.queue.waiting().next().is_some()
    }

    /// Stops everything. What can go on later stays as it is; else it is thrown away.
    async fn close(&mut self, events: &mut mpsc::UnboundedReceiver<Event>) {
        for running in self.running.values_mut() {
            running.why = Why::Closing;
            running.cancel.cancel();
        }
        self.shared.afterwards.close();
        self.shared.afterwards.wait().await;
        while let Ok(event) = events.try_recv() {
            self.hear(event);
        }
        if !self.shared.scribe.keeps() {
            for id in self.queue.ids(|state| !state.is_over()) {
                self.stopped(id, State::Cancelled);
            }
            self.shared.afterwards.wait().await;
        }
        self.shared.scribe.settled().await;
        self.announce();
    }

    /// Takes up a transfer of an earlier run.
    fn take_up(&mut self, kept: Kept) {
        let Ok(job) = serde_json::from_str::<Job>(&kept.job) else {
            tracing::warn!("a transfer of before cannot be read and is left out");
            return self
                .shared
                .scribe
                .note(super::journal::JournalChange::Remove(kept.id));
        };
        let begun: Option<Begun> = kept.begun.and_then(|begun| serde_json::from_str(&begun).ok());
        let id = self.queue.add(job, Some((kept.id, kept.place)));
        self.queue.change(id, |item| {
            item.transfer.done = begun.as_ref().map_or(0, Begun::bytes);
            item.transfer.total = item.transfer.total.max(item.transfer.done);
            item.mark = Mark::new(begun);
            if kept.held {
                item.transfer.state = State::Paused;
            }
        });
        self.unannounced = true;
    }

    fn start_waiting(&mut self) {
        let room = usize::from(self.settings.at_once.clamp(1, 8)) * QUARTERS;
        loop {
            let used: usize = self.running.values().map(|running| running.weight).sum();
            if self
                .trouble
                .as_ref()
                .is_some_and(|trouble| trouble.holds(self.running.len()))
            {
                break;
            }
            let Some(next) = self.queue.waiting().next() else {
                break;
            };
            if used > 0 && used + next.weight() > room {
                break;
            }
            self.start(next.transfer.id);
        }
    }

    fn start(&mut self, id: u32) {
        let Some(item) = self.queue.get(id) else { return };
        let (standing, usual) = match item.transfer.direction {
            Direction::Upload => (self.uploads, self.settings.uploads),
            Direction::Download => (self.downloads, self.settings.downloads),
        };
        let (policy, seen) = match &item.decided {
            Some((policy, seen)) => (*policy, Some(seen.clone())),
            None => (standing.unwrap_or(usual), None),
        };
        let work = Work {
            id,
            shared: self.shared.clone(),
            meter: Arc::new(Meter::default()),
            cancel: CancellationToken::new(),
            mark: item.mark.clone(),
            policy,
            seen,
            events: self.events.clone(),
        };
        let (job, weight) = (Arc::clone(&item.job), item.weight());
        let running = Running {
            cancel: work.cancel.clone(),
            why: Why::Cancelled,
            meter: Arc::clone(&work.meter),
            rate: Rate::default(),
            begun: Instant::now(),
            weight,
        };
        self.running.insert(id, running);
        self.change(id, State::Running);
        let events = self.events.clone();
        self.shared.afterwards.spawn(async move {
            let outcome = job.run(&work).await;
            // An owner that is gone shows nothing.
            let _ = events.send(Event::Ended(id, outcome));
        });
    }

    fn change(&mut self, id: u32, state: State) {
        self.queue.change(id, |item| item.transfer.state = state);
        self.unannounced = true;
    }

    fn show_progress(&mut self) -> u64 {
        let elapsed = self.announced_at.elapsed();
        let mut rates = 0;
        for (&id, running) in &mut self.running {
            let (done, total) = (running.meter.done(), running.meter.total());
            let rate = running.rate.update(done, elapsed);
            rates += rate;
            self.queue.change(id, |item| {
                item.transfer.done = done;
                item.transfer.total = total.max(item.transfer.total);
                item.transfer.rate = rate;
                item.transfer.elapsed = item.moved_for + running.begun.elapsed();
            });
        }
        rates
    }

    fn announce(&mut self) {
        let rate = self.show_progress();
        self.announced_at = Instant::now();
        self.unannounced = false;
        let overview = Overview {
            rate,
            offline: self.trouble.is_some(),
            preparing: self.preparing(),
            ..self.queue.overview()
        };
        self.overview.send_replace(overview);
    }

    /// How many folders are looked through.
    fn preparing(&self) -> u32 {
        let folders = self.running.keys().filter(|&&id| {
            let item = self.queue.get(id);
            item.is_some_and(|item| matches!(*item.job, Job::Folder(_)))
        });
        u32::try_from(folders.count()).unwrap_or(u32::MAX)
    }
}
