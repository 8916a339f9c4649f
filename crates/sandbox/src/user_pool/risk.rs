//! Threat protection: what a pool does about stolen passwords and risky sign-ins. Source: "Advanced security with
//! threat protection" in Cognito's guide; passwords that SRP proves are not looked at, as with AWS.

use base::Secret;

use super::account::{Account, Status};
use super::mfa::{self, MfaFactor};
use super::round::Round;
use crate::settings::{PoolSettings, Risk};
use crate::wire::Refusal;
use crate::world::COMPROMISED_PASSWORDS;

/// What a sign-in's risk means for its second factor.
pub(super) enum Verdict {
    /// Nothing.
    Calm,
    /// One of these is asked for, whether or not the user has switched it on.
    AskFor(Vec<MfaFactor>),
}

/// Judges a sign-in whose first factor is proven.
pub(super) fn judge(pool: &PoolSettings, account: &Account) -> Result<Verdict, Refusal> {
    match pool.risk {
        Risk::Off | Risk::CompromisedRefused => Ok(Verdict::Calm),
        Risk::RiskyBlocked => Err(blocked()),
        Risk::RiskyAsksMfa => {
            let mut factors = mfa::usable(pool, account);
            if factors.is_empty() && pool.mfa_types.email && account.is_verified("email") {
                factors.push(MfaFactor::Email);
            }
            if factors.is_empty() {
                return Err(blocked());
            }
            Ok(Verdict::AskFor(factors))
        }
    }
}

/// Refuses every sign-in where risky ones are blocked.
pub(super) fn check_blocked(pool: &PoolSettings) -> Result<(), Refusal> {
    match pool.risk {
        Risk::RiskyBlocked => Err(blocked()),
        Risk::Off | Risk::CompromisedRefused | Risk::RiskyAsksMfa => Ok(()),
    }
}

/// Refuses a right password that is known to be stolen, and makes its owner reset it; the inner refusal leaves that
/// trace.
pub(super) fn check_sent_password(
    round: &Round<'_>,
    name: &str,
    password: &Secret,
    proven: bool,
) -> Result<Result<(), Refusal>, Refusal> {
    if !proven || !is_compromised(round.caller.pool(), password) {
        return Ok(Ok(()));
    }
    if let Some(mut account) = Account::find(round.transaction, name)? {
        account.status = Status::ResetRequired;
        account.save(round.transaction, round.now)?;
    }
    Ok(Err(Refusal::new(
        "PasswordResetRequiredException",
        "Password reset required for user due to security reasons",
    )))
}

/// Refuses a new password that is known to be stolen.
pub(super) fn check_new_password(pool: &PoolSettings, password: &Secret) -> Result<(), Refusal> {
    if is_compromised(pool, password) {
        return Err(Refusal::new(
            "InvalidPasswordException",
            "Provided password cannot be used for security reasons.",
        ));
    }
    Ok(())
}

fn is_compromised(pool: &PoolSettings, password: &Secret) -> bool {
    pool.risk == Risk::CompromisedRefused && COMPROMISED_PASSWORDS.contains(&password.expose().as_str())
}

fn blocked() -> Refusal {
    Refusal::not_authorized("Unable to login because of security reasons.")
}
