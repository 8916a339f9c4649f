//! Counts attempts: budgets per hour, and the lock-out of Cognito's guide ("Lockout behavior"): from the fifth failure
//! on, wait 2^(n-5) seconds, at most 15 minutes. Names that have no account are counted like those that have one.

use rusqlite::{Connection, OptionalExtension, Transaction, params};
use time::{Duration, OffsetDateTime};

use crate::wire::Refusal;

/// The tables of this file.
pub(super) const SCHEMA: &str = "
CREATE TABLE lockouts (
    subject TEXT NOT NULL,
    factor TEXT NOT NULL,
    failures INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    locked_until INTEGER NOT NULL,
    PRIMARY KEY (subject, factor)
) STRICT;
CREATE TABLE requests (subject TEXT NOT NULL, kind TEXT NOT NULL, at INTEGER NOT NULL) STRICT;
CREATE INDEX requests_by_subject ON requests (subject, kind, at);
";

/// Failures are forgotten after this time without any.
const FORGIVEN: Duration = Duration::minutes(15);
/// The longest wait, in seconds.
const LONGEST: i64 = 900;

/// Something that may be wrong and is counted for itself.
#[derive(Debug, Clone, Copy)]
pub(super) enum Factor {
    Password,
    SoftwareToken,
    SmsMfa,
    EmailOtp,
    SmsOtp,
    Device,
    Passkey,
}

impl Factor {
    fn as_str(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::SoftwareToken => "software-token",
            Self::SmsMfa => "sms-mfa",
            Self::EmailOtp => "email-otp",
            Self::SmsOtp => "sms-otp",
            Self::Device => "device",
            Self::Passkey => "passkey",
        }
    }
}

/// A request with a budget per person and hour.
#[derive(Debug, Clone, Copy)]
pub(super) enum Budget {
    ResendConfirmationCode,
    ConfirmSignUp,
    ForgotPassword,
    ConfirmForgotPassword,
    ChangePassword,
    AttributeCode,
    VerifyAttribute,
}

impl Budget {
    fn as_str(self) -> &'static str {
        match self {
            Self::ResendConfirmationCode => "resend-confirmation-code",
            Self::ConfirmSignUp => "confirm-sign-up",
            Self::ForgotPassword => "forgot-password",
            Self::ConfirmForgotPassword => "confirm-forgot-password",
            Self::ChangePassword => "change-password",
            Self::AttributeCode => "attribute-code",
            Self::VerifyAttribute => "verify-attribute",
        }
    }

    fn per_hour(self) -> u32 {
        match self {
            Self::ResendConfirmationCode
            | Self::ForgotPassword
            | Self::ChangePassword
            | Self::AttributeCode => 5,
            Self::ConfirmSignUp | Self::ConfirmForgotPassword | Self::VerifyAttribute => 15,
        }
    }
}

/// Refuses while `subject` is locked out; such an attempt is not counted.
pub(super) fn check(
    connection: &Connection,
    subject: &str,
    factor: Factor,
    now: OffsetDateTime,
) -> Result<(), Refusal> {
    let locked_until: Option<i64> = connection
        .query_row(
            "SELECT locked_until FROM lockouts WHERE subject = ?1 AND factor = ?2",
            params![subject, factor.as_str()],
            |row| row.get(0),
        )
        .optional()?;
    match locked_until {
        Some(until) if until > now.unix_timestamp() => {
            Err(Refusal::not_authorized("Password attempts exceeded"))
        }
        Some(_) | None => Ok(()),
    }
}

/// Counts a failure.
pub(super) fn fail(
    transaction: &Transaction<'_>,
    subject: &str,
    factor: Factor,
    now: OffsetDateTime,
) -> Result<(), rusqlite::Error> {
    let now = now.unix_timestamp();
    let earlier: u32 = transaction
        .query_row(
            "SELECT failures FROM lockouts WHERE subject = ?1 AND factor = ?2 AND last_at > ?3",
            params![subject, factor.as_str(), now - FORGIVEN.whole_seconds()],
            |row| row.get(0),
        )
        .optional()?
        .unwrap_or(0);
    let failures = earlier.saturating_add(1);
    let wait = failures
        .checked_sub(5)
        .map_or(0, |beyond| (1_i64 << beyond.min(30)).min(LONGEST));
    transaction.execute(
        "INSERT OR REPLACE INTO lockouts VALUES (?1, ?2, ?3, ?4, ?5)",
        params![subject, factor.as_str(), failures, now, now + wait],
    )?;
    Ok(())
}

/// Forgets the failures after a success.
pub(super) fn succeed(
    transaction: &Transaction<'_>,
    subject: &str,
    factor: Factor,
) -> Result<(), rusqlite::Error> {
    transaction.execute(
        "DELETE FROM lockouts WHERE subject = ?1 AND factor = ?2",
        params![subject, factor.as_str()],
    )?;
    Ok(())
}

/// Counts a request, or refuses it when the hour's budget is spent.
pub(super) fn spend(
    transaction: &Transaction<'_>,
    subject: &str,
    budget: Budget,
    now: OffsetDateTime,
) -> Result<(), Refusal> {
    if spent(transaction, subject, budget, now)? >= budget.per_hour() {
        return Err(Refusal::new(
            "LimitExceededException",
            "Attempt limit exceeded, please try after some time.",
        ));
    }
    let hour_ago = (now - Duration::HOUR).unix_timestamp();
    transaction.execute("DELETE FROM requests WHERE at <= ?1", [hour_ago])?;
    transaction.execute(
        "INSERT INTO requests VALUES (?1, ?2, ?3)",
        params![subject, budget.as_str(), now.unix_timestamp()],
    )?;
    Ok(())
}

/// How many requests of this kind `subject` made within the hour.
pub(super) fn spent(
    connection: &Connection,
    subject: &str,
    budget: Budget,
    now: OffsetDateTime,
) -> Result<u32, rusqlite::Error> {
    connection.query_row(
        "SELECT count(*) FROM requests WHERE subject = ?1 AND kind = ?2 AND at > ?3",
        params![subject, budget.as_str(), (now - Duration::HOUR).unix_timestamp()],
        |row| row.get(0),
    )
}
