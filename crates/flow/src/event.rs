//! What comes into the machine and what leaves it.

use std::collections::BTreeMap;

use base::Secret;

use crate::challenge::Challenge;
use crate::question::Destination;
use crate::reason::Refusal;

/// What was typed, by field name.
pub type Values = BTreeMap<String, Secret>;

/// Tells the reply to the latest effect from replies to earlier ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ticket(pub(crate) u64);

/// Something that happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// The person wants something.
    Intent(Intent),
    /// An effect has ended.
    Reply {
        /// The effect's ticket. Any but the one that is awaited makes the reply inert.
        ticket: Ticket,
        /// How it ended.
        reply: Reply,
    },
    /// The session has ended by itself.
    SessionEnded(Refusal),
}

/// What a person wants.
#[derive(Debug, Clone, PartialEq)]
pub enum Intent {
    /// To look for a remembered session once more.
    Restore,
    /// To be shown the sign-in form. Also the way back from anywhere.
    ShowSignIn,
    /// To be shown the sign-up form.
    ShowSignUp,
    /// To be shown the form for a forgotten password.
    ShowForgotPassword {
        /// The user name to start with.
        username: String,
    },
    /// To sign in.
    SignIn(Credentials),
    /// To create an account.
    SignUp {
        /// `username`, `password` and the attributes.
        values: Values,
        /// Whether to stay signed in afterwards.
        remember: bool,
        /// How to sign in once the account is there; one that needs no password makes the password optional.
        method: Method,
    },
    /// To go on, because the account was confirmed elsewhere: by a link, or by an administrator.
    CheckConfirmed {
        /// Nobody asked: the screen stays as it is until there is something to tell.
        quiet: bool,
    },
    /// To be sent a code for a forgotten password.
    ForgotPassword {
        /// Whose password.
        username: String,
    },
    /// To answer the question.
    Answer {
        /// What was typed, by the names of the question's fields, a choice under `choice`.
        values: Values,
    },
    /// To be sent another code.
    Resend,
    /// To correct the address given at sign-up.
    ChangeAddress,
    /// To sign out.
    SignOut {
        /// On all devices.
        everywhere: bool,
    },
}

/// Who signs in, and for how long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credentials {
    /// User name, email address or telephone number, as typed.
    pub username: String,
    /// The password; empty where the method needs none.
    pub password: Secret,
    /// Whether to stay signed in after the app is closed.
    pub remember: bool,
    /// How to begin.
    pub method: Method,
}

/// How a sign-in begins. Source: `AuthFlow` of `InitiateAuth`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Method {
    /// `USER_SRP_AUTH`: the password is proven and never leaves this process.
    #[default]
    UserSrp,
    /// `USER_PASSWORD_AUTH`: the password travels inside TLS.
    UserPassword,
    /// `USER_AUTH`: the service offers what the account can do.
    UserAuth {
        /// `PREFERRED_CHALLENGE`, such as `EMAIL_OTP`; none lets the person choose.
        preferred: Option<String>,
    },
    /// `CUSTOM_AUTH`: the pool's own questions only.
    Custom,
    /// `CUSTOM_AUTH` with the password proven first (`CHALLENGE_NAME=SRP_A`).
    CustomWithSrp,
}

impl Method {
    /// Whether it cannot begin without a password.
    pub fn needs_password(&self) -> bool {
        match self {
            Self::UserSrp | Self::UserPassword | Self::CustomWithSrp => true,
            Self::UserAuth { preferred } => preferred
                .as_deref()
                .is_some_and(|preferred| preferred.starts_with("PASSWORD")),
            Self::Custom => false,
        }
    }
}

/// A new account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignUpForm {
    /// The user name.
    pub username: String,
    /// The password; empty where the pool has people sign in without one.
    pub password: Secret,
    /// The attributes by the pool's names.
    pub attributes: BTreeMap<String, String>,
}

/// Something to do. Each is answered by one [`Event::Reply`] with its ticket.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Look for a remembered session. Replies: `SignedIn`, `NothingToRestore`, `Refused`.
    Restore(Ticket),
    /// Sign in with a password, all rounds of it. Replies: `SignedIn`, `Challenged`, `Refused`.
    SignIn(Ticket, Credentials),
    /// Create an account. Replies: `SignedUp`, `Refused`.
    SignUp(Ticket, SignUpForm),
    /// Confirm an account by its code. Replies: `Confirmed`, `Refused`.
    ConfirmSignUp {
        /// The ticket.
        ticket: Ticket,
        /// Whose account.
        username: String,
        /// The code.
        code: Secret,
    },
    /// Send another confirmation code. Replies: `CodeSent`, `Refused`.
    ResendCode(Ticket, String),
    /// Send a code for a forgotten password. Replies: `CodeSent`, `Refused`.
    ForgotPassword(Ticket, String),
    /// Set a new password by a code. Replies: `PasswordChanged`, `Refused`.
    ConfirmForgotPassword {
        /// The ticket.
        ticket: Ticket,
        /// Whose password.
        username: String,
        /// The code.
        code: Secret,
        /// The new password.
        password: Secret,
    },
    /// Answer a challenge. Replies: `SignedIn`, `Challenged`, `Refused`.
    Respond {
        /// The ticket.
        ticket: Ticket,
        /// The challenge and what goes with it.
        challenged: Challenged,
        /// The answers, by the names of `ChallengeResponses`.
        responses: BTreeMap<String, Secret>,
        /// Whether to stay signed in after the app is closed.
        remember: bool,
    },
    /// End the session, here in any case. Replies: `SignedOut`.
    SignOut {
        /// The ticket.
        ticket: Ticket,
        /// On all devices.
        everywhere: bool,
    },
}

/// A challenge with what is needed to answer it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Challenged {
    /// The challenge, as the person sees it.
    pub challenge: Challenge,
    /// `Session`; it changes with every round.
    pub session: Option<Secret>,
    /// The `USERNAME` that the answer must carry. Where the person typed an alias, this is not what was typed.
    pub user_id: String,
}

/// How an effect ended.
#[derive(Debug, Clone, PartialEq)]
pub enum Reply {
    /// In, with verified tokens.
    SignedIn {
        /// Their subject identifier.
        sub: String,
        /// The name that the person signed in with.
        username: String,
    },
    /// No session is remembered; or one was, and is no longer valid.
    NothingToRestore {
        /// Whose session it was, and why it has ended.
        ended: Option<(String, Refusal)>,
    },
    /// The service asks something.
    Challenged(Challenged),
    /// The account exists.
    SignedUp {
        /// Whether it needs no code.
        confirmed: bool,
        /// Where the code went.
        destination: Option<Destination>,
    },
    /// The account is confirmed.
    Confirmed,
    /// A code is on its way.
    CodeSent(Option<Destination>),
    /// The new password is set.
    PasswordChanged,
    /// The session has ended here.
    SignedOut {
        /// Whether the service knows.
        told: bool,
    },
    /// The service refused, or could not be asked.
    Refused(Refusal),
}
