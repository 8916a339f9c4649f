//! One-time codes: wrong, too old, used, not sent; and the factors behind them.

use flow::{ChallengeName, Question, State};

use crate::problem::row::{Row, row};
use crate::problem::{ProblemCode as Code, Retry};

/// What the code on the screen is good for, because a wrong one means something else each time.
enum Asked {
    /// It was sent, and the account is there.
    Sent,
    /// It was sent if there is an account; the service does not say.
    Reset,
    /// An authenticator app shows it.
    App,
    /// An authenticator app shows it for the first time.
    FirstOfApp,
}

fn asked(state: &State) -> Asked {
    match state {
        State::Answer(Question::ResetPassword { .. }) => Asked::Reset,
        State::Answer(Question::SetUpTotp { .. }) => Asked::FirstOfApp,
        State::Answer(Question::Challenge(challenge))
            if challenge.name == ChallengeName::SoftwareTokenMfa =>
        {
            Asked::App
        }
        State::Answer(Question::Challenge(_) | Question::ConfirmSignUp { .. })
        | State::Restoring
        | State::SignIn { .. }
        | State::SignUp { .. }
        | State::ForgotPassword { .. }
        | State::Browser { .. }
        | State::Guest
        | State::SignedIn { .. } => Asked::Sent,
    }
}

pub(super) fn wrong(state: &State) -> Row {
    match asked(state) {
        Asked::Sent => row(
            Code::WrongCode,
            "Wrong code",
            "That is not the code we sent.",
            "Use the newest message, or have a new code sent.",
            Retry::Edit,
        ),
        Asked::Reset => row(
            Code::WrongCode,
            "That code does not work",
            "The code is wrong or too old, or there is no such account.",
            "Use the newest message and check the user name, or have a new code sent.",
            Retry::Edit,
        ),
        Asked::App => row(
            Code::WrongCode,
            "Wrong code",
            "That is not the code that your authenticator app shows now.",
            "Enter the newest one. If none works, let your phone set its clock by itself.",
            Retry::Edit,
        ),
        Asked::FirstOfApp => first(),
    }
}

pub(super) fn first() -> Row {
    row(
        Code::WrongCode,
        "That code does not fit yet",
        "The code does not belong to the key on this screen.",
        "Scan the picture once more and enter the code that the app shows then. If none works, let your phone set \
         its clock by itself.",
        Retry::Edit,
    )
}

pub(super) fn expired(state: &State) -> Row {
    match asked(state) {
        Asked::Sent | Asked::App | Asked::FirstOfApp => row(
            Code::ExpiredCode,
            "Code no longer good",
            "That code is wrong or has expired, or a newer one has replaced it.",
            "We can send a new one.",
            Retry::Edit,
        ),
        Asked::Reset => row(
            Code::ExpiredCode,
            "Code no longer good",
            "The code has expired, or there is no such account.",
            "Have a new code sent. If none arrives, check the user name.",
            Retry::Edit,
        ),
    }
}

pub(super) fn used() -> Row {
    row(
        Code::WrongCode,
        "Code already used",
        "Each code of your authenticator app works once, and this one has.",
        "Wait for the next one.",
        Retry::Later,
    )
}

pub(super) fn too_many_wrong() -> Row {
    row(
        Code::TooManyTries,
        "Too many tries",
        "Too many wrong codes were entered.",
        "Wait a while, then have a new code sent.",
        Retry::Later,
    )
}

pub(super) fn not_delivered() -> Row {
    row(
        Code::CodeNotSent,
        "Code not sent",
        "The account is there, but the code could not be sent.",
        "Have it sent again in a while; there is no need to sign up again.",
        Retry::Later,
    )
    .asking("Find out why no code reaches me: the address of my account, and the sending of messages.")
}

pub(super) fn email_limit() -> Row {
    row(
        Code::TooManyTries,
        "No more emails today",
        "The service has sent as many emails as it may in one day.",
        "Try again tomorrow, or ask whoever runs this service.",
        Retry::Later,
    )
    .asking(
        "Raise the daily limit of emails: the user pool still sends from Cognito’s own address, 50 a day. Let it \
         send through Amazon SES.",
    )
}

pub(super) fn messages_not_set_up() -> Row {
    row(
        Code::ConnectionWrong,
        "Codes cannot be sent",
        "The service is not allowed to send messages yet.",
        "Ask whoever runs this service.",
        Retry::No,
    )
    .asking(
        "Check the role with which the user pool sends text messages (its trust and its external id), and the \
         permission to send email.",
    )
}

pub(super) fn factor_not_found() -> Row {
    row(
        Code::RefusedByService,
        "No second step",
        "This account has no such second step.",
        "Go back and sign in another way.",
        Retry::No,
    )
    .asking("Check the second steps (MFA) of my account: the one that is asked for is not set up.")
}

pub(super) fn authenticator_not_found() -> Row {
    row(
        Code::RefusedByService,
        "No authenticator app",
        "This account has no authenticator app, or the service does not take one.",
        "Go back and sign in another way.",
        Retry::No,
    )
    .asking("Check whether the user pool takes authenticator apps, and reset that of my account.")
}

pub(super) fn factor_not_ready() -> Row {
    row(
        Code::RefusedByService,
        "Not ready yet",
        "This second step cannot be switched on yet.",
        "Confirm the address or set up the authenticator app first.",
        Retry::No,
    )
}
