//! What the owner does: takes edits, keeps them, and begins and ends exchanges.

use std::collections::BTreeMap;
use std::time::Duration;

use store::Records;
use tokio::time::Instant;

use super::{AGAIN, Command, LONGEST, Owner, Refused, SOON, Standing, State};
use crate::belongings::contents::{self, Edit};
use crate::belongings::exchange::{Exchanged, exchange};
use crate::belongings::merge;
use crate::belongings::record::{self, Kept, Key, Record};

/// After an edit that nobody waits for.
const LATER: Duration = Duration::from_secs(15);

impl Owner {
    pub(super) async fn take(&mut self, command: Command) {
        match command {
            Command::Edit { edit, reply } => {
                let made = self.edit(edit).await;
                // Whoever notes something in passing does not wait for the answer.
                let _ = reply.send(made);
            }
            Command::Exchange { reply } if self.place.is_none() => {
                let _ = reply.send(());
            }
            Command::Exchange { reply } if self.running.is_empty() => {
                self.waiting.push(reply);
                self.begin();
            }
            Command::Exchange { reply } => self.anew.push(reply),
            Command::Look => self.begin(),
        }
    }

    /// Stamps and keeps what an edit writes.
    async fn edit(&mut self, edit: Edit) -> Result<(), Refused> {
        let delay = if edit.can_wait() { LATER } else { SOON };
        let writes = edit.writes(&self.copy).map_err(Refused::NotMade)?;
        if writes.is_empty() {
            return Ok(());
        }
        let now = self.now();
        let written: BTreeMap<Key, Kept> = writes
            .into_iter()
            .map(|(key, value)| {
                let before = self.copy.get(&key);
                // Later than what it replaces, even where another device's clock is ahead.
                let at = before.map_or(now, |before| now.max(before.record.at + 1));
                let record = Record {
                    value,
                    at,
                    by: self.device.clone(),
                };
                let count = before.map_or(0, |before| before.count);
                (
                    key,
                    Kept {
                        record,
                        count,
                        dirty: true,
                    },
                )
            })
            .collect();
        let rows = written.iter().map(|(key, kept)| record::row(key, kept)).collect();
        self.store
            .put_records(&self.connection, &self.identity, rows)
            .await
            .map_err(Refused::Store)?;
        self.copy.extend(written);
        if self.place.is_some() {
            let due = Instant::now() + delay;
            self.due = Some(self.due.map_or(due, |earlier| earlier.min(due)));
        } else {
            self.alone().await;
        }
        self.publish();
        Ok(())
    }

    /// Lets go what is too old to keep, where no exchange does it.
    async fn alone(&mut self) {
        self.copy = merge::merge(&self.copy, &merge::Found::default(), self.now()).copy;
        self.keep().await;
    }

    /// Begins an exchange, unless one is under way.
    pub(super) fn begin(&mut self) {
        self.due = None;
        let Some(place) = self.place.clone() else { return };
        if !self.running.is_empty() {
            return;
        }
        self.sent = self.copy.clone();
        let (copy, mark, now) = (self.copy.clone(), self.mark.clone(), self.now());
        self.running
            .spawn(async move { exchange(&*place, copy, mark, now).await });
        self.standing.busy = true;
        self.publish();
    }

    /// Takes in what came of an exchange. What was edited meanwhile stays as it is, and dirty.
    pub(super) async fn end(&mut self, exchanged: Option<Exchanged>) {
        self.standing.busy = false;
        if let Some(exchanged) = exchanged {
            let mut copy = exchanged.copy;
            for (key, kept) in &self.copy {
                if self.sent.get(key).map(|sent| &sent.record) != Some(&kept.record) {
                    let count = copy.get(key).map_or(0, |shared| shared.count);
                    copy.insert(
                        key.clone(),
                        Kept {
                            count,
                            ..kept.clone()
                        },
                    );
                }
            }
            self.copy = copy;
            self.mark = exchanged.mark;
            self.standing.set_aside |= exchanged.set_aside;
            self.standing.trouble = exchanged.trouble;
            self.keep().await;
        }
        self.plan();
        for waiting in self.waiting.drain(..) {
            // Whoever gave up waiting need not be told.
            let _ = waiting.send(());
        }
        self.waiting = std::mem::take(&mut self.anew);
        if self.waiting.is_empty() {
            self.publish();
        } else {
            self.begin();
        }
    }

    /// When the next exchange is due.
    fn plan(&mut self) {
        if self.standing.trouble.is_some() {
            let wait = AGAIN.saturating_mul(1 << self.failures.min(8)).min(LONGEST);
            self.failures += 1;
            self.due = Some(Instant::now() + wait);
        } else {
            self.failures = 0;
            self.standing.at = Some(self.now());
            self.due = self.pending().gt(&0).then(|| Instant::now() + SOON);
        }
    }

    async fn keep(&self) {
        let kept = Records {
            records: self
                .copy
                .iter()
                .map(|(key, kept)| record::row(key, kept))
                .collect(),
            mark: serde_json::to_string(&self.mark).ok(),
        };
        let written = self.store.replace_records(&self.connection, &self.identity, kept);
        if let Err(error) = written.await {
            tracing::warn!(%error, "what belongs to the person could not be written down");
        }
    }

    fn pending(&self) -> usize {
        self.copy.values().filter(|kept| kept.dirty).count()
    }

    fn now(&self) -> i64 {
        crate::words::milliseconds(self.clock.now())
    }

    pub(super) fn publish(&self) {
        let state = State {
            ready: true,
            bookmarks: contents::bookmarks(&self.copy),
            recents: contents::recents(&self.copy),
            theme: contents::theme(&self.copy),
            standing: Standing {
                pending: if self.place.is_some() { self.pending() } else { 0 },
                ..self.standing.clone()
            },
        };
        self.states.send_if_modified(|shown| {
            let moved = *shown != state;
            *shown = state;
            moved
        });
    }
}
