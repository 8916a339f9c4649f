//! The six-digit codes that confirm a sign-up or a new password: kept as hashes, one per purpose, the newest counts.

use aws_lc_rs::digest::{SHA256, digest};
use base::Secret;
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use subtle::ConstantTimeEq;
use time::{Duration, OffsetDateTime};

use super::account::Account;
use crate::inbox::{self, Medium, Message};
use crate::random;
use crate::wire::Refusal;

/// The table of this file.
pub(super) const SCHEMA: &str = "
CREATE TABLE codes (
    username TEXT NOT NULL,
    purpose TEXT NOT NULL,
    hash BLOB NOT NULL,
    expires_at INTEGER NOT NULL,
    PRIMARY KEY (username, purpose)
) STRICT;
";

/// What a code is good for.
#[derive(Debug, Clone, Copy)]
pub(super) enum Purpose {
    SignUp,
    ForgotPassword,
}

impl Purpose {
    fn as_str(self) -> &'static str {
        match self {
            Self::SignUp => "sign-up",
            Self::ForgotPassword => "forgot-password",
        }
    }

    fn valid(self) -> Duration {
        match self {
            Self::SignUp => Duration::hours(24),
            Self::ForgotPassword => Duration::hours(1),
        }
    }

    fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::SignUp => ("Your verification code", "Your confirmation code is"),
            Self::ForgotPassword => ("Your password reset code", "Your password reset code is"),
        }
    }
}

/// Makes a code, which replaces an earlier one, and writes the mail that carries it to the account's address.
pub(super) fn send(
    transaction: &Transaction<'_>,
    account: &Account,
    purpose: Purpose,
    now: OffsetDateTime,
) -> Result<Message, Refusal> {
    let code = Secret::new(random::text(6, random::DIGITS)?);
    transaction.execute(
        "INSERT OR REPLACE INTO codes VALUES (?1, ?2, ?3, ?4)",
        params![
            account.username,
            purpose.as_str(),
            hash(&code).as_ref(),
            (now + purpose.valid()).unix_timestamp()
        ],
    )?;
    let (subject, opening) = purpose.words();
    let body = format!("{opening} {}", code.expose());
    let to = account.email().unwrap_or_default();
    Ok(inbox::write(
        transaction,
        now,
        Medium::Email,
        to,
        subject,
        &body,
        &code,
    )?)
}

/// Refuses unless `code` is the account's newest one and still good.
pub(super) fn check(
    connection: &Connection,
    account: &Account,
    purpose: Purpose,
    code: &Secret,
    now: OffsetDateTime,
) -> Result<(), Refusal> {
    let sent: Option<(Vec<u8>, i64)> = connection
        .query_row(
            "SELECT hash, expires_at FROM codes WHERE username = ?1 AND purpose = ?2",
            params![account.username, purpose.as_str()],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .optional()?;
    match sent {
        Some((expected, expires_at)) if expires_at > now.unix_timestamp() => {
            if expected.as_slice().ct_eq(hash(code).as_ref()).into() {
                Ok(())
            } else {
                Err(mismatch())
            }
        }
        Some(_) | None => Err(expired()),
    }
}

/// A code is used up.
pub(super) fn forget(
    transaction: &Transaction<'_>,
    account: &Account,
    purpose: Purpose,
) -> Result<(), rusqlite::Error> {
    transaction.execute(
        "DELETE FROM codes WHERE username = ?1 AND purpose = ?2",
        params![account.username, purpose.as_str()],
    )?;
    Ok(())
}

/// The code is not the one that was sent.
pub(super) fn mismatch() -> Refusal {
    Refusal::new(
        "CodeMismatchException",
        "Invalid verification code provided, please try again.",
    )
}

/// The code is too old, was replaced, or none was ever asked for.
pub(super) fn expired() -> Refusal {
    Refusal::new(
        "ExpiredCodeException",
        "Invalid code provided, please request a code again.",
    )
}

fn hash(code: &Secret) -> aws_lc_rs::digest::Digest {
    digest(&SHA256, code.expose().as_bytes())
}
