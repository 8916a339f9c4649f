//! A sign-in and its tokens: ID and access token with Cognito's claims, a refresh token kept as a hash, and what ends
//! them all. Sources: "Using the ID token" and "Using the access token" in Cognito's guide.

use aws_lc_rs::digest::{SHA256, digest};
use base::Secret;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use serde_json::{Map, Value, json};
use time::{Duration, OffsetDateTime};

use super::account::{Account, Status};
use super::caller::Caller;
use super::keys::{Keys, TokenUse};
use super::next_step;
use crate::random;
use crate::wire::Refusal;
use crate::world::World;

/// The table of this file.
pub(super) const SCHEMA: &str = "
CREATE TABLE sign_ins (
    origin_jti TEXT PRIMARY KEY,
    sub TEXT NOT NULL,
    client_id TEXT NOT NULL,
    refresh_hash BLOB NOT NULL UNIQUE,
    event_id TEXT NOT NULL,
    auth_time INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    revoked INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX sign_ins_by_sub ON sign_ins (sub);
";

/// The scope that the user pool's own API asks of an access token.
const SCOPE: &str = "aws.cognito.signin.user.admin";

/// One sign-in, from which every later token of it descends.
pub(super) struct SignIn {
    origin_jti: String,
    sub: String,
    event_id: String,
    auth_time: i64,
    expires_at: i64,
    revoked: bool,
}

/// Signs `account` in: a complete `AuthenticationResult`.
pub(super) fn issue(
    transaction: &Transaction<'_>,
    keys: &Keys,
    world: &World,
    caller: &Caller,
    account: &Account,
    now: OffsetDateTime,
) -> Result<Value, Refusal> {
    let sign_in = SignIn {
        origin_jti: random::uuid(),
        sub: account.sub.clone(),
        event_id: random::uuid(),
        auth_time: now.unix_timestamp(),
        expires_at: (now + minutes(caller.client().refresh_token_validity)).unix_timestamp(),
        revoked: false,
    };
    let refresh_token = Secret::new(random::text(1200, random::URL_SAFE)?);
    transaction.execute(
        "DELETE FROM sign_ins WHERE expires_at < ?1",
        [now.unix_timestamp()],
    )?;
    transaction.execute(
        "INSERT INTO sign_ins VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 0)",
        params![
            sign_in.origin_jti,
            sign_in.sub,
            caller.client().client_id,
            hash(&refresh_token),
            sign_in.event_id,
            sign_in.auth_time,
            sign_in.expires_at
        ],
    )?;
    let mut result = renew(keys, world, caller, account, &sign_in, now)?;
    result["RefreshToken"] = json!(refresh_token.expose());
    Ok(result)
}

/// Fresh ID and access tokens of a sign-in: an `AuthenticationResult` without a refresh token.
pub(super) fn renew(
    keys: &Keys,
    world: &World,
    caller: &Caller,
    account: &Account,
    sign_in: &SignIn,
    now: OffsetDateTime,
) -> Result<Value, Refusal> {
    let id = keys.sign(TokenUse::Id, &id_claims(world, caller, account, sign_in, now))?;
    let access = keys.sign(
        TokenUse::Access,
        &access_claims(world, caller, account, sign_in, now),
    )?;
    Ok(json!({
        "AccessToken": access.expose(),
        "ExpiresIn": minutes(caller.client().access_token_validity).whole_seconds(),
        "IdToken": id.expose(),
        "TokenType": "Bearer",
    }))
}

/// The account and sign-in of a refresh token that is still good.
pub(super) fn find_refreshable(
    connection: &Connection,
    caller: &Caller,
    refresh_token: &Secret,
    now: OffsetDateTime,
) -> Result<(Account, SignIn), Refusal> {
    let sign_in = by_refresh_token(connection, caller, refresh_token)?
        .ok_or_else(|| Refusal::not_authorized("Invalid Refresh Token"))?;
    if sign_in.revoked {
        return Err(Refusal::not_authorized("Refresh Token has been revoked"));
    }
    if sign_in.expires_at <= now.unix_timestamp() {
        return Err(Refusal::not_authorized("Refresh Token has expired"));
    }
    let account = Account::find_by_sub(connection, &sign_in.sub)?
        .ok_or_else(|| Refusal::not_authorized("Invalid Refresh Token"))?;
    check_usable(&account)?;
    Ok((account, sign_in))
}

/// The account of an access token that is signed, in time and not revoked.
pub(super) fn find_by_access_token(
    connection: &Connection,
    keys: &Keys,
    access_token: &Secret,
    now: OffsetDateTime,
) -> Result<Account, Refusal> {
    let invalid = || Refusal::not_authorized("Invalid Access Token");
    let claims = keys.open(TokenUse::Access, access_token).map_err(|_| invalid())?;
    if claims["exp"]
        .as_i64()
        .is_none_or(|exp| exp <= now.unix_timestamp())
    {
        return Err(Refusal::not_authorized("Access Token has expired"));
    }
    let origin_jti = claims["origin_jti"].as_str().ok_or_else(invalid)?;
    let revoked: Option<bool> = connection
        .query_row(
            "SELECT revoked FROM sign_ins WHERE origin_jti = ?1",
            [origin_jti],
            |row| row.get(0),
        )
        .optional()?;
    if revoked != Some(false) {
        return Err(Refusal::not_authorized("Access Token has been revoked"));
    }
    let sub = claims["sub"].as_str().ok_or_else(invalid)?;
    let account = Account::find_by_sub(connection, sub)?
        .ok_or_else(|| Refusal::new("UserNotFoundException", "User does not exist."))?;
    check_usable(&account)?;
    Ok(account)
}

/// Refuses tokens of a user whom an administrator has since disabled or asked for a new password.
fn check_usable(account: &Account) -> Result<(), Refusal> {
    if !account.enabled {
        return Err(next_step::disabled());
    }
    match account.status {
        Status::ResetRequired => Err(next_step::reset_required()),
        Status::Confirmed | Status::Unconfirmed | Status::ForceChangePassword => Ok(()),
    }
}

/// Ends the sign-in of this refresh token, with every access token born from it; false when there is none.
pub(super) fn revoke(
    transaction: &Transaction<'_>,
    caller: &Caller,
    refresh_token: &Secret,
) -> Result<bool, rusqlite::Error> {
    let changed = transaction.execute(
        "UPDATE sign_ins SET revoked = 1 WHERE refresh_hash = ?1 AND client_id = ?2",
        params![hash(refresh_token), caller.client().client_id],
    )?;
    Ok(changed > 0)
}

/// Ends every sign-in of the account.
pub(super) fn revoke_all(transaction: &Transaction<'_>, account: &Account) -> Result<(), rusqlite::Error> {
    transaction.execute("UPDATE sign_ins SET revoked = 1 WHERE sub = ?1", [&account.sub])?;
    Ok(())
}

fn by_refresh_token(
    connection: &Connection,
    caller: &Caller,
    token: &Secret,
) -> Result<Option<SignIn>, rusqlite::Error> {
    connection
        .query_row(
            "SELECT origin_jti, sub, event_id, auth_time, expires_at, revoked FROM sign_ins \
             WHERE refresh_hash = ?1 AND client_id = ?2",
            params![hash(token), caller.client().client_id],
            |row: &Row<'_>| {
                Ok(SignIn {
                    origin_jti: row.get(0)?,
                    sub: row.get(1)?,
                    event_id: row.get(2)?,
                    auth_time: row.get(3)?,
                    expires_at: row.get(4)?,
                    revoked: row.get(5)?,
                })
            },
        )
        .optional()
}

