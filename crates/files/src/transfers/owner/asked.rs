//! What the person asks of the queue.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::super::journal::{Begun, JournalChange, Kept};
use super::super::{Direction, Policy, Side, State};
use super::{Command, Job, Owner, To, Why};

impl Owner {
    pub(super) fn take(&mut self, command: Command) {
        match command {
            Command::Add(jobs, given) => {
                let ids = jobs.into_iter().map(|job| self.add(job)).collect();
                // Who asked may have stopped waiting.
                let _ = given.send(ids);
            }
            Command::Cancel(which) => self.each(which, Self::cancel),
            Command::Pause(which) => self.each(which, Self::pause),
            Command::Resume(which) => self.each(which, Self::resume),
            Command::Retry(Some(id)) => self.retry(id),
            Command::Retry(None) => {
                for id in self.queue.ids(|state| matches!(state, State::Failed(_))) {
                    self.retry(id);
                }
            }
            Command::Move(id, to) => self.shift(id, to),
            Command::Decide { id, policy, all } => self.decide(id, policy, all),
            Command::Set(settings) => {
                if settings.limit != self.settings.limit {
                    self.shared.limit.set(settings.limit);
                }
                self.settings = settings;
            }
            Command::Uploads(given) => {
                // Who asked may have stopped waiting.
                let _ = given.send(self.uploads_begun());
            }
            Command::Wake => self.trouble = None,
            Command::ClearFinished => self.clear_finished(),
            // Heard by the owner's loop.
            Command::Close(_) => {}
        }
    }

    fn uploads_begun(&self) -> BTreeSet<String> {
        let begun = |id| match self.queue.get(id)?.mark.get()? {
            Begun::Upload { upload_id, .. } => Some(upload_id),
            Begun::Download { .. } | Begun::Folder { .. } => None,
        };
        self.queue.ids(|_| true).into_iter().filter_map(begun).collect()
    }

    /// Queues a piece of work.
    pub(super) fn add(&mut self, job: Job) -> u32 {
        let id = self.queue.add(job, None);
        self.keep(id);
        self.unannounced = true;
        id
    }

    /// Writes a transfer down as it is.
    fn keep(&mut self, id: u32) {
        if self.shared.scribe.keeps()
            && let Some(item) = self.queue.get(id)
            && let Ok(job) = serde_json::to_string(&*item.job)
        {
            let begun = item.mark.get();
            self.shared.scribe.note(JournalChange::Add(Kept {
                id,
                place: item.place,
                held: false,
                job,
                begun: begun.and_then(|begun| serde_json::to_string(&begun).ok()),
            }));
        }
    }

    fn each(&mut self, which: Option<u32>, act: fn(&mut Self, u32)) {
        match which {
            Some(id) => act(self, id),
            None => {
                for id in self.queue.ids(|state| !state.is_over()) {
                    act(self, id);
                }
            }
        }
    }

    fn state(&self, id: u32) -> Option<State> {
        self.queue.get(id).map(|item| item.transfer.state.clone())
    }

    fn cancel(&mut self, id: u32) {
        match self.state(id) {
            Some(State::Running) => self.stop(id, Why::Cancelled),
            Some(State::Waiting | State::Paused | State::Asking(_)) => self.stopped(id, State::Cancelled),
            Some(State::Done | State::Skipped | State::Failed(_) | State::Cancelled) | None => {}
        }
    }

    fn pause(&mut self, id: u32) {
        match self.state(id) {
            Some(State::Running) => self.stop(id, Why::Paused),
            Some(State::Waiting | State::Asking(_)) => self.stopped(id, State::Paused),
            Some(State::Paused | State::Done | State::Skipped | State::Failed(_) | State::Cancelled)
            | None => {}
        }
    }

    fn resume(&mut self, id: u32) {
        if self.state(id) == Some(State::Paused) {
            self.queue.change(id, |item| item.tries = 0);
            self.change(id, State::Waiting);
            self.shared.scribe.note(JournalChange::Held(id, false));
        } else if let Some(running) = self.running.get_mut(&id)
            && running.why == Why::Paused
        {
            // It is about to stop, and goes on then.
            running.why = Why::Closing;
        }
    }

    fn stop(&mut self, id: u32, why: Why) {
        if let Some(running) = self.running.get_mut(&id) {
            running.why = why;
            running.cancel.cancel();
        }
    }

    /// Takes a failed or cancelled one up again, where it stopped.
    fn retry(&mut self, id: u32) {
        match self.state(id) {
            Some(State::Failed(_)) => {
                self.queue.change(id, |item| item.tries = 0);
                self.change(id, State::Waiting);
                self.shared.scribe.note(JournalChange::Held(id, false));
            }
            Some(State::Cancelled) => {
                self.queue.change(id, |item| item.transfer.done = 0);
                self.change(id, State::Waiting);
                self.keep(id);
            }
            Some(
                State::Waiting
                | State::Running
                | State::Paused
                | State::Asking(_)
                | State::Done
                | State::Skipped,
            )
            | None => {}
        }
    }

    fn shift(&mut self, id: u32, to: To) {
        if self.state(id) != Some(State::Waiting) {
            return;
        }
        let places = match to {
            To::Top => vec![(id, self.queue.before_first())],
            To::Up | To::Down => {
                let Some(other) = self.queue.neighbour(id, to == To::Up) else {
                    return;
                };
                let place = |id| self.queue.get(id).map_or(0, |item| item.place);
                vec![(id, place(other)), (other, place(id))]
            }
        };
        for (id, place) in places {
            self.queue.change(id, |item| item.place = place);
            self.shared.scribe.note(JournalChange::Place(id, place));
        }
        self.unannounced = true;
    }

    /// The person's answer to two of the same name.
    fn decide(&mut self, id: u32, policy: Policy, all: bool) {
        let Some(item) = self.queue.get(id) else { return };
        let direction = item.transfer.direction;
        if all {
            match direction {
                Direction::Upload => self.uploads = Some(policy),
                Direction::Download => self.downloads = Some(policy),
            }
        }
        for other in self.queue.ids(|state| matches!(state, State::Asking(_))) {
            let meant = other == id
                || all
                    && self
                        .queue
                        .get(other)
                        .is_some_and(|item| item.transfer.direction == direction);
            if meant {
                self.queue.change(other, |item| {
                    let seen = match &item.transfer.state {
                        State::Asking(conflict) => conflict.there.clone(),
                        State::Waiting | State::Running | State::Paused | State::Done | State::Skipped => {
                            Side::default()
                        }
                        State::Failed(_) | State::Cancelled => Side::default(),
                    };
                    item.decided = Some((policy, seen));
                });
                self.change(other, State::Waiting);
            }
        }
    }

    fn clear_finished(&mut self) {
        for id in self.queue.ids(State::is_over) {
            if let Some(item) = self.queue.remove(id)
                && matches!(item.transfer.state, State::Failed(_))
            {
                self.shared.scribe.note(JournalChange::Remove(id));
                self.discard(Arc::clone(&item.job), &item.mark);
            }
        }
        self.unannounced = true;
    }
}
