//! A connection in use: its seats, its vault, and how its files are reached.

use std::path::PathBuf;
use std::sync::Arc;

use auth::{Onlooker, Seats};
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use aws_smithy_runtime_api::client::interceptors::SharedInterceptor;

use crate::connection::{Connection, at_home};
use crate::desk::Storage;
use crate::host::Host;
use crate::http;
use crate::view::ConnectionForm;

/// What every connection is opened with.
pub(crate) struct Means {
    pub(crate) host: Host,
    pub(crate) data_folder: PathBuf,
    pub(crate) interceptor: SharedInterceptor,
    pub(crate) onlooker: Arc<dyn Onlooker>,
}

impl Means {
    /// Where a connection seals what it keeps.
    pub(crate) fn vault_folder(&self, id: &str) -> PathBuf {
        self.data_folder.join("vault").join(id)
    }

    fn parts(&self, id: &str, http: SharedHttpClient) -> auth::Parts {
        auth::Parts {
            clock: Arc::clone(&self.host.clock),
            keys: Arc::clone(&self.host.keys),
            device_name: self.host.device_name.clone(),
            vault_folder: self.vault_folder(id),
            http,
            browser: Arc::clone(&self.host.browser),
            interceptor: Some(self.interceptor.clone()),
            onlooker: Some(Arc::clone(&self.onlooker)),
        }
    }
}

/// A connection in use.
pub(crate) struct Opened {
    pub(crate) connection: Arc<Connection>,
    pub(crate) seats: Seats,
    pub(crate) storage: Storage,
}

impl Opened {
    /// The app's own connection.
    pub(super) fn own(connection: Connection, means: &Means) -> Self {
        let parts = means.parts(&connection.id, sign_in_client(&connection));
        let seats = Seats::new(connection.pool.clone(), &parts);
        Self::with(connection, seats, means)
    }

    /// A connection that somebody has made.
    pub(super) async fn of_form(id: &str, form: &ConnectionForm, means: &Means) -> Self {
        let connection = Connection::of_form(id, form);
        let parts = means.parts(id, sign_in_client(&connection));
        let seats = if form.has_client_secret {
            Seats::with_kept_secret(connection.pool.clone(), &parts).await
        } else {
            Seats::new(connection.pool.clone(), &parts)
        };
        Self::with(connection, seats, means)
    }

    fn with(connection: Connection, seats: Seats, means: &Means) -> Self {
        let files = connection.storage.endpoint.as_deref();
        let http = if files.is_some_and(at_home) {
            http::loopback()
        } else {
            http::outward()
        };
        Self {
            storage: Storage::of(&connection, http, means.interceptor.clone()),
            connection: Arc::new(connection),
            seats,
        }
    }
}

/// The client for the user pool and the identity pool. Only where neither is on this computer may a proxy stand between.
pub(crate) fn sign_in_client(connection: &Connection) -> SharedHttpClient {
    let pool = &connection.pool;
    let users = pool.has_user_pool().then_some(pool.endpoint.as_deref());
    let identities = pool.identity_pool.as_ref().map(|plan| plan.endpoint.as_deref());
    let home = |endpoint: Option<&str>| endpoint.is_some_and(at_home);
    if [users, identities].into_iter().flatten().all(home) {
        http::loopback()
    } else {
        http::outward()
    }
}
