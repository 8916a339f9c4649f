//! USER_AUTH: the service offers what the account can prove, or is told at once what is preferred.

use api::problem::ProblemCode;
use api::view::AnswerKind;
use tests::device::{inside, question};

use crate::setting::Setting;

const PASSWORD: &str = "Gatehouse-1";

#[tokio::test(flavor = "multi_thread")]
async fn a_preferred_password_is_sent_along() {
    let setting = Setting::fresh().await;
    for method in ["USER_AUTH:PASSWORD", "USER_PASSWORD_AUTH"] {
        let wrong = setting.device.sign_in_by(method, "otto", "Wrong-pass-1").await;
        assert_eq!(wrong.problem(), Some(ProblemCode::WrongCredentials), "{method}");
        let seen = setting.device.sign_in_by(method, "otto", PASSWORD).await;
        assert!(inside(&seen), "{method}: {:?}", seen.auth);
        setting.device.sign_out().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_without_an_account_is_asked_like_the_others() {
    let setting = Setting::fresh().await;
    let asked = setting
        .device
        .sign_in_by("USER_AUTH:EMAIL_OTP", "nobody", "")
        .await;
    assert_eq!(
        question(&asked).kind,
        AnswerKind::SentCode,
        "nobody learns who has an account"
    );
    let refused = setting.device.answer([("code", "12345678")]).await;
    assert_eq!(refused.problem(), Some(ProblemCode::WrongCode));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_way_that_the_client_does_not_allow_is_said_and_another_works() {
    let setting = Setting::fresh().await;
    let mut settings = setting.world.sandbox.settings();
    settings.clients[0]
        .auth_flows
        .retain(|flow| *flow != sandbox::AuthFlow::User);
    setting
        .world
        .sandbox
        .change_settings(settings)
        .await
        .expect("the sandbox takes them");
    let refused = setting.device.sign_in_by("USER_AUTH", "otto", "").await;
    assert_eq!(
        refused.problem(),
        Some(ProblemCode::ConnectionWrong),
        "{:?}",
        refused.auth
    );
    assert!(inside(&setting.device.sign_in("otto", PASSWORD).await));
}
