//! The account screen: what the pool knows of the person, their factors, devices and passkeys, and what became of the
//! sign-ins on this device.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{FieldKind, FieldRuleView, PasswordRulesView, SentToView};

/// Somebody's place in the app; several may have one at once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SeatView {
    /// The seat's id.
    pub id: String,
    /// The connection's name.
    pub connection: String,
    /// The connection's id.
    pub connection_id: String,
    /// What to call the person.
    pub display_name: String,
    /// The email address.
    pub email: Option<String>,
    /// Whether this is the one that the window shows.
    pub active: bool,
    /// Whether the person is signed in.
    pub signed_in: bool,
}

/// What the pool knows of the person.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ProfileView {
    /// The attributes.
    pub attributes: Vec<AttributeView>,
    /// The groups.
    pub groups: Vec<String>,
    /// The AWS roles that the groups bring.
    pub roles: Vec<String>,
    /// The one of the group that comes first.
    pub preferred_role: Option<String>,
    /// The factors.
    pub factors: FactorsView,
    /// The rules for a new password.
    pub password_rules: Option<PasswordRulesView>,
}

/// An attribute of the account.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AttributeView {
    /// The pool's name for it.
    pub name: String,
    /// Its value.
    pub value: Option<String>,
    /// Whether the address was proven; none for what is no address.
    pub verified: Option<bool>,
    /// Whether the person may change it.
    pub mutable: bool,
    /// Whether people sign in with it here, so that changing it changes how.
    pub sign_in_name: bool,
    /// What kind of input it is.
    pub kind: FieldKind,
    /// Its limits.
    pub rule: Option<FieldRuleView>,
}

/// The factors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FactorsView {
    /// Codes of an authenticator app.
    pub totp: FactorView,
    /// Codes by text message.
    pub sms: FactorView,
    /// Codes by email.
    pub email: FactorView,
    /// Whether passkeys can be made here.
    pub passkeys: bool,
}

/// A second factor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FactorView {
    /// Whether it is asked for.
    pub enabled: bool,
    /// Whether it is asked for before the others.
    pub preferred: bool,
    /// Whether it can be turned on now; codes need an address that was proven.
    pub possible: bool,
}

/// Which factor to turn on or off.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FactorForm {
    /// Which.
    pub factor: FactorName,
    /// Whether it is to be asked for.
    pub enabled: bool,
    /// Whether it is to be asked for before the others.
    pub preferred: bool,
}

/// A second factor's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum FactorName {
    /// Codes of an authenticator app.
    Totp,
    /// Codes by text message.
    Sms,
    /// Codes by email.
    Email,
}

/// A code that proves an attribute.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AttributeSentView {
    /// The attribute.
    pub name: String,
    /// Where the code went.
    pub sent_to: SentToView,
}

/// A device that the pool knows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct DeviceView {
    /// The pool's name for it.
    pub key: String,
    /// The name that it gave itself.
    pub name: Option<String>,
    /// When the pool first saw it.
    pub created: Option<i64>,
    /// When somebody last signed in on it.
    pub last_seen: Option<i64>,
    /// From which address.
    pub last_ip: Option<String>,
    /// Whether it is remembered.
    pub remembered: bool,
    /// Whether it is this one.
    pub this: bool,
}

/// A passkey that the pool knows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PasskeyView {
    /// Its id.
    pub id: String,
    /// The name that the pool gave it.
    pub name: String,
    /// When it was registered.
    pub created: Option<i64>,
}

/// What became of an attempt to sign in on this device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SignInRecordView {
    /// When.
    pub at: i64,
    /// `signedIn`, `failed`, `signedOut` or `ended`.
    pub outcome: String,
    /// By which method, as `MethodView` names it; empty where none was chosen.
    pub method: String,
}
