//! Challenges that wait for an answer, found again by an opaque string that is kept as a hash: the `Session`, or the
//! `SECRET_BLOCK` of an SRP exchange. Each lives as long as the client's sessions do and succeeds once.

use aws_lc_rs::digest::{SHA256, digest};
use base::Secret;
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use time::{Duration, OffsetDateTime};

use super::caller::Caller;
use super::progress::{Flow, Progress};
use crate::random;
use crate::wire::Refusal;

/// The table of this file.
pub(super) const SCHEMA: &str = "
CREATE TABLE challenges (
    hash BLOB PRIMARY KEY,
    kind TEXT NOT NULL,
    username TEXT NOT NULL,
    client_id TEXT NOT NULL,
    state TEXT NOT NULL,
    expires_at INTEGER NOT NULL,
    used INTEGER NOT NULL DEFAULT 0
) STRICT;
";

/// How long an old session is remembered, so that the refusal can say what is wrong with it.
const REMEMBERED: Duration = Duration::HOUR;

/// What waits for an answer. All but the last two are values of `ChallengeNameType`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    SmsMfa,
    EmailOtp,
    SmsOtp,
    SoftwareTokenMfa,
    SelectMfaType,
    MfaSetup,
    PasswordVerifier,
    CustomChallenge,
    SelectChallenge,
    Password,
    PasswordSrp,
    WebAuthn,
    DeviceSrpAuth,
    DevicePasswordVerifier,
    NewPasswordRequired,
    /// The secret block of an SRP exchange, beside its session if it has one.
    SecretBlock,
    /// A sign-up that was confirmed, from which USER_AUTH may go on.
    ConfirmedSignUp,
}

impl Kind {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::SmsMfa => "SMS_MFA",
            Self::EmailOtp => "EMAIL_OTP",
            Self::SmsOtp => "SMS_OTP",
            Self::SoftwareTokenMfa => "SOFTWARE_TOKEN_MFA",
            Self::SelectMfaType => "SELECT_MFA_TYPE",
            Self::MfaSetup => "MFA_SETUP",
            Self::PasswordVerifier => "PASSWORD_VERIFIER",
            Self::CustomChallenge => "CUSTOM_CHALLENGE",
            Self::SelectChallenge => "SELECT_CHALLENGE",
            Self::Password => "PASSWORD",
            Self::PasswordSrp => "PASSWORD_SRP",
            Self::WebAuthn => "WEB_AUTHN",
            Self::DeviceSrpAuth => "DEVICE_SRP_AUTH",
            Self::DevicePasswordVerifier => "DEVICE_PASSWORD_VERIFIER",
            Self::NewPasswordRequired => "NEW_PASSWORD_REQUIRED",
            Self::SecretBlock => "secret block",
            Self::ConfirmedSignUp => "confirmed sign-up",
        }
    }
}

/// What is kept with a challenge until it is answered.
#[derive(Serialize, Deserialize)]
pub(super) struct State {
    /// How far the sign-in has come.
    pub(super) progress: Progress,
    /// What the challenge itself has to remember.
    pub(super) data: Value,
}

/// A new string for a challenge: URL-safe base64 that also decodes as plain base64.
pub(super) fn token() -> Result<Secret, Refusal> {
    let letters = &random::URL_SAFE[..62];
    Ok(Secret::new(random::text(920, letters)?))
}

/// Remembers a challenge set to `username`.
pub(super) fn set(
    transaction: &Transaction<'_>,
    caller: &Caller,
    kind: Kind,
    username: &str,
    token: &Secret,
    state: &State,
    now: OffsetDateTime,
) -> Result<(), Refusal> {
    transaction.execute(
        "DELETE FROM challenges WHERE expires_at < ?1",
        [(now - REMEMBERED).unix_timestamp()],
    )?;
    transaction.execute(
        "INSERT INTO challenges VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0)",
        params![
            hash(token),
            kind.as_str(),
            username,
            caller.client().client_id,
            serde_json::to_string(state)?,
            (now + caller.client().session_lives()).unix_timestamp()
        ],
    )?;
    Ok(())
}

struct Found {
    kind: String,
    username: String,
    client_id: String,
    state: String,
    expires_at: i64,
    used: bool,
}

/// A challenge that is still open.
pub(super) struct Waiting {
    pub(super) username: String,
    pub(super) client_id: String,
    pub(super) state: State,
}

/// The challenge of this kind that `token` answers, set by this client or any.
pub(super) fn open(
    connection: &Connection,
    client_id: Option<&str>,
    kind: Kind,
    token: &Secret,
    now: OffsetDateTime,
) -> Result<Waiting, Refusal> {
    let found: Option<Found> = connection
        .query_row(
            "SELECT kind, username, client_id, state, expires_at, used FROM challenges WHERE hash = ?1",
            [hash(token)],
            |row| {
                Ok(Found {
                    kind: row.get(0)?,
                    username: row.get(1)?,
                    client_id: row.get(2)?,
                    state: row.get(3)?,
                    expires_at: row.get(4)?,
                    used: row.get(5)?,
                })
            },
        )
        .optional()?;
    match found {
        Some(Found { used: true, .. }) => Err(Refusal::not_authorized(
            "Invalid session for the user, session can only be used once.",
        )),
        Some(Found { expires_at, .. }) if expires_at <= now.unix_timestamp() => Err(Refusal::not_authorized(
            "Invalid session for the user, session is expired.",
        )),
        Some(found)
            if found.kind == kind.as_str() && client_id.is_none_or(|client| client == found.client_id) =>
        {
            Ok(Waiting {
                state: serde_json::from_str(&found.state)?,
                username: found.username,
                client_id: found.client_id,
            })
        }
        Some(_) | None => Err(invalid()),
    }
}

/// The state of the challenge that `token` answers, if it was set to `username` and is still open.
pub(super) fn find(
    connection: &Connection,
    caller: &Caller,
    kind: Kind,
    username: &str,
    token: &Secret,
    now: OffsetDateTime,
) -> Result<State, Refusal> {
    let waiting = open(connection, Some(&caller.client().client_id), kind, token, now)?;
    let at_hosted_ui = waiting.state.progress.flow == Flow::HostedUi;
    if waiting.username == username && at_hosted_ui == caller.is_hosted_ui() {
        Ok(waiting.state)
    } else {
        Err(invalid())
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
