//! Every move that the machine may make, once. The exhaustive test, `docs/FLOW.md` and the live map in the
//! inspector are derived from this table.

use std::fmt;

/// A screen, without what is on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "described at State and Question")]
pub enum StateName {
    Restoring,
    SignIn,
    SignUp,
    ForgotPassword,
    ConfirmSignUp,
    ResetPassword,
    Challenge,
    SetUpTotp,
    Browser,
    Guest,
    SignedIn,
}

/// An event, without what it carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "described at Intent, Reply and Event")]
pub enum EventName {
    ShowSignIn,
    ShowSignUp,
    ShowForgotPassword,
    ChangeAddress,
    Resend,
    CheckConfirmed,
    OpenBrowser,
    SignedIn,
    EnteredAsGuest,
    NothingToRestore,
    Challenged,
    TotpSetUp,
    Resumed,
    Lapsed,
    SignedUp,
    Confirmed,
    CodeSent,
    PasswordChanged,
    SignedOut,
    Refused,
    SessionEnded,
    AccountDeleted,
}

/// An allowed move from one screen to another. Everything else keeps the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Edge {
    /// The screen that is left.
    pub from: StateName,
    /// What happened.
    pub on: EventName,
    /// The screen that is shown.
    pub to: StateName,
}

/// Every move.
pub const EDGES: &[Edge] = &[
    edge(StateName::Restoring, EventName::ShowSignIn, StateName::SignIn),
    edge(StateName::Restoring, EventName::SignedIn, StateName::SignedIn),
    edge(
        StateName::Restoring,
        EventName::NothingToRestore,
        StateName::SignIn,
    ),
    edge(StateName::Restoring, EventName::Resumed, StateName::Challenge),
    edge(StateName::Restoring, EventName::Resumed, StateName::SetUpTotp),
    edge(StateName::Restoring, EventName::Lapsed, StateName::SignIn),
    edge(StateName::SignIn, EventName::ShowSignUp, StateName::SignUp),
    edge(
        StateName::SignIn,
        EventName::ShowForgotPassword,
        StateName::ForgotPassword,
    ),
    edge(StateName::SignIn, EventName::SignedIn, StateName::SignedIn),
    edge(StateName::SignIn, EventName::Challenged, StateName::Challenge),
    edge(StateName::SignIn, EventName::TotpSetUp, StateName::SetUpTotp),
    edge(StateName::SignIn, EventName::CodeSent, StateName::ConfirmSignUp),
    edge(StateName::SignIn, EventName::CodeSent, StateName::ResetPassword),
    edge(StateName::SignIn, EventName::Refused, StateName::ForgotPassword),
    edge(StateName::SignIn, EventName::Refused, StateName::ConfirmSignUp),
    edge(StateName::SignIn, EventName::Refused, StateName::Challenge),
    edge(StateName::SignIn, EventName::OpenBrowser, StateName::Browser),
    edge(StateName::SignIn, EventName::EnteredAsGuest, StateName::Guest),
    edge(StateName::SignUp, EventName::ShowSignIn, StateName::SignIn),
    edge(
        StateName::SignUp,
        EventName::ShowForgotPassword,
        StateName::ForgotPassword,
    ),
    edge(StateName::SignUp, EventName::SignedIn, StateName::SignedIn),
    edge(StateName::SignUp, EventName::Challenged, StateName::Challenge),
    edge(StateName::SignUp, EventName::TotpSetUp, StateName::SetUpTotp),
    edge(StateName::SignUp, EventName::SignedUp, StateName::ConfirmSignUp),
    edge(StateName::SignUp, EventName::CodeSent, StateName::ConfirmSignUp),
    edge(StateName::SignUp, EventName::Refused, StateName::SignIn),
    edge(StateName::SignUp, EventName::Refused, StateName::ConfirmSignUp),
    edge(StateName::SignUp, EventName::Refused, StateName::Challenge),
    edge(
        StateName::ForgotPassword,
        EventName::ShowSignIn,
        StateName::SignIn,
    ),
    edge(
        StateName::ForgotPassword,
        EventName::ShowSignUp,
        StateName::SignUp,
    ),
    edge(
        StateName::ForgotPassword,
        EventName::CodeSent,
        StateName::ConfirmSignUp,
    ),
    edge(
        StateName::ForgotPassword,
        EventName::CodeSent,
        StateName::ResetPassword,
    ),
    edge(StateName::ForgotPassword, EventName::Refused, StateName::SignIn),
    edge(
        StateName::ForgotPassword,
        EventName::Refused,
        StateName::ConfirmSignUp,
    ),
    edge(StateName::ConfirmSignUp, EventName::ShowSignIn, StateName::SignIn),
    edge(StateName::ConfirmSignUp, EventName::ShowSignUp, StateName::SignUp),
    edge(
        StateName::ConfirmSignUp,
        EventName::ShowForgotPassword,
        StateName::ForgotPassword,
    ),
    edge(
        StateName::ConfirmSignUp,
        EventName::ChangeAddress,
        StateName::SignUp,
    ),
    edge(
        StateName::ConfirmSignUp,
        EventName::CheckConfirmed,
        StateName::SignIn,
    ),
    edge(StateName::ConfirmSignUp, EventName::SignedIn, StateName::SignedIn),
    edge(
        StateName::ConfirmSignUp,
        EventName::Challenged,
        StateName::Challenge,
    ),
    edge(
        StateName::ConfirmSignUp,
        EventName::TotpSetUp,
        StateName::SetUpTotp,
    ),
    edge(StateName::ConfirmSignUp, EventName::Confirmed, StateName::SignIn),
    edge(StateName::ConfirmSignUp, EventName::Refused, StateName::SignIn),
    edge(StateName::ConfirmSignUp, EventName::Refused, StateName::Challenge),
    edge(StateName::ResetPassword, EventName::ShowSignIn, StateName::SignIn),
    edge(StateName::ResetPassword, EventName::ShowSignUp, StateName::SignUp),
    edge(
        StateName::ResetPassword,
        EventName::ShowForgotPassword,
        StateName::ForgotPassword,
    ),
    edge(
        StateName::ResetPassword,
        EventName::PasswordChanged,
        StateName::SignIn,
    ),
    edge(StateName::Challenge, EventName::ShowSignIn, StateName::SignIn),
    edge(StateName::Challenge, EventName::ShowSignUp, StateName::SignUp),
    edge(
        StateName::Challenge,
        EventName::ShowForgotPassword,
        StateName::ForgotPassword,
    ),
    edge(StateName::Challenge, EventName::Resend, StateName::SignIn),
    edge(StateName::Challenge, EventName::OpenBrowser, StateName::Browser),
    edge(StateName::Challenge, EventName::SignedIn, StateName::SignedIn),
    edge(StateName::Challenge, EventName::TotpSetUp, StateName::SetUpTotp),
    edge(
        StateName::Challenge,
        EventName::CodeSent,
        StateName::ConfirmSignUp,
    ),
    edge(StateName::Challenge, EventName::Refused, StateName::SignIn),
    edge(StateName::Challenge, EventName::Refused, StateName::ConfirmSignUp),
    edge(StateName::SetUpTotp, EventName::ShowSignIn, StateName::SignIn),
    edge(StateName::SetUpTotp, EventName::ShowSignUp, StateName::SignUp),
    edge(
        StateName::SetUpTotp,
        EventName::ShowForgotPassword,
        StateName::ForgotPassword,
    ),
    edge(StateName::SetUpTotp, EventName::SignedIn, StateName::SignedIn),
    edge(StateName::SetUpTotp, EventName::Challenged, StateName::Challenge),
    edge(
        StateName::SetUpTotp,
        EventName::CodeSent,
        StateName::ConfirmSignUp,
    ),
    edge(StateName::SetUpTotp, EventName::Refused, StateName::SignIn),
    edge(StateName::SetUpTotp, EventName::Refused, StateName::ConfirmSignUp),
    edge(StateName::SetUpTotp, EventName::Refused, StateName::Challenge),
    edge(StateName::Browser, EventName::ShowSignIn, StateName::SignIn),
    edge(StateName::Browser, EventName::ShowSignUp, StateName::SignUp),
    edge(
        StateName::Browser,
        EventName::ShowForgotPassword,
        StateName::ForgotPassword,
    ),
    edge(StateName::Browser, EventName::SignedIn, StateName::SignedIn),
    edge(StateName::Browser, EventName::Refused, StateName::SignIn),
    edge(StateName::Guest, EventName::ShowSignIn, StateName::SignIn),
    edge(StateName::Guest, EventName::ShowSignUp, StateName::SignUp),
    edge(
        StateName::Guest,
        EventName::ShowForgotPassword,
        StateName::ForgotPassword,
    ),
    edge(StateName::SignedIn, EventName::SignedOut, StateName::SignIn),
    edge(StateName::SignedIn, EventName::SessionEnded, StateName::SignIn),
    edge(StateName::SignedIn, EventName::AccountDeleted, StateName::SignIn),
];

const fn edge(from: StateName, on: EventName, to: StateName) -> Edge {
    Edge { from, on, to }
}

impl fmt::Display for StateName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

impl fmt::Display for EventName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}
