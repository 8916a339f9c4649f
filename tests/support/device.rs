//! The app without a window, as one person's computer: what it pushes is remembered, and what a person would see
//! can be waited for. It reaches a sandbox that the test owns, by its address alone.

mod desktop;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use api::connection::Connection;
use api::problem::{Problem, ProblemCode};
use api::view::{
    AccountView, AppDataPlace, AuthView, BelongingsView, ConnectionView, CopyView, FolderForm, FolderView,
    ItemsForm, JobsView, NoticeView, RowView, SeatView, SignInForm, SortBy, TransferState, TransferView,
    TransfersView, Update, WeightView,
};
use api::{Api, Options, Source};
use api::{Clipboard, Folders, Host, Notices};
use base::{Clock, Secret, SystemClock};
use tokio::sync::watch;

use crate::browser::NoBrowser;
use crate::desk::Desk;
pub use crate::seen::{answers, inside, outcome, problem, question, screen};
use crate::world::World;

/// How long something that must happen may take; a limit for what hangs.
const PATIENCE: Duration = Duration::from_secs(60);

/// What the page would show.
#[derive(Debug, Clone, Default)]
pub struct Seen {
    /// The sign-in.
    pub auth: Option<AuthView>,
    /// The connection that is shown.
    pub connection: Option<ConnectionView>,
    /// Who is in.
    pub account: Option<AccountView>,
    /// The open folder.
    pub folder: Option<FolderView>,
    /// The accounts side by side.
    pub accounts: Vec<SeatView>,
    /// How many seconds this computer's clock is off, where that is worth telling.
    pub clock_skew: Option<i64>,
    /// What belongs to the person.
    pub belongings: Option<BelongingsView>,
    /// The transfers.
    pub transfers: Option<TransfersView>,
    /// The jobs.
    pub jobs: Option<JobsView>,
    /// What was counted of what was chosen.
    pub weight: Option<WeightView>,
    /// How many messages the sandbox's inbox holds.
    pub messages: Option<u32>,
    /// What other programs have open.
    pub copies: Vec<CopyView>,
    /// What the person was told unasked.
    pub notices: Vec<NoticeView>,
    /// Every update as it crosses to the page.
    pub crossed: Vec<String>,
}

impl Seen {
    /// The code of the problem on the screen.
    pub fn problem(&self) -> Option<ProblemCode> {
        self.auth.as_ref()?.problem.as_ref().map(|problem| problem.code)
    }

    fn take_in(&mut self, update: &Update) {
        self.crossed
            .push(serde_json::to_string(update).expect("an update is JSON"));
        match update {
            Update::App(app) => {
                self.auth = Some(app.auth.clone());
                self.connection = Some(app.connection.clone());
                self.account = app.account.clone();
                self.accounts = app.accounts.clone();
                self.clock_skew = app.clock_skew;
                self.belongings = app.belongings.clone();
                self.transfers = Some(app.transfers.clone());
                self.jobs = Some(app.jobs.clone());
                self.messages = app.inbox.map(|inbox| inbox.total);
                self.notices = app.notices.clone();
                self.copies = app.copies.clone();
            }
            Update::Auth(auth) => self.auth = Some(auth.as_ref().clone()),
            Update::Account(account) => self.account = account.clone(),
            Update::Transfers(transfers) => self.transfers = Some(transfers.clone()),
            Update::Jobs(jobs) => self.jobs = Some(jobs.clone()),
            Update::Weight(weight) => self.weight = Some(weight.clone()),
            Update::Folder(folder) => self.folder = Some(folder.clone()),
            Update::Notice(notice) => self.notices.push(*notice),
            Update::Inbox(inbox) => self.messages = Some(inbox.total),
            Update::Accounts(accounts) => self.accounts = accounts.clone(),
            Update::Belongings(belongings) => self.belongings = belongings.as_deref().cloned(),
            Update::ClockSkew(seconds) => self.clock_skew = *seconds,
            Update::Copies(copies) => self.copies = copies.clone(),
            Update::SandboxClock(_)
            | Update::Calls(_)
            | Update::Drop(_)
            | Update::Checks(_)
            | Update::Closing(_) => {}
        }
    }
}

/// One person's computer with the app on it.
pub struct Device {
    /// The app.
    pub api: Api,
    /// Where the app keeps its data.
    pub data: PathBuf,
    desk: Arc<Desk>,
    seen: watch::Receiver<Seen>,
}

