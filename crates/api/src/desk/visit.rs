//! One account's stay, from sign-in to sign-out: its files, its transfers, its open folder, its preview. Another
//! sign-in is another visit, with a new S3 client, because the SDK caches credentials by provider.

use std::collections::BTreeMap;
use std::path::PathBuf;

use async_trait::async_trait;
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use aws_smithy_runtime_api::client::interceptors::SharedInterceptor;
use files::{
    Access, Copies, Files, Item, Jobs, Listing, Location, Overview, Progress, Renew, Thumbnails, Transfers,
    Weighing, Weight,
};
use tokio::sync::watch;

use super::Held;
use super::small::Small;
use crate::belongings::Belongings;
use crate::connection;
use crate::view::{AccountView, FolderForm, FolderView, RowView, RowsView};
use crate::words;

/// How every visit reaches S3.
pub(crate) struct Storage {
    place: connection::Storage,
    /// The regions of buckets that are elsewhere, by bucket.
    regions: BTreeMap<String, String>,
    pub(super) http: SharedHttpClient,
    pub(super) interceptor: SharedInterceptor,
}

impl Storage {
    /// That of a connection.
    pub(crate) fn of(
        connection: &connection::Connection,
        http: SharedHttpClient,
        interceptor: SharedInterceptor,
    ) -> Self {
        let elsewhere = connection.places.iter().filter_map(|place| {
            let region = place.region.clone()?;
            (region != connection.storage.region).then(|| (place.bucket.clone(), region))
        });
        Self {
            place: connection.storage.clone(),
            regions: elsewhere.collect(),
            http,
            interceptor,
        }
    }
}

/// What a preview shows, under a name that cannot be guessed.
#[derive(Debug, Clone)]
pub(crate) struct Shown {
    pub(crate) token: String,
    pub(crate) subject: files::Subject,
    pub(crate) head: files::Head,
    /// As what it is served to the page; text and unknown bytes are not.
    pub(crate) media_type: Option<&'static str>,
    pub(crate) encoding: Option<files::Encoding>,
}

/// One account's stay.
pub(crate) struct Visit {
    account: auth::Account,
    record: Option<store::Account>,
    files: Files,
    transfers: Transfers,
    jobs: Jobs,
    weighing: Option<Weighing>,
    held: Option<Held>,
    belongings: Belongings,
    open: Option<Open>,
    looks: u32,
    shown: Option<Shown>,
    small: Small,
    copies: Copies,
}

/// What is left of a visit that is over.
pub(crate) struct Leaving {
    transfers: Transfers,
    copies: Copies,
}

impl Leaving {
    /// Stops transfers, saves what other programs have open, and waits until it is done.
    pub(crate) async fn close(self) {
        self.copies.end().await;
        self.transfers.close().await;
    }
}

/// Where a visit keeps what it needs on this computer.
pub(super) struct Places {
    /// The small pictures; none are kept without it.
    pub(super) cache: Option<PathBuf>,
    /// The copies that other programs have open, of this visit alone.
    pub(super) copies: PathBuf,
    /// The folders of such copies that earlier runs have left.
    pub(super) left: Vec<PathBuf>,
    /// Where such a copy is moved that cannot be saved back.
    pub(super) rescued: PathBuf,
}

struct Open {
    number: u32,
    location: Location,
    can_write: bool,
    search: bool,
    listing: Listing,
}

impl Visit {
    /// What reaches the person's files.
    pub(super) fn files_of(storage: &Storage, session: &auth::Session) -> Files {
        Files::open(Access {
            region: storage.place.region.clone(),
            regions: storage.regions.clone(),
            endpoint: storage.place.endpoint.clone(),
            path_style: storage.place.path_style,
            credentials: session.credentials(),
            http: storage.http.clone(),
            interceptor: Some(storage.interceptor.clone()),
            clock: session.clock(),
        })
        .renewing(Refused {
            session: session.clone(),
            sign_in: session
                .watch()
                .borrow()
                .account
                .as_ref()
                .map_or(0, |account| account.sign_in),
        })
    }

    pub(super) fn begin(
        account: auth::Account,
        files: Files,
        transfers: Transfers,
        belongings: Belongings,
        places: Places,
    ) -> Self {
        let jobs = Jobs::open(files.clone());
        let small = Small::new(Thumbnails::open(files.clone(), places.cache));
        let copies = Copies::open(files.clone(), places.copies, places.rescued, places.left);
        Self {
            account,
            record: None,
            files,
            transfers,
            jobs,
            weighing: None,
            held: None,
            belongings,
            open: None,
            looks: 0,
            shown: None,
            small,
            copies,
        }
    }

    pub(super) fn is_of(&self, account: &auth::Account) -> bool {
        self.account.sign_in == account.sign_in && self.account.sub == account.sub
    }

    /// Whether it is nobody in particular, of whom nothing is written down.
    pub(super) fn is_a_guests(&self) -> bool {
        self.account.guest
    }

    pub(super) fn sign_in(&self) -> u64 {
        self.account.sign_in
    }

    /// Takes what is now known of the person, and tells whether it is anything new.
    pub(super) fn know(&mut self, account: auth::Account) -> bool {
        let new = self.account != account;
        if self.account.role != account.role {
            self.files.forget_refusals();
        }
        self.account = account;
        new
    }

    pub(super) fn recall(&mut self, record: store::Account) {
        self.record = Some(record);
    }

    pub(super) fn profile(&self, connection: &str) -> store::Profile {
        store::Profile {
            connection: connection.to_owned(),
            sub: self.account.sub.clone(),
            username: self.account.username.clone(),
            email: self.account.email.clone(),
            phone: self.account.phone.clone(),
            groups: self.account.groups.clone(),
            identity_id: self.account.identity_id.clone(),
        }
    }

