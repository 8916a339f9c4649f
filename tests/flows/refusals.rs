//! Every error that the service can raise in a sign-in, as the person sees it; and what is refused before anything
//! is sent.

use api::problem::{Problem, ProblemCode};
use api::view::{AnswerKind, FieldKind, ScreenView, SignInForm};
use sandbox::Fault;
use tests::device::{Device, Seen, answers, screen};

use crate::setting::Setting;

/// Which exceptions each unsigned call can raise; `interop/python/unsigned_calls.py` holds it against the model.
const CALLS: &str = include_str!("../../crates/auth/tests/unsigned_calls.txt");

fn exceptions_of(call: &str) -> Vec<&'static str> {
    let (_, names) = CALLS
        .lines()
        .filter_map(|line| line.split_once(": "))
        .find(|(name, _)| *name == call)
        .unwrap_or_else(|| panic!("{call} is an unsigned call"));
    names.split(' ').collect()
}

/// Has the next call of this operation refused, as by a service that says a sentence nobody has read before.
fn refuse_next(setting: &Setting, call: &str, exception: &str) {
    let fault = Fault::Refuse {
        error: exception.to_owned(),
        message: "A sentence of next year.".to_owned(),
        status: 400,
    };
    setting.world.sandbox.faults().plan(call, fault);
}

/// Either the person is told something that means something, or they have been led on to another screen.
fn explained(before: &Seen, after: &Seen, call: &str, exception: &str) {
    let problem = after.auth.as_ref().and_then(|auth| auth.problem.clone());
    match problem {
        Some(Problem {
            code: ProblemCode::Unexpected,
            title,
            ..
        }) => assert_eq!(
            (title, exception),
            ("The app’s mistake", "UnsupportedTokenTypeException"),
            "{call}"
        ),
        Some(problem) => {
            assert!(!problem.detail.is_empty() && !problem.title.is_empty());
            assert!(problem.reference.is_some(), "{call}, {exception}: no reference");
        }
        None => assert_ne!(
            before.auth.as_ref().map(|auth| (&auth.screen, auth.outcome)),
            after.auth.as_ref().map(|auth| (&auth.screen, auth.outcome)),
            "{call}, {exception}: nothing is said, and nothing has moved"
        ),
    }
}

async fn with_password(device: &Device, username: &str) -> Seen {
    device.api.show_sign_in().await.expect("the app is open");
    let form = SignInForm {
        username: username.to_owned(),
        password: "Gatehouse-1".into(),
        remember: false,
        method: Some("USER_PASSWORD_AUTH".to_owned()),
    };
    device.api.sign_in(form).await.expect("the app is open");
    device.settled().await
}

