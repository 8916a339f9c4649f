//! The one task that owns the queue. It starts what waits, hears how it ended, and shows progress at most ten times
//! a second.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{mpsc, oneshot, watch};
use tokio::time::{Instant, sleep_until};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::download::Download;
use super::meter::{Meter, Rate};
use super::upload::Upload;
use super::work::{Arrived, Stop, Work};
use super::{State, Transfer, source, waiting};
use crate::{Error, Files};

/// How many files move at a time.
const AT_ONCE: usize = 3;
/// Between two announcements.
const PAUSE: Duration = Duration::from_millis(100);

/// What holders of the queue ask of its owner.
#[derive(Debug)]
pub(super) enum Command {
    Add(Vec<(u32, Job)>),
    Cancel(u32),
    Retry(u32),
    ClearFinished,
    Close(oneshot::Sender<()>),
}

/// What a transfer has to do.
#[derive(Debug)]
pub(super) enum Job {
    Upload(Upload),
    Download(Download),
}

/// What the owner's own tasks tell it.
#[derive(Debug)]
enum Event {
    Measured(Vec<(u32, Result<u64, Error>)>),
    Ended(u32, Result<Arrived, Stop>),
}

#[derive(Debug)]
struct Running {
    cancel: CancellationToken,
    meter: Arc<Meter>,
    rate: Rate,
}

#[derive(Debug)]
struct Owner {
    files: Files,
    transfers: watch::Sender<Vec<Transfer>>,
    events: mpsc::UnboundedSender<Event>,
    jobs: BTreeMap<u32, Arc<Job>>,
    waiting: VecDeque<u32>,
    running: BTreeMap<u32, Running>,
    tasks: TaskTracker,
    unannounced: bool,
    announced_at: Instant,
}

/// Starts the owner; it lives until it is closed or nobody can send to it any more.
pub(super) fn start(files: Files) -> (mpsc::UnboundedSender<Command>, watch::Receiver<Vec<Transfer>>) {
    let (sender, commands) = mpsc::unbounded_channel();
    let (events, ended) = mpsc::unbounded_channel();
    let transfers = watch::Sender::new(Vec::new());
    let receiver = transfers.subscribe();
    let owner = Owner {
        files,
        transfers,
        events,
        jobs: BTreeMap::new(),
        waiting: VecDeque::new(),
        running: BTreeMap::new(),
        tasks: TaskTracker::new(),
        unannounced: false,
        announced_at: Instant::now() - PAUSE,
    };
    tokio::spawn(owner.live(commands, ended));
    (sender, receiver)
}

impl Owner {
    async fn live(
        mut self,
        mut commands: mpsc::UnboundedReceiver<Command>,
        mut events: mpsc::UnboundedReceiver<Event>,
    ) {
        let closed = loop {
            self.start_waiting();
            let busy = self.unannounced || !self.running.is_empty();
            tokio::select! {
                command = commands.recv() => match command {
                    Some(Command::Add(jobs)) => self.add(jobs),
                    Some(Command::Cancel(id)) => self.cancel(id),
                    Some(Command::Retry(id)) => self.retry(id),
                    Some(Command::ClearFinished) => self.clear_finished(),
                    Some(Command::Close(closed)) => break Some(closed),
                    None => break None,
                },
                Some(event) = events.recv() => self.hear(event),
                () = sleep_until(self.announced_at + PAUSE), if busy => self.announce(),
            }
        };
        self.waiting.clear();
        self.running.values().for_each(|running| running.cancel.cancel());
        self.tasks.close();
        self.tasks.wait().await;
        while let Ok(event) = events.try_recv() {
            self.hear(event);
        }
        self.transfers.send_modify(|transfers| {
            for transfer in transfers
                .iter_mut()
                .filter(|transfer| transfer.state == State::Waiting)
            {
                transfer.state = State::Cancelled;
            }
        });
        if let Some(closed) = closed {
            // Who asked may have stopped waiting.
            let _ = closed.send(());
        }
    }

    fn add(&mut self, jobs: Vec<(u32, Job)>) {
        let mut paths = Vec::new();
        let mut added: Vec<Transfer> = Vec::with_capacity(jobs.len());
        for (id, job) in jobs {
            if let Job::Upload(upload) = &job {
                paths.push((id, upload.path.clone()));
            }
            added.push(waiting(id, &job));
            self.jobs.insert(id, Arc::new(job));
            self.waiting.push_back(id);
        }
        self.quietly(|transfers| {
            transfers.extend(added);
            transfers.sort_unstable_by_key(|transfer| std::cmp::Reverse(transfer.id));
        });
        let events = self.events.clone();
        self.tasks.spawn_blocking(move || {
            let sizes = paths
                .into_iter()
                .map(|(id, path)| (id, source::size(&path)))
                .collect();
            // An owner that is gone shows nothing.
            let _ = events.send(Event::Measured(sizes));
        });
    }