    pub(super) fn account(&self) -> AccountView {
        words::sign_in::account(&self.account, self.record.as_ref())
    }

    pub(super) fn watch_transfers(&self) -> watch::Receiver<Overview> {
        self.transfers.watch()
    }

    pub(super) fn watch_folder(&self) -> Option<watch::Receiver<Progress>> {
        self.open.as_ref().map(|open| open.listing.watch())
    }

    /// What this device knows of the person.
    pub(super) fn record(&self) -> Option<&store::Account> {
        self.record.as_ref()
    }

    /// What must still come to its end when the visit is over.
    pub(super) fn into_leaving(self) -> Leaving {
        Leaving {
            transfers: self.transfers,
            copies: self.copies,
        }
    }

    /// What other programs have open.
    pub(crate) fn copies(&self) -> &Copies {
        &self.copies
    }

    /// The person's files.
    pub(crate) fn files(&self) -> &Files {
        &self.files
    }

    /// What belongs to the person on every device.
    pub(super) fn belongings(&self) -> &Belongings {
        &self.belongings
    }

    /// The person's transfers.
    pub(crate) fn transfers(&self) -> &Transfers {
        &self.transfers
    }

    /// The person's jobs.
    pub(crate) fn jobs(&self) -> &Jobs {
        &self.jobs
    }

    /// Counts what was chosen, in place of what was counted before.
    pub(super) fn weigh(&mut self, location: &files::Location, items: Vec<Item>) -> watch::Receiver<Weight> {
        let weighing = self.files.weigh(location, items);
        let weight = weighing.watch();
        self.weighing = Some(weighing);
        weight
    }

    pub(super) fn stop_weighing(&mut self) {
        self.weighing = None;
    }

    /// Takes what is to be pasted elsewhere, or lets go of it.
    pub(crate) fn hold(&mut self, held: Option<Held>) {
        self.held = held;
    }

    /// What is to be pasted.
    pub(crate) fn held(&self) -> Option<Held> {
        self.held.clone()
    }

    /// Lists a folder. One that is open already is listed again: what was filtered and selected stays so, and what was
    /// refused there is tried once more.
    pub(crate) fn list(&self, location: &Location, form: &FolderForm) -> Listing {
        let sort = words::files::sort(form.sort);
        let again = self.open.as_ref().filter(|open| {
            !open.search && open.location == *location && open.listing.folder() == form.folder
        });
        match again {
            Some(open) => {
                self.files.forget_refusals_in(location, &form.folder);
                self.files
                    .list_again(location, &open.listing, sort, form.descending)
            }
            None => self.files.list(location, &form.folder, sort, form.descending),
        }
    }

    /// Shows a listing in place of the one that was shown. No two listings of a run have the same number.
    pub(super) fn show_listing(
        &mut self,
        number: u32,
        (location, can_write): (Location, bool),
        listing: Listing,
        search: bool,
    ) -> Option<FolderView> {
        self.open = Some(Open {
            number,
            location,
            can_write,
            search,
            listing,
        });
        self.folder()
    }

    pub(crate) fn folder(&self) -> Option<FolderView> {
        self.open.as_ref().map(|open| open.view(&self.files))
    }

    /// Some rows of the open folder; none if another one is open by now.
    pub(crate) fn rows(&self, listing: u32, start: u32, count: u32) -> Option<RowsView> {
        let open = self.open.as_ref().filter(|open| open.number == listing)?;
        let rows = open.listing.rows(start, count);
        let shown: Vec<RowView> = rows.rows.into_iter().map(words::files::row).collect();
        Some(RowsView {
            listing,
            revision: rows.revision,
            selection: rows.selection,
            start,
            rows: shown,
        })
    }

    /// The listing of that number, if it is the open one, and of that location where one is given.
    pub(crate) fn listing(&self, number: u32, location: Option<&str>) -> Option<Listing> {
        let open = self.open.as_ref().filter(|open| open.number == number)?;
        let there = location.is_none_or(|location| open.location.id == location);
        there.then(|| open.listing.clone())
    }

    /// The small pictures of the person's files.
    pub(crate) fn small(&mut self) -> &mut Small {
        &mut self.small
    }

    /// Begins a look into a file; an earlier one no longer counts.
    pub(crate) fn begin_look(&mut self) -> u32 {
        self.shown = None;
        self.looks = self.looks.wrapping_add(1);
        self.looks
    }

    /// Keeps what a look shows, unless another look or none has taken its place.
    pub(crate) fn show(&mut self, look: u32, shown: Shown) -> bool {
        let current = self.looks == look;
        if current {
            self.shown = Some(shown);
        }
        current
    }

    /// What the preview shows, by its token.
    pub(crate) fn shown(&self, token: &str) -> Option<Shown> {
        self.shown.clone().filter(|shown| shown.token == token)
    }
}

/// Has the session issue other credentials in the place of those that were refused.
struct Refused {
    session: auth::Session,
    sign_in: u64,
}

#[async_trait]
impl Renew for Refused {
    async fn renew(&self) {
        self.session.credentials_refused(self.sign_in).await;
    }
}

impl Open {
    fn view(&self, files: &Files) -> FolderView {
        let folder = self.listing.folder();
        let allowed = words::files::allowed(self.can_write, |action| {
            files.refuses(action, &self.location, folder)
        });
        words::files::folder(
            (self.number, self.search),
            &self.location.id,
            folder,
            &self.listing.progress(),
            allowed,
        )
    }
}