fn asked(seen: &Seen) -> Option<AnswerKind> {
    match screen(seen) {
        Some(ScreenView::Answer(answer)) => Some(answer.kind),
        Some(_) | None => None,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_error_of_signing_in_is_explained_or_leads_on() {
    let setting = Setting::fresh().await;
    let device = &setting.device;
    for exception in exceptions_of("InitiateAuth") {
        device.api.show_sign_in().await.expect("the app is open");
        let before = device.seen();
        refuse_next(&setting, "InitiateAuth", exception);
        let after = with_password(device, "mo").await;
        setting.world.sandbox.faults().clear();
        explained(&before, &after, "InitiateAuth", exception);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_error_of_answering_a_question_is_explained_or_leads_on() {
    let setting = Setting::fresh().await;
    let device = &setting.device;
    for exception in exceptions_of("RespondToAuthChallenge") {
        let before = with_password(device, "mo").await;
        assert_eq!(asked(&before), Some(AnswerKind::AuthenticatorCode), "{exception}");
        refuse_next(&setting, "RespondToAuthChallenge", exception);
        let after = device.answer([("code", "123456")]).await;
        setting.world.sandbox.faults().clear();
        explained(&before, &after, "RespondToAuthChallenge", exception);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_error_of_creating_and_confirming_an_account_is_explained_or_leads_on() {
    let setting = Setting::fresh().await;
    let device = &setting.device;
    for (number, exception) in exceptions_of("SignUp").into_iter().enumerate() {
        device.api.show_sign_up().await.expect("the app is open");
        let before = device.seen();
        refuse_next(&setting, "SignUp", exception);
        let after = device.sign_up(&format!("bo{number}"), "Gatehouse-1").await;
        setting.world.sandbox.faults().clear();
        explained(&before, &after, "SignUp", exception);
        device.api.show_sign_in().await.expect("the app is open");
    }
    for call in ["ConfirmSignUp", "ResendConfirmationCode"] {
        for (number, exception) in exceptions_of(call).into_iter().enumerate() {
            device.api.show_sign_in().await.expect("the app is open");
            let before = device.sign_up(&format!("{call}{number}"), "Gatehouse-1").await;
            assert_eq!(asked(&before), Some(AnswerKind::ConfirmSignUp), "{exception}");
            refuse_next(&setting, call, exception);
            let after = if call == "ConfirmSignUp" {
                device.answer([("code", "123456")]).await
            } else {
                device.api.resend_code().await.expect("the app is open");
                device.settled().await
            };
            setting.world.sandbox.faults().clear();
            explained(&before, &after, call, exception);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_error_of_a_forgotten_password_is_explained_or_leads_on() {
    let setting = Setting::fresh().await;
    let device = &setting.device;
    let forget = async || {
        device
            .api
            .show_forgot_password("ada".to_owned())
            .await
            .expect("the app is open");
        let before = device.seen();
        device
            .api
            .forgot_password("ada".to_owned())
            .await
            .expect("the app is open");
        (before, device.settled().await)
    };
    for exception in exceptions_of("ForgotPassword") {
        refuse_next(&setting, "ForgotPassword", exception);
        let (before, after) = forget().await;
        setting.world.sandbox.faults().clear();
        explained(&before, &after, "ForgotPassword", exception);
        device.api.show_sign_in().await.expect("the app is open");
    }
    for exception in exceptions_of("ConfirmForgotPassword") {
        if asked(&device.seen()) != Some(AnswerKind::ResetPassword) {
            setting.minutes_pass(61);
            forget().await;
        }
        let before = device.seen();
        assert_eq!(asked(&before), Some(AnswerKind::ResetPassword), "{exception}");
        refuse_next(&setting, "ConfirmForgotPassword", exception);
        let after = device
            .answer([("code", "123456"), ("newPassword", "Gatehouse-2")])
            .await;
        setting.world.sandbox.faults().clear();
        explained(&before, &after, "ConfirmForgotPassword", exception);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_service_could_not_take_is_refused_at_its_field_and_never_sent() {
    let setting = Setting::fresh().await;
    let device = &setting.device;
    let long = "x".repeat(10_000);
    let before = device.last_call();
    let refused_at = |seen: &Seen, field: &str, what: &str| {
        let problem = seen.auth.as_ref().and_then(|auth| auth.problem.clone());
        let problem = problem.unwrap_or_else(|| panic!("{what}: nothing is refused"));
        assert_eq!(
            (problem.code, problem.field.as_deref()),
            (ProblemCode::FieldRefused, Some(field)),
            "{what}"
        );
    };

    for (username, password, field) in [
        ("", "Gatehouse-1", "username"),
        ("   ", "Gatehouse-1", "username"),
        (long.as_str(), "Gatehouse-1", "username"),
        ("ada\u{0}", "Gatehouse-1", "username"),
        ("ada lovelace", "Gatehouse-1", "username"),
        ("ada", "", "password"),
        ("ada", long.as_str(), "password"),
        ("ada", " Gatehouse-1", "password"),
        ("ada", "Gate\thouse-1", "password"),
    ] {
        let seen = device.sign_in(username, password).await;
        refused_at(&seen, field, &format!("{:?}", (username, password)));
        let Some(ScreenView::SignIn { username: kept, .. }) = screen(&seen) else {
            panic!("the form stays, not {:?}", screen(&seen));
        };
        assert_eq!(kept, username.trim(), "what was typed stays");
    }

    device.api.show_sign_up().await.expect("the app is open");
    let filled = |field: &str, text: &str| {
        let mut form = answers([
            ("username", "grace"),
            ("email", "grace@example.com"),
            ("given_name", "Grace"),
            ("password", "Gatehouse-1"),
        ]);
        form.values.insert(field.to_owned(), text.into());
        form
    };
    for (field, text) in [
        ("email", "grace"),
        ("email", long.as_str()),
        ("given_name", "Gr\u{1b}ace"),
        ("given_name", ""),
        ("username", "grace hopper"),
        ("password", "Gate house-1"),
        ("phone_number", "0301234567"),
        ("birthdate", "31.12.1990"),
    ] {
        device
            .api
            .sign_up(filled(field, text))
            .await
            .expect("the app is open");
        refused_at(&device.settled().await, field, &format!("{:?}", (field, text)));
    }
    assert_eq!(device.last_call(), before, "nothing was sent");
}

#[tokio::test(flavor = "multi_thread")]
async fn names_of_any_script_and_marks_of_the_writing_direction_do_no_harm() {
    let setting = Setting::fresh().await;
    let device = &setting.device;

    let pasted = device
        .sign_in("\u{202A}ada@example.com\u{202C}", "Gatehouse-1")
        .await;
    assert!(
        tests::device::inside(&pasted),
        "an address copied from a message signs in: {:?}",
        pasted.auth
    );
    device.api.sign_out(false).await.expect("the app is open");
    device.settled().await;

    for username in ["مریم", "李雷", "zoë🦀"] {
        device.api.show_sign_in().await.expect("the app is open");
        let before = device.last_call();
        device.sign_in(username, "Gatehouse-1").await;
        assert_ne!(
            device.last_call(),
            before,
            "{username} is a user name, so the service is asked"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sign_up_form_tells_the_limits_of_each_field() {
    let setting = Setting::fresh().await;
    let device = &setting.device;
    device.api.show_sign_up().await.expect("the app is open");
    let seen = device.seen();
    let Some(ScreenView::SignUp { fields, .. }) = screen(&seen) else {
        panic!("the sign-up form is shown, not {:?}", screen(&seen));
    };

    let longest = |name: &str| {
        let field = fields.iter().find(|field| field.name == name).expect("the field");
        (field.kind, field.rule.and_then(|rule| rule.max_length))
    };

    assert_eq!(longest("username"), (FieldKind::Username, Some(128)));
    assert_eq!(longest("password"), (FieldKind::NewPassword, Some(256)));
    assert_eq!(longest("email"), (FieldKind::Email, Some(2048)));
    assert_eq!(longest("given_name"), (FieldKind::Text, Some(2048)));
}
