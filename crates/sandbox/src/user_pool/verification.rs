//! An e-mail address or phone number of a user that waits for its code. Where the pool verifies before it updates,
//! this is the new value, and the present one stays in force; each code is good for a day, the newest counts.

use aws_lc_rs::digest::{SHA256, digest};
use base::Secret;
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use subtle::ConstantTimeEq;
use time::{Duration, OffsetDateTime};

use super::account::Account;
use super::code;
use super::custom_message::words;
use super::delivery::Destination;
use crate::inbox::{self, Message};
use crate::random;
use crate::settings::PoolSettings;
use crate::wire::Refusal;

/// The table of this file.
pub(super) const SCHEMA: &str = "
CREATE TABLE verifications (
    username TEXT NOT NULL,
    attribute TEXT NOT NULL,
    value TEXT NOT NULL,
    hash BLOB NOT NULL,
    expires_at INTEGER NOT NULL,
    PRIMARY KEY (username, attribute)
) STRICT;
";

/// How long a code is good.
const VALID: Duration = Duration::DAY;

/// The attributes that a code can verify.
const VERIFIABLE: [&str; 2] = ["email", "phone_number"];

/// The attribute of this name, if a code can verify it.
pub(super) fn verifiable(name: &str) -> Option<&'static str> {
    VERIFIABLE.into_iter().find(|attribute| *attribute == name)
}

/// Sends a code to `value`, which it will verify.
pub(super) fn send(
    pool: &PoolSettings,
    transaction: &Transaction<'_>,
    account: &Account,
    attribute: &'static str,
    value: &str,
    now: OffsetDateTime,
) -> Result<(Destination, Message), Refusal> {
    let code = Secret::new(random::text(6, random::DIGITS)?);
    transaction.execute(
        "INSERT OR REPLACE INTO verifications VALUES (?1, ?2, ?3, ?4, ?5)",
        params![
            account.username,
            attribute,
            value,
            hash(&code),
            (now + VALID).unix_timestamp()
        ],
    )?;
    let destination = Destination::new(attribute, value.to_owned());
    let body = format!("Your verification code is {}", code.expose());
    let words = words(pool, &account.username, &code, "Your verification code", body);
    let message = inbox::write(
        transaction,
        now,
        destination.medium(),
        destination.to(),
        &words.subject,
        &words.body,
        &code,
    )?;
    Ok((destination, message))
}

/// The value that waits to be verified, which may be the present one.
pub(super) fn waiting(
    connection: &Connection,
    account: &Account,
    attribute: &str,
) -> Result<Option<String>, rusqlite::Error> {
    connection
        .query_row(
            "SELECT value FROM verifications WHERE username = ?1 AND attribute = ?2",
            params![account.username, attribute],
            |row| row.get(0),
        )
        .optional()
}

/// The value that `code` verifies; refuses unless it is the newest code and still good.
pub(super) fn check(
    connection: &Connection,
    account: &Account,
    attribute: &str,
    code: &Secret,
    now: OffsetDateTime,
) -> Result<String, Refusal> {
    let sent: Option<(String, Vec<u8>, i64)> = connection
        .query_row(
            "SELECT value, hash, expires_at FROM verifications WHERE username = ?1 AND attribute = ?2",
            params![account.username, attribute],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )
        .optional()?;
    match sent {
        Some((value, expected, expires_at)) if expires_at > now.unix_timestamp() => {
            if expected.as_slice().ct_eq(&hash(code)).into() {
                Ok(value)
            } else {
                Err(code::mismatch())
            }
        }
        Some(_) | None => Err(code::expired()),
    }
}

/// Nothing waits any longer: verified, replaced or deleted.
pub(super) fn forget(
    transaction: &Transaction<'_>,
    account: &Account,
    attribute: &str,
) -> Result<(), rusqlite::Error> {
    transaction.execute(
        "DELETE FROM verifications WHERE username = ?1 AND attribute = ?2",
        params![account.username, attribute],
    )?;
    Ok(())
}

fn hash(code: &Secret) -> Vec<u8> {
    digest(&SHA256, code.expose().as_bytes()).as_ref().to_vec()
}
