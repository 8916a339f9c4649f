//! Accounts with which nobody gets in by themselves, or only by a detour: each says what to do, and what to send to
//! whoever runs the service.

use api::problem::{Problem, ProblemCode, Retry};
use api::view::{AnswerKind, OutcomeView, ScreenView};
use tests::device::{Device, inside, outcome, problem, question, screen};

use crate::setting::Setting;

/// That only somebody else can help, and that the request to them tells who asks and for what.
fn asks_for_help(problem: &Problem, code: ProblemCode, username: &str, action: &str) {
    assert_eq!((problem.code, problem.retry), (code, Retry::No), "{problem:?}");
    let request = problem
        .request
        .as_ref()
        .expect("a request to whoever runs the service");
    for part in [username, action, "eu-west-1_Gatehouse"] {
        assert!(
            request.contains(part),
            "the request does not name {part}:\n{request}"
        );
    }
    assert!(!request.contains("Gatehouse-1") && !request.contains("Temporary-1"));
}

async fn forgets(device: &Device, username: &str) -> tests::device::Seen {
    let shown = device.api.show_forgot_password(username.to_owned()).await;
    shown.expect("the app is open");
    let asked = device.api.forgot_password(username.to_owned()).await;
    asked.expect("the app is open");
    device.settled().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reset_that_was_ordered_begins_by_itself_and_ends_inside() {
    let setting = Setting::fresh().await;
    let asked = setting.device.sign_in("rita", "Gatehouse-1").await;
    assert_eq!(question(&asked).kind, AnswerKind::ResetPassword);
    assert_eq!(outcome(&asked), Some(OutcomeView::CodeSent));
    let code = setting.code_sent_to("rita@example.com");
    let weak = setting
        .device
        .answer([("code", &code), ("newPassword", "short")])
        .await;
    assert_eq!(weak.problem(), Some(ProblemCode::PasswordRules));
    let seen = setting
        .device
        .answer([("code", &code), ("newPassword", "Brand-new-2")])
        .await;
    if !inside(&seen) {
        assert_eq!(outcome(&seen), Some(OutcomeView::PasswordChanged));
        let Some(ScreenView::SignIn { username, .. }) = screen(&seen) else {
            panic!("{:?}", seen.auth)
        };
        assert_eq!(username, "rita", "nobody types a user name twice");
        assert!(inside(&setting.device.sign_in("rita", "Brand-new-2").await));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_is_switched_off_says_so() {
    let setting = Setting::fresh().await;
    let seen = setting.device.sign_in("dora", "Gatehouse-1").await;
    asks_for_help(
        problem(&seen),
        ProblemCode::AccountDisabled,
        "dora",
        "AdminEnableUser",
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_that_is_too_old_asks_for_a_new_one() {
    let setting = Setting::fresh().await;
    let seen = setting.device.sign_in("newt", "Temporary-1").await;
    asks_for_help(problem(&seen), ProblemCode::InvitationExpired, "newt", "RESEND");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forgotten_temporary_password_cannot_be_reset() {
    let setting = Setting::fresh().await;
    let seen = forgets(&setting.device, "temp").await;
    asks_for_help(problem(&seen), ProblemCode::ResetNotPossible, "temp", "RESEND");
    let Some(ScreenView::ForgotPassword { username, .. }) = screen(&seen) else {
        panic!("{:?}", seen.auth)
    };
    assert_eq!(username, "temp");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_verified_address_a_forgotten_password_needs_somebody_else() {
    let setting = Setting::fresh().await;
    let seen = forgets(&setting.device, "vera").await;
    asks_for_help(
        problem(&seen),
        ProblemCode::ResetNotPossible,
        "vera",
        "AdminSetUserPassword",
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_is_the_second_step_cannot_reset_the_password() {
    let setting = Setting::fresh().await;
    let seen = setting.device.sign_in("emil", "Gatehouse-1").await;
    assert_eq!(question(&seen).challenge.as_deref(), Some("EMAIL_OTP"));
    let seen = forgets(&setting.device, "emil").await;
    asks_for_help(
        problem(&seen),
        ProblemCode::ResetNotPossible,
        "emil",
        "AdminSetUserPassword",
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn sign_up_by_invitation_only_keeps_the_form() {
    let setting = Setting::fresh().await;
    let mut settings = setting.world.sandbox.settings();
    settings.pool.self_sign_up = false;
    setting
        .world
        .sandbox
        .change_settings(settings)
        .await
        .expect("the sandbox takes them");
    let seen = setting.device.sign_up("bo", "Long-enough-1").await;
    asks_for_help(problem(&seen), ProblemCode::SignUpClosed, "bo", "AdminCreateUser");
    assert!(matches!(screen(&seen), Some(ScreenView::SignUp { .. })));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sentence_of_the_pools_own_rule_is_shown_as_such() {
    let setting = Setting::fresh().await;
    let mut settings = setting.world.sandbox.settings();
    settings.pool.triggers.pre_authentication = Some("Not on Sundays.".to_owned());
    let changed = setting.world.sandbox.change_settings(settings).await;
    changed.expect("the sandbox takes them");
    let seen = setting.device.sign_in("ada", "Gatehouse-1").await;
    assert_eq!(problem(&seen).code, ProblemCode::RefusedByService);
    assert_eq!(problem(&seen).said.as_deref(), Some("Not on Sundays."));
}
