//! Authenticator apps (RFC 6238: SHA-1, 6 digits, 30 seconds, one step of tolerance), and the challenge
//! SOFTWARE_TOKEN_MFA. A wrong code keeps the session open; a code works once.

use base::Secret;
use rusqlite::Transaction;
use serde_json::{Value, json};
use time::OffsetDateTime;
use totp_rs::{Builder, Totp};

use super::UserPool;
use super::account::Account;
use super::answer::Answer;
use super::attempts::{self, Factor};
use super::challenge::Kind;
use super::next_step;
use super::round::{Reply, Round};
use crate::random;
use crate::wire::Refusal;

/// How many base32 characters a key has: 256 bits and a little.
const KEY_LENGTH: usize = 52;

/// Asks for a code of the account's app.
pub(super) fn ask(round: &Round<'_>, account: &Account) -> Result<Reply, Refusal> {
    let mut parameters = json!({ "USER_ID_FOR_SRP": account.username });
    if let Some(name) = &account.totp.name {
        parameters["FRIENDLY_DEVICE_NAME"] = json!(name);
    }
    let body = round.ask(Kind::SoftwareTokenMfa, &account.username, parameters, Value::Null)?;
    Ok(Reply::from(body))
}

/// Checks the code.
pub(super) async fn answer(pool: &UserPool, answer: Answer) -> Result<Value, Refusal> {
    let code = answer.responses.required("SOFTWARE_TOKEN_MFA_CODE")?.clone();
    pool.converse(move |pool, transaction, now| {
        let mut opened = answer.open(pool, transaction, Kind::SoftwareTokenMfa, now)?;
        let mut account = opened.existing()?;
        attempts::check(transaction, &account.username, Factor::SoftwareToken, now)?;
        if let Err(refusal) = accept(transaction, &mut account, &code, now)? {
            return Ok(Err(refusal));
        }
        opened.close()?;
        next_step::signed_in(&opened.round, &account).map(Ok)
    })
    .await
}

/// A new key, base32.
pub(super) fn new_key() -> Result<Secret, Refusal> {
    Ok(Secret::new(random::text(KEY_LENGTH, random::BASE32)?))
}

/// The 30-second step whose code of `key` this is; nothing when it is none of now.
pub(super) fn step_of(key: &Secret, code: &Secret, now: OffsetDateTime) -> Result<Option<u64>, Refusal> {
    let time = u64::try_from(now.unix_timestamp()).unwrap_or(0);
    Ok(generator(key)?.check(code.expose(), time))
}

/// The key that an operation needs is not there.
pub(super) fn not_set_up() -> Refusal {
    Refusal::new(
        "SoftwareTokenMFANotFoundException",
        "Software token TOTP is not set up.",
    )
}

fn accept(
    transaction: &Transaction<'_>,
    account: &mut Account,
    code: &Secret,
    now: OffsetDateTime,
) -> Result<Result<(), Refusal>, Refusal> {
    let key = account.totp.key.as_ref().ok_or_else(not_set_up)?;
    match step_of(key, code, now)? {
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
            account.save(transaction, now)?;
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
