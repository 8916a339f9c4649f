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
        (
            "MFAS_CAN_SETUP",
            r#"["SMS_MFA","SOFTWARE_TOKEN_MFA","EMAIL_OTP"]"#,
        ),
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

/// The same challenge where only an authenticator app can be set up.
pub(crate) fn only_totp() -> Challenged {
    let mut challenged = challenged("MFA_SETUP");
    challenged.challenge.parameters.insert(
        "MFAS_CAN_SETUP".into(),
        r#"["SMS_MFA","SOFTWARE_TOKEN_MFA"]"#.into(),
    );
    challenged
}

pub(crate) fn totp_setup() -> TotpSetup {
    TotpSetup {
        secret: "TOTPKEY".into(),
        uri: "otpauth://totp/Test:ada?secret=TOTPKEY".into(),
        account: "ada".into(),
        issuer: "Test".into(),
    }
}

pub(crate) fn pending(setup: Option<TotpSetup>) -> Pending {
    Pending {
        challenged: challenged(if setup.is_some() { "MFA_SETUP" } else { "SMS_MFA" }),
        setup,
        remember: true,
        method: Method::UserSrp,
    }
}

/// Answers to whatever may be asked, with this choice.
pub(crate) fn choosing(choice: &str) -> Values {
    let mut values = answers();
    values.insert("choice".into(), Secret::from(choice));
    values
}

/// Answers to whatever may be asked.
pub(crate) fn answers() -> Values {
    values(&[
        ("email", "ada@example.com"),
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
        Intent::OpenBrowser {
            provider: Some("AcmeSAML".into()),
            remember: true,
        },
        Intent::ContinueAsGuest,
        Intent::PresentToken {
            provider: "login.acme.app".into(),
            token: " TOKEN ".into(),
            identity_id: Some(" ".into()),
        },
        Intent::PresentToken {
            provider: "login.acme.app".into(),
            token: " ".into(),
            identity_id: None,
        },
        Intent::SignUp {
            values: values(&[("username", "ada"), ("password", "Gatehouse-1")]),
            remember: true,
            method: Method::UserSrp,
        },
        Intent::SignIn(Credentials {
            password: Secret::default(),
            method: Method::UserAuth { preferred: None },
            ..credentials()
        }),
        Intent::SignUp {
            values: values(&[("username", "ada")]),
            remember: true,
            method: Method::UserAuth { preferred: None },
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
            values: choosing("SOFTWARE_TOKEN_MFA"),
        },
        Intent::Answer {
            values: choosing("EMAIL_OTP"),
        },
        Intent::Answer {
            values: choosing("PASSWORD_SRP"),
        },
        Intent::Answer {
            values: Values::new(),
        },
        Intent::Resend,
        Intent::ChangeAddress,
        Intent::CheckConfirmed { quiet: true },
        Intent::CheckConfirmed { quiet: false },
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
        Reply::EnteredAsGuest,
        Reply::NothingToRestore { ended: None },
        Reply::NothingToRestore {
            ended: Some(("ada".into(), Reason::SessionEnded.into())),
        },
        Reply::SignedUp {
            confirmed: false,
            destination: None,
            session: Some("session".into()),
        },
        Reply::SignedUp {
            confirmed: true,
            destination: None,
            session: None,
        },
        Reply::Confirmed { session: None },
        Reply::Confirmed {
            session: Some("session".into()),
        },
        Reply::Resumed(pending(None)),
        Reply::Resumed(pending(Some(totp_setup()))),
        Reply::Lapsed {
            username: "ada".into(),
        },
        Reply::TotpSetUp(challenged("MFA_SETUP"), totp_setup()),
        Reply::Challenged(only_totp()),
        Reply::CodeSent(None),
        Reply::PasswordChanged,
        Reply::SignedOut { told: true },
        Reply::SignedOut { told: false },
    ];
    replies.extend(
        [
            "SELECT_MFA_TYPE",
            "SELECT_CHALLENGE",
            "SMS_MFA",
            "SOFTWARE_TOKEN_MFA",
            "MFA_SETUP",
            "NEW_PASSWORD_REQUIRED",
        ]
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
    events.push(Event::AccountDeleted);
    if let Some(ticket) = flow.awaited() {
        events.push(Event::BrowserNotOpened(ticket));
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
        Event::Intent(Intent::Resend) => EventName::Resend,
        Event::Intent(Intent::CheckConfirmed { .. }) => EventName::CheckConfirmed,
        Event::Intent(Intent::OpenBrowser { .. }) => EventName::OpenBrowser,
        Event::BrowserNotOpened(_)
        | Event::Intent(
            Intent::Restore
            | Intent::ContinueAsGuest
            | Intent::PresentToken { .. }
            | Intent::SignIn(_)
            | Intent::SignUp { .. }
            | Intent::ForgotPassword { .. }
            | Intent::Answer { .. }
            | Intent::SignOut { .. },
        ) => return None,
        Event::SessionEnded(_) => EventName::SessionEnded,
        Event::AccountDeleted => EventName::AccountDeleted,
        Event::Reply { reply, .. } => match reply {
            Reply::SignedIn { .. } => EventName::SignedIn,
            Reply::EnteredAsGuest => EventName::EnteredAsGuest,
            Reply::NothingToRestore { .. } => EventName::NothingToRestore,
            Reply::Challenged(_) => EventName::Challenged,
            Reply::TotpSetUp(..) => EventName::TotpSetUp,
            Reply::Resumed(_) => EventName::Resumed,
            Reply::Lapsed { .. } => EventName::Lapsed,
            Reply::SignedUp { .. } => EventName::SignedUp,
            Reply::Confirmed { .. } => EventName::Confirmed,
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
