//! The task that owns what belongs to one person on this device: takes edits, keeps them, and exchanges them with the
//! other devices, one exchange at a time. An edit never waits for the network, and no trouble signs anybody out.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use base::Clock;
use store::{Records, Store};
use tokio::sync::{mpsc, oneshot, watch};
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::{Instant, sleep, sleep_until, timeout};

use super::contents::{self, Bookmark, Edit, NotMade, Recent};
use super::exchange::{Exchanged, Mark, Place, Trouble, exchange};
use super::merge;
use super::record::{self, Copy, Kept, Key, Record};

/// After an edit that the person may look for on another device.
const SOON: Duration = Duration::from_millis(1_500);
/// After an edit that nobody waits for.
const LATER: Duration = Duration::from_secs(15);
/// After an exchange that failed, doubled each time.
const AGAIN: Duration = Duration::from_secs(5);
/// The longest that a failed exchange waits for the next try.
const LONGEST: Duration = Duration::from_secs(10 * 60);
/// How long the identity may take to become known without being asked for.
const FILES_FIRST: Duration = Duration::from_secs(10);
/// How many commands may wait.
const WAITING: usize = 32;
/// The preference that holds the id of this device.
const DEVICE: &str = "device";

/// Makes the place where the records of an identity are shared.
pub(crate) type MakePlace = Box<dyn FnOnce(&str) -> Option<Arc<dyn Place>> + Send>;

/// What the owner is given.
pub(crate) struct Parts {
    pub(crate) store: Store,
    pub(crate) connection: String,
    pub(crate) session: auth::Session,
    /// The service's clock, as far as it is known, so that devices agree on what is later.
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) sub: String,
    pub(crate) identity: Option<String>,
    pub(crate) place: MakePlace,
}

/// How the copy of this device stands to the others.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Standing {
    /// Whether the records are shared at all.
    pub(crate) shared: bool,
    /// Whether an exchange is under way.
    pub(crate) busy: bool,
    /// How many records the others have yet to learn.
    pub(crate) pending: usize,
    /// When the last exchange came to its end; in milliseconds since the Unix epoch.
    pub(crate) at: Option<i64>,
    /// Why the last one did not.
    pub(crate) trouble: Option<Trouble>,
    /// Whether what was shared could not be read and was set aside.
    pub(crate) set_aside: bool,
}

/// All that the page is shown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct State {
    /// Whether the copy of this device has been read.
    pub(crate) ready: bool,
    pub(crate) bookmarks: Vec<Bookmark>,
    pub(crate) recents: Vec<Recent>,
    pub(crate) theme: Option<String>,
    pub(crate) standing: Standing,
}

enum Command {
    Edit {
        edit: Edit,
        reply: oneshot::Sender<Result<(), Refused>>,
    },
    /// Exchanges now; answers when that has come to its end.
    Exchange { reply: oneshot::Sender<()> },
    /// Exchanges now, unless that was just done.
    Look,
}

/// Why an edit was not kept.
#[derive(Debug)]
pub(crate) enum Refused {
    NotMade(NotMade),
    Store(store::Error),
    /// The person has left.
    Closed,
}

/// A sender to the owner of what belongs to one person. It ends with its last clone.
#[derive(Debug, Clone)]
pub(crate) struct Belongings {
    commands: mpsc::Sender<Command>,
    states: watch::Receiver<State>,
    _task: Arc<Task>,
}

#[derive(Debug)]
struct Task(JoinHandle<()>);

impl Drop for Task {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl Belongings {
    /// Starts the owner.
    pub(crate) fn start(parts: Parts) -> Self {
        let (commands, inbox) = mpsc::channel(WAITING);
        let (states, seen) = watch::channel(State::default());
        let task = tokio::spawn(run(parts, inbox, states));
        Self {
            commands,
            states: seen,
            _task: Arc::new(Task(task)),
        }
    }

    /// What the page is shown, as it changes.
    pub(crate) fn watch(&self) -> watch::Receiver<State> {
        self.states.clone()
    }

    /// Makes an edit. It is kept when this returns.
    pub(crate) async fn edit(&self, edit: Edit) -> Result<(), Refused> {
        let (reply, answer) = oneshot::channel();
        let sent = self.commands.send(Command::Edit { edit, reply }).await;
        sent.map_err(|_| Refused::Closed)?;
        answer.await.map_err(|_| Refused::Closed)?
    }

    /// Makes an edit that nobody waits for, unless the owner is busy with others.
    pub(crate) fn note(&self, edit: Edit) {
        let (reply, _) = oneshot::channel();
        self.commands.try_send(Command::Edit { edit, reply }).ok();
    }

