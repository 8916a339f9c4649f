//! The rules of the user pool, named after the members of `UserPoolType` (cognito-idp 2016-04-18) that set them.

use serde::{Deserialize, Serialize};

use super::oauth::{self, HostedUi, IdentityProvider};
use super::refused;
use super::triggers::{Claims, CustomChallenge, PreSignUp, Triggers};
use crate::error::Error;
use crate::world::{PasswordPolicy, World};

/// What holds for every user and client.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PoolSettings {
    /// `MfaConfiguration`.
    pub mfa: MfaMode,
    /// The second factors that users may have.
    pub mfa_types: MfaTypes,
    /// `AllowedFirstAuthFactors`, which USER_AUTH offers.
    pub first_factors: FirstFactors,
    /// `WebAuthnConfiguration`.
    #[serde(default)]
    pub web_authn: WebAuthn,
    /// `DeviceConfiguration`.
    pub device_tracking: DeviceTracking,
    /// `AttributesRequireVerificationBeforeUpdate`: a new address counts once its code was entered.
    pub attributes_verified_before_update: bool,
    /// What new users sign in with.
    pub username_kind: UsernameKind,
    /// Whether `Ada` and `ada` are two people.
    pub case_sensitive: bool,
    /// The attributes that SignUp insists on.
    pub required_attributes: Vec<String>,
    /// Attributes of the pool's own, `custom:<name>`.
    pub custom_attributes: Vec<CustomAttribute>,
    /// What a password must have.
    pub password_policy: PasswordPolicy,
    /// How many earlier passwords may not be used again, 0 to 24.
    pub password_history: u32,
    /// How long an invitation's password is good, in days, 0 to 365.
    pub temporary_password_days: u32,
    /// False when only administrators make accounts.
    pub self_sign_up: bool,
    /// `AutoVerifiedAttributes`: where the code of a sign-up goes.
    pub auto_verified: AutoVerified,
    /// What threat protection does.
    pub risk: Risk,
    /// The Lambda triggers that pretend to be attached.
    pub triggers: Triggers,
    /// How long things of the hosted UI are good.
    #[serde(default)]
    pub hosted_ui: HostedUi,
    /// The providers that the pool federates with.
    #[serde(default)]
    pub identity_providers: Vec<IdentityProvider>,
}

/// `UserPoolMfaType`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum MfaMode {
    /// Nobody is asked for a second factor.
    Off,
    /// Those who have one are asked for it.
    Optional,
    /// Those who have none must set one up.
    On,
}

/// The second factors of the pool.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct MfaTypes {
    /// A code by text message.
    pub sms: bool,
    /// An authenticator app.
    pub totp: bool,
    /// A code by e-mail.
    pub email: bool,
}

/// The first factors of USER_AUTH.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct FirstFactors {
    /// The password, plain or by SRP.
    pub password: bool,
    /// A code by e-mail.
    pub email_otp: bool,
    /// A code by text message.
    pub sms_otp: bool,
    /// A passkey.
    pub web_authn: bool,
}

/// `WebAuthnConfigurationType`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebAuthn {
    /// The domain that passkeys belong to; nothing when the pool has none.
    #[serde(default)]
    pub relying_party_id: Option<String>,
    /// `UserVerification`: whether the authenticator has to recognise the user, or only should.
    pub verification_required: bool,
    /// `FactorConfiguration` is `MULTI_FACTOR_WITH_USER_VERIFICATION`: a passkey can count as several factors.
    pub multi_factor: bool,
}

impl WebAuthn {
    /// `userVerification` as requests word it.
    pub(crate) fn user_verification(&self) -> &'static str {
        if self.verification_required {
            "required"
        } else {
            "preferred"
        }
    }
}

impl Default for WebAuthn {
    fn default() -> Self {
        Self {
            relying_party_id: Some("localhost".to_owned()),
            verification_required: false,
            multi_factor: false,
        }
    }
}

/// `DeviceConfigurationType`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceTracking {
    /// Whether devices are remembered.
    pub mode: DeviceMode,
    /// `ChallengeRequiredOnNewDevice`: a remembered device answers instead of a second factor.
    pub replaces_mfa: bool,
}

