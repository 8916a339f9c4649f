//! The identity pool (service `AWSCognitoIdentityService`, API 2014-06-30): gives each sign-in of the user pool one
//! lasting identity, and temporary AWS credentials for it (the enhanced flow). Guests are not allowed.

mod get_credentials_for_identity;
mod get_id;
mod login;

use std::sync::Arc;

use rusqlite::{Connection, OptionalExtension};
use serde_json::Value;

use crate::foundation::Foundation;
use crate::user_pool::UserPool;
use crate::wire::{Members, Pattern, Refusal, Rule};

/// The table of this file.
pub(crate) const SCHEMA: &str =
    "CREATE TABLE identities (identity_id TEXT PRIMARY KEY, sub TEXT NOT NULL UNIQUE) STRICT;";

/// `IdentityPoolId` and `IdentityId`: `<region>:<uuid>`.
const ID: Rule = Rule {
    min: 1,
    max: 55,
    pattern: Some(Pattern {
        words: "[\\w-]+:[0-9a-f-]+",
        allows: |c| c.is_ascii_alphanumeric() || "_-:".contains(c),
    }),
    sensitive: false,
};

/// One identity pool, which trusts one user pool.
#[derive(Debug)]
pub(crate) struct IdentityPool {
    foundation: Foundation,
    user_pool: Arc<UserPool>,
}

impl IdentityPool {
    pub(crate) fn new(foundation: &Foundation, user_pool: Arc<UserPool>) -> Self {
        Self {
            foundation: foundation.clone(),
            user_pool,
        }
    }

    /// Carries out one API action.
    pub(crate) async fn call(&self, operation: &str, members: Members) -> Result<Value, Refusal> {
        match operation {
            "GetCredentialsForIdentity" => get_credentials_for_identity::call(self, members).await,
            "GetId" => get_id::call(self, members).await,
            _ => Err(Refusal::unknown_operation()),
        }
    }
}

/// The identity that the user `sub` has.
fn identity_of(connection: &Connection, sub: &str) -> Result<Option<String>, rusqlite::Error> {
    connection
        .query_row(
            "SELECT identity_id FROM identities WHERE sub = ?1",
            [sub],
            |row| row.get(0),
        )
        .optional()
}
