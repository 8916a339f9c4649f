//! The one owner of what the page sees: who is signed in, the open folder, the preview, the transfers, the files
//! dropped on the window, and the windows that listen. A task holds the [`Desk`]; others send it short jobs and
//! wait for networks and disks outside of it.

mod following;
mod history;
mod jobs;
mod kept;
mod owner;
mod push;
mod record;
mod seats;
mod small;
mod tester;
mod transfers;
mod visit;

use std::path::PathBuf;
use std::sync::Arc;

use base::Clock;
use store::Store;
use tokio::sync::watch;
use tokio::task::JoinSet;

pub(crate) use history::Attempt;
pub(crate) use jobs::Held;
pub(crate) use owner::{Job, Owner};
pub(crate) use push::Sink;
use seats::Aside;
pub(crate) use seats::active_seat;
pub(crate) use visit::{Leaving, Shown, Storage, Visit};

use crate::belongings;
use crate::book::Opened;
use crate::connection::Connection;
use crate::host::Notices;
use crate::view::{AppView, AuthView, FolderView, NoticeView, Theme, Update};
use crate::words;
use push::{Due, Windows};

/// What the owner is given.
pub(crate) struct Parts {
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) store: Store,
    /// The connection that is shown first, the id of the seat there, and its session.
    pub(crate) opened: Arc<Opened>,
    pub(crate) seat: String,
    pub(crate) session: auth::Session,
    pub(crate) calls: watch::Receiver<u32>,
    pub(crate) messages: Option<watch::Receiver<u32>>,
    pub(crate) sandbox_clock: Option<watch::Receiver<::sandbox::ClockState>>,
    pub(crate) notices: Vec<NoticeView>,
    pub(crate) version: String,
    /// The app's own folder.
    pub(crate) data_folder: PathBuf,
    /// This run of the app, told from others.
    pub(crate) run: uuid::Uuid,
    /// Where downloads go.
    pub(crate) downloads: PathBuf,
    /// How transfers work on this device.
    pub(crate) transfer_settings: files::Settings,
    /// Where the end of long jobs is told.
    pub(crate) notices_outside: Arc<dyn Notices>,
}

/// What the page sees.
pub(crate) struct Desk {
    parts: Parts,
    feeds: Feeds,
    snapshot: auth::Snapshot,
    visit: Option<Visit>,
    asides: Vec<Aside>,
    attempt: Option<Attempt>,
    listings: u32,
    weighings: u32,
    dropped: Vec<PathBuf>,
    /// The theme that was last taken over from what follows the person.
    theme: Option<Theme>,
    windows: Windows,
    due: Due,
    tasks: JoinSet<Job>,
    /// Whether transfers were under way when they were last shown.
    busy: bool,
}

/// What wakes the owner.
struct Feeds {
    session: Option<watch::Receiver<auth::Snapshot>>,
    transfers: Option<watch::Receiver<files::Overview>>,
    jobs: Option<watch::Receiver<Vec<files::Job>>>,
    weight: Option<watch::Receiver<files::Weight>>,
    folder: Option<watch::Receiver<files::Progress>>,
    refusals: Option<files::Watch>,
    copies: Option<watch::Receiver<Vec<files::OpenCopy>>>,
    belongings: Option<watch::Receiver<belongings::State>>,
    messages: Option<watch::Receiver<u32>>,
    sandbox_clock: Option<watch::Receiver<::sandbox::ClockState>>,
    calls: Option<watch::Receiver<u32>>,
}

impl Desk {
    fn new(parts: Parts) -> Self {
        let mut session = parts.session.watch();
        let snapshot = session.borrow_and_update().clone();
        let feeds = Feeds {
            session: Some(session),
            transfers: None,
            jobs: None,
            weight: None,
            folder: None,
            refusals: None,
            copies: None,
            belongings: None,
            messages: parts.messages.clone(),
            sandbox_clock: parts.sandbox_clock.clone(),
            calls: Some(parts.calls.clone()),
        };
        let mut desk = Self {
            parts,
            feeds,
            snapshot,
            visit: None,
            asides: Vec::new(),
            attempt: None,
            listings: 0,
            weighings: 0,
            dropped: Vec::new(),
            theme: None,
            windows: Windows::default(),
            due: Due::default(),
            tasks: JoinSet::new(),
            busy: false,
        };
        desk.meet(false);
        desk
    }

