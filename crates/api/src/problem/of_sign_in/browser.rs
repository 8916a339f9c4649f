//! Signing in in the system's browser.

use crate::problem::row::{Row, row};
use crate::problem::{ProblemCode as Code, Retry};

pub(super) fn none() -> Row {
    row(
        Code::ConnectionWrong,
        "No sign-in by browser",
        "This connection has no page for signing in by browser.",
        "Sign in here, or add the address of the sign-in page to the connection.",
        Retry::No,
    )
}

pub(super) fn not_opened() -> Row {
    row(
        Code::BrowserNotOpened,
        "Your browser did not open",
        "The sign-in waits, but your browser could not be opened from here.",
        "Copy the link and open it in your browser.",
        Retry::No,
    )
}

pub(super) fn declined() -> Row {
    row(
        Code::BrowserEnded,
        "Sign-in was cancelled",
        "The sign-in was cancelled in the browser, or your consent was not given.",
        "Begin once more, or sign in another way.",
        Retry::Now,
    )
}

pub(super) fn refused(explained: bool) -> Row {
    let (detail, hint) = if explained {
        ("The service you signed in with says:", "")
    } else {
        (
            "The service you signed in with did not let you in, and does not say why.",
            "Try once more. If it stays that way, ask whoever runs this service.",
        )
    };
    row(Code::BrowserEnded, "Not let in", detail, hint, Retry::Now).asking(
        "Check the provider of the user pool: its metadata, its client and secret, its attribute mapping, the scopes that \
         the app client allows, and what the triggers of the pool log.",
    )
}

pub(super) fn timed_out() -> Row {
    row(
        Code::BrowserEnded,
        "No answer from the browser",
        "Nobody came back from the browser within five minutes.",
        "Begin once more. If the browser shows an error, tell whoever runs this service.",
        Retry::Now,
    )
}

pub(super) fn ports_taken() -> Row {
    row(
        Code::BrowserEnded,
        "No way back from the browser",
        "Other programs on this computer use the doors through which the browser would come back.",
        "Close other copies of this app and programs that serve web pages, and begin once more.",
        Retry::Later,
    )
}

pub(super) fn redirect_not_registered() -> Row {
    row(
        Code::ConnectionWrong,
        "Sign-in page not set up for this app",
        "The sign-in page does not know this app's address, and would not send you back.",
        "Sign in here, or ask whoever runs this service.",
        Retry::No,
    )
    .asking("Add http://localhost:<port>/callback, for each port of this connection, to the app client's callback URLs.")
}

pub(super) fn code_refused() -> Row {
    row(
        Code::BrowserEnded,
        "Sign-in has lapsed",
        "What the browser brought back is used up, too old, or was meant for somebody else.",
        "Begin once more.",
        Retry::Now,
    )
}
