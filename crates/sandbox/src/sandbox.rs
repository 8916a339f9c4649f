//! A running sandbox: opens (or begins) the state in its folder, plants the first accounts and files, and serves
//! until it is dropped. One folder has one sandbox at a time.

mod address;
mod folder;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use base::{Clock, Secret};
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::clock::{self, ClockMove, ClockState, SandboxClock};
use crate::error::Error;
use crate::faults::Faults;
use crate::given_role::GivenRole;
use crate::inbox::Message;
use crate::server::Server;
use crate::services::Services;
use crate::settings::Settings;
use crate::users::{self, AdminRefusal, Imported};
use crate::world::World;
use folder::Folder;

/// How to start a sandbox.
#[derive(Debug, Clone)]
pub struct Options {
    /// Where its state lives; made when missing.
    pub folder: PathBuf,
    /// The port on 127.0.0.1; 0 is the system's choice.
    pub port: u16,
    /// The sandbox's only source of time.
    pub clock: Arc<dyn Clock>,
}

/// A running sandbox. It stops serving when dropped; [`Sandbox::stop`] also waits until its files are closed.
#[derive(Debug)]
pub struct Sandbox {
    url: String,
    restored: bool,
    services: Services,
    serving: JoinHandle<()>,
    folder: Folder,
}

impl Sandbox {
    /// Starts serving. An empty folder is seeded. Damaged state is moved to a backup beside it and begun anew, which
    /// [`Sandbox::restored`] then tells.
    pub async fn start(options: Options) -> Result<Self, Error> {
        let path = options.folder;
        let (folder, database, restored) = tokio::task::spawn_blocking({
            let clock = options.clock.clone();
            move || folder::open(&path, clock.now())
        })
        .await
        .map_err(|_| Error::Crypto)??;
        let listener = TcpListener::bind(("127.0.0.1", options.port))
            .await
            .map_err(|source| Error::Listen {
                port: options.port,
                source,
            })?;
        let address = listener.local_addr().map_err(|source| Error::Listen {
            port: options.port,
            source,
        })?;

        let url = format!("http://{address}");
        let services = Services::open(folder.path(), &url, database, options.clock).await?;
        let serving = tokio::spawn(Server::new(&services).serve(listener));
        address::write(folder.path(), &url, &services.control_token);
        Ok(Self {
            url,
            restored,
            services,
            serving,
            folder,
        })
    }

    /// Where the sandbox of a folder said last that it answers; whether it still does has to be asked there.
    pub fn address_of(folder: &Path) -> Option<String> {
        address::read(folder)
    }

    /// The control token beside that address.
    pub fn control_token_of(folder: &Path) -> Option<Secret> {
        address::read_token(folder)
    }

    /// `http://127.0.0.1:<port>`, the endpoint of every service.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The ids and rules that a client is configured with.
    pub fn world(&self) -> &World {
        &self.services.foundation.world
    }

    /// The user pool's settings of this moment.
    pub fn settings(&self) -> Settings {
        Settings::clone(&self.services.foundation.settings.now())
    }

    /// Puts other settings in force, from the next call on. A reset brings the seeded ones back.
    pub async fn change_settings(&self, settings: Settings) -> Result<(), Error> {
        self.services.change_settings(settings).await
    }

    /// Puts those settings in force that a JSON document changes the present ones to (RFC 7386; clients are told apart by
    /// `client_id`).
    pub async fn merge_settings(&self, changes: Value) -> Result<(), Error> {
        self.services.merge_settings(changes).await
    }

    /// The folder of the state.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The bearer token of `/_sandbox/*`, other at each start.
    pub fn control_token(&self) -> &Secret {
        &self.services.control_token
    }

    /// Everything "sent" so far, newest first.
    pub fn messages(&self) -> Vec<Message> {
        self.services.inbox.messages()
    }

    /// Tells how many messages there are, whenever one arrives or the sandbox is reset.
    pub fn watch_messages(&self) -> watch::Receiver<u32> {
        self.services.inbox.watch()
    }

    /// Back to the first accounts and files. Everybody is signed out; the signing keys stay.
    pub async fn reset(&self) -> Result<(), Error> {
        self.services.plant().await
    }

    /// Whether damaged state was set aside at the start.
    pub fn restored(&self) -> bool {
        self.restored
    }

    /// The role that an identity was given last, and why; nothing when it never got credentials.
    pub async fn given_role(&self, identity_id: &str) -> Result<Option<GivenRole>, Error> {
        Ok(GivenRole::of(&self.services.foundation, identity_id).await?)
    }

    /// The faults that a tester plans.
    pub fn faults(&self) -> &Faults {
        &self.services.faults
    }

    /// What its clock shows.
    pub fn clock(&self) -> ClockState {
        self.services.foundation.sandbox_clock.state()
    }

    /// Tells whenever its clock is moved.
    pub fn watch_clock(&self) -> watch::Receiver<ClockState> {
        self.services.foundation.sandbox_clock.watch()
    }

    /// The clock for an app that lives with the sandbox: it follows the sandbox's, or stays behind if the tester wants it.
    pub fn app_clock(&self) -> Arc<dyn Clock> {
        SandboxClock::for_app(&self.services.foundation.sandbox_clock)
    }

    /// Moves its clock; a reset puts it right again.
    pub async fn move_clock(&self, to: ClockMove) -> Result<ClockState, Error> {
        clock::move_to(&self.services.foundation, to).await
    }

    /// An action of the user pool, as an administrator calls it: named and worded as in the API of AWS, without the need
    /// for `UserPoolId`.
    pub async fn administer(&self, action: &str, members: Value) -> Result<Value, AdminRefusal> {
        users::administer(&self.services, action, members).await
    }

    /// Every user and group, without passwords.
    pub async fn users(&self) -> Result<Value, Error> {
        users::export(&self.services).await
    }

    /// Makes or changes users and groups as [`Sandbox::users`] writes them; a user may have a `password` or a
    /// `temporary_password` besides.
    pub async fn import_users(&self, document: Value) -> Result<Imported, Error> {
        users::import(&self.services, document).await
    }

    /// Stops serving and waits until the state is closed, so that the folder can be used again.
    pub async fn stop(mut self) {
        self.serving.abort();
        (&mut self.serving).await.ok();
        self.services.foundation.database.close().await;
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        self.serving.abort();
        address::remove(self.folder.path(), &self.url);
    }
}
