//! The sign-in: screens, questions as data, forms, the account.

use std::collections::BTreeMap;

use base::Secret;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{HostedProviderView, IdentityView, ManagedView, TokenProviderView};
use crate::problem::Problem;

/// Where the sign-in stands.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AuthView {
    /// The screen to show.
    pub screen: ScreenView,
    /// Whether an answer of the service is awaited.
    pub busy: bool,
    /// Why the last step was refused. The screen stays.
    pub problem: Option<Problem>,
    /// What the last step achieved, where the screen alone does not tell.
    pub outcome: Option<OutcomeView>,
    /// Until when what was handed out lives on although the session has ended, where that matters: the ID token and the
    /// credentials of AWS cannot be revoked. In milliseconds since the Unix epoch.
    pub alive_until: Option<i64>,
}

/// What a step achieved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum OutcomeView {
    /// A new code is on its way and the old one is void.
    CodeSent,
    /// The account is confirmed.
    Confirmed,
    /// The password is changed.
    PasswordChanged,
    /// The session on this device has ended.
    SignedOut,
    /// The sessions on all devices have ended.
    SignedOutEverywhere,
    /// The session on this device has ended, but the service could not be told.
    SignedOutHereOnly,
    /// The session has ended by itself: expired, revoked or taken away.
    SessionEnded,
    /// The account no longer exists.
    AccountDeleted,
    /// The sign-in took too long and has begun anew; the old code is void.
    Restarted,
    /// The sign-in took too long, and the person has to begin anew.
    Lapsed,
    /// What was asked needs the password once more.
    PasswordNeeded,
    /// The account still waits for its confirmation.
    StillUnconfirmed,
}

/// What the person sees of the sign-in.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(tag = "name", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum ScreenView {
    /// Looking for a remembered session. With a problem: the service could not be asked; `restore` looks once more,
    /// `show_sign_in` gives up.
    Restoring,
    /// User name and password.
    SignIn {
        /// The user name to start with.
        username: String,
        /// What people sign in with here.
        username_kind: FieldKind,
        /// Whether people may create an account themselves.
        can_sign_up: bool,
        /// The ways of signing in that the connection offers, in order; never empty.
        methods: Vec<MethodView>,
        /// The id of the one to start with.
        method: String,
        /// The ways of signing in in the browser, the service's own pages first; empty where there is none.
        browser: Vec<HostedProviderView>,
        /// Whose tokens the identity pool takes, for whoever has one in hand.
        token_providers: Vec<TokenProviderView>,
        /// Whether people may look around without an account.
        guests: bool,
    },
    /// A new account.
    SignUp {
        /// The fields to fill in, in order: the user name, the attributes, the password.
        fields: Vec<FieldView>,
        /// The password's rules.
        password_rules: PasswordRulesView,
    },
    /// Whose password was forgotten.
    ForgotPassword {
        /// The user name to start with.
        username: String,
        /// What people sign in with here.
        username_kind: FieldKind,
    },
    /// Any question of the service: a code, a new password, a choice.
    Answer(Box<AnswerView>),
    /// The sign-in goes on in the system's browser; `show_sign_in` gives it up.
    Browser {
        /// The provider that was chosen; none where the person chooses there.
        provider: Option<String>,
        /// Whether the address can be copied, to be opened by hand.
        can_copy_link: bool,
    },
    /// Looking around without an account; `show_sign_in` leads back.
    Guest,
    /// In.
    SignedIn,
}

/// A way of signing in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct MethodView {
    /// `USER_SRP_AUTH`, `USER_PASSWORD_AUTH`, `USER_AUTH`, `CUSTOM_AUTH`; or, with what is preferred after a colon,
    /// `USER_AUTH:EMAIL_OTP` and the like, `CUSTOM_AUTH:SRP_A`.
    pub id: String,
    /// Whether the password is asked at once.
    pub needs_password: bool,
}

/// A question of the service, described so that one screen renders them all.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AnswerView {
    /// What is asked.
    pub kind: AnswerKind,
    /// The challenge's name as the service gave it, where it is one.
    pub challenge: Option<String>,
    /// Who is signing in, as they typed it.
    pub username: String,
    /// Where a code went.
    pub sent_to: Option<SentToView>,
    /// The fields to fill in.
    pub fields: Vec<FieldView>,
    /// The password's rules, where a new password is asked.
    pub password_rules: Option<PasswordRulesView>,
    /// The choices, where one is asked; answered under the name `choice`.
    pub choices: Vec<String>,
    /// What an authenticator app must be given, where one is being set up.
    pub totp: Option<TotpView>,
    /// What the service says of the question, where it is one of the pool's own making.
    pub parameters: BTreeMap<String, String>,
    /// Whether another code can be asked for.
    pub can_resend: bool,
    /// How many more codes may be asked for before a pause, where that is known.
    pub resends_left: Option<u32>,
    /// Whether it can be answered in the browser: a passkey of the service's own pages.
    pub can_open_browser: bool,
    /// Whether the address can be corrected by going back to the sign-up form.
    pub can_change_address: bool,
    /// When the question lapses.
    pub expires_at: Option<i64>,
    /// Whether the service may ask this second step because the sign-in looks risky to it, of somebody who is not usually
    /// asked. It never says whether it does.
    pub may_be_for_risk: bool,
}

