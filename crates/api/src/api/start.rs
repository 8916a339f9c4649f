//! Starting the app: the database, the sandbox where the connection is one, the session, the owner.

use std::path::PathBuf;
use std::sync::Arc;

use ::sandbox::{self, Sandbox};
use store::Store;
use tokio::sync::{Mutex, RwLock};

use super::{Api, Parts, transfers};
use crate::book::{Book, LAST_USED, Means, Opened};
use crate::connection::{Connection, OwnSandbox, SANDBOX};
use crate::desk::{self, Owner};
use crate::host::Host;
use crate::inspector::{Lookout, Tap, Timeline};
use crate::view::NoticeView;

/// How to start.
#[derive(Debug, Clone)]
pub struct Options {
    /// Where the app keeps its own data; made when missing.
    pub data_folder: PathBuf,
    /// Which service.
    pub source: Source,
    /// What stands before the token of a picture in its address, such as `preview://localhost/`.
    pub picture_address: String,
    /// The app's version, as shown.
    pub version: String,
}

/// Which service.
#[derive(Debug, Clone)]
pub enum Source {
    /// The embedded sandbox, in the data folder.
    Sandbox,
    /// Another one.
    Connection(Box<Connection>),
}

/// Why the app cannot start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The database cannot be opened.
    #[error("the app's own data cannot be opened: {0}")]
    Store(#[from] store::Error),
    /// The sandbox in the data folder is in use: by another window, or by a sandbox that runs alone.
    #[error("its sandbox is already running; close the other window first")]
    InUse,
    /// The sandbox cannot start.
    #[error("{0}")]
    Sandbox(sandbox::Error),
    /// The app is closing.
    #[error("the app is closing")]
    Closing,
}

impl From<sandbox::Error> for StartError {
    fn from(error: sandbox::Error) -> Self {
        match error {
            sandbox::Error::InUse { .. } => Self::InUse,
            sandbox::Error::Folder { .. }
            | sandbox::Error::Listen { .. }
            | sandbox::Error::Database(_)
            | sandbox::Error::Settings { .. }
            | sandbox::Error::Clock { .. }
            | sandbox::Error::Users { .. }
            | sandbox::Error::Crypto => Self::Sandbox(error),
        }
    }
}

impl Api {
    /// Starts the app. Must be called inside a tokio runtime.
    ///
    /// # Errors
    ///
    /// See [`StartError`].
    pub async fn start(host: Host, options: Options) -> Result<Self, StartError> {
        let database = options.data_folder.join("gatehouse.db");
        let opening = tokio::task::spawn_blocking(move || Store::open(&database));
        let sandbox = match &options.source {
            Source::Sandbox => Some(start_sandbox(&host, &options).await?),
            Source::Connection(_) => None,
        };
        let store = opening.await.map_err(|_| StartError::Closing)??;
        let own = match (options.source, &sandbox) {
            (Source::Connection(connection), _) => *connection,
            (Source::Sandbox, Some(sandbox)) => Connection::to_sandbox(sandbox.url(), sandbox.world()),
            (Source::Sandbox, None) => return Err(StartError::Closing),
        };
        let own_sandbox = sandbox.as_ref().map(|sandbox| OwnSandbox {
            url: sandbox.url().to_owned(),
            user_pool_id: sandbox.world().user_pool_id.clone(),
        });
        let timeline = Timeline::new(Arc::clone(&host.clock));
        let data_folder = options.data_folder.clone();
        let own_clock = sandbox
            .as_ref()
            .map_or_else(|| Arc::clone(&host.clock), Sandbox::app_clock);
        let means = Means {
            own_clock,
            host: host.clone(),
            data_folder: options.data_folder,
            interceptor: Tap::on(&timeline),
            onlooker: Lookout::on(&timeline),
        };
        let book = Book::new(own, means, store.clone());
        let opened = last_used(&book, &store).await?;
        let seat = store
            .preference(&desk::active_seat(&opened.connection.id))
            .await?;
        let seat = seat.unwrap_or_else(|| first_seat(&book, &opened));
        let session = opened.seats.open(seat.clone());
        let restored = sandbox.as_ref().is_some_and(Sandbox::restored);
        let set_aside = store.set_aside().is_some();
        let owner = Owner::start(desk::Parts {
            opened,
            clock: Arc::clone(&host.clock),
            store: store.clone(),
            seat,
            session,
            calls: timeline.watch(),
            messages: sandbox.as_ref().map(Sandbox::watch_messages),
            sandbox_clock: sandbox.as_ref().map(Sandbox::watch_clock),
            notices: [
                restored.then_some(NoticeView::SandboxRestored),
                set_aside.then_some(NoticeView::OwnDataSetAside),
            ]
            .into_iter()
            .flatten()
            .collect(),
            version: options.version,
            data_folder,
            run: uuid::Uuid::new_v4(),
            downloads: host.folders.downloads(),
            transfer_settings: transfers::settings(&store).await?,
            notices_outside: Arc::clone(&host.notices),
        });
        let api = Self(Arc::new(Parts {
            book,
            host,
            own_sandbox,
            owner,
            picture_address: options.picture_address,
            read_secret: Mutex::default(),
            sandbox: RwLock::new(sandbox),
            store,
            timeline,
        }));
        let others = api.clone();
        tokio::spawn(async move {
            if others.seat_remembered().await.is_err() {
                tracing::debug!("the app closed before everybody was back");
            }
        });
        Ok(api)
    }
}

/// The connection that was used last, or the app's own.
async fn last_used(book: &Book, store: &Store) -> Result<Arc<Opened>, store::Error> {
    let Some(id) = store.preference(LAST_USED).await? else {
        return Ok(book.own());
    };
    Ok(book.open(&id).await.unwrap_or_else(|_| book.own()))
}

/// The seat where nobody has sat yet. No two connections share the name of one.
fn first_seat(book: &Book, opened: &Opened) -> String {
    if book.is_own(&opened.connection.id) {
        auth::FIRST_SEAT.to_owned()
    } else {
        uuid::Uuid::new_v4().simple().to_string()
    }
}

async fn start_sandbox(host: &Host, options: &Options) -> Result<Sandbox, sandbox::Error> {
    Sandbox::start(sandbox::Options {
        folder: options.data_folder.join(SANDBOX),
        port: 0,
        clock: Arc::clone(&host.clock),
    })
    .await
}
