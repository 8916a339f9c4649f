//! Challenges as data: what the service asked, which fields that makes, and under which names the answers travel.
//! Source: `RespondToAuthChallenge` of the Cognito user pools API.

use std::collections::BTreeMap;
use std::fmt;

use base::Secret;
use time::OffsetDateTime;

use crate::event::Values;
use crate::field::{Field, FieldKind};
use crate::question::{Destination, Medium};

/// A challenge as the service put it. Its session string is not part of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Challenge {
    /// Which one.
    pub name: ChallengeName,
    /// Who is signing in, as typed.
    pub username: String,
    /// `ChallengeParameters`, as they came. Nothing in them is secret.
    pub parameters: BTreeMap<String, String>,
    /// `AvailableChallenges`: what `SELECT_CHALLENGE` offers.
    pub available: Vec<String>,
    /// When the service forgets that it asked, by this computer's clock.
    pub expires_at: OffsetDateTime,
}

/// The names of the API; a name that is newer than this version is kept as it came.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "the names are the API's own")]
pub enum ChallengeName {
    SmsMfa,
    EmailOtp,
    SmsOtp,
    SoftwareTokenMfa,
    SelectMfaType,
    MfaSetup,
    PasswordVerifier,
    CustomChallenge,
    SelectChallenge,
    Password,
    PasswordSrp,
    WebAuthn,
    DeviceSrpAuth,
    DevicePasswordVerifier,
    NewPasswordRequired,
    AdminNoSrpAuth,
    Unknown(String),
}

impl ChallengeName {
    /// The 16 names that this version knows.
    pub const KNOWN: [Self; 16] = [
        Self::SmsMfa,
        Self::EmailOtp,
        Self::SmsOtp,
        Self::SoftwareTokenMfa,
        Self::SelectMfaType,
        Self::MfaSetup,
        Self::PasswordVerifier,
        Self::CustomChallenge,
        Self::SelectChallenge,
        Self::Password,
        Self::PasswordSrp,
        Self::WebAuthn,
        Self::DeviceSrpAuth,
        Self::DevicePasswordVerifier,
        Self::NewPasswordRequired,
        Self::AdminNoSrpAuth,
    ];

    /// The name as the service spells it.
    pub fn as_str(&self) -> &str {
        match self {
            Self::SmsMfa => "SMS_MFA",
            Self::EmailOtp => "EMAIL_OTP",
            Self::SmsOtp => "SMS_OTP",
            Self::SoftwareTokenMfa => "SOFTWARE_TOKEN_MFA",
            Self::SelectMfaType => "SELECT_MFA_TYPE",
            Self::MfaSetup => "MFA_SETUP",
            Self::PasswordVerifier => "PASSWORD_VERIFIER",
            Self::CustomChallenge => "CUSTOM_CHALLENGE",
            Self::SelectChallenge => "SELECT_CHALLENGE",
            Self::Password => "PASSWORD",
            Self::PasswordSrp => "PASSWORD_SRP",
            Self::WebAuthn => "WEB_AUTHN",
            Self::DeviceSrpAuth => "DEVICE_SRP_AUTH",
            Self::DevicePasswordVerifier => "DEVICE_PASSWORD_VERIFIER",
            Self::NewPasswordRequired => "NEW_PASSWORD_REQUIRED",
            Self::AdminNoSrpAuth => "ADMIN_NO_SRP_AUTH",
            Self::Unknown(name) => name,
        }
    }
}

impl From<&str> for ChallengeName {
    fn from(name: &str) -> Self {
        Self::KNOWN
            .into_iter()
            .find(|known| known.as_str() == name)
            .unwrap_or_else(|| Self::Unknown(name.to_owned()))
    }
}

impl fmt::Display for ChallengeName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The first factors that this version can prove.
const FIRST_FACTORS: [&str; 5] = ["PASSWORD", "PASSWORD_SRP", "EMAIL_OTP", "SMS_OTP", "WEB_AUTHN"];

/// How the service spells an authenticator app.
const TOTP: &str = "SOFTWARE_TOKEN_MFA";

