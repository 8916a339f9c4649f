//! A sign-in and its tokens: an ID and an access token, a refresh token, the device they were given to, and what ends
//! them all.

use rusqlite::{Connection, OptionalExtension, Transaction, params};
use serde_json::{Value, json};
use time::{Duration, OffsetDateTime};

use super::account::Account;
use super::caller::Caller;
use super::claims::{self, About};
use super::keys::TokenUse;
use super::{UserPool, devices, groups, refresh_tokens, trigger};
use crate::random;
use crate::settings::DeviceMode;
use crate::wire::Refusal;

/// The table of this file.
pub(super) const SCHEMA: &str = "
CREATE TABLE sign_ins (
    origin_jti TEXT PRIMARY KEY,
    sub TEXT NOT NULL,
    client_id TEXT NOT NULL,
    device_key TEXT,
    event_id TEXT NOT NULL,
    auth_time INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    revoked INTEGER NOT NULL DEFAULT 0,
    scope TEXT,
    access_until INTEGER,
    id_until INTEGER
) STRICT;
CREATE INDEX sign_ins_by_sub ON sign_ins (sub);
";

/// One sign-in, from which every later token of it descends.
pub(super) struct SignIn {
    pub(super) origin_jti: String,
    pub(super) sub: String,
    pub(super) client_id: String,
    /// The device it came from, where devices are tracked.
    pub(super) device_key: Option<String>,
    pub(super) event_id: String,
    pub(super) auth_time: i64,
    pub(super) expires_at: i64,
    pub(super) revoked: bool,
    /// What an authorization code granted; nothing for a sign-in over the user pool's own API, which grants that API.
    pub(super) scope: Option<String>,
}

/// What was granted at the hosted UI.
pub(super) struct Granted<'a> {
    pub(super) scope: &'a str,
    pub(super) nonce: Option<&'a str>,
    /// Seconds since 1970.
    pub(super) auth_time: i64,
}

/// Signs `account` in: a complete `AuthenticationResult`, with a new device when it comes from none that is known.
pub(super) fn issue(
    pool: &UserPool,
    transaction: &Transaction<'_>,
    caller: &Caller,
    account: &Account,
    now: OffsetDateTime,
) -> Result<Value, Refusal> {
    let tracked = devices::tracking(caller.pool(), account).mode != DeviceMode::Off;
    let known = devices::presented(transaction, caller, account)?;
    if let Some(device) = &known {
        device.used(transaction, now)?;
    }
    let new = if tracked && known.is_none() {
        Some(devices::make(transaction, pool.world(), account, now)?)
    } else {
        None
    };
    let sign_in = SignIn {
        device_key: known.as_ref().or(new.as_ref()).map(|device| device.key.clone()),
        ..SignIn::new(caller, account, now)
    };
    sign_in.keep(transaction, now)?;
    let mut result = renew(pool, transaction, caller, account, &sign_in, now)?;
    result["RefreshToken"] = json!(refresh_tokens::issue(transaction, &sign_in)?.expose());
    if let Some(device) = new {
        result["NewDeviceMetadata"] = json!({
            "DeviceKey": device.key,
            "DeviceGroupKey": device.group_key,
        });
    }
    Ok(result)
}

/// Signs `account` in with what the hosted UI granted: tokens as an `AuthenticationResult`, with a refresh token where
/// a code is exchanged, and the name of the sign-in.
pub(super) fn issue_granted(
    pool: &UserPool,
    transaction: &Transaction<'_>,
    caller: &Caller,
    account: &Account,
    granted: &Granted<'_>,
    now: OffsetDateTime,
) -> Result<(Value, SignIn), Refusal> {
    let sign_in = SignIn {
        auth_time: granted.auth_time,
        scope: Some(granted.scope.to_owned()),
        ..SignIn::new(caller, account, now)
    };
    sign_in.keep(transaction, now)?;
    let result = sign(pool, transaction, caller, account, &sign_in, granted.nonce, now)?;
    Ok((result, sign_in))
}

/// Fresh ID and access tokens of a sign-in: an `AuthenticationResult` without a refresh token.
pub(super) fn renew(
    pool: &UserPool,
    connection: &Connection,
    caller: &Caller,
    account: &Account,
    sign_in: &SignIn,
    now: OffsetDateTime,
) -> Result<Value, Refusal> {
    sign(pool, connection, caller, account, sign_in, None, now)
}