    /// Lets a window listen, beginning with everything. A window that listens already begins anew.
    pub(crate) fn listen(&mut self, window: String, sink: Sink) {
        self.catch_up();
        let app = Update::App(Box::new(self.app()));
        self.windows.listen(window, sink, app);
    }

    /// Sends something to every window.
    pub(crate) fn push(&mut self, update: &Update) {
        self.windows.push(update);
    }

    /// Sends everything to every window, as after a reset.
    pub(crate) fn push_all(&mut self) {
        self.catch_up();
        let app = Update::App(Box::new(self.app()));
        self.windows.push(&app);
    }

    /// Takes the latest word of the session, so that what follows is not behind it.
    pub(crate) fn catch_up(&mut self) {
        if self
            .feeds
            .session
            .as_ref()
            .is_some_and(|session| session.has_changed().unwrap_or(false))
        {
            self.take_snapshot();
        }
    }

    /// Who is signed in, with their files.
    pub(crate) fn visit(&mut self) -> Option<&mut Visit> {
        self.catch_up();
        self.visit.as_mut()
    }

    /// Shows a listing of whoever is signed in, in place of the one that was shown.
    pub(crate) fn show_listing(
        &mut self,
        location: files::Location,
        can_write: bool,
        listing: files::Listing,
        search: bool,
    ) -> Option<FolderView> {
        self.listings = self.listings.wrapping_add(1);
        let (number, progress) = (self.listings, listing.watch());
        let view = self
            .visit()?
            .show_listing(number, (location, can_write), listing, search)?;
        self.feeds.folder = Some(progress);
        self.due.folder = false;
        Some(view)
    }

    /// Takes note of files over the window.
    pub(crate) fn drag(&mut self, update: Update, dropped: Vec<PathBuf>) {
        self.dropped = dropped;
        self.windows.push(&update);
    }

    /// The files dropped last, once.
    pub(crate) fn take_dropped(&mut self) -> Vec<PathBuf> {
        std::mem::take(&mut self.dropped)
    }

    /// Ends the visit and gives what it leaves, which may still have something to clean up.
    pub(crate) fn leave(&mut self) -> Option<Leaving> {
        self.feeds.transfers = None;
        self.feeds.jobs = None;
        self.feeds.weight = None;
        self.feeds.folder = None;
        self.feeds.refusals = None;
        self.feeds.copies = None;
        self.feeds.belongings = None;
        self.due.transfers = false;
        self.due.jobs = false;
        self.due.weight = false;
        self.due.folder = false;
        self.dropped.clear();
        self.visit.take().map(Visit::into_leaving)
    }

    fn app(&self) -> AppView {
        AppView {
            version: self.parts.version.clone(),
            connection: self.connection().view(),
            auth: self.auth(),
            account: self.visit.as_ref().map(Visit::account),
            transfers: self.transfers(),
            jobs: self.jobs(),
            copies: self.copies(),
            inbox: self.inbox(),
            notices: self.parts.notices.clone(),
            accounts: self.accounts(),
            belongings: self.belongings_view(),
            clock_skew: self.clock_skew(),
            sandbox_clock: self.sandbox_clock(),
        }
    }

    fn auth(&self) -> AuthView {
        words::sign_in::auth(&self.snapshot, self.connection(), self.parts.opened.clock.now())
    }

    /// The connection that is shown.
    fn connection(&self) -> &Connection {
        &self.parts.opened.connection
    }

    /// The session has moved.
    fn take_snapshot(&mut self) {
        let Some(session) = &mut self.feeds.session else {
            return;
        };
        let before = std::mem::replace(&mut self.snapshot, session.borrow_and_update().clone());
        let restored = matches!(before.scene.state, flow::State::Restoring);
        let account_moved = self.meet(!restored);
        self.write_history(&before);
        if before.scene != self.snapshot.scene || before.browser_link != self.snapshot.browser_link {
            self.windows.push(&Update::Auth(Box::new(self.auth())));
        }
        if account_moved {
            self.push_account();
            self.push_accounts();
        }
        if skew(&before) != self.clock_skew() {
            self.windows.push(&Update::ClockSkew(self.clock_skew()));
        }
        self.notice_vault();
    }