impl Challenge {
    /// Whether this version has an answer to it. Where not, the person is told so and can only go back.
    pub fn answerable(&self) -> bool {
        match self.name {
            ChallengeName::SmsMfa
            | ChallengeName::EmailOtp
            | ChallengeName::SmsOtp
            | ChallengeName::SoftwareTokenMfa
            | ChallengeName::CustomChallenge
            | ChallengeName::Password
            | ChallengeName::PasswordSrp
            | ChallengeName::WebAuthn
            | ChallengeName::NewPasswordRequired => true,
            ChallengeName::SelectMfaType | ChallengeName::SelectChallenge => !self.choices().is_empty(),
            ChallengeName::MfaSetup => !self.can_set_up().is_empty(),
            ChallengeName::PasswordVerifier
            | ChallengeName::DeviceSrpAuth
            | ChallengeName::DevicePasswordVerifier
            | ChallengeName::AdminNoSrpAuth
            | ChallengeName::Unknown(_) => false,
        }
    }

    /// Whether it asks for a code that was sent.
    pub fn is_sent_code(&self) -> bool {
        matches!(
            self.name,
            ChallengeName::SmsMfa | ChallengeName::EmailOtp | ChallengeName::SmsOtp
        )
    }

    /// The fields that make its form, in order; a choice is not among them.
    pub fn fields(&self) -> Vec<Field> {
        match self.name {
            ChallengeName::SmsMfa | ChallengeName::EmailOtp | ChallengeName::SmsOtp => {
                vec![Field::required("code", FieldKind::Code)]
            }
            ChallengeName::SoftwareTokenMfa => vec![Field::totp()],
            ChallengeName::CustomChallenge => vec![Field::required("answer", FieldKind::Text)],
            ChallengeName::Password | ChallengeName::PasswordSrp => {
                vec![Field::required("password", FieldKind::Password)]
            }
            ChallengeName::SelectChallenge
                if self.choices().iter().any(|name| name.starts_with("PASSWORD")) =>
            {
                vec![Field::optional("password", FieldKind::Password)]
            }
            ChallengeName::NewPasswordRequired => {
                let password = Field::required("newPassword", FieldKind::NewPassword);
                let attributes = self.missing_attributes();
                std::iter::once(password)
                    .chain(attributes.iter().map(|name| Field::attribute(name, true)))
                    .collect()
            }
            ChallengeName::MfaSetup => match self.can_set_up().as_slice() {
                [name] if name != TOTP => vec![Field::required("email", FieldKind::Email)],
                names if names.len() > 1 => vec![Field::optional("email", FieldKind::Email)],
                _ => Vec::new(),
            },
            ChallengeName::SelectMfaType
            | ChallengeName::SelectChallenge
            | ChallengeName::PasswordVerifier
            | ChallengeName::WebAuthn
            | ChallengeName::DeviceSrpAuth
            | ChallengeName::DevicePasswordVerifier
            | ChallengeName::AdminNoSrpAuth
            | ChallengeName::Unknown(_) => Vec::new(),
        }
    }

    /// What can be set up in a sign-in: an authenticator app, and codes by email. Codes by text message cannot.
    fn can_set_up(&self) -> Vec<String> {
        let mut names = json_list(self.parameters.get("MFAS_CAN_SETUP"));
        names.retain(|name| name == TOTP || name.starts_with("EMAIL"));
        names
    }

    /// Whether this answer means to set up an authenticator app. Where nothing else is possible, every one does.
    pub(crate) fn sets_up_totp(&self, values: &Values) -> bool {
        self.name == ChallengeName::MfaSetup
            && match self.can_set_up().as_slice() {
                [only] => only == TOTP,
                _ => values.get("choice").is_some_and(|choice| choice.expose() == TOTP),
            }
    }

    /// What can be chosen, spelled as the service spells it; answered under the name `choice`.
    pub fn choices(&self) -> Vec<String> {
        match self.name {
            ChallengeName::SelectMfaType => json_list(self.parameters.get("MFAS_CAN_CHOOSE")),
            ChallengeName::SelectChallenge => {
                let known = |name: &&String| FIRST_FACTORS.contains(&name.as_str());
                self.available.iter().filter(known).cloned().collect()
            }
            ChallengeName::MfaSetup => {
                let names = self.can_set_up();
                if names.len() > 1 { names } else { Vec::new() }
            }
            ChallengeName::SmsMfa
            | ChallengeName::EmailOtp
            | ChallengeName::SmsOtp
            | ChallengeName::SoftwareTokenMfa
            | ChallengeName::PasswordVerifier
            | ChallengeName::CustomChallenge
            | ChallengeName::Password
            | ChallengeName::PasswordSrp
            | ChallengeName::WebAuthn
            | ChallengeName::DeviceSrpAuth
            | ChallengeName::DevicePasswordVerifier
            | ChallengeName::NewPasswordRequired
            | ChallengeName::AdminNoSrpAuth
            | ChallengeName::Unknown(_) => Vec::new(),
        }
    }

