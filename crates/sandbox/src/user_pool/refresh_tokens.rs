//! Refresh tokens, kept as hashes. Where the client rotates them, each renewal replaces the token; the old one still
//! works for the grace period, and later ends the whole sign-in, because it must have been stolen.

use aws_lc_rs::digest::{SHA256, digest};
use base::Secret;
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use serde_json::{Value, json};
use time::OffsetDateTime;

use super::account::Account;
use super::caller::Caller;
use super::tokens::{self, SignIn};
use super::{UserPool, devices, holder};
use crate::random;
use crate::settings::DeviceMode;
use crate::wire::Refusal;

/// The table of this file.
pub(super) const SCHEMA: &str = "
CREATE TABLE refresh_tokens (hash BLOB PRIMARY KEY, origin_jti TEXT NOT NULL, replaced_at INTEGER) STRICT;
";

/// A refresh token that this client was given.
struct Found {
    sign_in: SignIn,
    /// When it was used to get its successor, in seconds since 1970.
    replaced_at: Option<i64>,
}

/// A new refresh token of a sign-in.
pub(super) fn issue(transaction: &Transaction<'_>, sign_in: &SignIn) -> Result<Secret, Refusal> {
    let token = Secret::new(random::text(1200, random::URL_SAFE)?);
    transaction.execute(
        "DELETE FROM refresh_tokens WHERE origin_jti NOT IN (SELECT origin_jti FROM sign_ins)",
        [],
    )?;
    transaction.execute(
        "INSERT INTO refresh_tokens VALUES (?1, ?2, NULL)",
        params![hash(&token), sign_in.origin_jti],
    )?;
    Ok(token)
}

/// New tokens for a refresh token: an `AuthenticationResult`, with a new refresh token when the client rotates them.
/// `proven` judges what the client says about itself, once the account is known. A token used again too late ends the
/// sign-in, which is an outcome to be kept.
pub(super) fn renew(
    pool: &UserPool,
    transaction: &Transaction<'_>,
    caller: &Caller,
    token: &Secret,
    proven: impl FnOnce(&Account) -> Result<(), Refusal>,
    now: OffsetDateTime,
) -> Result<Result<Value, Refusal>, Refusal> {
    let Found { sign_in, replaced_at } = find(transaction, caller, token)?.ok_or_else(invalid)?;
    if sign_in.revoked {
        return Err(Refusal::not_authorized("Refresh Token has been revoked"));
    }
    if sign_in.expires_at <= now.unix_timestamp() {
        return Err(Refusal::not_authorized("Refresh Token has expired"));
    }
    let account = Account::find_by_sub(transaction, &sign_in.sub)?.ok_or_else(holder::not_found)?;
    holder::check_usable(&account)?;
    proven(&account)?;
    check_device(transaction, caller, &account, &sign_in)?;

    let rotation = caller.client().refresh_rotation;
    let grace = i64::from(rotation.unwrap_or(0));
    if replaced_at.is_some_and(|at| now.unix_timestamp() >= at + grace) {
        tokens::revoke(transaction, &sign_in)?;
        return Ok(Err(Refusal::new(
            "RefreshTokenReuseException",
            "The refresh token has been used already and was replaced by a new one.",
        )));
    }
    let mut result = tokens::renew(pool, transaction, caller, &account, &sign_in, now)?;
    if rotation.is_some() {
        transaction.execute(
            "UPDATE refresh_tokens SET replaced_at = ifnull(replaced_at, ?2) WHERE hash = ?1",
            params![hash(token), now.unix_timestamp()],
        )?;
        result["RefreshToken"] = json!(issue(transaction, &sign_in)?.expose());
    }
    Ok(Ok(result))
}

/// The sign-in that this client was given the token for.
pub(super) fn sign_in_of(
    connection: &Connection,
    caller: &Caller,
    token: &Secret,
) -> Result<Option<SignIn>, rusqlite::Error> {
    Ok(find(connection, caller, token)?.map(|found| found.sign_in))
}

/// Where devices are tracked, only the confirmed device that the token was given to can use it.
fn check_device(
    connection: &Connection,
    caller: &Caller,
    account: &Account,
    sign_in: &SignIn,
) -> Result<(), Refusal> {
    let Some(born_with) = &sign_in.device_key else {
        return Ok(());
    };
    if devices::tracking(caller.pool(), account).mode == DeviceMode::Off {
        return Ok(());
    }
    if caller.device_key() != Some(born_with.as_str()) {
        return Err(invalid());
    }
    devices::confirmed(connection, account, born_with)
        .map(|_| ())
        .map_err(|_| invalid())
}

fn find(connection: &Connection, caller: &Caller, token: &Secret) -> Result<Option<Found>, rusqlite::Error> {
    let row: Option<(String, Option<i64>)> = connection
        .query_row(
            "SELECT origin_jti, replaced_at FROM refresh_tokens WHERE hash = ?1",
            [hash(token)],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .optional()?;
    let Some((origin_jti, replaced_at)) = row else {
        return Ok(None);
    };
    let sign_in = tokens::find(connection, &origin_jti)?;
    Ok(sign_in
        .filter(|sign_in| sign_in.client_id == caller.client().client_id)
        .map(|sign_in| Found { sign_in, replaced_at }))
}

fn invalid() -> Refusal {
    Refusal::not_authorized("Invalid Refresh Token")
}

fn hash(token: &Secret) -> Vec<u8> {
    digest(&SHA256, token.expose().as_bytes()).as_ref().to_vec()
}
