use std::collections::BTreeSet;
use std::path::Path;

use flow::{Challenge, Question, Reason, Refusal, State};
use time::macros::datetime;

use super::{About, Problem, of_access, of_doctor, of_files, of_import, of_name, of_sign_in, own};
use crate::connection::Connection;

/// A refusal with all that the service can add to one.
fn refusal(reason: Reason) -> Refusal {
    Refusal {
        said: (reason == Reason::TriggerRefused).then(|| "Only people of Acme may join.".into()),
        request_id: Some("an id".into()),
        ..reason.into()
    }
}

fn sign_up() -> State {
    State::SignUp {
        values: Default::default(),
    }
}

fn asked(name: &str) -> State {
    State::Answer(Question::Challenge(Challenge {
        name: name.into(),
        username: "ada".into(),
        parameters: Default::default(),
        available: Vec::new(),
        expires_at: datetime!(2026-01-01 12:00 UTC),
    }))
}

fn reset() -> State {
    State::Answer(Question::ResetPassword {
        username: "ada".into(),
        destination: None,
    })
}

/// Every reason, on the form where it is met first, and the few that mean something else on others.
fn refusals() -> Vec<(String, Refusal, State)> {
    let plain = of_sign_in::tests::all().into_iter().map(|reason| {
        let state = if reason == Reason::UsedCode {
            asked("SOFTWARE_TOKEN_MFA")
        } else if reason == Reason::WrongCode {
            asked("SMS_MFA")
        } else {
            sign_up()
        };
        (format!("sign-in: {reason:?}"), refusal(reason), state)
    });
    let elsewhere = [
        (
            "authenticator app",
            Reason::WrongCode,
            asked("SOFTWARE_TOKEN_MFA"),
        ),
        ("new password", Reason::WrongCode, reset()),
        ("new password", Reason::ExpiredCode, reset()),
        ("account", Reason::WrongCredentials, State::Restoring),
    ];
    let elsewhere = elsewhere
        .into_iter()
        .map(|(form, reason, state)| (format!("sign-in: {reason:?} ({form})"), refusal(reason), state));
    let silent = (
        "sign-in: TriggerRefused (silent)".into(),
        Reason::TriggerRefused.into(),
        sign_up(),
    );
    plain.chain(elsewhere).chain([silent]).collect()
}

fn table() -> Vec<(String, Problem)> {
    let world = sandbox::World::default();
    let connection = Connection::to_sandbox("http://127.0.0.1:1", &world);
    let sign_in = refusals().into_iter().map(|(name, refusal, state)| {
        let about = About::new(&connection, &state, datetime!(2026-01-01 12:00 UTC));
        (name, Problem::of_sign_in(&refusal, &state, &about))
    });
    let files = of_files::tests::all().into_iter().map(|error| {
        let name = format!("files: {error:?}");
        (
            name.split([' ', '{']).take(2).collect::<Vec<_>>().join(" "),
            Problem::of_files(&error),
        )
    });
    let names = of_name::tests::all()
        .into_iter()
        .map(|fault| (format!("name: {fault:?}"), Problem::of_name(fault)));
    let tags = of_name::tests::tags()
        .into_iter()
        .map(|fault| (format!("tags: {fault:?}"), Problem::of_tags(fault)));
    let access = of_access::tests::all().into_iter().map(|reason| {
        let error = auth::Error::IdentityPool {
            reason,
            request_id: Some("an id".into()),
        };
        (format!("access: {reason:?}"), Problem::of_access(&error))
    });
    let import = of_import::tests::all().into_iter().map(|refused| {
        let name = format!("import: {refused:?}");
        (
            name.split([' ', '{', '(']).take(2).collect::<Vec<_>>().join(" "),
            Problem::of_import(&refused),
        )
    });
    let findings = of_doctor::tests::all().into_iter().map(|finding| {
        let name = format!("doctor: {finding:?}");
        let fact = name.split('(').next().unwrap_or_default().to_owned();
        (fact, Problem::of_finding(&finding, None))
    });
    let unknowns = of_doctor::tests::unknowns()
        .into_iter()
        .map(|why| (format!("doctor: {why:?}"), Problem::of_unknown(why)));
    let own = own::tests::all()
        .into_iter()
        .map(|fault| (format!("own: {fault:?}"), fault.into()));
    sign_in
        .chain(access)
        .chain(files)
        .chain(names)
        .chain(tags)
        .chain(import)
        .chain(findings)
        .chain(unknowns)
        .chain(own)
        .collect()
}

fn sheet() -> String {
    let rows = table().into_iter().map(|(fact, problem)| {
        let Problem {
            code,
            title,
            detail,
            hint,
            field,
            retry,
            until: _,
            said,
            request,
            reference: _,
        } = problem;
        let hint = hint.map(|hint| format!("  {hint}\n")).unwrap_or_default();
        let said = said.map(|said| format!("  “{said}”\n")).unwrap_or_default();
        let request = request
            .as_deref()
            .and_then(|text| {
                text.lines()
                    .find_map(|line| line.strip_prefix("What would help: "))
            })
            .map(|ask| format!("  → {ask}\n"))
            .unwrap_or_default();
        let field = field.map(|name| format!(" · field {name}")).unwrap_or_default();
        format!("{fact}\n  {code:?} · retry {retry:?}{field}\n  {title}\n  {detail}\n{said}{hint}{request}")
    });
    rows.collect::<Vec<_>>().join("\n")
}

