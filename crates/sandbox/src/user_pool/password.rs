//! The pool's password policy, in Cognito's words.

use base::Secret;

use crate::wire::Refusal;
use crate::world::PasswordPolicy;

/// What Cognito counts as a special character (a space inside counts too, but the API's pattern forbids it).
const SYMBOLS: &str = "^$*.[]{}()?-\"!@#%&/\\,><':;|_~`=+";

/// How SignUp words a refusal.
pub(super) const DID_NOT: &str = "Password did not conform with policy";
/// How every other operation words it.
pub(super) const DOES_NOT: &str = "Password does not conform to policy";

/// No password was given, and there is no other way in.
pub(super) fn missing() -> Refusal {
    Refusal::invalid_parameter(
        "1 validation error detected: Value at 'password' failed to satisfy constraint: Member must not be null",
    )
}

/// Refuses a password that breaks the policy, naming the first rule it breaks.
pub(super) fn check(policy: &PasswordPolicy, password: &Secret, opening: &str) -> Result<(), Refusal> {
    broken(policy, password.expose()).map_or(Ok(()), |rule| {
        Err(Refusal::new(
            "InvalidPasswordException",
            format!("{opening}: {rule}"),
        ))
    })
}

fn broken(policy: &PasswordPolicy, password: &str) -> Option<&'static str> {
    let has = |test: fn(char) -> bool| password.chars().any(test);
    if password.chars().count() < policy.min_length {
        Some("Password not long enough")
    } else if policy.uppercase && !has(|c| c.is_ascii_uppercase()) {
        Some("Password must have uppercase characters")
    } else if policy.lowercase && !has(|c| c.is_ascii_lowercase()) {
        Some("Password must have lowercase characters")
    } else if policy.number && !has(|c| c.is_ascii_digit()) {
        Some("Password must have numeric characters")
    } else if policy.symbol && !has(|c| SYMBOLS.contains(c)) {
        Some("Password must have symbol characters")
    } else {
        None
    }
}