    /// Exchanges now and waits for the end of it.
    pub(crate) async fn exchange(&self) {
        let (reply, answer) = oneshot::channel();
        if self.commands.send(Command::Exchange { reply }).await.is_ok() {
            answer.await.ok();
        }
    }

    /// Looks for what has changed elsewhere, in the background.
    pub(crate) fn look(&self) {
        self.commands.try_send(Command::Look).ok();
    }
}

struct Owner {
    store: Store,
    connection: String,
    identity: String,
    device: String,
    clock: Arc<dyn Clock>,
    place: Option<Arc<dyn Place>>,
    copy: Copy,
    mark: Mark,
    standing: Standing,
    states: watch::Sender<State>,
    /// The exchange that is under way, and what was there to be exchanged.
    running: JoinSet<Exchanged>,
    sent: Copy,
    waiting: Vec<oneshot::Sender<()>>,
    /// Asked for while one was under way, which may have missed it.
    anew: Vec<oneshot::Sender<()>>,
    due: Option<Instant>,
    failures: u32,
}

async fn run(parts: Parts, mut inbox: mpsc::Receiver<Command>, states: watch::Sender<State>) {
    let mut owner = open(parts, states).await;
    // What the person came for is fetched first.
    owner.due = owner.place.is_some().then(|| Instant::now() + SOON);
    loop {
        tokio::select! {
            command = inbox.recv() => match command {
                Some(command) => owner.take(command).await,
                None => break,
            },
            Some(exchanged) = owner.running.join_next() => owner.end(exchanged.ok()).await,
            () = sleep_until(owner.due.unwrap_or_else(Instant::now)), if owner.due.is_some() => owner.begin(),
        }
    }
}

/// Finds out whose belongings these are, and reads the copy of this device.
async fn open(parts: Parts, states: watch::Sender<State>) -> Owner {
    let Parts {
        store,
        connection,
        session,
        clock,
        sub,
        identity,
        place,
    } = parts;
    let identity = identity_of(&store, &connection, &sub, identity, &session).await;
    let device = device(&store).await;
    let Records { records, mark } = store
        .records(&connection, &identity)
        .await
        .unwrap_or_else(|error| {
            tracing::warn!(%error, "what belongs to the person could not be read");
            Records::default()
        });
    let place = place(&identity);
    let owner = Owner {
        standing: Standing {
            shared: place.is_some(),
            ..Standing::default()
        },
        store,
        connection,
        identity,
        device,
        clock,
        place,
        copy: record::from_rows(records),
        mark: mark
            .and_then(|mark| serde_json::from_str(&mark).ok())
            .unwrap_or_default(),
        states,
        running: JoinSet::new(),
        sent: Copy::new(),
        waiting: Vec::new(),
        anew: Vec::new(),
        due: None,
        failures: 0,
    };
    owner.publish();
    owner
}

async fn identity_of(
    store: &Store,
    connection: &str,
    sub: &str,
    known: Option<String>,
    session: &auth::Session,
) -> String {
    if let Some(identity) = known {
        return identity;
    }
    if let Ok(Some(account)) = store.account(connection, sub).await
        && let Some(identity) = account.profile.identity_id
    {
        return identity;
    }
    // Whoever opens files asks for it anyway, and comes first.
    let mut snapshots = session.watch();
    let learnt = snapshots.wait_for(|snapshot| identity_in(snapshot).is_some());
    if let Ok(Ok(snapshot)) = timeout(FILES_FIRST, learnt).await
        && let Some(identity) = identity_in(&snapshot)
    {
        return identity;
    }
    let mut wait = AGAIN;
    loop {
        match session.identity_id().await {
            Ok(identity) => return identity,
            Err(error) => tracing::debug!(%error, "whose belongings these are is not known yet"),
        }
        sleep(wait).await;
        wait = (wait * 2).min(LONGEST);
    }
}

fn identity_in(snapshot: &auth::Snapshot) -> Option<String> {
    snapshot.account.as_ref()?.identity_id.clone()
}

/// The id of this device: random, so that it says nothing about the computer.
async fn device(store: &Store) -> String {
    if let Ok(Some(device)) = store.preference(DEVICE).await {
        return device;
    }
    let device = uuid::Uuid::new_v4().simple().to_string();
    if let Err(error) = store.set_preference(DEVICE, &device).await {
        tracing::warn!(%error, "the id of this device could not be written down");
    }
    device
}

impl Owner {
    async fn take(&mut self, command: Command) {
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
    fn begin(&mut self) {
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
    async fn end(&mut self, exchanged: Option<Exchanged>) {
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

    fn publish(&self) {
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
