//! The codes that confirm a sign-up or a new password: kept as hashes, one per purpose, the newest counts. The mail of
//! a sign-up also has a link, whose code is long enough to be no guess.

use aws_lc_rs::digest::{SHA256, digest};
use base::Secret;
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use subtle::ConstantTimeEq;
use time::{Duration, OffsetDateTime};

use super::account::Account;
use super::custom_message::{Words, words};
use super::delivery::Destination;
use crate::inbox::{self, Message};
use crate::random;
use crate::settings::PoolSettings;
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

/// How many letters the code of a link has.
const LINK_LENGTH: usize = 43;

/// What a code is good for.
#[derive(Debug, Clone, Copy)]
pub(super) enum Purpose {
    SignUp,
    /// The same by a link.
    SignUpLink,
    ForgotPassword,
}

impl Purpose {
    fn as_str(self) -> &'static str {
        match self {
            Self::SignUp => "sign-up",
            Self::SignUpLink => "sign-up-link",
            Self::ForgotPassword => "forgot-password",
        }
    }

    fn valid(self) -> Duration {
        match self {
            Self::SignUp | Self::SignUpLink => Duration::hours(24),
            Self::ForgotPassword => Duration::hours(1),
        }
    }
}

/// Makes a code that replaces an earlier one, and writes the message that carries it. `link` is the address of the
/// page that confirms, up to the code.
pub(super) fn send_sign_up(
    pool: &PoolSettings,
    transaction: &Transaction<'_>,
    account: &Account,
    destination: &Destination,
    link: &str,
    now: OffsetDateTime,
) -> Result<Message, Refusal> {
    let code = issue(
        transaction,
        account,
        Purpose::SignUp,
        random::text(6, random::DIGITS)?,
        now,
    )?;
    let long = random::text(LINK_LENGTH, &random::URL_SAFE[..62])?;
    let long = issue(transaction, account, Purpose::SignUpLink, long, now)?;
    let body = format!(
        "Your confirmation code is {}. Or open {link}{}",
        code.expose(),
        long.expose()
    );
    let words = words(pool, &account.username, &code, "Your verification code", body);
    Ok(write(transaction, destination, &words, &code, now)?)
}

/// The same for a forgotten password.
pub(super) fn send_forgot_password(
    pool: &PoolSettings,
    transaction: &Transaction<'_>,
    account: &Account,
    destination: &Destination,
    now: OffsetDateTime,
) -> Result<Message, Refusal> {
    let digits = random::text(6, random::DIGITS)?;
    let code = issue(transaction, account, Purpose::ForgotPassword, digits, now)?;
    let body = format!("Your password reset code is {}", code.expose());
    let words = words(pool, &account.username, &code, "Your password reset code", body);
    Ok(write(transaction, destination, &words, &code, now)?)
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

fn issue(
    transaction: &Transaction<'_>,
    account: &Account,
    purpose: Purpose,
    code: String,
    now: OffsetDateTime,
) -> Result<Secret, rusqlite::Error> {
    let code = Secret::new(code);
    transaction.execute(
        "INSERT OR REPLACE INTO codes VALUES (?1, ?2, ?3, ?4)",
        params![
            account.username,
            purpose.as_str(),
            hash(&code).as_ref(),
            (now + purpose.valid()).unix_timestamp()
        ],
    )?;
    Ok(code)
}

fn write(
    transaction: &Transaction<'_>,
    destination: &Destination,
    words: &Words,
    code: &Secret,
    now: OffsetDateTime,
) -> Result<Message, rusqlite::Error> {
    inbox::write(
        transaction,
        now,
        destination.medium(),
        destination.to(),
        &words.subject,
        &words.body,
        code,
    )
}

fn hash(code: &Secret) -> aws_lc_rs::digest::Digest {
    digest(&SHA256, code.expose().as_bytes())
}
