//! Authorization codes (RFC 6749, section 4.1), kept as hashes. A code works once; whoever shows it again ends the
//! sign-in that it led to.

use base::Secret;
use rusqlite::{OptionalExtension, Transaction, params};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use time::{Duration, OffsetDateTime};

use super::super::account::Account;
use super::super::caller::Caller;
use super::super::tokens::{self, Granted};
use super::super::{UserPool, next_step, refresh_tokens};
use super::hash;
use crate::oauth::{self, Rejection};
use crate::random;
use crate::wire::Refusal;

/// The table of this file.
pub(super) const SCHEMA: &str = "
CREATE TABLE authorization_codes (
    hash BLOB PRIMARY KEY,
    state TEXT NOT NULL,
    expires_at INTEGER NOT NULL,
    used INTEGER NOT NULL DEFAULT 0,
    origin_jti TEXT
) STRICT;
";

/// How long a used code is remembered, so that showing it again is noticed.
const REMEMBERED: Duration = Duration::DAY;

/// What a person has granted to a client.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Grant {
    pub(crate) client_id: String,
    pub(crate) sub: String,
    pub(crate) redirect_uri: String,
    pub(crate) scope: String,
    pub(crate) nonce: Option<String>,
    /// Of PKCE, S256.
    pub(crate) code_challenge: Option<String>,
    /// Seconds since 1970.
    pub(crate) auth_time: i64,
}

/// What a client shows to get tokens.
#[derive(Debug, Clone)]
pub(crate) struct Presented {
    pub(crate) code: Secret,
    pub(crate) redirect_uri: String,
    pub(crate) verifier: Option<Secret>,
}

struct Found {
    grant: Grant,
    expires_at: i64,
    used: bool,
    origin_jti: Option<String>,
}

impl UserPool {
    /// A code for a grant.
    pub(crate) async fn authorization_code(&self, grant: Grant) -> Result<Secret, Refusal> {
        let code = Secret::new(random::uuid());
        let key = hash(&code);
        self.write(move |pool, transaction, now| {
            let lives = Duration::seconds(i64::from(pool.settings().pool.hosted_ui.code_validity));
            transaction.execute(
                "DELETE FROM authorization_codes WHERE expires_at < ?1",
                [(now - REMEMBERED).unix_timestamp()],
            )?;
            transaction.execute(
                "INSERT INTO authorization_codes VALUES (?1, ?2, ?3, 0, NULL)",
                params![
                    key,
                    serde_json::to_string(&grant)?,
                    (now + lives).unix_timestamp()
                ],
            )?;
            Ok(())
        })
        .await?;
        Ok(code)
    }

    /// The tokens of the implicit flow, an `AuthenticationResult` without a refresh token.
    pub(crate) async fn implicit_tokens(&self, grant: Grant) -> Result<Value, Refusal> {
        let caller = self.caller(&grant.client_id)?.at_hosted_ui();
        self.write(move |pool, transaction, now| {
            let account = holder(transaction, &grant)?;
            let (result, _) =
                tokens::issue_granted(pool, transaction, &caller, &account, &granted(&grant), now)?;
            Ok(result)
        })
        .await
    }
}

/// Exchanges a code; the inner rejection is an outcome whose traces stay.
pub(super) fn redeem(
    pool: &UserPool,
    transaction: &Transaction<'_>,
    caller: &Caller,
    presented: &Presented,
    now: OffsetDateTime,
) -> Result<Result<Value, Rejection>, Refusal> {
    let key = hash(&presented.code);
    let Some(found) = find(transaction, &key)? else {
        return Ok(Err(Rejection::invalid_grant()));
    };
    let grant = found.grant;
    if grant.client_id != caller.client().client_id {
        return Ok(Err(Rejection::invalid_grant()));
    }
    if found.used {
        if let Some(sign_in) = found.origin_jti.map(|name| tokens::find(transaction, &name)) {
            sign_in?.map_or(Ok(()), |sign_in| tokens::revoke(transaction, &sign_in))?;
        }
        return Ok(Err(Rejection::invalid_grant()));
    }
    let in_time = found.expires_at > now.unix_timestamp();
    let proven = match (&grant.code_challenge, &presented.verifier) {
        (Some(challenge), Some(verifier)) => oauth::proves(verifier.expose(), challenge),
        (None, None) => true,
        (Some(_), None) | (None, Some(_)) => false,
    };
    if !in_time || !proven || grant.redirect_uri != presented.redirect_uri {
        transaction.execute("UPDATE authorization_codes SET used = 1 WHERE hash = ?1", [&key])?;
        return Ok(Err(Rejection::invalid_grant()));
    }
    let account = holder(transaction, &grant)?;
    let (mut result, sign_in) =
        tokens::issue_granted(pool, transaction, caller, &account, &granted(&grant), now)?;
    result["RefreshToken"] = json!(refresh_tokens::issue(transaction, &sign_in)?.expose());
    transaction.execute(
        "UPDATE authorization_codes SET used = 1, origin_jti = ?2 WHERE hash = ?1",
        params![key, sign_in.origin_jti],
    )?;
    Ok(Ok(result))
}

fn granted(grant: &Grant) -> Granted<'_> {
    Granted {
        scope: &grant.scope,
        nonce: grant.nonce.as_deref(),
        auth_time: grant.auth_time,
    }
}

/// Whose grant it is, if the person may still sign in.
fn holder(transaction: &Transaction<'_>, grant: &Grant) -> Result<Account, Refusal> {
    let account = Account::find_by_sub(transaction, &grant.sub)?.ok_or_else(next_step::unknown)?;
    next_step::check_usable(&account)?;
    Ok(account)
}

fn find(transaction: &Transaction<'_>, key: &[u8]) -> Result<Option<Found>, Refusal> {
    let row: Option<(String, i64, bool, Option<String>)> = transaction
        .query_row(
            "SELECT state, expires_at, used, origin_jti FROM authorization_codes WHERE hash = ?1",
            [key],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
        )
        .optional()?;
    row.map(|(state, expires_at, used, origin_jti)| {
        Ok(Found {
            grant: serde_json::from_str(&state)?,
            expires_at,
            used,
            origin_jti,
        })
    })
    .transpose()
}
