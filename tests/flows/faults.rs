//! Every step on a bad connection: what goes wrong is said with what to do next, nothing that was typed is lost but
//! secrets, nobody is let in twice, and the same step leads on once the connection is good again.

use std::time::Duration;

use api::problem::{ProblemCode, Retry};
use api::view::{AnswerKind, ScreenView};
use sandbox::Fault;
use tests::device::{Seen, inside, problem, screen};

use crate::setting::Setting;
use crate::steps::Step;

/// What goes wrong, and whether the person notices.
fn faults() -> [(&'static str, Fault, bool); 6] {
    let refuse = |error: &str, status| Fault::Refuse {
        error: error.to_owned(),
        message: "Something of the service's own.".to_owned(),
        status,
    };
    [
        ("offline", Fault::DropRequest, true),
        ("an answer lost", Fault::DropAnswer, true),
        ("500", refuse("InternalErrorException", 500), true),
        ("half an answer", Fault::TruncateAnswer, true),
        ("throttled", refuse("TooManyRequestsException", 400), false),
        ("slow", Fault::Delay(Duration::from_millis(300)), false),
    ]
}

async fn withstands(step: Step) {
    let setting = Setting::fresh().await;
    for (round, (name, fault, noticed)) in faults().into_iter().enumerate() {
        let case = format!("{step:?}, {name}");
        begin_anew(&setting, step, round).await;
        setting.world.sandbox.faults().plan(step.operation(), fault);
        let mut seen = step.act(&setting, round).await;
        if noticed {
            assert!(!step.is_over(&seen), "{case}: {:?}", seen.auth);
            is_said(&seen, &case);
            keeps_the_name(&seen, &step.who(round), &case);
        }
        setting.world.sandbox.faults().clear();
        for _ in 0..3 {
            if !step.is_over(&seen) {
                seen = step.act(&setting, round).await;
            }
        }
        assert!(step.is_over(&seen), "{case}, once more: {:?}", seen.auth);
    }
}

/// Back to the first screen, an hour later, so that no quota of the service is used up.
async fn begin_anew(setting: &Setting, step: Step, round: usize) {
    if inside(&setting.device.seen()) {
        setting.device.sign_out().await;
    }
    setting
        .device
        .api
        .show_sign_in()
        .await
        .expect("the way back is open");
    if round > 0 && step.uses_the_account_up() {
        setting.world.sandbox.reset().await.expect("the sandbox is reset");
    }
    setting.minutes_pass(61);
    step.begin(setting, round).await;
}

fn is_said(seen: &Seen, case: &str) {
    let said = problem(seen);
    assert!(
        matches!(said.code, ProblemCode::Offline | ProblemCode::ServiceTrouble),
        "{case}: {said:?}"
    );
    assert!(
        matches!(said.retry, Retry::Now | Retry::Later) && said.hint.is_some(),
        "{case}: {said:?}"
    );
}

/// The person types their name once.
fn keeps_the_name(seen: &Seen, who: &str, case: &str) {
    let kept = match screen(seen) {
        Some(ScreenView::SignIn { username, .. } | ScreenView::ForgotPassword { username, .. }) => {
            username.clone()
        }
        Some(ScreenView::SignUp { fields, .. }) => {
            let filled = |name: &str| {
                let field = fields.iter().find(|field| field.name == name);
                field.and_then(|field| field.value.clone()).unwrap_or_default()
            };
            assert_eq!(filled("given_name"), "Bo", "{case}");
            assert_eq!(filled("password"), "", "{case}: a password is never kept");
            filled("username")
        }
        Some(ScreenView::Answer(question)) => question.username.clone(),
        Some(
            ScreenView::Restoring | ScreenView::Browser { .. } | ScreenView::Guest | ScreenView::SignedIn,
        )
        | None => panic!("{case}: {:?}", seen.auth),
    };
    assert_eq!(kept, who, "{case}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_password_withstands_a_bad_connection() {
    withstands(Step::Password).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_proof_of_a_password_withstands_a_bad_connection() {
    withstands(Step::PasswordProof).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_by_text_message_withstands_a_bad_connection() {
    withstands(Step::TextMessage).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_as_first_factor_withstands_a_bad_connection() {
    withstands(Step::FirstFactor).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pools_own_question_withstands_a_bad_connection() {
    withstands(Step::OwnQuestion).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_password_withstands_a_bad_connection() {
    withstands(Step::NewPassword).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_key_of_an_authenticator_app_withstands_a_bad_connection() {
    withstands(Step::BeginAuthenticator).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_code_of_an_authenticator_app_withstands_a_bad_connection() {
    withstands(Step::ProveAuthenticator).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_up_withstands_a_bad_connection() {
    withstands(Step::SignUp).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_confirmation_of_a_sign_up_withstands_a_bad_connection() {
    withstands(Step::ConfirmSignUp).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_code_withstands_a_bad_connection() {
    withstands(Step::ResendCode).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forgotten_password_withstands_a_bad_connection() {
    withstands(Step::ForgotPassword).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reset_password_withstands_a_bad_connection() {
    withstands(Step::ResetPassword).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_of_an_authenticator_app_that_got_lost_waits_for_the_next() {
    let setting = Setting::fresh().await;
    for fault in [Fault::DropRequest, Fault::DropAnswer, Fault::TruncateAnswer] {
        begin_anew(&setting, Step::Authenticator, 0).await;
        setting
            .world
            .sandbox
            .faults()
            .plan("RespondToAuthChallenge", fault.clone());
        let seen = Step::Authenticator.act(&setting, 0).await;
        is_said(&seen, &format!("{fault:?}"));
        setting.next_code_comes();
        let mut seen = Step::Authenticator.act(&setting, 0).await;
        if !inside(&seen) {
            setting.next_code_comes();
            seen = Step::Authenticator.act(&setting, 0).await;
        }
        assert!(inside(&seen), "{fault:?}: {:?}", seen.auth);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_double_click_is_one_sign_in_and_one_answer() {
    let setting = Setting::fresh().await;
    let device = &setting.device;
    let slow = || Fault::Delay(Duration::from_millis(200));
    setting.world.sandbox.faults().plan("InitiateAuth", slow());
    let (_, second) = tokio::join!(
        device.sign_in("sam", "Gatehouse-1"),
        device.sign_in("sam", "Gatehouse-1")
    );
    let asked = device.settled().await;
    assert!(matches!(screen(&asked), Some(ScreenView::Answer(asked)) if asked.kind == AnswerKind::SentCode));
    drop(second);
    let began = device.operations(0);
    let times = |operations: &[String], name: &str| operations.iter().filter(|o| *o == name).count();
    assert_eq!(times(&began, "InitiateAuth"), 1, "{began:?}");

    let before = device.last_call();
    setting
        .world
        .sandbox
        .faults()
        .plan("RespondToAuthChallenge", slow());
    let code = setting.code_sent_to(sandbox::SAM_PHONE);
    tokio::join!(device.answer([("code", &code)]), device.answer([("code", &code)]));
    assert!(inside(&device.settled().await));
    let answered = device.operations(before);
    assert_eq!(times(&answered, "RespondToAuthChallenge"), 1, "{answered:?}");
}