/// What a question asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum AnswerKind {
    /// The code that confirms a new account.
    ConfirmSignUp,
    /// The code and the new password after a forgotten one.
    ResetPassword,
    /// A new password in place of a temporary one.
    NewPassword,
    /// A code sent by text message or email.
    SentCode,
    /// A code of an authenticator app.
    AuthenticatorCode,
    /// The first code of a new authenticator app, whose key is shown.
    SetUpTotp,
    /// Which second factor to use.
    SelectMfaType,
    /// Which second factor to set up.
    MfaSetup,
    /// Which way to prove who one is.
    SelectChallenge,
    /// The password.
    Password,
    /// A passkey.
    WebAuthn,
    /// A question of the pool's own making.
    Custom,
    /// A question that this version does not know.
    Unknown,
}

/// What an authenticator app is given once, so that both sides know the same secret. The one secret that the page
/// sees, because it must be scanned or typed on another device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TotpView {
    /// The secret in base32, to be typed where nothing can be scanned.
    pub secret: String,
    /// The QR code, as the address of an image (`data:image/svg+xml`).
    pub image: String,
    /// The account's name, as the authenticator app will show it.
    pub account: String,
    /// The service's name, as the authenticator app will show it.
    pub issuer: String,
}

/// Where a code went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SentToView {
    /// How it was sent.
    pub medium: MediumView,
    /// The masked address, as the service gave it.
    pub destination: String,
}

/// How a code is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum MediumView {
    /// By email.
    Email,
    /// By text message.
    Sms,
}

/// One field of a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FieldView {
    /// The name under which the answer is sent: `username`, `password`, `code`, `newPassword`, or an attribute's
    /// name such as `email`, `given_name` or `custom:team`.
    pub name: String,
    /// What kind of input it is.
    pub kind: FieldKind,
    /// Whether it must be filled in.
    pub required: bool,
    /// What it holds at first.
    pub value: Option<String>,
    /// What the service accepts in it, where that is known.
    pub rule: Option<FieldRuleView>,
}

/// The limits of a field, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FieldRuleView {
    /// The least number.
    pub min: Option<i64>,
    /// The greatest number.
    pub max: Option<i64>,
    /// At least this many characters.
    pub min_length: Option<u32>,
    /// At most this many characters.
    pub max_length: Option<u32>,
}

/// What kind of input a field is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum FieldKind {
    /// Any text.
    Text,
    /// A user name.
    Username,
    /// An email address.
    Email,
    /// A telephone number with its country code (E.164).
    Phone,
    /// A one-time code.
    Code,
    /// The current password.
    Password,
    /// A new password.
    NewPassword,
    /// A date, `YYYY-MM-DD`.
    Date,
    /// A number.
    Number,
    /// Yes or no: `true` or `false`.
    Boolean,
}

/// The rules of the pool for a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PasswordRulesView {
    /// At least this many characters.
    pub min_length: u32,
    /// At least one lower-case letter.
    pub lowercase: bool,
    /// At least one upper-case letter.
    pub uppercase: bool,
    /// At least one digit.
    pub number: bool,
    /// At least one symbol.
    pub symbol: bool,
}

/// Who is signed in.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AccountView {
    /// The user name, as the pool knows it.
    pub username: String,
    /// What to call the person: name, else email, else user name.
    pub display_name: String,
    /// The subject identifier.
    pub sub: String,
    /// The email address.
    pub email: Option<String>,
    /// The telephone number.
    pub phone: Option<String>,
    /// The accounts elsewhere by which the person signs in; empty for an account of the service's own.
    pub identities: Vec<IdentityView>,
    /// What of the account can be managed now.
    pub managed: ManagedView,
    /// The groups.
    pub groups: Vec<String>,
    /// What the groups let the person do with the files: the names of AWS roles.
    pub roles: Vec<String>,
    /// The one of them that is taken.
    pub preferred_role: Option<String>,
    /// The identity pool's id for this person, once known.
    pub identity_id: Option<String>,
    /// The one that the person has chosen.
    pub role: Option<String>,
    /// Whether it is nobody in particular.
    pub guest: bool,
    /// How long something may live on that signing out everywhere cannot take back, in milliseconds.
    pub lives_on: i64,
    /// Whether the session survives closing the app.
    pub remembered: bool,
    /// Whether the service asks if this device should be remembered.
    pub ask_remember_device: bool,
    /// When this person first signed in on this device.
    pub first_sign_in: Option<i64>,
    /// When this person last signed in on this device.
    pub last_sign_in: Option<i64>,
}

/// What the person types to sign in.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SignInForm {
    /// User name, email or telephone number.
    pub username: String,
    /// The password.
    #[ts(type = "string")]
    pub password: Secret,
    /// Whether to stay signed in after the app is closed.
    pub remember: bool,
    /// The id of the way of signing in; none: the connection's own.
    pub method: Option<String>,
}

/// What is typed as a new password, to be judged while it is typed.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct StrengthForm {
    /// The password.
    #[ts(type = "string")]
    pub password: Secret,
    /// What else was typed in the form, and must not be the password: user name, email address, names.
    pub words: Vec<String>,
}

/// How hard a password is to guess.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct StrengthView {
    /// 0: guessed at once; 4: not within centuries.
    pub score: u8,
}

/// Answers by field name: sign-up fields, or the fields of an `AnswerView`.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AnswerForm {
    /// What was typed, by the field's name.
    #[ts(type = "Record<string, string>")]
    pub values: BTreeMap<String, Secret>,
}
