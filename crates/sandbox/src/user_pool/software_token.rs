//! The challenge SOFTWARE_TOKEN_MFA: a code from an authenticator app (RFC 6238: SHA-1, 6 digits, 30 seconds, one
//! step of tolerance). A wrong code keeps the session open; a code works once.

use base::Secret;
use rusqlite::Transaction;
use serde_json::Value;
use time::OffsetDateTime;
use totp_rs::{Builder, Totp};

use super::account::Account;
use super::attempts::{self, Factor};
use super::caller::Caller;
use super::challenge::{self, Kind};
use super::parameters::Parameters;
use super::{UserPool, next_step};
use crate::wire::Refusal;

pub(super) async fn answer(
    pool: &UserPool,
    caller: Caller,
    session: Secret,
    responses: &Parameters,
) -> Result<Value, Refusal> {
    let name = caller.name(responses.required("USERNAME")?.expose());
    let code = responses.required("SOFTWARE_TOKEN_MFA_CODE")?.clone();

    pool.settle(move |pool, transaction, now| {
        let mut account = Account::find(transaction, &name)?.ok_or_else(challenge::invalid)?;
        challenge::find(
            transaction,
            &caller,
            Kind::SoftwareTokenMfa,
            &account.username,
            &session,
            now,
        )?;
        attempts::check(transaction, &account.username, Factor::SoftwareToken, now)?;
        if let Err(refusal) = accept(transaction, &mut account, &code, now)? {
            return Ok(Err(refusal));
        }
        challenge::close(transaction, &session)?;
        Ok(Ok(next_step::signed_in(
            pool,
            transaction,
            &caller,
            &account,
            now,
        )?))
    })
    .await
}

fn accept(
    transaction: &Transaction<'_>,
    account: &mut Account,
    code: &Secret,
    now: OffsetDateTime,
) -> Result<Result<(), Refusal>, Refusal> {
    let key = account.totp.key.as_ref().ok_or_else(|| {
        Refusal::new(
            "SoftwareTokenMFANotFoundException",
            "Software token TOTP is not set up.",
        )
    })?;
    let time = u64::try_from(now.unix_timestamp()).unwrap_or(0);
    match generator(key)?.check(code.expose(), time) {
        None => {
            attempts::fail(transaction, &account.username, Factor::SoftwareToken, now)?;
            Ok(Err(Refusal::new(
                "CodeMismatchException",
                "Invalid code or auth state for the user.",
            )))
        }
        Some(step) if step <= account.totp.step => Ok(Err(Refusal::new(
            "ExpiredCodeException",
            "Your software token has already been used once.",
        ))),
        Some(step) => {
            account.totp.step = step;
            account.save(transaction)?;
            attempts::succeed(transaction, &account.username, Factor::SoftwareToken)?;
            Ok(Ok(()))
        }
    }
}

fn generator(key: &Secret) -> Result<Totp, Refusal> {
    let secret = totp_rs::Secret::try_from_base32(key.expose())
        .map_err(|_| Refusal::internal(&"a TOTP key is not base32"))?;
    Builder::new()
        .with_secret(secret)
        .build()
        .map_err(|error| Refusal::internal(&error))
}
