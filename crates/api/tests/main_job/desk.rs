//! A desktop for tests: a folder in place of the home folder, a keyring in memory, a page that only remembers.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use api::view::{
    AccountView, AnswerForm, AppView, AuthView, FolderForm, FolderView, NoticeView, RowView, ScreenView,
    SeatView, SignInForm, SortBy, TransfersView, Update,
};
use api::{
    Api, Browser, BrowserError, Clipboard, ClipboardError, Folders, Host, KeyStore, KeyStoreError, Notices,
    Options, RevealError, Source,
};
use async_trait::async_trait;
use base::{Secret, SystemClock};
use tokio::sync::watch;

/// Far longer than anything takes; only a hang meets it.
const PATIENCE: Duration = Duration::from_secs(60);

pub(crate) struct Desk {
    pub(crate) api: Api,
    home: Arc<tempfile::TempDir>,
    keyring: Arc<Keyring>,
    folders: Arc<Folder>,
    page: watch::Receiver<Option<Page>>,
    heard: Arc<Mutex<Vec<Update>>>,
}

/// What a page would show by now.
#[derive(Clone)]
pub(crate) struct Page {
    app: AppView,
    folder: Option<FolderView>,
}

#[derive(Default)]
struct Keyring {
    absent: bool,
    key: Mutex<Option<Secret<Vec<u8>>>>,
}

struct Folder {
    downloads: PathBuf,
    picked: Mutex<Vec<PathBuf>>,
}

#[async_trait]
impl Browser for Folder {
    async fn open(&self, _: &str) -> Result<(), BrowserError> {
        Err(BrowserError)
    }
}

impl Notices for Folder {
    fn tell(&self, _: &str, _: &str) {}
}

#[async_trait]
impl Clipboard for Folder {
    async fn copy_for_a_while(&self, _: Secret) -> Result<(), ClipboardError> {
        Err(ClipboardError)
    }

    async fn copy(&self, _: &str) -> Result<(), ClipboardError> {
        Err(ClipboardError)
    }
}

impl Desk {
    /// A machine on which the app has never run.
    pub(crate) async fn fresh() -> Self {
        let home = Arc::new(tempfile::tempdir().expect("a folder"));
        let downloads = home.path().join("Downloads");
        fs::create_dir(&downloads).expect("the folder for downloads");
        let folders = Arc::new(Folder {
            downloads,
            picked: Mutex::default(),
        });
        Self::start(home, Arc::default(), folders).await
    }

    /// The same, on a system that has no keyring.
    pub(crate) async fn without_keyring() -> Self {
        let Self {
            api, home, folders, ..
        } = Self::fresh().await;
        api.close().await;
        drop(api);
        Self::start(
            home,
            Arc::new(Keyring {
                absent: true,
                ..Keyring::default()
            }),
            folders,
        )
        .await
    }

    /// The same machine, after the app was closed and started again.
    pub(crate) async fn restart(self) -> Self {
        self.api.close().await;
        let Self {
            api,
            home,
            keyring,
            folders,
            ..
        } = self;
        drop(api);
        Self::start(home, keyring, folders).await
    }

    async fn start(home: Arc<tempfile::TempDir>, keyring: Arc<Keyring>, folders: Arc<Folder>) -> Self {
        let host = Host {
            device_name: "test".to_owned(),
            clock: Arc::new(SystemClock),
            keys: keyring.clone(),
            folders: folders.clone(),
            browser: folders.clone(),
            clipboard: folders.clone(),
            notices: folders.clone(),
        };
        let options = Options {
            data_folder: home.path().join("data"),
            source: Source::Sandbox,
            picture_address: "preview://localhost/".into(),
            version: "0.0.0".into(),
        };
        let api = Api::start(host, options).await.expect("the app starts");
        let (shown, page) = watch::channel(None);
        let heard: Arc<Mutex<Vec<Update>>> = Arc::default();
        let hearing = heard.clone();
        let sink = move |update: Update| {
            hearing.lock().expect("updates").push(update.clone());
            shown.send_modify(|page| Page::take(page, update));
            true
        };
        api.subscribe("main", sink).await.expect("listening");
        Self {
            api,
            home,
            keyring,
            folders,
            page,
            heard,
        }
    }

    /// What the page shows.
    pub(crate) fn page(&self) -> Page {
        self.page.borrow().clone().expect("everything comes first")
    }

    pub(crate) async fn wait_for(&mut self, what: &str, mut seen: impl FnMut(&Page) -> bool) {
        let arrived = self.page.wait_for(|page| page.as_ref().is_some_and(&mut seen));
        let arrived = tokio::time::timeout(PATIENCE, arrived)
            .await
            .map(|page| page.is_ok());
        assert!(
            matches!(arrived, Ok(true)),
            "{what} never came; the page shows {:?}",
            self.page().app
        );
    }

    pub(crate) async fn sign_in(&mut self, username: &str, password: &str) {
        self.wait_for("the sign-in form", |page| {
            matches!(page.screen(), ScreenView::SignIn { .. })
        })
        .await;
        self.api
            .sign_in(sign_in_form(username, password))
            .await
            .expect("heard");
        self.wait_for("the account", |page| page.account().is_some())
            .await;
    }

    /// Opens a folder and gives all its rows.
    pub(crate) async fn open(&mut self, location: &str, folder: &str) -> Vec<RowView> {
        let form = FolderForm {
            location: location.into(),
            folder: folder.into(),
            sort: SortBy::Name,
            descending: false,
        };
        let opened = self.api.open_folder(form).await.expect("a folder");
        if !opened.done {
            let complete = |page: &Page| {
                page.folder
                    .as_ref()
                    .is_some_and(|folder| folder.listing == opened.listing && folder.done)
            };
            self.wait_for("the whole folder", complete).await;
        }
        let folder = self
            .page()
            .folder
            .filter(|folder| folder.listing == opened.listing)
            .unwrap_or(opened);
        assert_eq!(folder.problem, None, "the folder can be listed");
        self.api
            .rows(folder.listing, 0, folder.total)
            .await
            .expect("rows")
            .rows
    }

