//! What follows a password attempt: a counted failure, a challenge, or tokens.

use base::Secret;
use rusqlite::{Connection, Transaction};
use serde_json::{Value, json};
use time::OffsetDateTime;

use super::account::{Account, Status, canonical};
use super::attempts::{self, Factor};
use super::challenge::{self, Kind};
use super::{UserPool, attributes, tokens};
use crate::wire::Refusal;

/// Whether a password may be tried at all; what a locked or unconfirmed account answers comes before the password is
/// looked at.
pub(super) fn check_open(
    connection: &Connection,
    name: &str,
    account: Option<&Account>,
    now: OffsetDateTime,
) -> Result<(), Refusal> {
    attempts::check(connection, &subject(name, account), Factor::Password, now)?;
    match account.map(|account| account.status) {
        Some(Status::Unconfirmed) => Err(Refusal::new(
            "UserNotConfirmedException",
            "User is not confirmed.",
        )),
        Some(Status::Confirmed | Status::ForceChangePassword) | None => Ok(()),
    }
}

/// Records the outcome of an attempt for `name`, and answers it. The lock is looked at once more, because attempts
/// that run side by side have all passed [`check_open`] before the first of them failed.
pub(super) fn after_password(
    pool: &UserPool,
    transaction: &Transaction<'_>,
    name: &str,
    proven: bool,
    now: OffsetDateTime,
) -> Result<Result<Value, Refusal>, Refusal> {
    let account = Account::find(transaction, name)?;
    let subject = subject(name, account.as_ref());
    attempts::check(transaction, &subject, Factor::Password, now)?;
    let Some(account) = account.filter(|_| proven) else {
        attempts::fail(transaction, &subject, Factor::Password, now)?;
        return Ok(Err(incorrect()));
    };
    attempts::succeed(transaction, &subject, Factor::Password)?;
    match account.status {
        Status::Unconfirmed => Err(Refusal::new(
            "UserNotConfirmedException",
            "User is not confirmed.",
        )),
        Status::ForceChangePassword if account.temporary_until.is_none_or(|until| until <= now) => Ok(Err(
            Refusal::not_authorized("Temporary password has expired and must be reset by an administrator."),
        )),
        Status::ForceChangePassword => Ok(Ok(new_password(pool, transaction, &account, now)?)),
        Status::Confirmed => Ok(Ok(second_factor(pool, transaction, &account, now)?)),
    }
}

/// The challenge of a second factor, or the tokens when there is none.
pub(super) fn second_factor(
    pool: &UserPool,
    transaction: &Transaction<'_>,
    account: &Account,
    now: OffsetDateTime,
) -> Result<Value, Refusal> {
    if account.totp_key.is_none() {
        return signed_in(pool, transaction, account, now);
    }
    let parameters = json!({ "USER_ID_FOR_SRP": account.username });
    ask(transaction, Kind::SoftwareTokenMfa, account, parameters, now)
}

/// The tokens.
pub(super) fn signed_in(
    pool: &UserPool,
    transaction: &Transaction<'_>,
    account: &Account,
    now: OffsetDateTime,
) -> Result<Value, Refusal> {
    let result = tokens::issue(transaction, &pool.keys, pool.world(), account, now)?;
    Ok(json!({ "ChallengeParameters": {}, "AuthenticationResult": result }))
}

/// The one answer to a wrong password, an unknown user, and anything that went wrong in SRP.
pub(super) fn incorrect() -> Refusal {
    Refusal::not_authorized("Incorrect username or password.")
}

fn new_password(
    pool: &UserPool,
    transaction: &Transaction<'_>,
    account: &Account,
    now: OffsetDateTime,
) -> Result<Value, Refusal> {
    let missing: Vec<String> = attributes::missing(&pool.world().required_attributes, &account.attributes)
        .into_iter()
        .map(|name| format!("userAttributes.{name}"))
        .collect();
    let parameters = json!({
        "USER_ID_FOR_SRP": account.username,
        "requiredAttributes": json!(missing).to_string(),
        "userAttributes": json!(account.attributes).to_string(),
    });
    ask(transaction, Kind::NewPasswordRequired, account, parameters, now)
}

fn ask(
    transaction: &Transaction<'_>,
    kind: Kind,
    account: &Account,
    parameters: Value,
    now: OffsetDateTime,
) -> Result<Value, Refusal> {
    let session: Secret = challenge::token()?;
    challenge::set(transaction, kind, &account.username, &session, "", now)?;
    Ok(json!({
        "ChallengeName": kind.as_str(),
        "Session": session.expose(),
        "ChallengeParameters": parameters,
    }))
}

fn subject(name: &str, account: Option<&Account>) -> String {
    account.map_or_else(|| canonical(name), |account| account.username.clone())
}
