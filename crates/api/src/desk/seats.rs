//! Several people at one desk. One seat is active: its sign-in, files and transfers are what the page shows. The others
//! stay signed in, and their transfers go on; each has a session, tokens and clients of its own.

use std::sync::Arc;

use auth::Snapshot;
use flow::State;
use tokio::sync::watch;

use super::{Desk, Job, Leaving, Visit, owner};
use crate::book::{LAST_USED, Opened};
use crate::view::{SeatView, Update};
use crate::words;

/// A seat that the page does not show.
pub(super) struct Aside {
    id: String,
    opened: Arc<Opened>,
    session: auth::Session,
    snapshots: watch::Receiver<Snapshot>,
    visit: Option<Visit>,
    /// What this device knew of whoever sat here last.
    known: Option<store::Account>,
    /// Whether a task waits for its next snapshot.
    watched: bool,
}

impl Aside {
    /// Whoever sits here, with their files.
    pub(super) fn visit(&self) -> Option<&Visit> {
        self.visit.as_ref()
    }

    fn is_of(&self, connection: &str) -> bool {
        self.opened.connection.id == connection
    }

    fn account(&self) -> Option<auth::Account> {
        self.snapshots.borrow().account.clone()
    }
}

impl Desk {
    /// The session of the active seat.
    pub(crate) fn session(&self) -> auth::Session {
        self.parts.session.clone()
    }

    /// The connection of the active seat.
    pub(crate) fn opened(&self) -> Arc<Opened> {
        Arc::clone(&self.parts.opened)
    }

    /// The id of the active seat; no two seats have the same, whatever their connections.
    pub(crate) fn seat(&self) -> String {
        self.parts.seat.clone()
    }

    /// Whether somebody sits at the active seat.
    pub(crate) fn occupied(&mut self) -> bool {
        self.catch_up();
        self.snapshot.account.is_some()
    }

    /// Takes in a seat that the page does not show.
    pub(crate) fn seat_aside(
        &mut self,
        opened: Arc<Opened>,
        id: String,
        session: auth::Session,
        known: Option<store::Account>,
    ) {
        let snapshots = session.watch();
        self.asides.push(Aside {
            id,
            opened,
            session,
            snapshots,
            visit: None,
            known,
            watched: false,
        });
        self.watch_asides();
        self.push_accounts();
    }

    /// Shows another seat. Nobody signs out. Says no if there is no such seat.
    pub(crate) fn switch_to(&mut self, id: &str) -> bool {
        if self.parts.seat == id {
            return true;
        }
        self.catch_up();
        let Some(found) = self.asides.iter().position(|aside| aside.id == id) else {
            return false;
        };
        let next = self.asides.remove(found);
        self.put_aside();
        self.parts.opened = next.opened;
        self.parts.seat = next.id;
        self.parts.session = next.session;
        let mut snapshots = next.snapshots;
        self.snapshot = snapshots.borrow_and_update().clone();
        self.feeds.session = Some(snapshots);
        self.feeds.transfers = next.visit.as_ref().map(Visit::watch_transfers);
        self.feeds.folder = next.visit.as_ref().and_then(Visit::watch_folder);
        self.feeds.copies = next.visit.as_ref().map(|visit| visit.copies().watch());
        self.feeds.belongings = next.visit.as_ref().map(|visit| visit.belongings().watch());
        self.visit = next.visit;
        self.meet(false);
        self.remember_seat();
        self.push_all();
        true
    }

    /// Shows a seat that somebody has signed in at, if there is one besides the active one; rather one of the same
    /// connection.
    pub(crate) fn switch_to_anybody(&mut self) -> bool {
        let connection = self.connection().id.clone();
        if self.switch_to_somebody_of(&connection) {
            return true;
        }
        let somebody = self.asides.iter().find(|aside| aside.account().is_some());
        let id = somebody.or(self.asides.first()).map(|aside| aside.id.clone());
        id.is_some_and(|id| self.switch_to(&id))
    }

