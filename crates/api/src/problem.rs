//! What went wrong, in words for the person: what happened, what to do next, whether trying again helps.
//! The vocabulary is that of RFC 9457.

use serde::Serialize;
use ts_rs::TS;

/// A failure as the page shows it. It never carries a raw AWS sentence nor a secret.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "../../../ui/src/lib/bindings.ts")]
pub struct Problem {
    /// The stable name that the page branches on.
    pub code: ProblemCode,
    /// What happened, in a few words.
    pub title: String,
    /// What happened, in a sentence.
    pub detail: String,
    /// What to do next.
    pub hint: Option<String>,
    /// The name of the field that the problem belongs to.
    pub field: Option<String>,
    /// Whether trying again helps.
    pub retry: Retry,
    /// Seconds until trying again makes sense.
    pub retry_after: Option<u32>,
    /// The AWS request id, for whoever runs the service.
    pub reference: Option<String>,
}

/// Whether trying again helps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "../../../ui/src/lib/bindings.ts")]
pub enum Retry {
    /// The same again fails the same way.
    No,
    /// The same again may work at once.
    Now,
    /// The same again may work after a while.
    Later,
    /// It works once the person has changed what they typed.
    Edit,
}

/// One code for each failure that a screen or a test tells apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export, export_to = "../../../ui/src/lib/bindings.ts")]
pub enum ProblemCode {
    /// Unknown user or wrong password; the service does not say which.
    WrongCredentials,
    /// The code is not the one that was sent.
    WrongCode,
    /// The code is too old, or another one has replaced it.
    ExpiredCode,
    /// The password does not follow the rules.
    PasswordRules,
    /// Somebody already has this user name or address.
    UsernameTaken,
    /// The service cannot be reached.
    Offline,
    /// Anything that has no row of its own.
    Unexpected,
}
