//! The task that owns the open copies and looks at them every second. Looking, rather than being told by the system,
//! also sees programs that write another file and give it the old one's name.

use std::path::PathBuf;
use std::time::Duration;

use tokio::sync::{mpsc, oneshot, watch};
use tokio::task::JoinSet;
use tokio::time::{MissedTickBehavior, interval};

use super::held::{Held, rescue};
use super::kept::{Condition, Kept, Stamp, copy, give_back, give_beside};
use super::note;
use super::{CopyState, OpenCopy, Resolve};
use crate::thumbnail::private_folder;
use crate::{Error, Files, Location};

/// How often the files are looked at.
const PACE: Duration = Duration::from_secs(1);

pub(super) enum Command {
    Copy {
        location: Location,
        key: String,
        can_write: bool,
        reply: oneshot::Sender<Result<PathBuf, Error>>,
    },
    Resolve {
        id: u32,
        how: Resolve,
    },
    Close {
        id: u32,
    },
    End {
        reply: oneshot::Sender<()>,
    },
}

/// What came of work that was done beside the owner.
enum Done {
    Copied {
        id: u32,
        can_write: bool,
        outcome: Result<Box<Kept>, Error>,
        reply: oneshot::Sender<Result<PathBuf, Error>>,
    },
    Saved {
        id: u32,
        outcome: Result<(Option<String>, Option<Stamp>), Error>,
    },
    Beside {
        id: u32,
        outcome: Result<(), Error>,
    },
}

struct Owner {
    files: Files,
    folder: PathBuf,
    rescued: PathBuf,
    next_id: u32,
    held: Vec<Held>,
    work: JoinSet<Done>,
    copies: watch::Sender<Vec<OpenCopy>>,
}

pub(super) fn start(
    files: Files,
    folder: PathBuf,
    rescued: PathBuf,
    left: Vec<PathBuf>,
) -> (mpsc::UnboundedSender<Command>, watch::Receiver<Vec<OpenCopy>>) {
    let (commands, inbox) = mpsc::unbounded_channel();
    let (copies, watching) = watch::channel(Vec::new());
    let mut owner = Owner {
        files,
        folder,
        rescued,
        next_id: 1,
        held: Vec::new(),
        work: JoinSet::new(),
        copies,
    };
    owner.find(left);
    tokio::spawn(owner.run(inbox));
    (commands, watching)
}

impl Owner {
    /// Takes what earlier runs have left. What they saved goes; what they did not is offered.
    fn find(&mut self, folders: Vec<PathBuf>) {
        for folder in folders {
            for left in note::left_in(&folder) {
                let held = Held {
                    id: self.next_id,
                    home: left.home,
                    seen: None,
                    kept: left.kept,
                    can_write: left.can_write,
                    state: CopyState::Left,
                    saved: 0,
                };
                if held.agrees() {
                    note::remove(&held.home);
                } else {
                    self.next_id += 1;
                    self.held.push(held);
                }
            }
            // Only an empty one goes.
            std::fs::remove_dir(&folder).ok();
        }
        self.tell();
    }