    fn cancel(&mut self, id: u32) {
        if let Some(running) = self.running.get(&id) {
            running.cancel.cancel();
        } else if self.leave_queue(id) {
            self.change(id, |transfer| transfer.state = State::Cancelled);
        }
    }

    fn retry(&mut self, id: u32) {
        let stopped = |transfer: &Transfer| match transfer.state {
            State::Failed(_) | State::Cancelled => true,
            State::Waiting | State::Running | State::Done => false,
        };
        if self
            .transfers
            .borrow()
            .iter()
            .any(|transfer| transfer.id == id && stopped(transfer))
        {
            self.change(id, |transfer| {
                transfer.state = State::Waiting;
                transfer.done = 0;
            });
            self.waiting.push_back(id);
        }
    }

    fn clear_finished(&mut self) {
        let (waiting, running) = (&self.waiting, &self.running);
        self.jobs
            .retain(|id, _| waiting.contains(id) || running.contains_key(id));
        let jobs = &self.jobs;
        self.transfers.send_if_modified(|transfers| {
            transfers.retain(|transfer| jobs.contains_key(&transfer.id));
            false
        });
        self.unannounced = true;
    }

    fn start_waiting(&mut self) {
        while self.running.len() < AT_ONCE
            && let Some(id) = self.waiting.pop_front()
        {
            let Some(job) = self.jobs.get(&id).map(Arc::clone) else {
                continue;
            };
            let work = Work {
                files: self.files.clone(),
                meter: Arc::new(Meter::default()),
                cancel: CancellationToken::new(),
                afterwards: self.tasks.clone(),
            };
            let running = Running {
                cancel: work.cancel.clone(),
                meter: Arc::clone(&work.meter),
                rate: Rate::default(),
            };
            self.running.insert(id, running);
            self.change(id, |transfer| transfer.state = State::Running);
            let events = self.events.clone();
            self.tasks.spawn(async move {
                let outcome = match job.as_ref() {
                    Job::Upload(upload) => upload.run(&work).await,
                    Job::Download(download) => download.run(&work).await,
                };
                // An owner that is gone shows nothing.
                let _ = events.send(Event::Ended(id, outcome));
            });
        }
    }

    fn hear(&mut self, event: Event) {
        match event {
            Event::Measured(sizes) => {
                for (id, size) in sizes {
                    match size {
                        Ok(size) => self.change(id, |transfer| transfer.total = size),
                        Err(error) if self.leave_queue(id) => {
                            self.change(id, |transfer| transfer.state = State::Failed(error));
                        }
                        // It is running already and finds out by itself.
                        Err(_) => {}
                    }
                }
            }
            Event::Ended(id, outcome) => {
                if let Some(running) = self.running.remove(&id) {
                    self.change(id, |transfer| {
                        transfer.done = running.meter.done();
                        transfer.total = running.meter.total().max(transfer.total);
                        settle(transfer, outcome);
                    });
                }
            }
        }
    }

    fn leave_queue(&mut self, id: u32) -> bool {
        let place = self.waiting.iter().position(|&waiting| waiting == id);
        place.is_some_and(|place| self.waiting.remove(place).is_some())
    }

    fn change(&mut self, id: u32, change: impl FnOnce(&mut Transfer)) {
        self.quietly(|transfers| {
            if let Ok(place) = transfers.binary_search_by(|transfer| id.cmp(&transfer.id))
                && let Some(transfer) = transfers.get_mut(place)
            {
                change(transfer);
            }
        });
    }

    /// Changes what is shown; the next announcement tells.
    fn quietly(&mut self, change: impl FnOnce(&mut Vec<Transfer>)) {
        self.transfers.send_if_modified(|transfers| {
            change(transfers);
            false
        });
        self.unannounced = true;
    }

    fn show_progress(&mut self) {
        let elapsed = self.announced_at.elapsed();
        let running = &mut self.running;
        self.transfers.send_if_modified(|transfers| {
            for transfer in transfers {
                if let Some(running) = running.get_mut(&transfer.id) {
                    transfer.done = running.meter.done();
                    transfer.total = running.meter.total().max(transfer.total);
                    transfer.rate = running.rate.update(transfer.done, elapsed);
                }
            }
            false
        });
    }

    fn announce(&mut self) {
        self.show_progress();
        self.announced_at = Instant::now();
        self.unannounced = false;
        self.transfers.send_modify(|_| {});
    }
}

fn settle(transfer: &mut Transfer, outcome: Result<Arrived, Stop>) {
    transfer.rate = 0;
    match outcome {
        Ok(arrived) => {
            transfer.done = transfer.total;
            transfer.state = State::Done;
            transfer.saved_as = (*arrived.name != *transfer.name).then(|| arrived.name.into());
            transfer.path = arrived.path.or(transfer.path.take());
            transfer.integrity = Some(arrived.integrity);
        }
        Err(Stop::Cancelled) => transfer.state = State::Cancelled,
        Err(Stop::Failed(error)) => transfer.state = State::Failed(error),
    }
}
