//! What a person can see.

use std::collections::BTreeMap;

use crate::challenge::Challenge;
use crate::edges::StateName;
use crate::question::Question;
use crate::reason::Refusal;

/// A screen and what is on it. Never a secret, but for the key of a new authenticator app, which is there to be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// Looking for a remembered session. With a refusal: the service could not be asked.
    Restoring,
    /// User name and password.
    SignIn {
        /// The user name to start with.
        username: String,
    },
    /// A new account.
    SignUp {
        /// What was typed before, all but the password: the user name under `username`, and the attributes.
        values: BTreeMap<String, String>,
    },
    /// Whose password was forgotten.
    ForgotPassword {
        /// The user name to start with.
        username: String,
    },
    /// A question of the service.
    Answer(Question),
    /// The sign-in goes on in the system's browser.
    Browser {
        /// The name of the provider that was chosen; none lets the person choose there.
        provider: Option<String>,
        /// The user name that was typed before, for whoever comes back.
        username: String,
    },
    /// Looking around without an account.
    Guest,
    /// In.
    SignedIn {
        /// The subject identifier in the verified tokens.
        sub: String,
        /// The name that the person signed in with.
        username: String,
    },
}

impl State {
    /// Its name in [`crate::EDGES`].
    pub fn name(&self) -> StateName {
        match self {
            Self::Restoring => StateName::Restoring,
            Self::SignIn { .. } => StateName::SignIn,
            Self::SignUp { .. } => StateName::SignUp,
            Self::ForgotPassword { .. } => StateName::ForgotPassword,
            Self::Answer(Question::ConfirmSignUp { .. }) => StateName::ConfirmSignUp,
            Self::Answer(Question::ResetPassword { .. }) => StateName::ResetPassword,
            Self::Answer(Question::Challenge(_)) => StateName::Challenge,
            Self::Answer(Question::SetUpTotp { .. }) => StateName::SetUpTotp,
            Self::Browser { .. } => StateName::Browser,
            Self::Guest => StateName::Guest,
            Self::SignedIn { .. } => StateName::SignedIn,
        }
    }

    /// Who is meant, as typed; empty where nobody is yet.
    pub fn username(&self) -> &str {
        match self {
            Self::SignIn { username }
            | Self::ForgotPassword { username }
            | Self::Browser { username, .. }
            | Self::SignedIn { username, .. } => username,
            Self::SignUp { values } => values.get("username").map_or("", String::as_str),
            Self::Answer(question) => question.username(),
            Self::Restoring | Self::Guest => "",
        }
    }

    /// The challenge, where that is what the person sees.
    pub fn challenge(&self) -> Option<&Challenge> {
        match self {
            Self::Answer(question) => question.challenge(),
            Self::Restoring
            | Self::SignIn { .. }
            | Self::SignUp { .. }
            | Self::ForgotPassword { .. }
            | Self::Browser { .. }
            | Self::Guest
            | Self::SignedIn { .. } => None,
        }
    }
}

/// What a step achieved, where the state alone does not tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
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
    /// The session on this device has ended, but the service could not be told: what it issued lives on until it
    /// expires.
    SignedOutHereOnly,
    /// The session has ended by itself: expired, revoked or taken away.
    SessionEnded,
    /// The account no longer exists.
    AccountDeleted,
    /// The sign-in took too long and has begun anew; the old code is void.
    Restarted,
    /// The sign-in took too long and cannot begin anew by itself, because no password is held.
    Lapsed,
    /// What was asked needs the password once more.
    PasswordNeeded,
    /// The account still waits for its confirmation.
    StillUnconfirmed,
}

/// All that a person sees of the sign-in at one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scene {
    /// The screen.
    pub state: State,
    /// Whether an answer of the service is awaited.
    pub busy: bool,
    /// Why the last step was refused.
    pub refusal: Option<Refusal>,
    /// What the last step achieved.
    pub outcome: Option<Outcome>,
    /// How often another code can still be asked for within the hour, where that is counted.
    pub resends_left: Option<u32>,
}