fn sign(
    pool: &UserPool,
    connection: &Connection,
    caller: &Caller,
    account: &Account,
    sign_in: &SignIn,
    nonce: Option<&str>,
    now: OffsetDateTime,
) -> Result<Value, Refusal> {
    let trigger = caller.pool().triggers.pre_token_generation.as_deref();
    trigger::run("PreTokenGeneration", trigger)?;
    let about = About {
        world: pool.world(),
        caller,
        account,
        groups: &groups::of(connection, account)?,
        sign_in,
        now,
    };
    let access = pool.keys.sign(TokenUse::Access, &claims::access(about))?;
    let mut result = json!({
        "AccessToken": access.expose(),
        "ExpiresIn": i64::from(caller.client().access_token_validity) * 60,
        "TokenType": "Bearer",
    });
    if claims::grants_id_token(sign_in) {
        let id = claims::id(about, nonce, access.expose());
        result["IdToken"] = json!(pool.keys.sign(TokenUse::Id, &id)?.expose());
    }
    let until = |minutes: u32| (now + Duration::minutes(i64::from(minutes))).unix_timestamp();
    let client = caller.client();
    connection.execute(
        "UPDATE sign_ins SET access_until = ?2, id_until = ?3 WHERE origin_jti = ?1",
        params![
            sign_in.origin_jti,
            until(client.access_token_validity),
            until(client.id_token_validity)
        ],
    )?;
    Ok(result)
}

impl SignIn {
    /// A sign-in of this moment over the user pool's own API, not kept yet.
    fn new(caller: &Caller, account: &Account, now: OffsetDateTime) -> Self {
        let lives = Duration::minutes(i64::from(caller.client().refresh_token_validity));
        Self {
            origin_jti: random::uuid(),
            sub: account.sub.clone(),
            client_id: caller.client().client_id.clone(),
            device_key: None,
            event_id: random::uuid(),
            auth_time: now.unix_timestamp(),
            expires_at: (now + lives).unix_timestamp(),
            revoked: false,
            scope: None,
        }
    }

    fn keep(&self, transaction: &Transaction<'_>, now: OffsetDateTime) -> Result<(), rusqlite::Error> {
        transaction.execute(
            "DELETE FROM sign_ins WHERE expires_at < ?1",
            [now.unix_timestamp()],
        )?;
        transaction.execute(
            "INSERT INTO sign_ins VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 0, ?8, NULL, NULL)",
            params![
                self.origin_jti,
                self.sub,
                self.client_id,
                self.device_key,
                self.event_id,
                self.auth_time,
                self.expires_at,
                self.scope
            ],
        )?;
        Ok(())
    }
}

/// The sign-in of this name.
pub(super) fn find(connection: &Connection, origin_jti: &str) -> Result<Option<SignIn>, rusqlite::Error> {
    connection
        .query_row(
            "SELECT origin_jti, sub, client_id, device_key, event_id, auth_time, expires_at, revoked, scope \
             FROM sign_ins WHERE origin_jti = ?1",
            [origin_jti],
            |row| {
                Ok(SignIn {
                    origin_jti: row.get(0)?,
                    sub: row.get(1)?,
                    client_id: row.get(2)?,
                    device_key: row.get(3)?,
                    event_id: row.get(4)?,
                    auth_time: row.get(5)?,
                    expires_at: row.get(6)?,
                    revoked: row.get(7)?,
                    scope: row.get(8)?,
                })
            },
        )
        .optional()
}

/// Ends a sign-in, with every token born from it.
pub(super) fn revoke(transaction: &Transaction<'_>, sign_in: &SignIn) -> Result<(), rusqlite::Error> {
    transaction.execute(
        "UPDATE sign_ins SET revoked = 1 WHERE origin_jti = ?1",
        [&sign_in.origin_jti],
    )?;
    Ok(())
}

/// Ends every sign-in of the account.
pub(super) fn revoke_all(transaction: &Transaction<'_>, account: &Account) -> Result<(), rusqlite::Error> {
    transaction.execute("UPDATE sign_ins SET revoked = 1 WHERE sub = ?1", [&account.sub])?;
    Ok(())
}