    /// Where a code went.
    pub fn destination(&self) -> Option<Destination> {
        let medium = match self.name {
            ChallengeName::SmsMfa | ChallengeName::SmsOtp => Medium::Sms,
            ChallengeName::EmailOtp => Medium::Email,
            ChallengeName::SoftwareTokenMfa
            | ChallengeName::SelectMfaType
            | ChallengeName::MfaSetup
            | ChallengeName::PasswordVerifier
            | ChallengeName::CustomChallenge
            | ChallengeName::SelectChallenge
            | ChallengeName::Password
            | ChallengeName::PasswordSrp
            | ChallengeName::WebAuthn
            | ChallengeName::DeviceSrpAuth
            | ChallengeName::DevicePasswordVerifier
            | ChallengeName::NewPasswordRequired
            | ChallengeName::AdminNoSrpAuth
            | ChallengeName::Unknown(_) => return None,
        };
        let medium = match self
            .parameters
            .get("CODE_DELIVERY_DELIVERY_MEDIUM")
            .map(String::as_str)
        {
            Some("EMAIL") => Medium::Email,
            Some("SMS") => Medium::Sms,
            Some(_) | None => medium,
        };
        self.parameters
            .get("CODE_DELIVERY_DESTINATION")
            .map(|address| Destination {
                medium,
                address: address.clone(),
            })
    }

    /// The required attributes that the account lacks (`NEW_PASSWORD_REQUIRED`). One that has a value is never
    /// among them, because the service refuses to change it here.
    pub fn missing_attributes(&self) -> Vec<String> {
        let present: BTreeMap<String, serde_json::Value> = self
            .parameters
            .get("userAttributes")
            .and_then(|text| serde_json::from_str(text).ok())
            .unwrap_or_default();
        let has_value = |name: &String| {
            present
                .get(name)
                .and_then(serde_json::Value::as_str)
                .is_some_and(|value| !value.is_empty())
        };
        json_list(self.parameters.get("requiredAttributes"))
            .into_iter()
            .map(|name| name.strip_prefix("userAttributes.").unwrap_or(&name).to_owned())
            .filter(|name| !has_value(name))
            .collect()
    }

    /// The answers under the names of `ChallengeResponses`. `USERNAME`, `SECRET_HASH`, and what SRP makes of a
    /// password are added by whoever sends them.
    pub fn responses(&self, values: &Values) -> BTreeMap<String, Secret> {
        let get = |name: &str| values.get(name).cloned().unwrap_or_default();
        let one = |key: &str, value: Secret| BTreeMap::from([(key.to_owned(), value)]);
        match self.name {
            ChallengeName::SmsMfa => one("SMS_MFA_CODE", get("code")),
            ChallengeName::EmailOtp => one("EMAIL_OTP_CODE", get("code")),
            ChallengeName::SmsOtp => one("SMS_OTP_CODE", get("code")),
            ChallengeName::SoftwareTokenMfa => one("SOFTWARE_TOKEN_MFA_CODE", get("code")),
            ChallengeName::SelectMfaType => one("ANSWER", get("choice")),
            ChallengeName::SelectChallenge => {
                let choice = get("choice");
                let mut responses = one("ANSWER", choice.clone());
                if choice.expose().starts_with("PASSWORD") {
                    responses.insert("PASSWORD".to_owned(), get("password"));
                }
                responses
            }
            ChallengeName::CustomChallenge => one("ANSWER", get("answer")),
            ChallengeName::Password | ChallengeName::PasswordSrp => one("PASSWORD", get("password")),
            ChallengeName::NewPasswordRequired => {
                let mut responses = one("NEW_PASSWORD", get("newPassword"));
                for name in self.missing_attributes() {
                    responses.insert(format!("userAttributes.{name}"), get(&name));
                }
                responses
            }
            ChallengeName::MfaSetup => one("EMAIL", get("email")),
            ChallengeName::PasswordVerifier
            | ChallengeName::WebAuthn
            | ChallengeName::DeviceSrpAuth
            | ChallengeName::DevicePasswordVerifier
            | ChallengeName::AdminNoSrpAuth
            | ChallengeName::Unknown(_) => BTreeMap::new(),
        }
    }
}

/// Reads the lists of names that the service sends as JSON text; anything else is an empty list.
fn json_list(text: Option<&String>) -> Vec<String> {
    text.and_then(|text| serde_json::from_str(text).ok())
        .unwrap_or_default()
}
