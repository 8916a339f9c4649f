//! The transfers of whoever is signed in: taken up with their visit, told about when they end, and worked as this device
//! prefers.

use std::sync::Arc;
use std::time::Duration;

use files::{Files, Journal, Settings, Transfers};

use super::Desk;
use super::seats::Aside;
use crate::journal::OwnJournal;
use crate::view::{TransfersView, Update};
use crate::words;

/// From how long a job on, its end is told outside of the window as well.
const LONG: Duration = Duration::from_secs(10);

impl Desk {
    pub(super) fn transfers(&self) -> TransfersView {
        match &self.feeds.transfers {
            Some(transfers) => words::transfers::transfers(&transfers.borrow()),
            None => words::transfers::transfers(&files::Overview::default()),
        }
    }

    /// Opens the queue of this person, with what was not over the last time. Of a guest nothing is written down.
    pub(super) fn begin_transfers(&self, account: &auth::Account, files: &Files) -> Transfers {
        let journal = (!account.guest).then(|| {
            Arc::new(OwnJournal::new(
                self.parts.store.clone(),
                &self.connection().id,
                &account.sub,
            )) as Arc<dyn Journal>
        });
        Transfers::open(files.clone(), self.parts.transfer_settings, journal)
    }

    /// How transfers work on this device.
    pub(crate) fn transfer_settings(&self) -> Settings {
        self.parts.transfer_settings
    }

    /// Has transfers work otherwise from now on, those of the accounts aside as well.
    pub(crate) fn set_transfer_settings(&mut self, settings: Settings) {
        self.parts.transfer_settings = settings;
        let asides = self.asides.iter().filter_map(Aside::visit);
        for visit in self.visit.iter().chain(asides) {
            visit.transfers().set(settings);
        }
    }

    /// Asks the windows whether the app may close while transfers are under way, or while something that other programs
    /// have changed could not be uploaded; tells whether they were asked.
    pub(crate) fn ask_to_close(&mut self) -> bool {
        let active = self.transfers().active;
        let asks = active > 0 || self.has_unsaved_copies();
        if asks {
            self.windows.push(&Update::Closing(active));
        }
        asks
    }

    /// The transfers have moved: shows it, and tells of the end of a long job.
    pub(super) fn push_transfers(&mut self) {
        let view = self.transfers();
        let ended = self.busy && view.active == 0 && view.preparing == 0;
        self.busy = view.active > 0 || view.preparing > 0;
        if ended && Duration::from_secs(view.elapsed.into()) >= LONG {
            self.tell_end(&view);
        }
        self.windows.push(&Update::Transfers(view));
    }

    fn tell_end(&self, view: &TransfersView) {
        let (title, body) = words::transfers::end(view);
        let notices = Arc::clone(&self.parts.notices_outside);
        tokio::task::spawn_blocking(move || notices.tell(&title, &body));
    }
}
