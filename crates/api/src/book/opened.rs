//! A connection in use: its seats, its vault, and how its files are reached.

use std::path::PathBuf;
use std::sync::Arc;

use auth::{Onlooker, Seats};
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use aws_smithy_runtime_api::client::interceptors::SharedInterceptor;

use base::Clock;

use crate::connection::{Connection, at_home};
use crate::desk::Storage;
use crate::host::Host;
use crate::http;
use crate::view::ConnectionForm;

/// What every connection is opened with.
pub(crate) struct Means {
    pub(crate) host: Host,
    /// The clock of the app's own connection: with a sandbox, its clock.
    pub(crate) own_clock: Arc<dyn Clock>,
    pub(crate) data_folder: PathBuf,
    pub(crate) interceptor: SharedInterceptor,
    pub(crate) onlooker: Arc<dyn Onlooker>,
}

impl Means {
    /// Where a connection seals what it keeps.
    pub(crate) fn vault_folder(&self, id: &str) -> PathBuf {
        self.data_folder.join("vault").join(id)
    }

    fn parts(&self, id: &str, http: SharedHttpClient, clock: &Arc<dyn Clock>) -> auth::Parts {
        auth::Parts {
            clock: Arc::clone(clock),
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
    /// The time of day as this connection has it.
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) storage: Storage,
}

impl Opened {
    /// The app's own connection.
    pub(super) fn own(connection: Connection, means: &Means) -> Self {
        let parts = means.parts(&connection.id, sign_in_client(&connection), &means.own_clock);
        let seats = Seats::new(connection.pool.clone(), &parts);
        Self::with(connection, seats, means, &means.own_clock)
    }

    /// A connection that somebody has made.
    pub(super) async fn of_form(id: &str, form: &ConnectionForm, means: &Means) -> Self {
        let connection = Connection::of_form(id, form);
        let parts = means.parts(id, sign_in_client(&connection), &means.host.clock);
        let seats = if form.has_client_secret {
            Seats::with_kept_secret(connection.pool.clone(), &parts).await
        } else {
            Seats::new(connection.pool.clone(), &parts)
        };
        Self::with(connection, seats, means, &means.host.clock)
    }

    fn with(connection: Connection, seats: Seats, means: &Means, clock: &Arc<dyn Clock>) -> Self {
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
            clock: Arc::clone(clock),
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