    /// Shows a seat of a connection, if there is one besides the active one; rather one that somebody has signed in at.
    pub(crate) fn switch_to_somebody_of(&mut self, connection: &str) -> bool {
        let seats = || self.asides.iter().filter(|aside| aside.is_of(connection));
        let somebody = seats().find(|aside| aside.account().is_some());
        let id = somebody.or(seats().next()).map(|aside| aside.id.clone());
        id.is_some_and(|id| self.switch_to(&id))
    }

    /// Shows a connection: as it is, where it is shown already, or else one of its seats, if there is one.
    pub(crate) fn switch_to_connection(&mut self, connection: &str) -> bool {
        self.connection().id == connection || self.switch_to_somebody_of(connection)
    }

    /// Takes the active seat again, with another session of a connection that was changed.
    pub(crate) fn sit_again(&mut self, opened: Arc<Opened>, session: auth::Session) {
        let mut snapshots = session.watch();
        self.parts.opened = opened;
        self.parts.session = session;
        self.snapshot = snapshots.borrow_and_update().clone();
        self.feeds.session = Some(snapshots);
        self.meet(false);
        self.push_all();
    }

    /// Takes a seat away from those that the page does not show.
    pub(crate) fn take_aside(&mut self, id: &str) -> Option<(Arc<Opened>, auth::Session)> {
        let found = self.asides.iter().position(|aside| aside.id == id)?;
        let aside = self.asides.remove(found);
        if let Some(visit) = aside.visit {
            self.close(visit.into_leaving());
        }
        self.push_accounts();
        Some((aside.opened, aside.session))
    }

    /// Ends all visits and gives what they leave, which may still have something to clean up.
    pub(crate) fn leave_all(&mut self) -> Vec<Leaving> {
        let visits = self.asides.iter_mut().filter_map(|aside| aside.visit.take());
        let mut leaving: Vec<Leaving> = visits.map(Visit::into_leaving).collect();
        leaving.extend(self.leave());
        leaving
    }

    /// All sessions.
    pub(crate) fn sessions(&self) -> Vec<auth::Session> {
        let asides = self.asides.iter().map(|aside| aside.session.clone());
        asides.chain([self.session()]).collect()
    }

    /// The ids of the seats of a connection that the page does not show.
    pub(crate) fn asides_of(&self, connection: &str) -> Vec<String> {
        let seats = self.asides.iter().filter(|aside| aside.is_of(connection));
        seats.map(|aside| aside.id.clone()).collect()
    }

    /// Who has a seat, the longest known first.
    pub(super) fn accounts(&self) -> Vec<SeatView> {
        let active = self.snapshot.account.as_ref();
        let known = self.visit.as_ref().and_then(Visit::record);
        let mut seats: Vec<(Option<&store::Account>, SeatView)> = Vec::new();
        if let Some(name) = name(active, known) {
            seats.push((
                known,
                seat_view(&self.parts.opened, &self.parts.seat, name, true, active.is_some()),
            ));
        }
        for aside in &self.asides {
            let account = aside.account();
            let known = aside
                .visit
                .as_ref()
                .and_then(Visit::record)
                .or(aside.known.as_ref());
            if let Some(name) = name(account.as_ref(), known) {
                let view = seat_view(&aside.opened, &aside.id, name, false, account.is_some());
                seats.push((known, view));
            }
        }
        seats.sort_by_key(|(known, seat)| {
            let first = known.and_then(|known| known.first_sign_in);
            (first.is_none(), first, seat.id.clone())
        });
        seats.into_iter().map(|(_, seat)| seat).collect()
    }

    /// A person has one seat at a connection: an older one of the same person goes.
    pub(super) fn dismiss_double(&mut self) {
        let Some(sub) = self.snapshot.account.as_ref().map(|account| account.sub.clone()) else {
            return;
        };
        let connection = &self.connection().id;
        let same = |aside: &Aside| {
            aside.is_of(connection) && aside.account().is_some_and(|account| account.sub == sub)
        };
        let double = self
            .asides
            .iter()
            .find(|aside| same(aside))
            .map(|aside| aside.id.clone());
        if let Some((_, session)) = double.and_then(|id| self.take_aside(&id)) {
            self.tasks.spawn(async move {
                // A session that is closed has nothing to be told.
                let _ = session.tell(flow::Intent::SignOut { everywhere: false }).await;
                session.close().await;
                owner::nothing()
            });
        }
    }