#[test]
fn the_sheet_of_words_is_up_to_date() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/problems.txt");
    let wanted = sheet();
    if std::fs::read_to_string(&path).unwrap_or_default() != wanted {
        std::fs::write(&path, wanted).expect("tests/problems.txt");
        panic!("tests/problems.txt was stale and has been rewritten: read it and commit it");
    }
}

#[test]
fn every_problem_says_what_happened_in_whole_words_and_without_jargon() {
    let never = ["invalid", "please", "oops", "exception"];
    let names = ["aws", "cognito", "s3", "bucket", "token", "pool"];
    for (fact, problem) in table() {
        // Whoever sets up a connection meets these names on the form.
        let sets_up = ["import:", "doctor:"].iter().any(|start| fact.starts_with(start));
        let jargon = never.iter().chain(names.iter().filter(|_| !sets_up));
        let text = format!(
            "{} {} {}",
            problem.title,
            problem.detail,
            problem.hint.unwrap_or_default()
        );
        let words: BTreeSet<String> = text
            .to_lowercase()
            .split(|c: char| !c.is_alphanumeric())
            .map(Into::into)
            .collect();
        for word in jargon {
            assert!(
                !words.contains(*word),
                "{fact}: “{word}” means nothing to the reader"
            );
        }
        assert!(
            problem.detail.ends_with(['.', ':']) && !problem.title.ends_with('.'),
            "{fact}"
        );
    }
}

#[test]
fn a_password_against_the_rules_belongs_to_the_field_on_the_screen() {
    let refusal = refusal(Reason::PasswordRules);

    let sign_up = Problem::of_refusal(&refusal, &sign_up());
    let reset = Problem::of_refusal(&refusal, &reset());

    assert_eq!(sign_up.field.as_deref(), Some("password"));
    assert_eq!(reset.field.as_deref(), Some("newPassword"));
}

#[test]
fn who_cannot_get_on_alone_has_a_request_to_copy_that_says_who_where_when_and_what_would_help() {
    let world = sandbox::World::default();
    let connection = Connection::to_sandbox("http://127.0.0.1:1", &world);
    let state = State::SignIn {
        username: "newt".into(),
    };
    let about = About::new(&connection, &state, datetime!(2026-01-01 12:05:30 +1));

    let problem = Problem::of_sign_in(&refusal(Reason::TemporaryPasswordExpired), &state, &about);

    let expected = format!(
        "Hello,\n\nI cannot sign in to Sandbox.\nWhat happened: The temporary password of this invitation has \
         expired.\nWhat would help: Send me the invitation again (AdminCreateUser with MessageAction RESEND).\n\n\
         User name: newt\nConnection: Sandbox\nRegion: {}\nUser pool: {}\nApp client: {}\nTime: 2026-01-01 11:05 \
         UTC\nReference: an id\n\nThank you.",
        world.region, world.user_pool_id, world.client_id
    );
    assert_eq!(problem.request, Some(expected));
}

#[test]
fn the_dead_ends_and_the_deadlocks_have_a_request_and_what_the_person_can_mend_has_none() {
    let has_request = |reason: Reason| {
        let fact = format!("sign-in: {reason:?}");
        let row = table().into_iter().find(|(name, _)| *name == fact);
        row.unwrap_or_else(|| panic!("{fact} has no row"))
            .1
            .request
            .is_some()
    };
    for stuck in [
        Reason::ResetNotPossible,
        Reason::NoVerifiedAddress,
        Reason::TemporaryPasswordExpired,
        Reason::Disabled,
        Reason::FactorNotFound,
        Reason::AuthenticatorNotFound,
        Reason::MessagesNotSetUp,
        Reason::Blocked,
        Reason::RiskBlocked,
        Reason::UnsupportedChallenge,
    ] {
        assert!(has_request(stuck.clone()), "{stuck:?}");
    }
    for own in [
        Reason::WrongCredentials,
        Reason::WrongCode,
        Reason::ExpiredCode,
        Reason::PasswordRules,
        Reason::LockedOut,
        Reason::Unreachable,
        Reason::ChallengeLapsed,
    ] {
        assert!(!has_request(own.clone()), "{own:?}");
    }
}

#[test]
fn a_rule_of_the_service_speaks_for_itself_and_a_silent_one_is_said_to_be_silent() {
    let said = Problem::of_refusal(&refusal(Reason::TriggerRefused), &sign_up());
    let silent = Problem::of_refusal(&Reason::TriggerRefused.into(), &sign_up());

    assert_eq!(said.said.as_deref(), Some("Only people of Acme may join."));
    assert!(said.detail.ends_with("says:"), "{}", said.detail);
    assert_eq!(silent.said, None);
    assert!(silent.detail.ends_with("does not say why."), "{}", silent.detail);
}

#[test]
fn where_waiting_helps_the_page_can_count_down() {
    let until = datetime!(2026-01-01 12:00:16 UTC);
    let refusal = Refusal {
        until: Some(until),
        ..refusal(Reason::LockedOut)
    };

    let problem = Problem::of_refusal(
        &refusal,
        &State::SignIn {
            username: "ada".into(),
        },
    );

    assert_eq!(problem.until, Some(until.unix_timestamp() * 1000));
}
