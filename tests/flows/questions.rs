//! What the page is shown of the questions that may follow the password, each with the account that is asked it.

use api::problem::{ProblemCode, Retry};
use api::view::{AnswerKind, MediumView};
use sandbox::{MO_TOTP_SECRET, RIDDLE_ANSWER, SAM_PHONE};
use tests::device::{inside, problem, question};

use crate::setting::{Setting, another};

const PASSWORD: &str = "Gatehouse-1";

#[tokio::test(flavor = "multi_thread")]
async fn a_code_by_text_message_lets_in_however_it_is_pasted() {
    let setting = Setting::fresh().await;
    let asked = setting.device.sign_in("sam", PASSWORD).await;
    let asked = question(&asked);
    assert_eq!(
        (asked.kind, asked.challenge.as_deref()),
        (AnswerKind::SentCode, Some("SMS_MFA"))
    );
    let sent_to = asked.sent_to.as_ref().expect("where the code went");
    assert_eq!(sent_to.medium, MediumView::Sms);
    assert!(
        sent_to.destination.ends_with("0100") && sent_to.destination != SAM_PHONE,
        "the number is masked: {}",
        sent_to.destination
    );
    assert!(asked.can_resend && asked.expires_at.is_some(), "{asked:?}");

    let code = setting.code_sent_to(SAM_PHONE);
    let refused = setting.device.answer([("code", &another(&code))]).await;
    assert_eq!(refused.problem(), Some(ProblemCode::WrongCode));
    assert_eq!(
        question(&refused).kind,
        AnswerKind::SentCode,
        "the question stays"
    );
    let pasted = format!(" {}-{} \n", &code[..3], &code[3..]);
    assert!(inside(&setting.device.answer([("code", &pasted)]).await));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_of_an_authenticator_app_works_once_and_then_the_next_one() {
    let setting = Setting::fresh().await;
    setting.device.sign_in("mo", PASSWORD).await;
    let code = setting.shown_by_app(MO_TOTP_SECRET);
    let refused = setting.device.answer([("code", &another(&code))]).await;
    assert_eq!(refused.problem(), Some(ProblemCode::WrongCode));
    assert!(inside(&setting.device.answer([("code", &code)]).await));

    setting.device.sign_out().await;
    setting.device.sign_in("mo", PASSWORD).await;
    let used = setting.device.answer([("code", &code)]).await;
    let used = problem(&used);
    assert_eq!(used.title, "Code already used", "{used:?}");
    let until = used.until.expect("when the next code is shown");
    let now = milliseconds(&setting);
    assert!((now..=now + 30_000).contains(&until), "{until} after {now}");
    setting.next_code_comes();
    let next = setting.shown_by_app(MO_TOTP_SECRET);
    assert!(inside(&setting.device.answer([("code", &next)]).await));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_authenticator_app_is_set_up_by_the_key_that_is_shown() {
    let setting = Setting::fresh().await;
    let asked = setting.device.sign_in("nina", PASSWORD).await;
    assert_eq!(question(&asked).kind, AnswerKind::MfaSetup);
    assert_eq!(question(&asked).choices, ["SOFTWARE_TOKEN_MFA", "EMAIL_OTP"]);
    let shown = setting.device.answer([("choice", "SOFTWARE_TOKEN_MFA")]).await;
    assert_eq!(question(&shown).kind, AnswerKind::SetUpTotp);
    let totp = question(&shown)
        .totp
        .clone()
        .expect("the key for the authenticator app");
    assert!(
        totp.image.starts_with("data:image/svg+xml"),
        "it can be scanned as well"
    );
    assert!(totp.account.contains("nina"), "{}", totp.account);

    let code = setting.shown_by_app(&totp.secret);
    let refused = setting.device.answer([("code", &another(&code))]).await;
    assert_eq!(refused.problem(), Some(ProblemCode::WrongCode));
    assert_eq!(
        question(&refused).totp.as_ref(),
        Some(&totp),
        "the same key stays on the screen"
    );
    assert!(inside(&setting.device.answer([("code", &code)]).await));

    setting.device.sign_out().await;
    setting.next_code_comes();
    let asked = setting.device.sign_in("nina", PASSWORD).await;
    assert_eq!(question(&asked).kind, AnswerKind::AuthenticatorCode);
    let code = setting.shown_by_app(&totp.secret);
    assert!(inside(&setting.device.answer([("code", &code)]).await));
}

#[tokio::test(flavor = "multi_thread")]
async fn codes_by_email_are_set_up_by_proving_the_address() {
    let setting = Setting::fresh().await;
    setting.device.sign_in("nina", PASSWORD).await;
    let empty = setting.device.answer([("choice", "EMAIL_OTP")]).await;
    assert_eq!(problem(&empty).field.as_deref(), Some("email"), "{empty:?}");
    let asked = setting
        .device
        .answer([("choice", "EMAIL_OTP"), ("email", "nina.new@example.com")])
        .await;
    assert_eq!(question(&asked).kind, AnswerKind::SentCode);
    let code = setting.code_sent_to("nina.new@example.com");
    assert!(inside(&setting.device.answer([("code", &code)]).await));

    setting.device.sign_out().await;
    let asked = setting.device.sign_in("nina", PASSWORD).await;
    assert_eq!(question(&asked).challenge.as_deref(), Some("EMAIL_OTP"));
    let code = setting.code_sent_to("nina.new@example.com");
    assert!(inside(&setting.device.answer([("code", &code)]).await));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pools_own_questions_come_round_by_round_and_a_wrong_answer_asks_again() {
    let setting = Setting::fresh().await;
    for (method, password) in [("CUSTOM_AUTH", ""), ("CUSTOM_AUTH:SRP_A", PASSWORD)] {
        let first = setting.device.sign_in_by(method, "cora", password).await;
        let riddle = question(&first).parameters.clone();
        assert_eq!(question(&first).kind, AnswerKind::Custom);
        assert!(riddle["question"].contains("gatehouse"), "{riddle:?}");

        let again = setting.device.answer([("answer", "a drawbridge")]).await;
        assert_eq!(
            question(&again).parameters,
            riddle,
            "the same is asked, with the service's own words"
        );
        let second = setting.device.answer([("answer", RIDDLE_ANSWER)]).await;
        assert_ne!(question(&second).parameters, riddle, "{method}");
        let code = setting.code_sent_to("cora@example.com");
        assert!(
            inside(&setting.device.answer([("answer", &code)]).await),
            "{method}"
        );
        setting.device.sign_out().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn too_many_wrong_answers_end_the_pools_own_questions_at_the_form() {
    let setting = Setting::fresh().await;
    setting.device.sign_in_by("CUSTOM_AUTH", "cora", "").await;
    let mut seen = setting.device.seen();
    for answer in ["a moat", "a ladder", "a key"] {
        seen = setting.device.answer([("answer", answer)]).await;
    }
    assert_ne!(problem(&seen).retry, Retry::Now, "{:?}", seen.auth);
    let began = setting.device.api.show_sign_in().await;
    began.expect("the way back is open");
    setting.device.sign_in_by("CUSTOM_AUTH", "cora", "").await;
    setting.device.answer([("answer", RIDDLE_ANSWER)]).await;
    let code = setting.code_sent_to("cora@example.com");
    assert!(inside(&setting.device.answer([("answer", &code)]).await));
}

fn milliseconds(setting: &Setting) -> i64 {
    use base::Clock;
    i64::try_from(setting.clock.now().unix_timestamp_nanos() / 1_000_000).expect("a time of our days")
}
