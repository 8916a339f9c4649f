//! The task that owns what belongs to one person on this device: takes edits, keeps them, and exchanges them with the
//! other devices, one exchange at a time. An edit never waits for the network, and no trouble signs anybody out.

mod opening;
mod work;

use std::sync::Arc;
use std::time::Duration;

use base::Clock;
use store::Store;
use tokio::sync::{mpsc, oneshot, watch};
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::{Instant, sleep_until};

use super::contents::{Bookmark, Edit, NotMade, Recent};
use super::exchange::{Exchanged, Mark, Place, Trouble};
use super::record::Copy;
use opening::open;

/// After an edit that the person may look for on another device.
const SOON: Duration = Duration::from_millis(1_500);
/// After an exchange that failed, doubled each time.
const AGAIN: Duration = Duration::from_secs(5);
/// The longest that a failed exchange waits for the next try.
const LONGEST: Duration = Duration::from_secs(10 * 60);
/// How many commands may wait.
const WAITING: usize = 32;

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
