//! Starting the app: the database, the sandbox where the connection is one, the session, the owner.

use std::path::PathBuf;
use std::sync::Arc;

use sandbox::Sandbox;
use store::Store;
use tokio::sync::RwLock;

use super::{Api, Parts};
use crate::connection::{Connection, SANDBOX};
use crate::desk::{self, Owner};
use crate::host::Host;
use crate::http;
use crate::inspector::{Tap, Timeline};
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
        let (connection, http) = match (options.source, &sandbox) {
            (Source::Connection(connection), _) => (*connection, http::outward()),
            (Source::Sandbox, Some(sandbox)) => (
                Connection::to_sandbox(sandbox.url(), sandbox.world()),
                http::loopback(),
            ),
            (Source::Sandbox, None) => return Err(StartError::Closing),
        };
        let connection = Arc::new(connection);
        let timeline = Timeline::new(Arc::clone(&host.clock));
        let tap = Tap::on(&timeline);
        let seats = auth::Seats::new(
            connection.pool.clone(),
            &auth::Parts {
                clock: Arc::clone(&host.clock),
                keys: Arc::clone(&host.keys),
                device_name: host.device_name.clone(),
                vault_folder: options.data_folder.join("vault").join(&connection.id),
                http: http.clone(),
                browser: Arc::clone(&host.browser),
                interceptor: Some(tap.clone()),
            },
        );
        let seat = store.preference(&desk::active_seat(&connection.id)).await?;
        let seat = seat.unwrap_or_else(|| auth::FIRST_SEAT.to_owned());
        let session = seats.open(seat.clone());
        let restored = sandbox.as_ref().is_some_and(Sandbox::restored);
        let owner = Owner::start(desk::Parts {
            connection: Arc::clone(&connection),
            clock: Arc::clone(&host.clock),
            store: store.clone(),
            seat,
            session,
            storage: desk::Storage {
                place: connection.storage.clone(),
                http,
                interceptor: tap,
            },
            calls: timeline.watch(),
            messages: sandbox.as_ref().map(Sandbox::watch_messages),
            notices: restored
                .then_some(NoticeView::SandboxRestored)
                .into_iter()
                .collect(),
            version: options.version,
        });
        let api = Self(Arc::new(Parts {
            connection,
            host,
            owner,
            picture_address: options.picture_address,
            sandbox: RwLock::new(sandbox),
            seats,
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

async fn start_sandbox(host: &Host, options: &Options) -> Result<Sandbox, sandbox::Error> {
    Sandbox::start(sandbox::Options {
        folder: options.data_folder.join(SANDBOX),
        port: 0,
        clock: Arc::clone(&host.clock),
    })
    .await
}
