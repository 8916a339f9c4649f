//! The service and the connection to it: out of reach, set up wrongly, in trouble, saying no.

use crate::problem::row::{Row, row};
use crate::problem::{ProblemCode as Code, Retry};

const ASK: &str = "Ask whoever runs this service.";

pub(super) fn too_many_requests() -> Row {
    row(
        Code::TooManyTries,
        "The service is busy",
        "Too many people ask at once. It is not your fault.",
        "Wait a few seconds, then try again.",
        Retry::Later,
    )
}

pub(super) fn flow_not_enabled() -> Row {
    row(
        Code::ConnectionWrong,
        "Not switched on",
        "This way of signing in is switched off for this app.",
        "Choose another way. Whoever runs this service can switch this one on.",
        Retry::No,
    )
    .asking(
        "Switch this way of signing in on for the app client: ALLOW_USER_SRP_AUTH, ALLOW_USER_PASSWORD_AUTH, \
         ALLOW_USER_AUTH or ALLOW_CUSTOM_AUTH among its flows.",
    )
}

pub(super) fn feature_off() -> Row {
    row(
        Code::ConnectionWrong,
        "Not part of this service",
        "This service does not include what was asked for.",
        "Choose another way, or ask whoever runs this service.",
        Retry::No,
    )
    .asking("The user pool’s plan or its add-ons lack a feature that this app was set up to use. Check both.")
}

pub(super) fn client_secret() -> Row {
    row(
        Code::ConnectionWrong,
        "Secret not right",
        "The service does not accept the secret of this connection.",
        "Check the connection: the secret may have been replaced.",
        Retry::No,
    )
    .asking("Tell me the present secret of the app client, by a safe way.")
}

pub(super) fn client_secret_missing() -> Row {
    row(
        Code::ConnectionWrong,
        "Secret missing",
        "The service wants a secret that this connection does not have.",
        "Add the secret to the connection.",
        Retry::No,
    )
    .asking("Tell me the secret of the app client by a safe way, or give me an app client without one.")
}

pub(super) fn not_found() -> Row {
    row(
        Code::ConnectionWrong,
        "Service not found",
        "The service that this connection points to does not exist, or not in its region.",
        "Check the connection: its region and its ids.",
        Retry::No,
    )
    .asking("Check the region and the id of the user pool that I was given.")
}

pub(super) fn client_not_found() -> Row {
    row(
        Code::ConnectionWrong,
        "App not known",
        "The service does not know the app of this connection.",
        "Check the connection: the id of its app client.",
        Retry::No,
    )
    .asking("Check the id of the app client that I was given.")
}

pub(super) fn read_replica() -> Row {
    row(
        Code::ConnectionWrong,
        "Wrong region",
        "The region of this connection holds a copy of the service that cannot do this.",
        "Change the region of the connection.",
        Retry::No,
    )
    .asking("Tell me the primary region of the user pool; I was given one that holds a replica.")
}

pub(super) fn configuration() -> Row {
    row(
        Code::ConnectionWrong,
        "Service not fully set up",
        "The service is not set up for what it was asked.",
        ASK,
        Retry::No,
    )
    .asking(
        "Check the settings of the user pool: it refuses with a configuration error. The reference helps.",
    )
}

pub(super) fn trigger_refused(said: bool) -> Row {
    let detail = if said {
        "A rule of this service refused, and says:"
    } else {
        "A rule of this service refused, and does not say why."
    };
    row(Code::RefusedByService, "Refused", detail, ASK, Retry::No)
        .asking("Find out why a rule (a trigger of the user pool) refused me.")
}

pub(super) fn trigger_failed() -> Row {
    row(
        Code::ServiceTrouble,
        "The service is in trouble",
        "A check of the service’s own has failed.",
        "Try again in a while. If it stays so, ask whoever runs this service.",
        Retry::Later,
    )
    .asking("A trigger of the user pool failed or answered wrongly. Look at its log at the time below.")
}

pub(super) fn blocked() -> Row {
    row(
        Code::RefusedByService,
        "Blocked",
        "The firewall of this service blocked the request.",
        "Try from another network, or ask whoever runs this service.",
        Retry::No,
    )
    .asking("The firewall (AWS WAF) of the user pool blocked me. Look for the reference below.")
}

pub(super) fn unreachable() -> Row {
    row(
        Code::Offline,
        "No connection",
        "The service cannot be reached.",
        "Check the network, then try again. Nothing that you typed is lost.",
        Retry::Now,
    )
}

pub(super) fn failed() -> Row {
    row(
        Code::ServiceTrouble,
        "The service is in trouble",
        "The service could not do what it was asked.",
        "Try again in a while.",
        Retry::Later,
    )
}

pub(super) fn garbled() -> Row {
    row(
        Code::ServiceTrouble,
        "Answer not understood",
        "The service answered in a way that this app does not understand.",
        "Try again. If it stays so, check the network and the connection.",
        Retry::Now,
    )
}

pub(super) fn clock() -> Row {
    row(
        Code::ClockWrong,
        "Check the clock",
        "The answer of the service belongs to another time than this computer shows.",
        "Set the date and time of this computer, then try again.",
        Retry::Now,
    )
}

pub(super) fn not_trusted() -> Row {
    row(
        Code::ConnectionWrong,
        "Answer not trusted",
        "The answer did not prove that it comes from the service of this connection.",
        "Check the network and the connection.",
        Retry::No,
    )
}

pub(super) fn unsupported_challenge() -> Row {
    row(
        Code::QuestionNotSupported,
        "Not possible here",
        "The service asks for a step that this app cannot do.",
        "Go back and sign in another way, or ask whoever runs this service.",
        Retry::No,
    )
    .asking("The user pool asks for a step that my app does not know. Tell me another way to sign in.")
}

pub(super) fn not_permitted() -> Row {
    row(
        Code::RefusedByService,
        "Not allowed",
        "The service does not allow this, and does not say why.",
        ASK,
        Retry::No,
    )
    .asking("Find out why I am not allowed to do this; the reference helps.")
}

pub(super) fn call_refused() -> Row {
    row(
        Code::Unexpected,
        "The app’s mistake",
        "The app asked for something that the service does not take. It is not your fault.",
        "Try another way. If it stays so, tell whoever runs this service and give them the reference.",
        Retry::No,
    )
}

pub(super) fn unexpected() -> Row {
    row(
        Code::Unexpected,
        "Something went wrong",
        "The service refused, and this app does not know why.",
        "Try again. If it stays so, ask whoever runs this service and give them the reference.",
        Retry::Now,
    )
}
