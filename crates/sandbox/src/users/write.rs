//! How users and groups are written down.

use std::collections::BTreeMap;

use base::Secret;
use serde::{Deserialize, Serialize};

/// Users and groups.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Written {
    #[serde(default)]
    pub(crate) groups: Vec<WrittenGroup>,
    #[serde(default)]
    pub(crate) users: Vec<WrittenUser>,
}

/// A group.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WrittenGroup {
    pub(crate) name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) description: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) role_arn: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) precedence: Option<i64>,
}

/// A user. Times, counts and the state of the password are told and not taken in.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WrittenUser {
    pub(crate) username: String,
    #[serde(default)]
    pub(crate) sub: String,
    /// `UserStatusType`; by the password where it is missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) status: Option<String>,
    #[serde(default = "yes")]
    pub(crate) enabled: bool,
    /// With `email_verified` and `phone_number_verified`.
    #[serde(default)]
    pub(crate) attributes: BTreeMap<String, String>,
    #[serde(default)]
    pub(crate) groups: Vec<String>,
    #[serde(default)]
    pub(crate) mfa: WrittenMfa,
    #[serde(default)]
    pub(crate) has_password: bool,
    #[serde(default)]
    pub(crate) passkeys: u32,
    #[serde(default)]
    pub(crate) devices: u32,
    /// Seconds since 1970, like the others.
    #[serde(default)]
    pub(crate) created_at: i64,
    #[serde(default)]
    pub(crate) modified_at: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) signed_in_at: Option<i64>,
    /// Only taken in.
    #[serde(default, skip_serializing)]
    pub(crate) password: Option<Secret>,
    /// Only taken in.
    #[serde(default, skip_serializing)]
    pub(crate) temporary_password: Option<Secret>,
}

/// The second factors of a user.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct WrittenMfa {
    #[serde(default)]
    pub(crate) sms: bool,
    #[serde(default)]
    pub(crate) totp: bool,
    #[serde(default)]
    pub(crate) email: bool,
    /// `SMS_MFA`, `SOFTWARE_TOKEN_MFA` or `EMAIL_OTP`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) preferred: Option<String>,
}

fn yes() -> bool {
    true
}
