//! `SetUserMFAPreference`: which second factors are asked for, and which first. A factor that could not be asked for
//! is refused, and so is switching off the last one where the pool insists on one.

use rusqlite::Connection;
use serde_json::{Value, json};

use super::account::Account;
use super::mfa::{Mfa, MfaFactor};
use super::{UserPool, passkeys, rules};
use crate::settings::{MfaMode, PoolSettings};
use crate::wire::{Members, Refusal};

/// `SMSMfaSettings` and its like: what of it the request says.
#[derive(Debug, Clone, Copy)]
struct Preference {
    enabled: bool,
    preferred: bool,
}

/// The members of the request, and whose preference each is.
const SETTINGS: [(&str, MfaFactor); 3] = [
    ("SMSMfaSettings", MfaFactor::Sms),
    ("SoftwareTokenMfaSettings", MfaFactor::SoftwareToken),
    ("EmailMfaSettings", MfaFactor::Email),
];

pub(super) async fn call(pool: &UserPool, mut members: Members) -> Result<Value, Refusal> {
    let token = members.secret("AccessToken", rules::TOKEN)?;
    let wanted = Wanted::read(&mut members)?;
    members.done()?;

    pool.act(token, move |_, transaction, holder, now| {
        let (rules, mut account) = (holder.caller.pool(), holder.account);
        wanted.apply(transaction, rules, &mut account)?;
        account.save(transaction, now)?;
        Ok(Ok(json!({})))
    })
    .await
}

/// What a request wants of the second factors of one user.
#[derive(Debug)]
pub(super) struct Wanted {
    factors: Vec<(MfaFactor, Preference)>,
    passkey: Option<bool>,
}

impl Wanted {
    /// The members that `SetUserMFAPreference` and `AdminSetUserMFAPreference` share.
    pub(super) fn read(members: &mut Members) -> Result<Self, Refusal> {
        let mut factors = Vec::new();
        for (name, factor) in SETTINGS {
            if let Some(settings) = preference(members, name)? {
                factors.push((factor, settings));
            }
        }
        let passkey = preference(members, "WebAuthnMfaSettings")?.map(|settings| settings.enabled);
        Ok(Self { factors, passkey })
    }

    /// Changes the account, which is the caller's to save.
    pub(super) fn apply(
        &self,
        connection: &Connection,
        rules: &PoolSettings,
        account: &mut Account,
    ) -> Result<(), Refusal> {
        for (factor, settings) in &self.factors {
            if settings.enabled {
                check_ready(rules, account, *factor)?;
            }
        }
        account.mfa = changed(account.mfa, &self.factors)?;
        if let Some(on) = self.passkey {
            if on && (!rules.web_authn.multi_factor || passkeys::list(connection, account)?.is_empty()) {
                return Err(not_ready("WEB_AUTHN"));
            }
            account.mfa.passkey = on;
        }
        let others = account.mfa.list();
        if others.is_empty() && (rules.mfa == MfaMode::On || account.mfa.passkey) {
            return Err(Refusal::invalid_parameter(
                "User must keep at least one MFA method besides passkeys.",
            ));
        }
        Ok(())
    }
}

fn preference(members: &mut Members, name: &str) -> Result<Option<Preference>, Refusal> {
    let Some(mut settings) = members.structure(name)? else {
        return Ok(None);
    };
    let preference = Preference {
        enabled: settings.flag("Enabled")?,
        preferred: settings.flag("PreferredMfa")?,
    };
    members.absorb(settings);
    Ok(Some(preference))
}

fn changed(mut mfa: Mfa, wanted: &[(MfaFactor, Preference)]) -> Result<Mfa, Refusal> {
    let preferred: Vec<MfaFactor> = wanted
        .iter()
        .filter(|(_, settings)| settings.preferred)
        .map(|(factor, _)| *factor)
        .collect();
    for (factor, settings) in wanted {
        if settings.preferred && !settings.enabled {
            return Err(Refusal::invalid_parameter(
                "Invalid MFA setting, enabled must be true to set preferred.",
            ));
        }
        mfa.set(*factor, settings.enabled);
        if !settings.preferred && mfa.preferred == Some(*factor) {
            mfa.preferred = None;
        }
    }
    match preferred.as_slice() {
        [] => {}
        [one] => mfa.preferred = Some(*one),
        [_, _, ..] => {
            return Err(Refusal::invalid_parameter(
                "Invalid MFA setting, more than one MFA method is preferred.",
            ));
        }
    }
    Ok(mfa)
}

/// Refuses a factor that the pool does not have or that has nothing to send to or compute with.
fn check_ready(pool: &PoolSettings, account: &Account, factor: MfaFactor) -> Result<(), Refusal> {
    let (allowed, ready) = match factor {
        MfaFactor::Sms => (pool.mfa_types.sms, account.is_verified("phone_number")),
        MfaFactor::Email => (pool.mfa_types.email, account.is_verified("email")),
        MfaFactor::SoftwareToken => (pool.mfa_types.totp, account.totp.key.is_some()),
    };
    if pool.mfa == MfaMode::Off || !allowed {
        return Err(not_ready(factor.as_str()));
    }
    match factor {
        _ if ready => Ok(()),
        MfaFactor::SoftwareToken => Err(Refusal::invalid_parameter(
            "User has not verified software token mfa",
        )),
        MfaFactor::Sms | MfaFactor::Email => Err(not_ready(factor.as_str())),
    }
}

fn not_ready(factor: &str) -> Refusal {
    Refusal::invalid_parameter(format!(
        "User does not have delivery config set to turn on {factor}"
    ))
}