    pub(super) fn push_accounts(&mut self) {
        let accounts = self.accounts();
        self.windows.push(&Update::Accounts(accounts));
    }

    /// Writes down which seat is shown, and at which connection, so that it is shown first after a restart.
    pub(super) fn remember_seat(&mut self) {
        let (store, seat) = (self.parts.store.clone(), self.parts.seat.clone());
        let connection = self.connection().id.clone();
        self.tasks.spawn(async move {
            let written = async {
                store.set_preference(&active_seat(&connection), &seat).await?;
                store.set_preference(LAST_USED, &connection).await
            };
            if let Err(error) = written.await {
                tracing::warn!(%error, "which account was shown could not be written down");
            }
            owner::nothing()
        });
    }

    /// Puts the active seat aside; one where nobody has ever sat goes.
    fn put_aside(&mut self) {
        let session = self.parts.session.clone();
        let snapshots = self.feeds.session.take().unwrap_or_else(|| session.watch());
        self.feeds.transfers = None;
        self.feeds.folder = None;
        self.feeds.copies = None;
        self.feeds.belongings = None;
        self.dropped.clear();
        let visit = self.visit.take();
        let asked = matches!(self.snapshot.scene.state, State::Restoring);
        if visit.is_none() && self.snapshot.account.is_none() && !asked {
            self.tasks.spawn(async move {
                session.close().await;
                owner::nothing()
            });
            return;
        }
        self.asides.push(Aside {
            id: self.parts.seat.clone(),
            opened: Arc::clone(&self.parts.opened),
            session,
            snapshots,
            known: visit.as_ref().and_then(Visit::record).cloned(),
            visit,
            watched: false,
        });
        self.watch_asides();
    }

    /// Waits for what becomes of the others.
    fn watch_asides(&mut self) {
        for aside in &mut self.asides {
            if aside.watched {
                continue;
            }
            aside.watched = true;
            let (id, mut snapshots) = (aside.id.clone(), aside.snapshots.clone());
            self.tasks.spawn(async move {
                let ended = snapshots.changed().await.is_err();
                let job: Job = Box::new(move |desk| desk.aside_moved(&id, ended));
                job
            });
        }
    }

    fn aside_moved(&mut self, id: &str, ended: bool) {
        let Some(aside) = self.asides.iter_mut().find(|aside| aside.id == id) else {
            return;
        };
        aside.snapshots.mark_unchanged();
        aside.watched = ended;
        let left = aside.account().is_none().then(|| aside.visit.take()).flatten();
        if let Some(visit) = left {
            self.close(visit.into_leaving());
        }
        self.watch_asides();
        self.push_accounts();
    }

    pub(super) fn close(&mut self, leaving: Leaving) {
        self.tasks.spawn(async move {
            leaving.close().await;
            owner::nothing()
        });
    }
}

fn seat_view(
    opened: &Opened,
    id: &str,
    (display_name, email): Name,
    active: bool,
    signed_in: bool,
) -> SeatView {
    SeatView {
        id: id.to_owned(),
        connection: opened.connection.name.clone(),
        connection_id: opened.connection.id.clone(),
        display_name,
        email,
        active,
        signed_in,
    }
}

/// What to call somebody, and their email address.
type Name = (String, Option<String>);

fn name(account: Option<&auth::Account>, known: Option<&store::Account>) -> Option<Name> {
    let known = known.map(|known| &known.profile);
    match (account, known) {
        (Some(account), _) => Some((words::sign_in::display_name(account), account.email.clone())),
        (None, Some(known)) => {
            let name = known.email.as_ref().unwrap_or(&known.username);
            Some((name.clone(), known.email.clone()))
        }
        (None, None) => None,
    }
}

/// The preference that holds which seat was shown last.
pub(crate) fn active_seat(connection: &str) -> String {
    format!("seat:{connection}")
}
