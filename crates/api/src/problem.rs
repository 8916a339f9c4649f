//! What went wrong, in words for the person: what happened, what to do next, whether trying again helps.
//! The vocabulary is that of RFC 9457. The rows are in the files below: one for each fact that `auth`, `files` or
//! this crate can state. `tests/problems.txt` holds all of them for whoever reviews the words.

mod of_access;
mod of_doctor;
mod of_files;
mod of_import;
mod of_name;
mod of_sign_in;
mod own;
mod request;
mod row;

use std::borrow::Cow;

use serde::Serialize;
use ts_rs::TS;

pub use own::Fault;
pub(crate) use request::About;

/// A failure as the page shows it. It never carries a raw AWS sentence nor a secret.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Problem {
    /// The stable name that the page branches on.
    pub code: ProblemCode,
    /// What happened, in a few words.
    pub title: &'static str,
    /// What happened, in a sentence.
    pub detail: Cow<'static, str>,
    /// What to do next.
    pub hint: Option<&'static str>,
    /// The name of the field that the problem belongs to.
    pub field: Option<String>,
    /// Whether trying again helps.
    pub retry: Retry,
    /// When trying again makes sense, where that is known. In milliseconds since the Unix epoch.
    pub until: Option<i64>,
    /// What a rule of whoever runs the service says of it, in its own words.
    pub said: Option<String>,
    /// What to send to whoever runs the service, where only they can help. Ready to be copied.
    pub request: Option<String>,
    /// The AWS request id, for whoever runs the service.
    pub reference: Option<String>,
}

/// Whether trying again helps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum ProblemCode {
    /// Unknown user or wrong password; the service does not say which.
    WrongCredentials,
    /// Nobody has this user name; only services that tell so.
    UnknownUser,
    /// The account is switched off.
    AccountDisabled,
    /// The temporary password is too old.
    InvitationExpired,
    /// Nobody may create an account here.
    SignUpClosed,
    /// Somebody already has this user name.
    UsernameTaken,
    /// Another account already owns this address.
    AddressTaken,
    /// The code is not the one that was sent.
    WrongCode,
    /// The code is too old, or another one has replaced it.
    ExpiredCode,
    /// The code could not be sent.
    CodeNotSent,
    /// The password does not follow the rules.
    PasswordRules,
    /// The password was used before.
    PasswordReused,
    /// The password cannot be reset: no address to send a code to, or never set.
    ResetNotPossible,
    /// A field is empty that must not be, or the service does not accept what is in it.
    FieldRefused,
    /// Too many tries; wait.
    TooManyTries,
    /// The question has lapsed; the sign-in starts anew.
    StepExpired,
    /// The session has ended: expired, revoked or taken away.
    SessionEnded,
    /// The service asks something that this version cannot answer.
    QuestionNotSupported,
    /// The passkey is one for the browser.
    PasskeyElsewhere,
    /// The browser did not open.
    BrowserNotOpened,
    /// The sign-in in the browser came to nothing; it can begin once more.
    BrowserEnded,
    /// A rule of whoever runs the service has refused.
    RefusedByService,
    /// The connection is set up wrongly.
    ConnectionWrong,
    /// The doctor could not make a check.
    CheckSkipped,
    /// The file or text does not become a connection.
    ImportRefused,
    /// The computer's clock is off.
    ClockWrong,
    /// The service cannot be reached.
    Offline,
    /// The service is in trouble.
    ServiceTrouble,
    /// No permission for this folder or file.
    Denied,
    /// The file is no longer there.
    Gone,
    /// The bucket does not exist.
    NoBucket,
    /// The file has changed meanwhile.
    Changed,
    /// Something has the name already.
    Taken,
    /// What arrived is not what was sent.
    Damaged,
    /// The file is too large for the service.
    TooLarge,
    /// The disk is full.
    DiskFull,
    /// A file or folder on this computer cannot be read or written.
    LocalFile,
    /// The app's own data cannot be read or written.
    OwnData,
    /// Nobody is signed in.
    SignedOut,
    /// Anything that has no row of its own.
    Unexpected,
}

#[cfg(test)]
mod tests;
