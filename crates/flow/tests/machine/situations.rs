//! One event of every kind, and every situation that they lead to.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use base::Secret;
use flow::*;
use time::macros::datetime;

pub(crate) fn credentials() -> Credentials {
    Credentials {
        username: "ada".into(),
        password: "Gatehouse-1".into(),
        remember: true,
        method: Method::UserSrp,
    }
}

pub(crate) fn values(pairs: &[(&str, &str)]) -> Values {
    pairs
        .iter()
        .map(|(name, value)| ((*name).to_owned(), Secret::from(*value)))
        .collect()
}

pub(crate) fn challenged(name: &str) -> Challenged {
    let parameters = [
        ("MFAS_CAN_CHOOSE", r#"["SMS_MFA","SOFTWARE_TOKEN_MFA"]"#),
        ("requiredAttributes", r#"["userAttributes.given_name"]"#),
        ("CODE_DELIVERY_DESTINATION", "a***@e***"),
    ];
    let parameters = parameters.map(|(name, value)| (name.to_owned(), value.to_owned()));
    Challenged {
        challenge: Challenge {
            name: name.into(),
            username: "ada".into(),
            parameters: BTreeMap::from(parameters),
            available: vec!["PASSWORD_SRP".into(), "EMAIL_OTP".into(), "WEB_AUTHN".into()],
            expires_at: datetime!(2026-11-21 12:03 UTC),
        },
        session: Some("session".into()),
        user_id: "ada-id".into(),
    }
}

/// Answers to whatever may be asked.
pub(crate) fn answers() -> Values {
    values(&[
        ("code", "123 456"),
        ("newPassword", "Gatehouse-2"),
        ("given_name", "Ada"),
        ("answer", "42"),
        ("password", "Gatehouse-1"),
        ("choice", "SMS_MFA"),
    ])
}

pub(crate) fn intents() -> Vec<Intent> {
    vec![
        Intent::Restore,
        Intent::ShowSignIn,
        Intent::ShowSignUp,
        Intent::ShowForgotPassword {
            username: "ada".into(),
        },
        Intent::SignIn(credentials()),
        Intent::SignIn(Credentials {
            password: Secret::default(),
            ..credentials()
        }),
        Intent::SignUp {
            values: values(&[("username", "ada"), ("password", "Gatehouse-1")]),
            remember: true,
            method: Method::UserSrp,
        },
        Intent::SignUp {
            values: Values::new(),
            remember: true,
            method: Method::UserSrp,
        },
        Intent::ForgotPassword {
            username: "ada".into(),
        },
        Intent::ForgotPassword { username: " ".into() },
        Intent::Answer { values: answers() },
        Intent::Answer {
            values: Values::new(),
        },
        Intent::Resend,
        Intent::ChangeAddress,
        Intent::SignOut { everywhere: false },
        Intent::SignOut { everywhere: true },
    ]
}

pub(crate) fn replies() -> Vec<Reply> {
    let mut replies = vec![
        Reply::SignedIn {
            sub: "sub".into(),
            username: "ada".into(),
        },
        Reply::NothingToRestore { ended: None },
        Reply::NothingToRestore {
            ended: Some(("ada".into(), Reason::SessionEnded.into())),
        },
        Reply::SignedUp {
            confirmed: false,
            destination: None,
        },
        Reply::SignedUp {
            confirmed: true,
            destination: None,
        },
        Reply::Confirmed,
        Reply::CodeSent(None),
        Reply::PasswordChanged,
        Reply::SignedOut { told: true },
        Reply::SignedOut { told: false },
    ];
    replies.extend(
        ["SELECT_MFA_TYPE", "SMS_MFA", "NEW_PASSWORD_REQUIRED"]
            .map(|name| Reply::Challenged(challenged(name))),
    );
    let reasons = [
        Reason::WrongCredentials,
        Reason::WrongCode,
        Reason::Unreachable,
        Reason::NotConfirmed,
        Reason::AlreadyConfirmed,
        Reason::ResetRequired,
        Reason::ChallengeLapsed,
    ];
    replies.extend(reasons.map(|reason| Reply::Refused(reason.into())));
    replies
}

/// Every event that makes a difference to this machine: its own ticket for replies.
pub(crate) fn events(flow: &Flow) -> Vec<Event> {
    let mut events: Vec<Event> = intents().into_iter().map(Event::Intent).collect();
    events.push(Event::SessionEnded(Reason::Disabled.into()));
    if let Some(ticket) = flow.awaited() {
        events.extend(replies().into_iter().map(|reply| Event::Reply { ticket, reply }));
    }
    events
}

/// The event's name in the table, where it has one.
pub(crate) fn name(event: &Event) -> Option<EventName> {
    Some(match event {
        Event::Intent(Intent::ShowSignIn) => EventName::ShowSignIn,
        Event::Intent(Intent::ShowSignUp) => EventName::ShowSignUp,
        Event::Intent(Intent::ShowForgotPassword { .. }) => EventName::ShowForgotPassword,
        Event::Intent(Intent::ChangeAddress) => EventName::ChangeAddress,
        Event::Intent(
            Intent::Restore
            | Intent::SignIn(_)
            | Intent::SignUp { .. }
            | Intent::ForgotPassword { .. }
            | Intent::Answer { .. }
            | Intent::Resend
            | Intent::CheckConfirmed { .. }
            | Intent::SignOut { .. },
        ) => return None,
        Event::SessionEnded(_) => EventName::SessionEnded,
        Event::Reply { reply, .. } => match reply {
            Reply::SignedIn { .. } => EventName::SignedIn,
            Reply::NothingToRestore { .. } => EventName::NothingToRestore,
            Reply::Challenged(_) => EventName::Challenged,
            Reply::SignedUp { .. } => EventName::SignedUp,
            Reply::Confirmed => EventName::Confirmed,
            Reply::CodeSent(_) => EventName::CodeSent,
            Reply::PasswordChanged => EventName::PasswordChanged,
            Reply::SignedOut { .. } => EventName::SignedOut,
            Reply::Refused(_) => EventName::Refused,
        },
    })
}

/// Every situation that can be reached, one machine for each: the state, what is awaited and what is kept.
pub(crate) fn situations() -> Vec<Flow> {
    let (start, _) = Flow::start();
    let mut seen = BTreeSet::new();
    let mut queue = VecDeque::from([start]);
    let mut found = Vec::new();
    while let Some(flow) = queue.pop_front() {
        if !seen.insert(fingerprint(&flow)) {
            continue;
        }
        for event in events(&flow) {
            queue.push_back(flow.clone().step(event).0);
        }
        found.push(flow);
    }
    found
}

/// What tells two situations apart: the state, what is awaited and what is kept. Tickets do not, nor does what was
/// said last.
fn fingerprint(flow: &Flow) -> String {
    let text = format!("{flow:?}");
    let (state, rest) = text
        .split_once(", refusal: ")
        .expect("the refusal follows the state");
    let (_, rest) = rest
        .split_once(", awaited: ")
        .expect("then comes what is awaited");
    let (kept, _) = rest.rsplit_once(", last_ticket: ").expect("the ticket is last");
    let awaited = kept
        .split_once("Ticket(")
        .and_then(|(_, rest)| rest.split_once(')'))
        .map_or(kept, |(_, rest)| rest);
    format!("{state} {awaited}")
}