/// Whether the pool remembers devices.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeviceMode {
    /// No devices.
    Off,
    /// Every confirmed device is remembered.
    Always,
    /// The person is asked: `DeviceOnlyRememberedOnUserPrompt`.
    OptIn,
}

/// `UsernameAttributes`: what new users are named by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UsernameKind {
    /// A name of their own; verified addresses and numbers are second names.
    Username,
    /// The e-mail address; the user name behind it is a UUID.
    Email,
    /// The phone number; the user name behind it is a UUID.
    Phone,
}

/// An attribute of the pool's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomAttribute {
    /// Without `custom:`; at most 20 characters.
    pub name: String,
    /// What its values are.
    pub kind: AttributeKind,
    /// The least length of a string, or the least number.
    #[serde(default)]
    pub min: Option<i64>,
    /// The greatest length of a string, or the greatest number.
    #[serde(default)]
    pub max: Option<i64>,
    /// Whether it can be changed once it has a value.
    pub mutable: bool,
}

/// `AttributeDataType`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum AttributeKind {
    /// Text.
    String,
    /// A whole number.
    Number,
    /// A date and time (ISO 8601).
    DateTime,
    /// `true` or `false`.
    Boolean,
}

/// Which addresses of a sign-up are verified by a code. With both, the phone number is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct AutoVerified {
    /// The e-mail address.
    pub email: bool,
    /// The phone number.
    pub phone_number: bool,
}

/// What threat protection makes of sign-ins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Risk {
    /// Nothing is judged.
    Off,
    /// The passwords in `COMPROMISED_PASSWORDS` are refused.
    CompromisedRefused,
    /// Every sign-in is risky and needs a second factor.
    RiskyAsksMfa,
    /// Every sign-in is risky and blocked.
    RiskyBlocked,
}

impl PoolSettings {
    pub(super) fn seeded(world: &World) -> Self {
        Self {
            mfa: MfaMode::Optional,
            mfa_types: MfaTypes {
                sms: true,
                totp: true,
                email: true,
            },
            first_factors: FirstFactors {
                password: true,
                email_otp: true,
                sms_otp: true,
                web_authn: true,
            },
            web_authn: WebAuthn::default(),
            device_tracking: DeviceTracking {
                mode: DeviceMode::Off,
                replaces_mfa: false,
            },
            attributes_verified_before_update: true,
            username_kind: UsernameKind::Username,
            case_sensitive: false,
            required_attributes: world.required_attributes.clone(),
            custom_attributes: Vec::new(),
            password_policy: world.password_policy,
            password_history: 0,
            temporary_password_days: 365,
            self_sign_up: true,
            auto_verified: AutoVerified {
                email: true,
                phone_number: false,
            },
            risk: Risk::Off,
            triggers: Triggers {
                pre_sign_up: PreSignUp::None,
                pre_authentication: None,
                post_confirmation: None,
                pre_token_generation: None,
                claims: Claims::default(),
                user_migration: None,
                custom_message: None,
                custom_challenge: CustomChallenge::OneRound,
            },
            hosted_ui: HostedUi::default(),
            identity_providers: oauth::seeded_providers(),
        }
    }

    pub(super) fn check(&self) -> Result<(), Error> {
        let types = self.mfa_types;
        if self.mfa != MfaMode::Off && !(types.sms || types.totp || types.email) {
            return Err(refused(&"MFA needs at least one type of second factor"));
        }
        if !self.first_factors.password {
            return Err(refused(&"PASSWORD has to be among the first factors"));
        }
        if !(6..=99).contains(&self.password_policy.min_length) {
            return Err(refused(&"a password's least length is 6 to 99"));
        }
        if self.password_history > 24 {
            return Err(refused(&"the password history is 0 to 24"));
        }
        if self.temporary_password_days > 365 {
            return Err(refused(&"a temporary password is good for 0 to 365 days"));
        }
        self.hosted_ui.check()?;
        self.triggers.check()?;
        match self
            .custom_attributes
            .iter()
            .find(|attribute| !sound(&attribute.name))
        {
            Some(attribute) => Err(refused(&format!("no attribute can be called {}", attribute.name))),
            None => Ok(()),
        }
    }
}

fn sound(name: &str) -> bool {
    let letters = |c: char| !c.is_whitespace() && !c.is_control() && c != ':';
    (1..=20).contains(&name.chars().count()) && name.chars().all(letters)
}