    /// The code in the newest message to an address.
    pub(crate) async fn newest_code(&self, to: &str) -> String {
        let messages = self.api.inbox().await.expect("the sandbox has an inbox");
        let message = messages
            .into_iter()
            .find(|message| message.to == to)
            .expect("a message");
        message.code.expect("a code")
    }

    pub(crate) fn local_file(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.home.path().join(name);
        fs::write(&path, bytes).expect("a local file");
        path
    }

    /// What the person will choose when asked for files.
    pub(crate) fn will_pick(&self, paths: Vec<PathBuf>) {
        *self.folders.picked.lock().expect("picked") = paths;
    }

    pub(crate) fn downloads(&self) -> &Path {
        &self.folders.downloads
    }

    /// Everything that has reached the page, or that it could ask for, but for the pretend inbox.
    pub(crate) async fn everything_shown(&self) -> String {
        let mut shown = format!("{:?}", self.heard.lock().expect("updates"));
        for call in self.api.calls(0) {
            shown.push_str(&format!("{:?}", self.api.call(call.id).expect("a call")));
        }
        shown.push_str(&format!("{:?}", self.api.tokens().await));
        shown
    }

    /// What the app has written to its own folder; the pretend service's folder is not its own.
    pub(crate) fn own_files(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let mut folders = vec![self.home.path().join("data")];
        let mut files = Vec::new();
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(&folder).expect("a folder") {
                let path = entry.expect("an entry").path();
                if path.ends_with("sandbox") && folder.ends_with("data") {
                    continue;
                }
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let bytes = fs::read(&path).expect("a file");
                    files.push((path, bytes));
                }
            }
        }
        files
    }
}

impl Page {
    fn take(page: &mut Option<Self>, update: Update) {
        match (page, update) {
            (page, Update::App(app)) => {
                *page = Some(Self {
                    app: *app,
                    folder: None,
                })
            }
            (Some(page), update) => page.apply(update),
            (None, update) => panic!("{update:?} came before everything"),
        }
    }

    fn apply(&mut self, update: Update) {
        match update {
            Update::App(app) => self.app = *app,
            Update::Auth(auth) => self.app.auth = *auth,
            Update::Account(account) => self.app.account = account,
            Update::Transfers(transfers) => self.app.transfers = transfers,
            Update::Folder(folder) => self.folder = Some(folder),
            Update::Inbox(inbox) => self.app.inbox = Some(inbox),
            Update::Notice(notice) => self.app.notices.push(notice),
            Update::Accounts(accounts) => self.app.accounts = accounts,
            Update::Belongings(belongings) => self.app.belongings = belongings.map(|belongings| *belongings),
            Update::ClockSkew(skew) => self.app.clock_skew = skew,
            Update::SandboxClock(clock) => self.app.sandbox_clock = clock,
            Update::Jobs(jobs) => self.app.jobs = jobs,
            Update::Calls(_)
            | Update::Drop(_)
            | Update::Checks(_)
            | Update::Weight(_)
            | Update::Copies(_)
            | Update::Closing(_) => {}
        }
    }

    pub(crate) fn auth(&self) -> &AuthView {
        &self.app.auth
    }

    pub(crate) fn screen(&self) -> &ScreenView {
        &self.app.auth.screen
    }

    pub(crate) fn account(&self) -> Option<&AccountView> {
        self.app.account.as_ref()
    }

    pub(crate) fn notices(&self) -> &[NoticeView] {
        &self.app.notices
    }

    pub(crate) fn accounts(&self) -> &[SeatView] {
        &self.app.accounts
    }

    pub(crate) fn transfers(&self) -> &TransfersView {
        &self.app.transfers
    }
}

impl KeyStore for Keyring {
    fn load(&self) -> Result<Option<Secret<Vec<u8>>>, KeyStoreError> {
        if self.absent {
            Err(KeyStoreError::Absent)
        } else {
            Ok(self.key.lock().expect("the key").clone())
        }
    }

    fn save(&self, key: &Secret<Vec<u8>>) -> Result<(), KeyStoreError> {
        if self.absent {
            return Err(KeyStoreError::Absent);
        }
        *self.key.lock().expect("the key") = Some(key.clone());
        Ok(())
    }
}

#[async_trait]
impl Folders for Folder {
    fn downloads(&self) -> PathBuf {
        self.downloads.clone()
    }

    async fn pick_files(&self) -> Vec<PathBuf> {
        std::mem::take(&mut *self.picked.lock().expect("picked"))
    }

    async fn pick_folder(&self) -> Option<PathBuf> {
        None
    }

    async fn pick_file(&self) -> Option<PathBuf> {
        None
    }

    async fn save_file(&self, _: &str) -> Option<PathBuf> {
        None
    }

    async fn reveal(&self, _: &Path) -> Result<(), RevealError> {
        Ok(())
    }

    async fn open(&self, _: &Path) -> Result<(), RevealError> {
        Err(RevealError)
    }
}

pub(crate) fn form(values: &[(&str, &str)]) -> AnswerForm {
    let values = values
        .iter()
        .map(|(name, value)| ((*name).to_owned(), Secret::from(*value)));
    AnswerForm {
        values: values.collect(),
    }
}

pub(crate) fn sign_in_form(username: &str, password: &str) -> SignInForm {
    SignInForm {
        username: username.into(),
        password: password.into(),
        remember: true,
        method: None,
    }
}
