//! What comes into the machine and what leaves it.

use std::collections::BTreeMap;

use base::Secret;

use crate::challenge::Challenge;
use crate::question::{Destination, TotpSetup};
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
    /// The browser did not open. The visit goes on, because its address can be opened by hand.
    BrowserNotOpened(Ticket),
    /// The session has ended by itself.
    SessionEnded(Refusal),
    /// The person has deleted the account.
    AccountDeleted,
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
    /// To sign in in the system's browser.
    OpenBrowser {
        /// The name of the provider that is meant; none lets the person choose there.
        provider: Option<String>,
        /// Whether to stay signed in after the app is closed.
        remember: bool,
    },
    /// To look around without an account.
    ContinueAsGuest,
    /// To sign in with what a provider that the identity pool trusts has issued elsewhere.
    PresentToken {
        /// The provider: a key of `Logins`, or the developer's own name.
        provider: String,
        /// The ID token, the assertion or the developer's token.
        token: Secret,
        /// The identity that a developer's token was issued for.
        identity_id: Option<String>,
    },
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

impl Credentials {
    /// Whether signing in with them sends nobody a code before the password has been proven.
    pub(crate) fn is_proven_by_password(&self) -> bool {
        self.method.needs_password() && !self.password.expose().is_empty()
    }

    /// Whether a sign-in can begin with them.
    pub(crate) fn suffice(&self) -> bool {
        !self.method.needs_password() || !self.password.expose().is_empty()
    }
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
    /// User name and password go to the connection's own backend, which names the identity (developer-authenticated
    /// identities). No user pool is asked.
    Developer,
}

impl Method {
    /// Whether it cannot begin without a password.
    pub fn needs_password(&self) -> bool {
        match self {
            Self::UserSrp | Self::UserPassword | Self::CustomWithSrp | Self::Developer => true,
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
    /// Look for a remembered session, or for a sign-in that stands at a question. Replies: `SignedIn`, `Resumed`,
    /// `Lapsed`, `NothingToRestore`, `Refused`.
    Restore(Ticket),
    /// Sign in, up to the first thing that must be asked. Replies: `SignedIn`, `Challenged`, `Refused`.
    SignIn(Ticket, Credentials),
    /// Sign in right after sign-up, by the session that the confirmation left. Replies: `SignedIn`, `Challenged`,
    /// `Refused`.
    SignInAfterSignUp {
        /// The ticket.
        ticket: Ticket,
        /// Who.
        credentials: Credentials,
        /// `Session` of `ConfirmSignUp`.
        session: Secret,
    },
    /// Have the person sign in in the system's browser. It ends at once when its ticket is no longer awaited.
    /// Replies: `SignedIn`, `Refused`.
    VisitBrowser {
        /// The ticket.
        ticket: Ticket,
        /// The name of the provider that is meant.
        provider: Option<String>,
        /// The user name that was typed before; empty where none was.
        username: String,
        /// Whether to stay signed in after the app is closed.
        remember: bool,
    },
    /// Take the identity pool's identity for nobody in particular. Replies: `EnteredAsGuest`, `Refused`.
    EnterAsGuest(Ticket),
    /// Sign in with what a provider issued elsewhere. Replies: `SignedIn`, `Refused`.
    PresentToken {
        /// The ticket.
        ticket: Ticket,
        /// The provider: a key of `Logins`, or the developer's own name.
        provider: String,
        /// The ID token, the assertion or the developer's token.
        token: Secret,
        /// The identity that a developer's token was issued for.
        identity_id: Option<String>,
    },
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
        /// `Session` of `SignUp`, where sign-in is to go on without a password.
        session: Option<Secret>,
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
    /// Begin to set up an authenticator app. Replies: `TotpSetUp`, `Refused`.
    SetUpTotp(Ticket, Challenged),
    /// Prove the new authenticator app by a first code, and go on. Replies: `SignedIn`, `Challenged`, `Refused`.
    VerifyTotp {
        /// The ticket.
        ticket: Ticket,
        /// The challenge and what goes with it.
        challenged: Challenged,
        /// The code.
        code: Secret,
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

impl Effect {
    /// The ticket that its reply must carry.
    pub fn ticket(&self) -> Ticket {
        match self {
            Self::Restore(ticket)
            | Self::SignIn(ticket, _)
            | Self::SignInAfterSignUp { ticket, .. }
            | Self::VisitBrowser { ticket, .. }
            | Self::EnterAsGuest(ticket)
            | Self::PresentToken { ticket, .. }
            | Self::SignUp(ticket, _)
            | Self::ConfirmSignUp { ticket, .. }
            | Self::ResendCode(ticket, _)
            | Self::ForgotPassword(ticket, _)
            | Self::ConfirmForgotPassword { ticket, .. }
            | Self::Respond { ticket, .. }
            | Self::SetUpTotp(ticket, _)
            | Self::VerifyTotp { ticket, .. }
            | Self::SignOut { ticket, .. } => *ticket,
        }
    }
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

/// A sign-in that stands at a question: all that is needed to go on after the app was closed. Never the password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pending {
    /// The challenge and what goes with it.
    pub challenged: Challenged,
    /// The key of the authenticator app that is being set up.
    pub setup: Option<TotpSetup>,
    /// Whether to stay signed in after the app is closed.
    pub remember: bool,
    /// How the sign-in began.
    pub method: Method,
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
    /// In as a guest.
    EnteredAsGuest,
    /// No session is remembered; or one was, and is no longer valid.
    NothingToRestore {
        /// Whose session it was, and why it has ended.
        ended: Option<(String, Refusal)>,
    },
    /// A sign-in stood at a question when the app was closed, and still does.
    Resumed(Pending),
    /// A sign-in stood at a question when the app was closed, and has taken too long.
    Lapsed {
        /// Whose.
        username: String,
    },
    /// The service asks something.
    Challenged(Challenged),
    /// The key of a new authenticator app, and what the next answer must carry.
    TotpSetUp(Challenged, TotpSetup),
    /// The account exists.
    SignedUp {
        /// Whether it needs no code.
        confirmed: bool,
        /// Where the code went.
        destination: Option<Destination>,
        /// `Session`, by which a sign-in can go on without a password.
        session: Option<Secret>,
    },
    /// The account is confirmed.
    Confirmed {
        /// `Session`, by which a sign-in can go on without a password.
        session: Option<Secret>,
    },
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
