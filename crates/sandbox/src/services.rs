//! The pretend services and what they share, put together once per sandbox; and planting, which makes the state of
//! a fresh sandbox, also over an old one.

use std::path::Path;
use std::sync::Arc;

use base::{Clock, Secret};
use rusqlite::OptionalExtension;
use serde_json::Value;
use tokio::sync::Mutex;

use crate::clock::SandboxClock;
use crate::cognito_sync::CognitoSync;
use crate::credentials::Registry;
use crate::db::{Database, DatabaseError};
use crate::error::Error;
use crate::external::External;
use crate::faults::Faults;
use crate::foundation::Foundation;
use crate::identity_pool::IdentityPool;
use crate::inbox::Inbox;
use crate::settings::{InForce, Settings};
use crate::sts::Sts;
use crate::user_pool::UserPool;
use crate::wire::{Members, Refusal};
use crate::world::World;
use crate::{random, seed};

/// Tables that planting keeps: whoever holds the pool's public keys can go on using them.
const KEPT: &[&str] = &["signing_keys"];

/// Cheap to clone.
#[derive(Clone, Debug)]
pub(crate) struct Services {
    pub(crate) foundation: Foundation,
    pub(crate) user_pool: Arc<UserPool>,
    pub(crate) identity_pool: Arc<IdentityPool>,
    pub(crate) sts: Arc<Sts>,
    pub(crate) external: Arc<External>,
    pub(crate) sync: Arc<CognitoSync>,
    pub(crate) inbox: Arc<Inbox>,
    pub(crate) faults: Arc<Faults>,
    pub(crate) control_token: Secret,
    planting: Arc<Mutex<()>>,
}

impl Services {
    /// Puts the services together over `database`, planting it first if that never finished.
    pub(crate) async fn open(
        folder: &Path,
        origin: &str,
        database: Database,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, Error> {
        let sandbox_clock = Arc::new(SandboxClock::load(&database, clock).await?);
        let clock = sandbox_clock.clock();
        let world = Arc::new(World::at(origin));
        let foundation = Foundation {
            settings: Arc::new(InForce::load(&database, &world).await?),
            world,
            registry: Registry::new(database.clone(), clock.clone()),
            database,
            clock,
            sandbox_clock,
            origin: Arc::from(origin),
            folder: Arc::from(folder),
        };
        let inbox = Arc::new(Inbox::load(&foundation.database).await?);
        let user_pool = Arc::new(UserPool::open(&foundation, inbox.clone()).await?);
        let external = Arc::new(External::new(&foundation));
        let identity_pool = Arc::new(IdentityPool::new(
            &foundation,
            user_pool.clone(),
            external.clone(),
        ));
        let services = Self {
            sts: Arc::new(Sts::new(&foundation, identity_pool.clone())),
            identity_pool,
            external,
            sync: Arc::new(CognitoSync::new(&foundation)),
            foundation,
            user_pool,
            inbox,
            faults: Arc::default(),
            control_token: Secret::new(random::text(43, random::URL_SAFE)?),
            planting: Arc::default(),
        };
        if !planted(&services.foundation.database).await? {
            services.plant().await?;
        }
        Ok(services)
    }

    /// Puts other settings in force.
    pub(crate) async fn change_settings(&self, settings: Settings) -> Result<(), Error> {
        let _alone = self.planting.lock().await;
        let foundation = &self.foundation;
        foundation.settings.change(&foundation.database, settings).await
    }

    /// Puts those settings in force that a JSON document changes the present ones to.
    pub(crate) async fn merge_settings(&self, changes: serde_json::Value) -> Result<(), Error> {
        let _alone = self.planting.lock().await;
        let foundation = &self.foundation;
        let merged = foundation.settings.now().merged(changes)?;
        foundation.settings.change(&foundation.database, merged).await
    }

    /// Carries out an administrator's action of the user pool; who calls has been judged.
    pub(crate) async fn administer(&self, action: &str, members: Members) -> Result<Value, Refusal> {
        let _alone = if UserPool::configures(action) {
            Some(self.planting.lock().await)
        } else {
            None
        };
        self.user_pool.administer(action, members).await
    }

    /// Makes the state that of a fresh sandbox: first accounts, first files, empty inbox, nobody signed in.
    pub(crate) async fn plant(&self) -> Result<(), Error> {
        let _alone = self.planting.lock().await;
        let objects = self.foundation.folder.join("objects");
        self.foundation.database.clear(KEPT).await?;
        self.foundation.settings.restore(&self.foundation.world);
        self.inbox.clear();
        self.faults.clear();
        self.foundation.sandbox_clock.forget();
        match tokio::fs::remove_dir_all(&objects).await {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(Error::folder(objects, error));
            }
            Ok(()) | Err(_) => {}
        }
        self.user_pool.plant().await?;
        seed::plant(&self.foundation).await?;
        self.foundation
            .database
            .write(|transaction| {
                transaction.execute("INSERT INTO facts VALUES ('planted', 'yes')", [])?;
                Ok(())
            })
            .await
    }
}

async fn planted(database: &Database) -> Result<bool, Error> {
    database
        .read(|connection| {
            let fact: Option<String> = connection
                .query_row("SELECT value FROM facts WHERE name = 'planted'", [], |row| {
                    row.get(0)
                })
                .optional()
                .map_err(DatabaseError::from)?;
            Ok(fact.is_some())
        })
        .await
}