    async fn run(mut self, mut inbox: mpsc::UnboundedReceiver<Command>) {
        let mut pace = interval(PACE);
        pace.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                command = inbox.recv() => match command {
                    Some(Command::End { reply }) => {
                        self.end().await;
                        reply.send(()).ok();
                        return;
                    }
                    Some(command) => self.take(command),
                    None => return self.end().await,
                },
                Some(done) = self.work.join_next() => {
                    if let Ok(done) = done {
                        self.done(done);
                    }
                }
                _ = pace.tick(), if !self.held.is_empty() => self.look(),
            }
            self.tell();
        }
    }

    fn take(&mut self, command: Command) {
        match command {
            Command::Copy {
                location,
                key,
                can_write,
                reply,
            } => self.copy(location, key, can_write, reply),
            Command::Resolve { id, how } => self.resolve(id, how),
            Command::Close { id } => {
                let free = |held: &Held| held.id == id && held.state == CopyState::Same && held.agrees();
                if let Some(at) = self.held.iter().position(free) {
                    let held = self.held.remove(at);
                    note::remove(&held.home);
                }
            }
            Command::End { reply } => {
                reply.send(()).ok();
            }
        }
    }

    fn copy(
        &mut self,
        location: Location,
        key: String,
        can_write: bool,
        reply: oneshot::Sender<Result<PathBuf, Error>>,
    ) {
        let same = |held: &&Held| held.kept.location == location && held.kept.key == key;
        if let Some(held) = self.held.iter().find(same) {
            reply.send(Ok(held.kept.path.clone())).ok();
            return;
        }
        if let Err(error) = private_folder(&self.folder) {
            reply.send(Err(Error::local(&self.folder, &error))).ok();
            return;
        }
        let id = self.next_id;
        self.next_id += 1;
        let (files, folder) = (self.files.clone(), self.folder.clone());
        self.work.spawn(async move {
            let outcome = copy(&files, location, key, folder, id).await.map(Box::new);
            Done::Copied {
                id,
                can_write,
                outcome,
                reply,
            }
        });
    }

    /// Sends back what was written to and has come to rest.
    fn look(&mut self) {
        for at in 0..self.held.len() {
            let held = &mut self.held[at];
            let now = Stamp::of(&held.kept.path);
            let rested = now.is_some() && now == held.seen;
            held.seen = now;
            let waits = matches!(held.state, CopyState::Same | CopyState::Failed(_));
            // A failure is tried again when the program saves again.
            if rested && waits && !held.agrees() && held.tried() {
                self.save(at, Condition::Unchanged);
            }
        }
    }

    fn save(&mut self, at: usize, condition: Condition) {
        let held = &mut self.held[at];
        if !held.can_write {
            held.state = CopyState::Failed(Error::Denied { request_id: None });
            held.kept.agreed = held.seen.clone();
            return;
        }
        held.state = CopyState::Saving;
        let (files, kept, id) = (self.files.clone(), held.kept.clone(), held.id);
        self.work.spawn(async move {
            let outcome = give_back(&files, &kept, condition).await;
            Done::Saved { id, outcome }
        });
    }

    fn resolve(&mut self, id: u32, how: Resolve) {
        let Some(at) = self.held.iter().position(|held| held.id == id) else {
            return;
        };
        let held = &mut self.held[at];
        if held.state == CopyState::Saving {
            return;
        }
        match how {
            Resolve::Upload => self.save(at, Condition::Unchanged),
            Resolve::Keep => {
                if rescue(&held.kept.path, &self.rescued) {
                    let held = self.held.remove(at);
                    note::remove(&held.home);
                }
            }
            Resolve::Replace => self.save(at, Condition::Anything),
            Resolve::KeepBoth => {
                held.state = CopyState::Saving;
                let (files, kept) = (self.files.clone(), held.kept.clone());
                self.work.spawn(async move {
                    let outcome = give_beside(&files, &kept).await;
                    Done::Beside { id, outcome }
                });
            }
            Resolve::Discard => {
                let held = self.held.remove(at);
                note::remove(&held.home);
            }
        }
    }

    fn done(&mut self, done: Done) {
        match done {
            Done::Copied {
                id,
                can_write,
                outcome,
                reply,
            } => {
                let home = self.folder.join(id.to_string());
                let told = outcome.map(|kept| {
                    let path = kept.path.clone();
                    note::write(&home, &kept, can_write);
                    self.held.push(Held {
                        id,
                        home,
                        seen: kept.agreed.clone(),
                        kept: *kept,
                        can_write,
                        state: CopyState::Same,
                        saved: 0,
                    });
                    path
                });
                reply.send(told).ok();
            }
            Done::Saved { id, outcome } => {
                let Some(held) = self.held.iter_mut().find(|held| held.id == id) else {
                    return;
                };
                match outcome {
                    Ok((etag, agreed)) => {
                        held.kept.etag = etag;
                        held.kept.agreed = agreed;
                        held.saved += 1;
                        held.state = CopyState::Same;
                        note::write(&held.home, &held.kept, held.can_write);
                    }
                    Err(Error::Changed { .. }) => held.state = CopyState::Conflict,
                    Err(error) => held.fail(error),
                }
            }
            Done::Beside { id, outcome } => {
                let Some(at) = self.held.iter().position(|held| held.id == id) else {
                    return;
                };
                match outcome {
                    Ok(()) => {
                        let held = self.held.remove(at);
                        note::remove(&held.home);
                    }
                    Err(error) => self.held[at].fail(error),
                }
            }
        }
    }

    fn tell(&self) {
        let copies: Vec<_> = self.held.iter().map(Held::told).collect();
        self.copies.send_if_modified(|before| {
            let changed = *before != copies;
            *before = copies;
            changed
        });
    }

    /// Saves what is not saved, moves to safety what cannot be, and removes the rest.
    async fn end(&mut self) {
        while let Some(done) = self.work.join_next().await {
            if let Ok(done) = done {
                self.done(done);
            }
        }
        for held in std::mem::take(&mut self.held) {
            let unsaved = !held.agrees() || held.state != CopyState::Same;
            let saved = unsaved
                && held.can_write
                && held.state == CopyState::Same
                && give_back(&self.files, &held.kept, Condition::Unchanged)
                    .await
                    .is_ok();
            // What was left once, and not decided on, is offered again.
            if held.state == CopyState::Left {
                continue;
            }
            if !unsaved || saved || rescue(&held.kept.path, &self.rescued) {
                note::remove(&held.home);
                if let Some(folder) = held.home.parent() {
                    std::fs::remove_dir(folder).ok();
                }
            }
        }
        // Only an empty one goes: what could not be moved to safety stays.
        std::fs::remove_dir(&self.folder).ok();
        self.copies.send_replace(Vec::new());
    }
}