fn id_claims(
    world: &World,
    caller: &Caller,
    account: &Account,
    sign_in: &SignIn,
    now: OffsetDateTime,
) -> Value {
    let mut claims = common_claims(world, caller, account, sign_in, TokenUse::Id, now);
    for (name, value) in &account.attributes {
        let claim = match (name.ends_with("_verified"), value.as_str()) {
            (true, "true") => json!(true),
            (true, _) => json!(false),
            (false, text) => json!(text),
        };
        claims.insert(name.clone(), claim);
    }
    claims.insert("cognito:username".to_owned(), json!(account.username));
    claims.insert("aud".to_owned(), json!(caller.client().client_id));
    Value::Object(claims)
}

fn access_claims(
    world: &World,
    caller: &Caller,
    account: &Account,
    sign_in: &SignIn,
    now: OffsetDateTime,
) -> Value {
    let mut claims = common_claims(world, caller, account, sign_in, TokenUse::Access, now);
    claims.insert("username".to_owned(), json!(account.username));
    claims.insert("client_id".to_owned(), json!(caller.client().client_id));
    claims.insert("scope".to_owned(), json!(SCOPE));
    Value::Object(claims)
}

fn common_claims(
    world: &World,
    caller: &Caller,
    account: &Account,
    sign_in: &SignIn,
    token_use: TokenUse,
    now: OffsetDateTime,
) -> Map<String, Value> {
    let client = caller.client();
    let good = minutes(match token_use {
        TokenUse::Id => client.id_token_validity,
        TokenUse::Access => client.access_token_validity,
    });
    let mut claims = Map::new();
    let mut claim = |name: &str, value: Value| claims.insert(name.to_owned(), value);
    claim("sub", json!(account.sub));
    if !account.groups.is_empty() {
        claim("cognito:groups", json!(account.groups));
    }
    claim("iss", json!(world.issuer()));
    claim("origin_jti", json!(sign_in.origin_jti));
    claim("event_id", json!(sign_in.event_id));
    claim("token_use", json!(token_use.as_str()));
    claim("auth_time", json!(sign_in.auth_time));
    claim("iat", json!(now.unix_timestamp()));
    claim("exp", json!((now + good).unix_timestamp()));
    claim("jti", json!(random::uuid()));
    claims
}

fn minutes(count: u32) -> Duration {
    Duration::minutes(i64::from(count))
}

fn hash(token: &Secret) -> Vec<u8> {
    digest(&SHA256, token.expose().as_bytes()).as_ref().to_vec()
}