    /// Whether nobody is in and nothing is under way at the active seat.
    pub(crate) fn idle(&mut self) -> bool {
        self.catch_up();
        self.snapshot.account.is_none() && !self.snapshot.scene.busy
    }

    /// By how many seconds the service's clock is ahead, where that is worth telling.
    fn clock_skew(&self) -> Option<i64> {
        skew(&self.snapshot)
    }

    /// Lets in or out whom the session says, and tells whether anything about them has changed. `anew` says that
    /// they have just signed in, rather than come back with a remembered session.
    fn meet(&mut self, anew: bool) -> bool {
        let Some(account) = self.snapshot.account.clone() else {
            self.forget_pictures();
            let Some(leaving) = self.leave() else {
                return false;
            };
            self.close(leaving);
            self.push_copies();
            self.windows.push(&Update::Transfers(self.transfers()));
            self.windows.push(&Update::Jobs(self.jobs()));
            self.push_belongings();
            return true;
        };
        if let Some(visit) = &mut self.visit
            && visit.is_of(&account)
        {
            let learnt = account.identity_id.is_some() && visit.know(account);
            if learnt {
                self.record(false);
            }
            return learnt;
        }
        if let Some(leaving) = self.leave() {
            self.close(leaving);
        }
        let files = Visit::files_of(&self.parts.opened.storage, &self.parts.session);
        let belongings = self.begin_belongings(&account, &files);
        let places = self.places_of(&account);
        let transfers = self.begin_transfers(&account, &files);
        let visit = Visit::begin(account, files, transfers, belongings, places);
        self.feeds.transfers = Some(visit.watch_transfers());
        self.feeds.jobs = Some(visit.jobs().watch());
        self.feeds.copies = Some(visit.copies().watch());
        self.feeds.belongings = Some(visit.belongings().watch());
        self.feeds.refusals = Some(visit.files().watch_refusals());
        self.visit = Some(visit);
        self.dismiss_double();
        self.record(anew);
        self.remember_seat();
        true
    }

    fn push_account(&mut self) {
        let account = self.visit.as_ref().map(Visit::account);
        self.windows.push(&Update::Account(account));
    }

    /// Tells once that the session ends with the app, when it concerns somebody; and that the sessions of before could
    /// not be opened.
    fn notice_vault(&mut self) {
        let in_memory = matches!(self.snapshot.vault, auth::VaultState::MemoryOnly(_));
        if in_memory && self.visit.is_some() {
            self.notice(NoticeView::SessionInMemory);
        }
        if self.snapshot.vault_set_aside {
            self.notice(NoticeView::SessionsSetAside);
        }
    }

    fn notice(&mut self, notice: NoticeView) {
        if !self.parts.notices.contains(&notice) {
            self.parts.notices.push(notice);
            self.windows.push(&Update::Notice(notice));
        }
    }

    /// Sends what has waited for its turn.
    fn push_due(&mut self) {
        let due = self.due.take();
        if due.transfers {
            self.push_transfers();
        }
        if due.jobs {
            self.windows.push(&Update::Jobs(self.jobs()));
        }
        if due.weight {
            self.push_weight();
        }
        if due.folder
            && let Some(folder) = self.visit.as_ref().and_then(Visit::folder)
        {
            self.windows.push(&Update::Folder(folder));
        }
        if due.inbox
            && let Some(inbox) = self.inbox()
        {
            self.windows.push(&Update::Inbox(inbox));
        }
        if due.calls
            && let Some(calls) = &self.feeds.calls
        {
            self.windows.push(&Update::Calls(*calls.borrow()));
        }
    }
}

/// How many seconds a clock may be wrong before it is told.
const SKEW: i64 = 60;

fn skew(snapshot: &auth::Snapshot) -> Option<i64> {
    let seconds = snapshot.skew.whole_seconds();
    (seconds.abs() >= SKEW).then_some(seconds)
}
