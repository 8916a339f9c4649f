//! Signing in, and what the service may ask or refuse.

use api::problem::{ProblemCode, Retry};
use api::view::{AnswerKind, OutcomeView, ScreenView};
use tests::device::{inside, screen};

use crate::setting::{Setting, another};

#[tokio::test(flavor = "multi_thread")]
async fn the_first_sign_in_reaches_the_first_row_in_five_requests_and_the_next_in_four() {
    let setting = Setting::fresh().await;
    let device = &setting.device;
    device.sign_in("ada", "Gatehouse-1").await;
    assert!(!device.rows("private", "").await.expect("ada's files").is_empty());
    let first = [
        "InitiateAuth",
        "RespondToAuthChallenge",
        "GetId",
        "GetCredentialsForIdentity",
        "ListObjectsV2",
    ];
    assert_eq!(device.operations(0), first);

    device.api.sign_out(false).await.expect("the app is open");
    device.settled().await;
    let before = device.last_call();
    device.sign_in("ada", "Gatehouse-1").await;
    assert!(!device.rows("private", "").await.expect("ada's files").is_empty());
    let known = [
        "InitiateAuth",
        "RespondToAuthChallenge",
        "GetCredentialsForIdentity",
        "ListObjectsV2",
    ];
    assert_eq!(device.operations(before), known);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_email_is_as_good_as_the_user_name() {
    let setting = Setting::fresh().await;
    let seen = setting.device.sign_in("ada@example.com", "Gatehouse-1").await;
    assert!(inside(&seen), "{:?}", seen.auth);
    let account = setting
        .device
        .until(|seen| seen.account.is_some())
        .await
        .account
        .expect("an account");
    assert_eq!(
        (account.username.as_str(), account.display_name.as_str()),
        ("ada", "Ada Lovelace")
    );
    assert_eq!(account.groups, ["editors"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_password_and_an_unknown_user_look_the_same_and_keep_what_was_typed() {
    let setting = Setting::fresh().await;
    let mut problems = Vec::new();
    for username in ["ada", "nobody"] {
        let seen = setting.device.sign_in(username, "Wrong-pass-1").await;
        let Some(ScreenView::SignIn { username: kept, .. }) = screen(&seen) else {
            panic!("{:?}", seen.auth)
        };
        assert_eq!(kept, username);
        let mut problem = seen.auth.clone().expect("a screen").problem.expect("a problem");
        problem.reference = None;
        problems.push(problem);
    }
    assert_eq!(problems[0].code, ProblemCode::WrongCredentials);
    assert_eq!(problems[0], problems[1], "nobody learns who has an account");
}

#[tokio::test(flavor = "multi_thread")]
async fn too_many_wrong_passwords_lock_the_account_for_a_while() {
    let setting = Setting::fresh().await;
    let mut last = None;
    for _ in 0..10 {
        last = setting
            .device
            .sign_in("ada", "Wrong-pass-1")
            .await
            .auth
            .and_then(|auth| auth.problem);
    }
    let problem = last.expect("a problem");
    assert_eq!(
        (problem.code, problem.retry),
        (ProblemCode::TooManyTries, Retry::Later)
    );
    let right = setting.device.sign_in("ada", "Gatehouse-1").await;
    assert_eq!(
        right.problem(),
        Some(ProblemCode::TooManyTries),
        "the right password has to wait as well"
    );

    setting.minutes_pass(60);
    assert!(
        inside(&setting.device.sign_in("ada", "Gatehouse-1").await),
        "an hour later it is let in"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_temporary_password_leads_to_a_new_one_and_in() {
    let setting = Setting::fresh().await;
    let asked = setting.device.sign_in("temp", "Temporary-1").await;
    let Some(ScreenView::Answer(answer)) = screen(&asked) else {
        panic!("{:?}", asked.auth)
    };
    assert_eq!(answer.kind, AnswerKind::NewPassword);
    let fields: Vec<&str> = answer
        .fields
        .iter()
        .filter(|field| field.required)
        .map(|f| f.name.as_str())
        .collect();
    assert!(
        fields.contains(&"newPassword") && fields.contains(&"given_name"),
        "{fields:?}"
    );
    assert!(
        answer.password_rules.is_some(),
        "the rules are shown while typing"
    );

    let weak = setting
        .device
        .answer([("newPassword", "short"), ("given_name", "Tem")])
        .await;
    assert_eq!(weak.problem(), Some(ProblemCode::PasswordRules));
    let seen = setting
        .device
        .answer([("newPassword", "Brand-new-2"), ("given_name", "Tem")])
        .await;
    assert!(inside(&seen), "{:?}", seen.auth);

    setting.device.api.sign_out(false).await.expect("the app is open");
    setting.device.settled().await;
    assert!(
        inside(&setting.device.sign_in("temp", "Brand-new-2").await),
        "the new password counts"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forgotten_password_is_replaced_by_a_code() {
    let setting = Setting::fresh().await;
    let device = &setting.device;
    device
        .api
        .show_forgot_password("ada".to_owned())
        .await
        .expect("the app is open");
    device
        .api
        .forgot_password("ada".to_owned())
        .await
        .expect("the app is open");
    let asked = device.settled().await;
    let Some(ScreenView::Answer(answer)) = screen(&asked) else {
        panic!("{:?}", asked.auth)
    };
    assert_eq!(answer.kind, AnswerKind::ResetPassword);

    let code = setting.code_sent_to("ada@example.com");
    let refused = device
        .answer([("code", &another(&code)), ("newPassword", "Brand-new-2")])
        .await;
    assert_eq!(refused.problem(), Some(ProblemCode::WrongCode));
    device
        .answer([("code", &code), ("newPassword", "Brand-new-2")])
        .await;
    if !inside(&device.seen()) {
        assert_eq!(
            device.seen().auth.expect("a screen").outcome,
            Some(OutcomeView::PasswordChanged)
        );
        assert!(inside(&device.sign_in("ada", "Brand-new-2").await));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_that_cannot_be_reached_is_said_and_the_same_again_works_later() {
    let setting = Setting::fresh().await;
    let faults = setting.world.sandbox.faults();
    for _ in 0..5 {
        faults.plan("InitiateAuth", sandbox::Fault::DropRequest);
    }
    let seen = setting.device.sign_in("ada", "Gatehouse-1").await;
    assert_eq!(seen.problem(), Some(ProblemCode::Offline));
    let Some(ScreenView::SignIn { username, .. }) = screen(&seen) else {
        panic!("{:?}", seen.auth)
    };
    assert_eq!(username, "ada");

    faults.clear();
    assert!(inside(&setting.device.sign_in("ada", "Gatehouse-1").await));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_authenticator_app_is_asked_for_its_code() {
    let setting = Setting::fresh().await;
    let asked = setting.device.sign_in("mo", "Gatehouse-1").await;
    let Some(ScreenView::Answer(answer)) = screen(&asked) else {
        panic!("{:?}", asked.auth)
    };
    assert_eq!(answer.kind, AnswerKind::AuthenticatorCode);
    assert_eq!(answer.challenge.as_deref(), Some("SOFTWARE_TOKEN_MFA"));
}
