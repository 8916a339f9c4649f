//! A person in front of the app's own crates, without a window: `auth` and `files` on some connection.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use auth::{Browser, Parts, Pool, Session, Snapshot};
use aws_smithy_http_client::tls::{Provider, rustls_provider::CryptoMode};
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use base::{Clock, Secret, SystemClock};
use files::{Access, Files, Location, Row, SortBy, Transfer, Transfers};
use flow::{Credentials, Intent, Values};

use crate::browser::NoBrowser;
use crate::keys::MemoryKeys;

/// How long something that must happen may take; a limit for what hangs.
const PATIENCE: Duration = Duration::from_secs(60);

/// Somebody with a session.
pub struct Person {
    /// Their session.
    pub session: Session,
    pool: Pool,
}

/// The HTTP client that the app uses.
pub fn http() -> SharedHttpClient {
    aws_smithy_http_client::Builder::new()
        .tls_provider(Provider::Rustls(CryptoMode::AwsLc))
        .build_https()
}

/// What was typed, by field name.
pub fn values<const N: usize>(pairs: [(&str, &str); N]) -> Values {
    pairs
        .into_iter()
        .map(|(name, value)| (name.to_owned(), Secret::from(value)))
        .collect()
}

impl Person {
    /// Somebody in front of this pool; what is remembered lies in `folder`.
    pub fn at(pool: Pool, folder: &Path) -> Self {
        Self::with(pool, folder, Arc::new(SystemClock), MemoryKeys::default())
    }

    /// Somebody in front of this pool with this browser.
    pub fn browsing(pool: Pool, folder: &Path, keys: MemoryKeys, browser: Arc<dyn Browser>) -> Self {
        Self::before(pool, folder, Arc::new(SystemClock), keys, browser)
    }

    /// Somebody in front of this pool at this time, whose keyring may have been used before.
    pub fn with(pool: Pool, folder: &Path, clock: Arc<dyn Clock>, keys: MemoryKeys) -> Self {
        Self::before(pool, folder, clock, keys, Arc::new(NoBrowser))
    }

    fn before(
        pool: Pool,
        folder: &Path,
        clock: Arc<dyn Clock>,
        keys: MemoryKeys,
        browser: Arc<dyn Browser>,
    ) -> Self {
        let parts = Parts {
            clock,
            keys: Arc::new(keys),
            device_name: "test".to_owned(),
            vault_folder: folder.join("vault"),
            http: http(),
            browser,
            interceptor: None,
            onlooker: None,
        };
        Self {
            session: Session::open(pool.clone(), parts, auth::FIRST_SEAT.to_owned()),
            pool,
        }
    }

    /// Does this and gives what is seen afterwards.
    pub async fn does(&self, intent: Intent) -> Snapshot {
        self.session.tell(intent).await.expect("the session is open");
        self.session.watch().borrow().clone()
    }

    /// What is seen once this holds.
    pub async fn until(&self, holds: impl Fn(&Snapshot) -> bool) -> Snapshot {
        let mut seen = self.session.watch();
        let settled = tokio::time::timeout(PATIENCE, seen.wait_for(holds)).await;
        settled
            .expect("it comes to that")
            .expect("the session lives")
            .clone()
    }

    /// Signs in with a password.
    pub async fn signs_in(&self, username: &str, password: &str) -> Snapshot {
        let username = username.to_owned();
        self.does(Intent::SignIn(Credentials {
            username,
            password: Secret::from(password),
            remember: true,
            method: self.pool.auth_flow.clone(),
        }))
        .await
    }

    /// Answers the question on the screen.
    pub async fn answers<const N: usize>(&self, pairs: [(&str, &str); N]) -> Snapshot {
        self.does(Intent::Answer {
            values: values(pairs),
        })
        .await
    }

    /// Their files, in the pool's region and at its endpoint.
    pub fn files(&self) -> Files {
        Files::open(Access {
            region: self.pool.region.clone(),
            regions: Default::default(),
            endpoint: self.pool.endpoint.clone(),
            path_style: true,
            credentials: self.session.credentials(),
            http: http(),
            interceptor: None,
            clock: Arc::new(SystemClock),
        })
    }
}

/// A place in a bucket.
pub fn location(bucket: &str, prefix: &str) -> Location {
    Location {
        id: prefix.to_owned(),
        bucket: bucket.to_owned(),
        prefix: prefix.to_owned(),
    }
}

/// All rows of a folder, or why it could not be listed.
pub async fn rows(files: &Files, location: &Location, folder: &str) -> Result<Vec<Row>, files::Error> {
    let listing = files.list(location, folder, SortBy::Name, false);
    let mut progress = listing.watch();
    let end = progress.wait_for(|progress| progress.done || progress.error.is_some());
    let end = tokio::time::timeout(PATIENCE, end)
        .await
        .expect("the listing ends")
        .expect("the listing lives")
        .clone();
    match end.error {
        Some(error) => Err(error),
        None => Ok(listing.rows(0, end.total).rows),
    }
}

/// The transfer once it has come to its end, good or bad.
pub async fn ended(transfers: &Transfers, id: u32) -> Transfer {
    let over = |all: &files::Overview| {
        all.rows.iter().any(|transfer| {
            let waits = matches!(transfer.state, files::State::Waiting | files::State::Running);
            transfer.id == id && !waits
        })
    };
    let mut watch = transfers.watch();
    let all = tokio::time::timeout(PATIENCE, watch.wait_for(over)).await;
    let all = all.expect("the transfer ends").expect("the queue lives").clone();
    all.rows
        .into_iter()
        .find(|transfer| transfer.id == id)
        .expect("the transfer")
}
