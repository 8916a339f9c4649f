//! The account, its password and its session: not there, closed, locked, waiting for somebody.

use flow::State;

use crate::problem::row::{Row, row};
use crate::problem::{ProblemCode as Code, Retry};

/// Whoever is signed in was asked for their password alone.
pub(super) fn wrong_credentials(state: &State) -> Row {
    match state {
        State::SignedIn { .. } | State::Restoring => row(
            Code::WrongCredentials,
            "Wrong password",
            "This is not your present password.",
            "Type it once more. If it is lost, sign out and set a new one.",
            Retry::Edit,
        ),
        State::SignIn { .. }
        | State::SignUp { .. }
        | State::ForgotPassword { .. }
        | State::Answer(_)
        | State::Browser { .. }
        | State::Guest => row(
            Code::WrongCredentials,
            "Wrong user name or password",
            "The user name or the password is not right.",
            "Check both, or set a new password.",
            Retry::Edit,
        ),
    }
}

pub(super) fn unknown_user() -> Row {
    row(
        Code::UnknownUser,
        "No such account",
        "Nobody here has this user name.",
        "Check the spelling, or create an account.",
        Retry::Edit,
    )
}

pub(super) fn disabled() -> Row {
    row(
        Code::AccountDisabled,
        "Account switched off",
        "Whoever runs this service has switched this account off.",
        "Only they can switch it on again. Copy the request below and send it to them.",
        Retry::No,
    )
    .asking("Switch my account on again (AdminEnableUser).")
}

pub(super) fn locked_out() -> Row {
    row(
        Code::TooManyTries,
        "Too many tries",
        "After several mistakes this account is locked for a short while.",
        "Wait, then try again. Each further mistake doubles the wait.",
        Retry::Later,
    )
}

pub(super) fn not_confirmed() -> Row {
    row(
        Code::RefusedByService,
        "Account not confirmed yet",
        "This account still waits for the code that confirms it.",
        "Sign in once more to enter the code.",
        Retry::Now,
    )
}

pub(super) fn already_confirmed() -> Row {
    row(
        Code::RefusedByService,
        "Already confirmed",
        "This account is confirmed.",
        "Sign in.",
        Retry::No,
    )
}

pub(super) fn reset_required() -> Row {
    row(
        Code::RefusedByService,
        "New password needed",
        "Whoever runs this service asks you to set a new password.",
        "Go to “Forgot password?” to set one.",
        Retry::No,
    )
}

pub(super) fn reset_not_possible() -> Row {
    row(
        Code::ResetNotPossible,
        "Temporary password first",
        "This account still has the temporary password of its invitation, and only a password of your own can be \
         reset.",
        "Sign in with the temporary password. If it is lost, ask for a new invitation.",
        Retry::No,
    )
    .asking("Send me the invitation again (AdminCreateUser with MessageAction RESEND).")
}

pub(super) fn no_verified_address() -> Row {
    row(
        Code::ResetNotPossible,
        "Nowhere to send a code",
        "The code for a new password has nowhere to go: this account has no confirmed address for it.",
        "Only whoever runs this service can help. Copy the request below and send it to them.",
        Retry::No,
    )
    .asking(
        "Mark my email address or telephone number as verified (AdminUpdateUserAttributes), or set a new password \
         for me (AdminSetUserPassword). If codes by email are my second step, I need another way to recover.",
    )
}

pub(super) fn email_is_second_step() -> Row {
    row(
        Code::ResetNotPossible,
        "Nowhere to send a code",
        "Email is the second step of this account, so it cannot also carry the code for a new password.",
        "Only whoever runs this service can help. Copy the request below and send it to them.",
        Retry::No,
    )
    .asking(
        "Set a new password for me (AdminSetUserPassword): codes by email are my second step, and there is no other \
         verified way to recover. A verified telephone number or an authenticator app would mend it for good.",
    )
}

pub(super) fn temporary_password_expired() -> Row {
    row(
        Code::InvitationExpired,
        "Invitation too old",
        "The temporary password of this invitation has expired.",
        "Ask for a new invitation. Copy the request below and send it to whoever runs this service.",
        Retry::No,
    )
    .asking("Send me the invitation again (AdminCreateUser with MessageAction RESEND).")
}

pub(super) fn sign_up_not_permitted() -> Row {
    row(
        Code::SignUpClosed,
        "By invitation only",
        "You cannot create an account here yourself.",
        "Ask whoever runs this service for an invitation.",
        Retry::No,
    )
    .asking("Invite me (AdminCreateUser).")
}

pub(super) fn password_rules() -> Row {
    row(
        Code::PasswordRules,
        "Password does not fit the rules",
        "The new password does not follow the rules of this service.",
        "The list shows what is still missing.",
        Retry::Edit,
    )
}

pub(super) fn password_reused() -> Row {
    row(
        Code::PasswordReused,
        "Password used before",
        "You have used this password before, and the service remembers the last ones.",
        "Choose one that is new.",
        Retry::Edit,
    )
}

pub(super) fn password_compromised() -> Row {
    row(
        Code::PasswordRules,
        "Password known to others",
        "This password has turned up among stolen ones, and the service does not accept it.",
        "Choose another, here and wherever else you use it.",
        Retry::Edit,
    )
}

pub(super) fn risk_blocked() -> Row {
    row(
        Code::RefusedByService,
        "Blocked for safety",
        "This attempt looked as if it came from somebody else, so the service blocked it.",
        "Try later from a network that you often use, or set a new password.",
        Retry::Later,
    )
    .asking("My sign-in was blocked as risky. Look at it in the user’s sign-in history and tell whether it was me.")
}

pub(super) fn challenge_lapsed() -> Row {
    row(
        Code::StepExpired,
        "That took too long",
        "This step of the sign-in has ended.",
        "Sign in once more.",
        Retry::Edit,
    )
}

pub(super) fn session_ended() -> Row {
    row(
        Code::SessionEnded,
        "Signed out",
        "Your session has expired.",
        "Sign in once more.",
        Retry::Edit,
    )
}

pub(super) fn session_revoked() -> Row {
    row(
        Code::SessionEnded,
        "Signed out elsewhere",
        "Somebody signed out on all devices, or whoever runs this service ended your session.",
        "Sign in once more. If it was not you, set a new password.",
        Retry::Edit,
    )
}

pub(super) fn session_copied() -> Row {
    row(
        Code::SessionEnded,
        "Signed out for safety",
        "Your session was used from two places at once, as if somebody had copied it.",
        "Sign in once more. If you did not copy the app’s data yourself, set a new password.",
        Retry::Edit,
    )
}

pub(super) fn limit() -> Row {
    row(
        Code::TooManyTries,
        "Too many tries",
        "This was asked for too often in a short time.",
        "Wait a while, then try again; it may take up to an hour.",
        Retry::Later,
    )
}
