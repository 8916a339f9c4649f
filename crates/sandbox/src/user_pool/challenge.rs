//! Challenges that wait for an answer, found again by an opaque string that is kept as a hash: the `Session`, or the
//! `SECRET_BLOCK` of an SRP exchange. Each lives three minutes and succeeds once.

use aws_lc_rs::digest::{SHA256, digest};
use base::Secret;
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use time::{Duration, OffsetDateTime};

use super::account::canonical;
use crate::random;
use crate::wire::Refusal;

/// The table of this file.
pub(super) const SCHEMA: &str = "
CREATE TABLE challenges (
    hash BLOB PRIMARY KEY,
    kind TEXT NOT NULL,
    username TEXT NOT NULL,
    state TEXT NOT NULL,
    expires_at INTEGER NOT NULL,
    used INTEGER NOT NULL DEFAULT 0
) STRICT;
";

/// `AuthSessionValidity`, the pool's default.
const VALID: Duration = Duration::minutes(3);
/// How long an old session is remembered, so that the refusal can say what is wrong with it.
const REMEMBERED: Duration = Duration::HOUR;

/// The challenges that this pool sets; `ChallengeNameType`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    PasswordVerifier,
    NewPasswordRequired,
    SoftwareTokenMfa,
}

impl Kind {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::PasswordVerifier => "PASSWORD_VERIFIER",
            Self::NewPasswordRequired => "NEW_PASSWORD_REQUIRED",
            Self::SoftwareTokenMfa => "SOFTWARE_TOKEN_MFA",
        }
    }
}

/// A new string for a challenge: URL-safe base64 that also decodes as plain base64.
pub(super) fn token() -> Result<Secret, Refusal> {
    let letters = &random::URL_SAFE[..62];
    Ok(Secret::new(random::text(920, letters)?))
}

/// Remembers a challenge set to `username`.
pub(super) fn set(
    transaction: &Transaction<'_>,
    kind: Kind,
    username: &str,
    token: &Secret,
    state: &str,
    now: OffsetDateTime,
) -> Result<(), rusqlite::Error> {
    transaction.execute(
        "DELETE FROM challenges WHERE expires_at < ?1",
        [(now - REMEMBERED).unix_timestamp()],
    )?;
    transaction.execute(
        "INSERT INTO challenges VALUES (?1, ?2, ?3, ?4, ?5, 0)",
        params![
            hash(token),
            kind.as_str(),
            canonical(username),
            state,
            (now + VALID).unix_timestamp()
        ],
    )?;
    Ok(())
}

/// The state of the challenge that `token` answers, if it was set to `username` and is still open.
pub(super) fn find(
    connection: &Connection,
    kind: Kind,
    username: &str,
    token: &Secret,
    now: OffsetDateTime,
) -> Result<String, Refusal> {
    let found: Option<(String, String, String, i64, bool)> = connection
        .query_row(
            "SELECT kind, username, state, expires_at, used FROM challenges WHERE hash = ?1",
            [hash(token)],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?)),
        )
        .optional()?;
    match found {
        Some((_, _, _, _, true)) => Err(Refusal::not_authorized(
            "Invalid session for the user, session can only be used once.",
        )),
        Some((_, _, _, expires_at, _)) if expires_at <= now.unix_timestamp() => Err(Refusal::not_authorized(
            "Invalid session for the user, session is expired.",
        )),
        Some((found_kind, found_name, state, _, _))
            if found_kind == kind.as_str() && found_name == canonical(username) =>
        {
            Ok(state)
        }
        Some(_) | None => Err(invalid()),
    }
}

/// The session belongs to nobody, to somebody else, or to another challenge.
pub(super) fn invalid() -> Refusal {
    Refusal::not_authorized("Invalid session for the user.")
}

/// The challenge is met, or given up; it cannot be answered again.
pub(super) fn close(transaction: &Transaction<'_>, token: &Secret) -> Result<(), rusqlite::Error> {
    transaction.execute(
        "UPDATE challenges SET used = 1, state = '' WHERE hash = ?1",
        [hash(token)],
    )?;
    Ok(())
}

fn hash(token: &Secret) -> Vec<u8> {
    digest(&SHA256, token.expose().as_bytes()).as_ref().to_vec()
}
