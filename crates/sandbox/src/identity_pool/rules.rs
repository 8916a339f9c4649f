//! The constraints of the API model on members that several actions have.

use crate::wire::{Members, Pattern, Refusal, Rule};
use base::Secret;

/// `IdentityPoolId` and `IdentityId`: `<region>:<uuid>`.
pub(super) const ID: Rule = Rule {
    min: 1,
    max: 55,
    pattern: Some(Pattern {
        words: "[\\w-]+:[0-9a-f-]+",
        allows: |c| c.is_ascii_alphanumeric() || "_-:".contains(c),
    }),
    sensitive: false,
};

/// `DeveloperProviderName`.
pub(super) const PROVIDER_NAME: Rule = Rule {
    min: 1,
    max: 128,
    pattern: Some(Pattern {
        words: "[\\w._-]+",
        allows: |c| c.is_alphanumeric() || "._-".contains(c),
    }),
    sensitive: false,
};

/// `DeveloperUserIdentifier`.
pub(super) const USER: Rule = Rule {
    min: 1,
    max: 1024,
    pattern: None,
    sensitive: true,
};

/// The most logins in one call.
const MOST_LOGINS: usize = 10;

/// `Logins`.
pub(super) fn logins(members: &mut Members) -> Result<Vec<(String, Secret)>, Refusal> {
    let logins = members.map("Logins")?;
    if logins.len() > MOST_LOGINS {
        return Err(Refusal::invalid_parameter(format!(
            "1 validation error detected: Value at 'logins' failed to satisfy constraint: Member must have length less \
             than or equal to {MOST_LOGINS}"
        )));
    }
    Ok(logins)
}
