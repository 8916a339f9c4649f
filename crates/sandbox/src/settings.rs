//! What an administrator of the pretend AWS would have chosen: the rules of the user pool, its app clients, the identity
//! pool and the roles.
//! Kept in the database; a reset brings back the seeded ones.

mod client;
mod identity_pool;
mod merge;
mod oauth;
mod pool;
mod roles;
mod triggers;

use std::sync::{Arc, PoisonError, RwLock};

use rusqlite::{OptionalExtension, params};
use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use client::{AuthFlow, ClientSettings};
pub use identity_pool::{
    AmbiguousRole, IdentityPoolSettings, MappedRule, MappingType, MatchType, PerProvider, PrincipalTags,
    RoleMapping, TrustedProviders,
};
pub use oauth::{HostedUi, IdentityProvider, OAuth, OAuthFlow, ProviderKind};
pub use pool::{
    AttributeKind, AutoVerified, CustomAttribute, DeviceMode, DeviceTracking, FirstFactors, MfaMode,
    MfaTypes, PoolSettings, Risk, UsernameKind, WebAuthn,
};
pub use triggers::{
    ClaimChanges, Claims, CustomChallenge, CustomMessage, GroupChanges, PreSignUp, Triggers, UserMigration,
};

pub use roles::{RoleSettings, RolesSettings};

use crate::db::{Database, DatabaseError};
use crate::error::Error;
use crate::iam::Roles;
use crate::world::World;

/// The rules of the user pool and of each of its app clients.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Settings {
    /// What holds for everybody.
    pub pool: PoolSettings,
    /// Whom the identity pool trusts, and which roles it gives.
    #[serde(default)]
    pub identity_pool: IdentityPoolSettings,
    /// The documents of the IAM roles.
    #[serde(default)]
    pub roles: RolesSettings,
    /// The app clients; the first two are those that [`World`] names.
    pub clients: Vec<ClientSettings>,
}

impl Settings {
    /// Those of a fresh sandbox.
    pub(crate) fn seeded(world: &World) -> Self {
        Self {
            pool: PoolSettings::seeded(world),
            identity_pool: IdentityPoolSettings::default(),
            roles: RolesSettings::default(),
            clients: ClientSettings::seeded(world),
        }
    }

    /// The client of this id.
    pub fn client(&self, client_id: &str) -> Option<&ClientSettings> {
        self.clients.iter().find(|client| client.client_id == client_id)
    }

    /// The settings that a JSON document changes these to: members it names are replaced (RFC 7386), clients are
    /// told apart by `client_id`.
    pub(crate) fn merged(&self, changes: Value) -> Result<Self, Error> {
        let current = serde_json::to_value(self).map_err(|error| refused(&error))?;
        let merged: Self =
            serde_json::from_value(merge::settings(current, changes)).map_err(|error| refused(&error))?;
        merged.check()?;
        Ok(merged)
    }

    /// Refuses what Cognito would not let an administrator choose.
    pub(crate) fn check(&self) -> Result<(), Error> {
        self.pool.check()?;
        self.identity_pool.check()?;
        self.roles.check()?;
        for (at, client) in self.clients.iter().enumerate() {
            client.check()?;
            if let Some(fault) = client.oauth.fault(&self.pool.identity_providers) {
                return Err(refused(&format!("{fault} ({})", client.name)));
            }
            if self.clients[..at]
                .iter()
                .any(|other| other.client_id == client.client_id)
            {
                return Err(refused(&format!("there are two clients {}", client.client_id)));
            }
        }
        if self.clients.is_empty() {
            return Err(refused(&"a pool without a client answers nobody"));
        }
        Ok(())
    }
}

/// The settings in force: those that the database has.
#[derive(Debug)]
pub(crate) struct InForce(RwLock<(Arc<Settings>, Arc<Roles>)>);

impl InForce {
    /// As the database remembers them; the seeded ones when it remembers none.
    pub(crate) async fn load(database: &Database, world: &World) -> Result<Self, Error> {
        let stored: Option<String> = database
            .read(|connection| {
                Ok::<_, DatabaseError>(
                    connection
                        .query_row("SELECT value FROM facts WHERE name = 'settings'", [], |row| {
                            row.get(0)
                        })
                        .optional()?,
                )
            })
            .await?;
        let settings = match stored.map(|text| serde_json::from_str(&text)) {
            Some(Ok(settings)) => settings,
            Some(Err(error)) => {
                tracing::warn!(%error, "the settings cannot be read; the seeded ones are in force");
                Settings::seeded(world)
            }
            None => Settings::seeded(world),
        };
        let roles = Arc::new(Roles::load(&settings.roles));
        Ok(Self(RwLock::new((Arc::new(settings), roles))))
    }

    /// The settings of this moment; a call uses one reading to its end.
    pub(crate) fn now(&self) -> Arc<Settings> {
        let read = self.0.read().unwrap_or_else(PoisonError::into_inner);
        read.0.clone()
    }

    /// The roles of this moment.
    pub(crate) fn roles(&self) -> Arc<Roles> {
        let read = self.0.read().unwrap_or_else(PoisonError::into_inner);
        read.1.clone()
    }

    /// Checks and keeps other settings.
    pub(crate) async fn change(&self, database: &Database, settings: Settings) -> Result<(), Error> {
        settings.check()?;
        let text = serde_json::to_string(&settings).map_err(|error| refused(&error))?;
        database
            .write(move |transaction| {
                transaction.execute(
                    "INSERT OR REPLACE INTO facts VALUES ('settings', ?1)",
                    params![text],
                )?;
                Ok::<_, DatabaseError>(())
            })
            .await?;
        self.set(settings);
        Ok(())
    }

    /// Puts the seeded settings in force; the table is the caller's to empty.
    pub(crate) fn restore(&self, world: &World) {
        self.set(Settings::seeded(world));
    }

    fn set(&self, settings: Settings) {
        let roles = Arc::new(Roles::load(&settings.roles));
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = (Arc::new(settings), roles);
    }
}

fn refused(reason: &dyn std::fmt::Display) -> Error {
    Error::Settings {
        reason: reason.to_string(),
    }
}

#[cfg(test)]
mod tests;
