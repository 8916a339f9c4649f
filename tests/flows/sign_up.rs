//! New accounts and their codes.

use api::problem::ProblemCode;
use api::view::{AnswerKind, OutcomeView, ScreenView};
use tests::device::{inside, screen};

use crate::setting::{Setting, another};

fn asks_for_the_code(seen: &tests::device::Seen) -> bool {
    matches!(screen(seen), Some(ScreenView::Answer(answer)) if answer.kind == AnswerKind::ConfirmSignUp)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_account_confirms_its_code_and_is_in_even_after_a_wrong_one() {
    let setting = Setting::fresh().await;
    let asked = setting.device.sign_up("bo", "Long-enough-1").await;
    let Some(ScreenView::Answer(answer)) = screen(&asked) else {
        panic!("{:?}", asked.auth)
    };
    assert_eq!(answer.kind, AnswerKind::ConfirmSignUp);
    let destination = &answer.sent_to.as_ref().expect("where the code went").destination;
    assert!(
        destination.contains('*') && !destination.contains("bo@example.com"),
        "{destination} is masked"
    );

    let code = setting.code_sent_to("bo@example.com");
    let refused = setting.device.answer([("code", &another(&code))]).await;
    assert_eq!(refused.problem(), Some(ProblemCode::WrongCode));
    assert!(
        asks_for_the_code(&refused),
        "a wrong code leaves the question where it is"
    );

    let seen = setting.device.answer([("code", &code)]).await;
    assert!(inside(&seen), "{:?}", seen.auth);
    let recorded =
        |seen: &tests::device::Seen| seen.account.as_ref().is_some_and(|a| a.first_sign_in.is_some());
    let account = setting
        .device
        .until(recorded)
        .await
        .account
        .expect("an account, recorded on this device");
    assert_eq!(
        (account.username.as_str(), account.email.as_deref()),
        ("bo", Some("bo@example.com"))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_expired_code_is_said_to_be_one_and_a_new_one_works() {
    let setting = Setting::fresh().await;
    setting.device.sign_up("bo", "Long-enough-1").await;
    let old = setting.code_sent_to("bo@example.com");
    setting.minutes_pass(25 * 60);

    let refused = setting.device.answer([("code", &old)]).await;
    assert_eq!(refused.problem(), Some(ProblemCode::ExpiredCode));
    assert!(asks_for_the_code(&refused));

    setting.device.api.resend_code().await.expect("the app is open");
    let sent = setting.device.settled().await;
    assert_eq!(sent.auth.expect("a screen").outcome, Some(OutcomeView::CodeSent));
    let seen = setting
        .device
        .answer([("code", &setting.code_sent_to("bo@example.com"))])
        .await;
    assert!(inside(&seen), "{:?}", seen.auth);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_user_name_that_is_taken_and_a_weak_password_are_named() {
    let setting = Setting::fresh().await;
    let taken = setting.device.sign_up("ada", "Long-enough-1").await;
    assert_eq!(taken.problem(), Some(ProblemCode::UsernameTaken));
    assert!(
        matches!(screen(&taken), Some(ScreenView::SignUp { .. })),
        "the form stays"
    );

    let weak = setting.device.sign_up("bo", "short").await;
    assert_eq!(weak.problem(), Some(ProblemCode::PasswordRules));
    assert!(matches!(screen(&weak), Some(ScreenView::SignUp { .. })));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unconfirmed_user_who_signs_in_is_led_to_the_code() {
    let setting = Setting::fresh().await;
    let asked = setting.device.sign_in("una", "Gatehouse-1").await;
    assert!(asks_for_the_code(&asked), "{:?}", asked.auth);

    setting.device.api.resend_code().await.expect("the app is open");
    setting.device.settled().await;
    let seen = setting
        .device
        .answer([("code", &setting.code_sent_to("una@example.com"))])
        .await;
    assert!(
        inside(&seen),
        "the password typed before still lets them in: {:?}",
        seen.auth
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_can_be_corrected_before_the_code_is_entered() {
    let setting = Setting::fresh().await;
    setting.device.sign_up("bo", "Long-enough-1").await;
    setting
        .device
        .api
        .change_address()
        .await
        .expect("the app is open");
    let seen = setting.device.settled().await;
    let Some(ScreenView::SignUp { fields, .. }) = screen(&seen) else {
        panic!("{:?}", seen.auth)
    };
    let email = fields
        .iter()
        .find(|field| field.name == "email")
        .expect("an email field");
    assert_eq!(
        email.value.as_deref(),
        Some("bo@example.com"),
        "what was typed is still there"
    );
    let password = fields
        .iter()
        .find(|field| field.name == "password")
        .expect("a password field");
    assert_eq!(password.value, None, "but never the password");
}
