use std::collections::BTreeSet;
use std::path::Path;

use flow::{Refusal, State};

use super::{Problem, of_access, of_files, of_sign_in, own};

fn table() -> Vec<(String, Problem)> {
    let state = State::SignUp {
        values: Default::default(),
    };
    let sign_in = of_sign_in::tests::all().into_iter().map(|reason| {
        let name = format!("sign-in: {reason:?}");
        let refusal = Refusal {
            reason,
            error: None,
            request_id: Some("an id".into()),
            until: None,
            said: None,
        };
        (name, Problem::of_refusal(&refusal, &state))
    });
    let files = of_files::tests::all().into_iter().map(|error| {
        let name = format!("files: {error:?}");
        (
            name.split([' ', '{']).take(2).collect::<Vec<_>>().join(" "),
            Problem::of_files(&error),
        )
    });
    let access = of_access::tests::all().into_iter().map(|reason| {
        let error = auth::Error::IdentityPool {
            reason,
            request_id: Some("an id".into()),
        };
        (format!("access: {reason:?}"), Problem::of_access(&error))
    });
    let own = own::tests::all()
        .into_iter()
        .map(|fault| (format!("own: {fault:?}"), fault.into()));
    sign_in.chain(access).chain(files).chain(own).collect()
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
            said: _,
            request: _,
            reference: _,
        } = problem;
        let hint = hint.unwrap_or_default();
        let field = field.map(|name| format!(" · field {name}")).unwrap_or_default();
        format!("{fact}\n  {code:?} · retry {retry:?}{field}\n  {title}\n  {detail}\n  {hint}\n")
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
    let jargon = [
        "invalid",
        "please",
        "oops",
        "aws",
        "cognito",
        "s3",
        "bucket",
        "token",
        "exception",
        "pool",
    ];
    for (fact, problem) in table() {
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
                !words.contains(word),
                "{fact}: “{word}” means nothing to the reader"
            );
        }
        assert!(
            problem.detail.ends_with('.') && !problem.title.ends_with('.'),
            "{fact}"
        );
    }
}

#[test]
fn a_password_against_the_rules_belongs_to_the_field_on_the_screen() {
    let refusal = Refusal::from(flow::Reason::PasswordRules);

    let sign_up = Problem::of_refusal(
        &refusal,
        &State::SignUp {
            values: Default::default(),
        },
    );
    let reset = Problem::of_refusal(
        &refusal,
        &State::Answer(flow::Question::ResetPassword {
            username: "ada".into(),
            destination: None,
        }),
    );

    assert_eq!(sign_up.field.as_deref(), Some("password"));
    assert_eq!(reset.field.as_deref(), Some("newPassword"));
}
