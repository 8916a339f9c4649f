//! The second factors of one user: which are on, and which is asked for first.

use serde::{Deserialize, Serialize};

use super::account::Account;
use crate::settings::{MfaMode, PoolSettings};

/// A second factor; named as challenges and `UserMFASettingList` name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum MfaFactor {
    #[serde(rename = "SMS_MFA")]
    Sms,
    #[serde(rename = "SOFTWARE_TOKEN_MFA")]
    SoftwareToken,
    #[serde(rename = "EMAIL_OTP")]
    Email,
}

impl MfaFactor {
    pub(super) const ALL: [Self; 3] = [Self::Sms, Self::SoftwareToken, Self::Email];

    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Sms => "SMS_MFA",
            Self::SoftwareToken => "SOFTWARE_TOKEN_MFA",
            Self::Email => "EMAIL_OTP",
        }
    }

    pub(super) fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|factor| factor.as_str() == text)
    }
}

/// What a user, or an administrator, has switched on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Mfa {
    pub(super) sms: bool,
    pub(super) totp: bool,
    pub(super) email: bool,
    /// A passkey with user verification counts as a second factor, too; never asked for after another factor.
    #[serde(default)]
    pub(super) passkey: bool,
    /// Which one is asked for when several are on.
    pub(super) preferred: Option<MfaFactor>,
}

impl Mfa {
    pub(super) fn is_on(self, factor: MfaFactor) -> bool {
        match factor {
            MfaFactor::Sms => self.sms,
            MfaFactor::SoftwareToken => self.totp,
            MfaFactor::Email => self.email,
        }
    }

    /// Switches a factor on or off; a preferred factor that goes off is preferred no longer.
    pub(super) fn set(&mut self, factor: MfaFactor, on: bool) {
        match factor {
            MfaFactor::Sms => self.sms = on,
            MfaFactor::SoftwareToken => self.totp = on,
            MfaFactor::Email => self.email = on,
        }
        if !on && self.preferred == Some(factor) {
            self.preferred = None;
        }
    }

    /// `UserMFASettingList`.
    pub(super) fn list(self) -> Vec<MfaFactor> {
        MfaFactor::ALL
            .into_iter()
            .filter(|factor| self.is_on(*factor))
            .collect()
    }
}

/// The factors that a sign-in of `account` can be asked for: switched on, allowed by the pool, and with something to
/// send to or to compute with.
pub(super) fn usable(pool: &PoolSettings, account: &Account) -> Vec<MfaFactor> {
    if pool.mfa == MfaMode::Off {
        return Vec::new();
    }
    let ready = |factor: &MfaFactor| match factor {
        MfaFactor::Sms => pool.mfa_types.sms && account.attributes.contains_key("phone_number"),
        MfaFactor::SoftwareToken => pool.mfa_types.totp && account.totp.key.is_some(),
        MfaFactor::Email => pool.mfa_types.email && account.email().is_some(),
    };
    account.mfa.list().into_iter().filter(ready).collect()
}
