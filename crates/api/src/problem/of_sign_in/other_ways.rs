//! Guests, tokens from elsewhere, and what a sign-in by browser does not permit.

use crate::problem::row::{Row, row};
use crate::problem::{ProblemCode as Code, Retry};

pub(super) fn scope_missing() -> Row {
    row(
        Code::ConnectionWrong,
        "Not possible after this sign-in",
        "This way of signing in does not let the app read or change your account.",
        "Sign in with user name and password, or change your account where you manage it.",
        Retry::No,
    )
    .asking(
        "Allow the scope aws.cognito.signin.user.admin for the app client, and add it to this connection.",
    )
}

pub(super) fn no_identity_pool() -> Row {
    row(
        Code::ConnectionWrong,
        "No files in this connection",
        "This connection leads to no files, and without them nobody is let in this way.",
        "Sign in with user name and password, or complete the connection.",
        Retry::No,
    )
    .asking("Give people the id of the identity pool, to be added to the connection.")
}

pub(super) fn guests_off() -> Row {
    row(
        Code::ConnectionWrong,
        "No guests here",
        "This service lets nobody in without an account.",
        "Sign in, or create an account.",
        Retry::No,
    )
    .asking("Allow unauthenticated identities in the identity pool, and give it a role for them.")
}

pub(super) fn provider_not_trusted() -> Row {
    row(
        Code::FieldRefused,
        "Not accepted",
        "This service does not trust whoever issued what you pasted, or it was issued for another service.",
        "Check which provider you chose, and that all of it was copied.",
        Retry::Edit,
    )
    .asking("Add the provider to the identity pool, with the audience of the tokens that it issues.")
}