impl Device {
    /// A computer whose app is connected to this sandbox, and whose bookmarks stay on it. `folder` holds its data, so
    /// that another device on the same folder and keyring is this one after a restart.
    pub async fn on(
        world: &World,
        folder: &Path,
        keys: Arc<dyn auth::KeyStore>,
        clock: Arc<dyn Clock>,
    ) -> Self {
        let connection = Connection {
            app_data: AppDataPlace::Off,
            ..Connection::to_sandbox(world.sandbox.url(), world.sandbox.world())
        };
        Self::connected(connection, folder, keys, clock).await
    }

    /// A computer whose app has the sandbox inside it, as the shell starts it.
    pub async fn with_sandbox(folder: &Path, keys: Arc<dyn auth::KeyStore>, clock: Arc<dyn Clock>) -> Self {
        Self::start(Source::Sandbox, folder, keys, clock).await
    }

    /// A computer whose app has this connection.
    pub async fn connected(
        connection: Connection,
        folder: &Path,
        keys: Arc<dyn auth::KeyStore>,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self::start(Source::Connection(Box::new(connection)), folder, keys, clock).await
    }

    /// A computer with a browser whose app is connected to this sandbox.
    pub async fn browsing(
        world: &World,
        folder: &Path,
        keys: Arc<dyn auth::KeyStore>,
        browser: Arc<dyn auth::Browser>,
    ) -> Self {
        let connection = Connection::to_sandbox(world.sandbox.url(), world.sandbox.world());
        Self::browsing_at(connection, folder, keys, browser).await
    }

    /// A computer with a browser whose app has this connection.
    pub async fn browsing_at(
        connection: Connection,
        folder: &Path,
        keys: Arc<dyn auth::KeyStore>,
        browser: Arc<dyn auth::Browser>,
    ) -> Self {
        let source = Source::Connection(Box::new(connection));
        Self::with_browser(source, folder, keys, Arc::new(SystemClock), browser).await
    }

    async fn start(
        source: Source,
        folder: &Path,
        keys: Arc<dyn auth::KeyStore>,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self::with_browser(source, folder, keys, clock, Arc::new(NoBrowser)).await
    }

    async fn with_browser(
        source: Source,
        folder: &Path,
        keys: Arc<dyn auth::KeyStore>,
        clock: Arc<dyn Clock>,
        browser: Arc<dyn auth::Browser>,
    ) -> Self {
        let desk = Arc::new(Desk {
            downloads: folder.join("Downloads"),
            picked: Mutex::default(),
            copied: Mutex::default(),
            stays: Mutex::default(),
            opened: Mutex::default(),
            told: Mutex::default(),
        });
        std::fs::create_dir_all(&desk.downloads).expect("a folder for downloads");
        let data = folder.join("data");
        let host = Host {
            device_name: "test".to_owned(),
            clock,
            keys,
            folders: Arc::clone(&desk) as Arc<dyn Folders>,
            browser,
            clipboard: Arc::clone(&desk) as Arc<dyn Clipboard>,
            notices: Arc::clone(&desk) as Arc<dyn Notices>,
        };
        let options = Options {
            data_folder: data.clone(),
            source,
            picture_address: "preview://localhost/".to_owned(),
            version: "test".to_owned(),
        };
        let api = Api::start(host, options).await.expect("the app starts");
        let (sender, seen) = watch::channel(Seen::default());
        let sink = move |update: Update| {
            sender.send_modify(|seen| seen.take_in(&update));
            true
        };
        api.subscribe("main", sink)
            .await
            .expect("the app lets a window listen");
        let device = Self {
            api,
            data,
            desk,
            seen,
        };
        device.settled().await;
        device
    }

    /// What is seen now.
    pub fn seen(&self) -> Seen {
        self.seen.borrow().clone()
    }

    /// What is seen once this holds.
    pub async fn until(&self, holds: impl Fn(&Seen) -> bool) -> Seen {
        let mut seen = self.seen.clone();
        match tokio::time::timeout(PATIENCE, seen.wait_for(holds)).await {
            Ok(seen) => seen.expect("the app pushes").clone(),
            Err(_) => {
                let pushed = self.seen().crossed.join("\n");
                panic!("it does not come to that; pushed was:\n{pushed}")
            }
        }
    }

    /// What is seen once the step is over.
    pub async fn settled(&self) -> Seen {
        self.until(|seen| seen.auth.as_ref().is_some_and(|auth| !auth.busy))
            .await
    }

