//! What a tester sees and changes of the sandbox: users and groups, clock, faults, settings.

use std::collections::BTreeMap;

use base::Secret;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Users and groups.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SandboxUsersView {
    /// By name.
    pub users: Vec<SandboxUserView>,
    /// By name.
    pub groups: Vec<SandboxGroupView>,
    /// The ARNs of the roles that a group can have.
    pub roles: Vec<String>,
}

/// A user as an administrator sees one.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SandboxUserView {
    /// The user name.
    pub username: String,
    /// The `sub` claim.
    pub sub: String,
    /// `UserStatusType`, such as `CONFIRMED`.
    pub status: String,
    /// False when an administrator has disabled the user.
    pub enabled: bool,
    /// With `email_verified` and `phone_number_verified`.
    pub attributes: BTreeMap<String, String>,
    /// The groups that the user is in.
    pub groups: Vec<String>,
    /// The second factors that are on: `sms`, `totp`, `email`.
    pub factors: Vec<String>,
    /// Whether there is a password.
    pub has_password: bool,
    /// How many passkeys there are.
    pub passkeys: u32,
    /// How many confirmed devices there are.
    pub devices: u32,
    /// When the user was made.
    pub created: i64,
    /// When the user signed in last.
    pub signed_in: Option<i64>,
}

/// A group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SandboxGroupView {
    /// Its name.
    pub name: String,
    /// The ARN of its IAM role.
    pub role: Option<String>,
    /// The lower, the more its role counts.
    pub precedence: Option<i64>,
}

/// A user who is made or changed.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SandboxUserForm {
    /// The user name.
    pub username: String,
    /// Nobody may have the name yet.
    pub new: bool,
    /// All of them, with `email_verified` and `phone_number_verified`.
    pub attributes: BTreeMap<String, String>,
    /// All groups.
    pub groups: Vec<String>,
    /// The second factors to be on: `sms`, `totp`, `email`.
    pub factors: Vec<String>,
    /// A new password; none leaves the one that there is.
    #[ts(type = "string | null")]
    pub password: Option<Secret>,
    /// Whether the password has to be changed at the next sign-in.
    pub temporary: bool,
    /// Whether a new user gets an invitation; without a password its temporary one is invented.
    pub invite: bool,
}

/// What an administrator does to a user with one click.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum SandboxDeed {
    /// Nobody signs in as the user.
    Disable,
    /// The user may sign in again.
    Enable,
    /// The user is gone.
    Delete,
    /// A new password has to be chosen, with a code.
    ResetPassword,
    /// The sign-up counts without its code.
    Confirm,
    /// Every sign-in of the user ends.
    SignOut,
}

/// The sandbox's clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SandboxClockView {
    /// By how many seconds it is ahead of this computer's.
    pub ahead: i64,
    /// Whether the app's clock for the sandbox goes along.
    pub follows: bool,
}

/// Where to move the sandbox's clock: the first of these that is given.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SandboxClockForm {
    /// Seconds.
    pub by: Option<i64>,
    /// To just after something has expired.
    pub after: Option<SandboxLapsing>,
    /// Whose; of anybody when missing.
    pub username: Option<String>,
    /// To the real time.
    pub real: bool,
    /// Whether the app goes along from now on.
    pub follows: Option<bool>,
}

/// Something that expires.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum SandboxLapsing {
    /// The newest access token.
    AccessToken,
    /// The newest ID token.
    IdToken,
    /// The refresh token.
    RefreshToken,
    /// A code that was sent.
    Code,
    /// A question of a sign-in.
    Session,
    /// AWS credentials.
    Credentials,
}

/// What goes wrong with coming calls.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SandboxFaultsView {
    /// Nothing answers.
    pub offline: bool,
    /// In the order in which they are looked at.
    pub plans: Vec<SandboxFaultView>,
}

/// One planned fault.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SandboxFaultView {
    /// Its number.
    pub id: u32,
    /// What the tester calls it.
    pub name: Option<String>,
    /// The operation; `*` is every one.
    pub operation: String,
    /// The name of an error, where it is one.
    pub error: Option<String>,
    /// How much later the call is carried out, in milliseconds, where that is the fault.
    pub delay: Option<u32>,
    /// What is lost, where something is: `request`, `answer`, `halfAnswer`.
    pub drop: Option<SandboxDrop>,
    /// How many calls are left for it; none when it is not counted.
    pub times: Option<u32>,
    /// Which multiple of calls it happens to.
    pub every: Option<u32>,
    /// How often it has happened.
    pub happened: u32,
}

/// What is lost of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum SandboxDrop {
    /// The request: nothing has happened.
    Request,
    /// The answer: it has happened.
    Answer,
    /// Half of the answer's body.
    HalfAnswer,
}

/// A fault to plan: one of `error`, `delay` and `drop`, for `times` or `every` n-th call; without both until it is
/// taken away.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SandboxFaultForm {
    /// The operation; `*` is every one.
    pub operation: String,
    /// The name of an error.
    pub error: Option<String>,
    /// Milliseconds.
    pub delay: Option<u32>,
    /// What is lost.
    pub drop: Option<SandboxDrop>,
    /// How many calls.
    pub times: Option<u32>,
    /// Every n-th call.
    pub every: Option<u32>,
}
