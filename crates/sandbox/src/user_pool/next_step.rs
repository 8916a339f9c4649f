//! What follows a password attempt: a counted failure, a challenge, or tokens.

use base::Secret;
use rusqlite::{Connection, Transaction};
use serde_json::{Value, json};
use time::{Duration, OffsetDateTime};

use super::account::{Account, Status};
use super::attempts::{self, Factor};
use super::caller::Caller;
use super::challenge::{self, Kind};
use super::{UserPool, attributes, device_sign_in, tokens};
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
    account.map_or(Ok(()), check_usable)
}

/// Refuses what no password changes: a disabled user, one who has not confirmed, one who has to reset.
fn check_usable(account: &Account) -> Result<(), Refusal> {
    if !account.enabled {
        return Err(disabled());
    }
    match account.status {
        Status::Unconfirmed => Err(Refusal::new(
            "UserNotConfirmedException",
            "User is not confirmed.",
        )),
        Status::ResetRequired => Err(reset_required()),
        Status::Confirmed | Status::ForceChangePassword => Ok(()),
    }
}

/// An administrator has disabled the user.
pub(super) fn disabled() -> Refusal {
    Refusal::not_authorized("User is disabled.")
}

/// An administrator has asked for a new password.
pub(super) fn reset_required() -> Refusal {
    Refusal::new(
        "PasswordResetRequiredException",
        "Password reset required for the user",
    )
}

/// Records the outcome of an attempt for `name`, and answers it. The lock is looked at once more, because attempts
/// that run side by side have all passed [`check_open`] before the first of them failed.
pub(super) fn after_password(
    pool: &UserPool,
    transaction: &Transaction<'_>,
    caller: &Caller,
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
    check_usable(&account)?;
    if account.status != Status::ForceChangePassword {
        return Ok(Ok(second_factor(pool, transaction, caller, &account, now)?));
    }
    let good = Duration::days(i64::from(caller.pool().temporary_password_days));
    if account.invited_at.is_none_or(|at| at + good <= now) {
        return Ok(Err(Refusal::not_authorized(
            "Temporary password has expired and must be reset by an administrator.",
        )));
    }
    Ok(Ok(new_password(transaction, caller, &account, now)?))
}

/// The challenge of a second factor, or the tokens when there is none.
pub(super) fn second_factor(
    pool: &UserPool,
    transaction: &Transaction<'_>,
    caller: &Caller,
    account: &Account,
    now: OffsetDateTime,
) -> Result<Value, Refusal> {
    if let Some(challenge) = device_sign_in::instead_of_factor(transaction, caller, account, now)? {
        return Ok(challenge);
    }
    if account.totp.key.is_none() {
        return signed_in(pool, transaction, caller, account, now);
    }
    let parameters = json!({ "USER_ID_FOR_SRP": account.username });
    ask(
        transaction,
        caller,
        Kind::SoftwareTokenMfa,
        account,
        parameters,
        now,
    )
}

/// The challenge of a remembered device, or the tokens.
pub(super) fn signed_in(
    pool: &UserPool,
    transaction: &Transaction<'_>,
    caller: &Caller,
    account: &Account,
    now: OffsetDateTime,
) -> Result<Value, Refusal> {
    match device_sign_in::before_tokens(transaction, caller, account, now)? {
        Some(challenge) => Ok(challenge),
        None => tokens_for(pool, transaction, caller, account, now),
    }
}

/// The tokens.
pub(super) fn tokens_for(
    pool: &UserPool,
    transaction: &Transaction<'_>,
    caller: &Caller,
    account: &Account,
    now: OffsetDateTime,
) -> Result<Value, Refusal> {
    let result = tokens::issue(pool, transaction, caller, account, now)?;
    Ok(json!({ "ChallengeParameters": {}, "AuthenticationResult": result }))
}

/// The one answer to a wrong password, an unknown user, and anything that went wrong in SRP.
pub(super) fn incorrect() -> Refusal {
    Refusal::not_authorized("Incorrect username or password.")
}

fn new_password(
    transaction: &Transaction<'_>,
    caller: &Caller,
    account: &Account,
    now: OffsetDateTime,
) -> Result<Value, Refusal> {
    let missing: Vec<String> = attributes::missing(&caller.pool().required_attributes, &account.attributes)
        .into_iter()
        .map(|name| format!("userAttributes.{name}"))
        .collect();
    let parameters = json!({
        "USER_ID_FOR_SRP": account.username,
        "requiredAttributes": json!(missing).to_string(),
        "userAttributes": json!(account.attributes).to_string(),
    });
    ask(
        transaction,
        caller,
        Kind::NewPasswordRequired,
        account,
        parameters,
        now,
    )
}

fn ask(
    transaction: &Transaction<'_>,
    caller: &Caller,
    kind: Kind,
    account: &Account,
    parameters: Value,
    now: OffsetDateTime,
) -> Result<Value, Refusal> {
    let session: Secret = challenge::token()?;
    challenge::set(transaction, caller, kind, &account.username, &session, "", now)?;
    Ok(json!({
        "ChallengeName": kind.as_str(),
        "Session": session.expose(),
        "ChallengeParameters": parameters,
    }))
}

fn subject(name: &str, account: Option<&Account>) -> String {
    account.map_or_else(|| name.to_owned(), |account| account.username.clone())
}