    /// Signs in and gives what is seen then.
    pub async fn sign_in(&self, username: &str, password: &str) -> Seen {
        self.sign_in_with(None, username, password).await
    }

    /// Signs in by one of the methods that the connection offers, and gives what is seen then.
    pub async fn sign_in_by(&self, method: &str, username: &str, password: &str) -> Seen {
        self.sign_in_with(Some(method.to_owned()), username, password)
            .await
    }

    async fn sign_in_with(&self, method: Option<String>, username: &str, password: &str) -> Seen {
        let form = SignInForm {
            username: username.to_owned(),
            password: Secret::from(password),
            remember: true,
            method,
        };
        self.api.sign_in(form).await.expect("the app is open");
        self.settled().await
    }

    /// Creates an account and gives what is seen then.
    pub async fn sign_up(&self, username: &str, password: &str) -> Seen {
        self.api.show_sign_up().await.expect("the app is open");
        let email = format!("{username}@example.com");
        let form = answers([
            ("username", username),
            ("email", &email),
            ("given_name", "Bo"),
            ("password", password),
        ]);
        self.api.sign_up(form).await.expect("the app is open");
        self.settled().await
    }

    /// Answers the question on the screen and gives what is seen then.
    pub async fn answer<const N: usize>(&self, pairs: [(&str, &str); N]) -> Seen {
        self.api.answer(answers(pairs)).await.expect("the app is open");
        self.settled().await
    }

    /// Has another code sent and gives what is seen then.
    pub async fn resend(&self) -> Seen {
        self.api.resend_code().await.expect("the app is open");
        self.settled().await
    }

    /// Signs out on this device and gives what is seen then.
    pub async fn sign_out(&self) -> Seen {
        self.api.sign_out(false).await.expect("the app is open");
        self.settled().await
    }

    /// All rows of a folder, or the problem in their place.
    pub async fn rows(&self, location: &str, folder: &str) -> Result<Vec<RowView>, Problem> {
        let form = FolderForm {
            location: location.to_owned(),
            folder: folder.to_owned(),
            sort: SortBy::Name,
            descending: false,
        };
        let opened = self.api.open_folder(form).await?;
        let over =
            |view: &FolderView| view.listing == opened.listing && (view.done || view.problem.is_some());
        let view = if over(&opened) {
            opened.clone()
        } else {
            self.until(|seen| seen.folder.as_ref().is_some_and(over))
                .await
                .folder
                .expect("a folder")
        };
        match view.problem {
            Some(problem) => Err(problem),
            None => Ok(self.api.rows(view.listing, 0, view.total).await?.rows),
        }
    }

    /// Uploads these files into a folder and gives the transfers, newest first, once all are over.
    pub async fn upload(&self, location: &str, folder: &str, files: Vec<PathBuf>) -> Vec<TransferView> {
        let before = self.transfers();
        self.picks(files);
        self.api
            .pick_upload(location, folder)
            .await
            .expect("the upload begins");
        self.more_transfers_than(before).await;
        self.transfers_over().await
    }

    /// Downloads a file and gives where downloads go and the transfers, newest first, once all are over.
    pub async fn download(&self, location: &str, key: &str) -> (PathBuf, Vec<TransferView>) {
        let before = self.transfers();
        self.api
            .download(&ItemsForm {
                location: location.to_owned(),
                listing: 0,
                keys: Some(vec![key.to_owned()]),
            })
            .await
            .expect("the download begins");
        self.more_transfers_than(before).await;
        (self.desk.downloads.clone(), self.transfers_over().await)
    }

    fn transfers(&self) -> u32 {
        self.seen().transfers.map_or(0, |transfers| transfers.total)
    }

    async fn more_transfers_than(&self, before: u32) {
        self.until(|seen| {
            seen.transfers
                .as_ref()
                .is_some_and(|transfers| transfers.total > before)
        })
        .await;
    }

    /// The transfers once none waits or runs any more.
    pub async fn transfers_over(&self) -> Vec<TransferView> {
        let over = |transfers: &TransfersView| {
            let moving =
                |row: &TransferView| matches!(row.state, TransferState::Waiting | TransferState::Running);
            transfers.total > 0 && !transfers.rows.iter().any(moving)
        };
        let seen = self.until(|seen| seen.transfers.as_ref().is_some_and(over)).await;
        seen.transfers.expect("transfers").rows
    }
}
