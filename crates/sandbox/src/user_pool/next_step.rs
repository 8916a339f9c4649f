//! What follows a first factor: a counted failure, a challenge, or tokens.

use rusqlite::Connection;
use serde_json::json;
use time::{Duration, OffsetDateTime};

use super::account::{Account, Status};
use super::attempts::{self, Factor};
use super::caller::Caller;
use super::challenge::Kind;
use super::mfa::{self, MfaFactor};
use super::progress::Flow;
use super::round::{Outcome, Reply, Round};
use super::{
    attributes, custom_challenge, device_sign_in, mfa_setup, risk, select_mfa_type, sent_code,
    software_token, tokens, trigger,
};
use crate::settings::MfaMode;
use crate::wire::Refusal;

/// Whether a sign-in may be tried at all; what a locked, disabled or unconfirmed account answers comes before any
/// proof is looked at.
pub(super) fn check_open(
    connection: &Connection,
    caller: &Caller,
    name: &str,
    account: Option<&Account>,
    now: OffsetDateTime,
) -> Result<(), Refusal> {
    attempts::check(connection, subject(name, account), Factor::Password, now)?;
    match account {
        Some(account) => check_usable(account)?,
        None if caller.hides_existence() => {}
        None => return Err(unknown()),
    }
    trigger::run(
        "PreAuthentication",
        caller.pool().triggers.pre_authentication.as_deref(),
    )
}

/// Records the outcome of a password attempt for `name`, and answers it. The lock is looked at once more, because
/// attempts that run side by side have all passed [`check_open`] before the first of them failed.
pub(super) fn after_password(round: &Round<'_>, name: &str, proven: bool) -> Outcome {
    let account = Account::find(round.transaction, name)?;
    let subject = subject(name, account.as_ref()).to_owned();
    attempts::check(round.transaction, &subject, Factor::Password, round.now)?;
    let Some(account) = account.filter(|_| proven) else {
        attempts::fail(round.transaction, &subject, Factor::Password, round.now)?;
        return Ok(Err(incorrect()));
    };
    attempts::succeed(round.transaction, &subject, Factor::Password)?;
    check_usable(&account)?;
    if account.status == Status::ForceChangePassword {
        return invited(round, &account);
    }
    match round.progress.flow {
        Flow::Password | Flow::User | Flow::HostedUi => second_factor(round, &account).map(Ok),
        Flow::Custom => custom_challenge::first_round(round, &account).map(Ok),
    }
}

/// What follows once the password counts: the challenge of a second factor, or the tokens when there is none.
pub(super) fn second_factor(round: &Round<'_>, account: &Account) -> Result<Reply, Refusal> {
    if let Some(challenge) = device_sign_in::instead_of_factor(round, account)? {
        return Ok(challenge);
    }
    let pool = round.caller.pool();
    let factors = match risk::judge(pool, account)? {
        risk::Verdict::Calm => mfa::usable(pool, account),
        risk::Verdict::AskFor(factors) => factors,
    };
    let required = pool.mfa == MfaMode::On || account.own.must_set_up_mfa;
    match factors.as_slice() {
        [] if required => mfa_setup::ask(round, account),
        [] => signed_in(round, account),
        [factor] => ask_for(round, account, *factor),
        several => match account.mfa.preferred.filter(|factor| several.contains(factor)) {
            Some(preferred) => ask_for(round, account, preferred),
            None => select_mfa_type::ask(round, account, several),
        },
    }
}

/// The challenge of one second factor.
pub(super) fn ask_for(round: &Round<'_>, account: &Account, factor: MfaFactor) -> Result<Reply, Refusal> {
    match factor {
        MfaFactor::Sms => sent_code::ask(round, account, sent_code::SMS_MFA, sent_code::Role::SecondFactor),
        MfaFactor::Email => sent_code::ask(
            round,
            account,
            sent_code::EMAIL_OTP,
            sent_code::Role::SecondFactor,
        ),
        MfaFactor::SoftwareToken => software_token::ask(round, account),
    }
}

/// The challenge of a remembered device, or the tokens.
pub(super) fn signed_in(round: &Round<'_>, account: &Account) -> Result<Reply, Refusal> {
    risk::check_blocked(round.caller.pool())?;
    match device_sign_in::before_tokens(round, account)? {
        Some(challenge) => Ok(challenge),
        None => tokens_for(round, account),
    }
}

/// The tokens; at the hosted UI only who it is, because the tokens wait for a code.
pub(super) fn tokens_for(round: &Round<'_>, account: &Account) -> Result<Reply, Refusal> {
    if round.progress.flow == Flow::HostedUi {
        return Ok(Reply::from(json!({ "SignedIn": account.sub })));
    }
    let result = tokens::issue(round.pool, round.transaction, round.caller, account, round.now)?;
    Ok(Reply::from(
        json!({ "ChallengeParameters": {}, "AuthenticationResult": result }),
    ))
}

/// The one answer to a wrong password, an unknown user, and anything that went wrong in SRP.
pub(super) fn incorrect() -> Refusal {
    Refusal::not_authorized("Incorrect username or password.")
}

/// A name without an account, where the client does not hide that.
pub(super) fn unknown() -> Refusal {
    Refusal::new("UserNotFoundException", "User does not exist.")
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

/// Refuses what no proof changes: a disabled user, one who has not confirmed, one who has to reset.
pub(super) fn check_usable(account: &Account) -> Result<(), Refusal> {
    if !account.enabled {
        return Err(disabled());
    }
    match account.status {
        Status::Unconfirmed => Err(Refusal::new(
            "UserNotConfirmedException",
            "User is not confirmed.",
        )),
        Status::ResetRequired => Err(reset_required()),
        Status::Confirmed | Status::ForceChangePassword | Status::ExternalProvider => Ok(()),
    }
}

/// The challenge of a person whom an administrator invited, while the invitation is good.
fn invited(round: &Round<'_>, account: &Account) -> Outcome {
    let good = Duration::days(i64::from(round.caller.pool().temporary_password_days));
    if account.invited_at.is_none_or(|at| at + good <= round.now) {
        return Ok(Err(Refusal::not_authorized(
            "Temporary password has expired and must be reset by an administrator.",
        )));
    }
    let missing: Vec<String> =
        attributes::missing(&round.caller.pool().required_attributes, &account.attributes)
            .into_iter()
            .map(|name| format!("userAttributes.{name}"))
            .collect();
    let parameters = json!({
        "USER_ID_FOR_SRP": account.username,
        "requiredAttributes": json!(missing).to_string(),
        "userAttributes": json!(account.attributes).to_string(),
    });
    let body = round.ask(
        Kind::NewPasswordRequired,
        &account.username,
        parameters,
        json!(null),
    )?;
    Ok(Ok(Reply::from(body)))
}

/// Whose attempts are counted: the account, or the name if it has none.
pub(super) fn subject<'a>(name: &'a str, account: Option<&'a Account>) -> &'a str {
    account.map_or(name, |account| account.username.as_str())
}
