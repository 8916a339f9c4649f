//! Time passes while the page shows a question: it lapses, the app is closed in the middle, the computer's clock is
//! wrong.

use api::problem::ProblemCode;
use api::view::AnswerKind;
use base::Clock;
use sandbox::SAM_PHONE;
use tests::device::{inside, question};
use time::Duration;

use crate::setting::{Setting, another};

const PASSWORD: &str = "Gatehouse-1";

#[tokio::test(flavor = "multi_thread")]
async fn the_choice_of_a_factor_is_made_again_by_itself() {
    let setting = Setting::fresh().await;
    setting.device.sign_in("sel", PASSWORD).await;
    setting.device.answer([("choice", "EMAIL_OTP")]).await;
    let old = setting.code_sent_to("sel@example.com");
    setting.minutes_pass(4);
    let seen = setting.device.answer([("code", &old)]).await;
    assert_eq!(
        question(&seen).challenge.as_deref(),
        Some("EMAIL_OTP"),
        "nobody chooses twice"
    );
    let code = setting.code_sent_to("sel@example.com");
    assert_ne!(code, old);
    assert!(inside(&setting.device.answer([("code", &code)]).await));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_app_closed_in_the_middle_goes_on_where_it_was() {
    let mut setting = Setting::fresh().await;
    setting.device.sign_in("sam", PASSWORD).await;
    setting = setting.restarted().await;
    let seen = setting.device.settled().await;
    assert_eq!(question(&seen).challenge.as_deref(), Some("SMS_MFA"));
    let wrong = another(&setting.code_sent_to(SAM_PHONE));
    let refused = setting.device.answer([("code", &wrong)]).await;
    assert_eq!(refused.problem(), Some(ProblemCode::WrongCode));
    setting = setting.restarted().await;
    let code = setting.code_sent_to(SAM_PHONE);
    let seen = setting.device.answer([("code", &code)]).await;
    assert!(inside(&seen), "{:?}", seen.auth);
    setting = setting.restarted().await;
    assert!(inside(&setting.device.settled().await), "and stays in");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_password_that_came_too_late_is_not_typed_again() {
    let setting = Setting::fresh().await;
    setting.device.sign_in("temp", "Temporary-1").await;
    setting.minutes_pass(4);
    let mut seen = setting
        .device
        .answer([("newPassword", "Brand-new-2"), ("given_name", "Tem")])
        .await;
    if !inside(&seen) {
        assert_eq!(question(&seen).kind, AnswerKind::NewPassword);
        seen = setting
            .device
            .answer([("newPassword", "Brand-new-2"), ("given_name", "Tem")])
            .await;
    }
    assert!(inside(&seen), "{:?}", seen.auth);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_is_an_hour_wrong_signs_in_and_reaches_the_files() {
    for off in [Duration::hours(-1), Duration::hours(1)] {
        let setting = Setting::fresh().await;
        let device = setting.device_whose_clock_is_off_by(off).await;
        let seen = device.sign_in("ada", PASSWORD).await;
        assert!(inside(&seen), "{off}: {:?}", seen.auth);
        assert!(!device.rows("private", "").await.expect("ada's files").is_empty());
        let told = device.until(|seen| seen.clock_skew.is_some()).await.clock_skew;
        let told = told.expect("it is mentioned").unsigned_abs();
        assert!((3_590..=3_610).contains(&told), "an hour: {told} s");
        device.sign_out().await;
        let asked = device.sign_in("sam", PASSWORD).await;
        let left = question(&asked).expires_at.expect("when it lapses") - milliseconds(&setting, off);
        assert!(
            (100_000..=180_000).contains(&left),
            "the clock of the question runs by this computer's: {left} ms"
        );
        let code = setting.code_sent_to(SAM_PHONE);
        assert!(inside(&device.answer([("code", &code)]).await), "{off}");
    }
}

/// What a clock shows that is this far off.
fn milliseconds(setting: &Setting, off: Duration) -> i64 {
    let shown = setting.clock.now() + off;
    i64::try_from(shown.unix_timestamp_nanos() / 1_000_000).expect("a time of our days")
}
