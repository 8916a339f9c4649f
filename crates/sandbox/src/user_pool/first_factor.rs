//! The first factors that USER_AUTH offers to one person.

use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use super::account::{Account, Status};
use super::{mfa, passkey_sign_in};
use crate::settings::PoolSettings;
use crate::wire::Refusal;

/// A first factor, named as challenges and `AvailableChallenges` name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum FirstFactor {
    #[serde(rename = "PASSWORD")]
    Password,
    #[serde(rename = "PASSWORD_SRP")]
    PasswordSrp,
    #[serde(rename = "WEB_AUTHN")]
    WebAuthn,
    #[serde(rename = "EMAIL_OTP")]
    EmailOtp,
    #[serde(rename = "SMS_OTP")]
    SmsOtp,
}

impl FirstFactor {
    pub(super) fn parse(text: &str) -> Option<Self> {
        serde_json::from_value(serde_json::Value::from(text)).ok()
    }
}

/// Whether a new account could do without a password: a code can be sent to where it was reached by sign-up.
pub(super) fn passwordless(pool: &PoolSettings, account: &Account) -> bool {
    let factors = pool.first_factors;
    (factors.email_otp && account.email().is_some()) || (factors.sms_otp && account.phone_number().is_some())
}

/// What `account` can begin with. A code or a passkey replaces no second factor and no invitation, so whoever has one of
/// these is offered the password only, unless the passkey counts for both. A name without an account seems to have a
/// password and an e-mail address.
pub(super) fn offered(
    connection: &Connection,
    pool: &PoolSettings,
    account: Option<&Account>,
) -> Result<Vec<FirstFactor>, Refusal> {
    let passkey = match account {
        Some(account) => passkey_sign_in::is_possible(connection, pool, account)?,
        None => false,
    };
    let factors = pool.first_factors;
    let verified = |attribute| {
        account.is_none_or(|account| {
            account.status == Status::Confirmed
                && account.is_verified(attribute)
                && mfa::usable(pool, account).is_empty()
        })
    };
    let password = factors.password && account.is_none_or(|account| account.verifier.is_some());
    Ok([
        (FirstFactor::Password, password),
        (FirstFactor::PasswordSrp, password),
        (FirstFactor::WebAuthn, passkey),
        (FirstFactor::EmailOtp, factors.email_otp && verified("email")),
        (
            FirstFactor::SmsOtp,
            factors.sms_otp && account.is_some() && verified("phone_number"),
        ),
    ]
    .into_iter()
    .filter_map(|(factor, on)| on.then_some(factor))
    .collect())
}
