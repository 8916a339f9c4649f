//! Passkeys and devices.

use crate::problem::row::{Row, row};
use crate::problem::{ProblemCode as Code, Retry};

pub(super) fn elsewhere() -> Row {
    row(
        Code::PasskeyElsewhere,
        "Use your browser",
        "Passkeys of this service are used in your browser.",
        "Go back and continue in the browser, or sign in another way.",
        Retry::No,
    )
}

pub(super) fn off() -> Row {
    row(
        Code::ConnectionWrong,
        "No passkeys here",
        "This service does not take passkeys, or is not fully set up for them.",
        "Use another way to sign in.",
        Retry::No,
    )
    .asking("Allow passkeys in the user pool and give it a relying party (SetUserPoolMfaConfig).")
}

pub(super) fn refused() -> Row {
    row(
        Code::RefusedByService,
        "Passkey not accepted",
        "The service does not accept this passkey.",
        "Use another passkey, or sign in another way.",
        Retry::No,
    )
}

pub(super) fn lapsed() -> Row {
    row(
        Code::StepExpired,
        "That took too long",
        "Setting up the passkey took too long.",
        "Begin once more.",
        Retry::Now,
    )
}

pub(super) fn device_unknown() -> Row {
    row(
        Code::Gone,
        "Device forgotten",
        "The service does not know this device any more.",
        "Sign in as on a new device.",
        Retry::Now,
    )
}

pub(super) fn device_known() -> Row {
    row(
        Code::RefusedByService,
        "Device known already",
        "The service knows this device already.",
        "There is nothing to do.",
        Retry::No,
    )
}
