//! What people answer to a question: nothing, blanks, far too much, what cannot be seen, other scripts. Nothing of it
//! crashes, lets in or loses the question, and what is right afterwards works.

use api::problem::{ProblemCode, Retry};
use tests::device::{Seen, answers, inside, problem, question};

use crate::setting::Setting;

/// What nobody's name, code or password is.
fn oddities() -> Vec<String> {
    vec![
        String::new(),
        "   ".to_owned(),
        "x".repeat(10 * 1024),
        "a\u{0}b\u{7}\u{1b}[31m".to_owned(),
        "\u{202e}\u{5d0}\u{5d1}\u{5d2}\u{202c}".to_owned(),
        "\u{1f9d1}\u{200d}\u{1f680}\u{1f3f3}\u{fe0f}".to_owned(),
        "' OR 1=1 -- <script>".to_owned(),
    ]
}

/// That the person is told what to change, and is where they were.
fn is_refused(seen: &Seen, what: &str) {
    assert!(!inside(seen), "{what}");
    let said = problem(seen);
    assert!(
        said.code != ProblemCode::Unexpected
            && said.retry != Retry::Now
            && (said.hint.is_some() || said.field.is_some()),
        "{what}: {said:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn odd_codes_are_refused_and_the_right_one_works() {
    let setting = Setting::fresh().await;
    for (username, to) in [("sam", sandbox::SAM_PHONE), ("emil", "emil@example.com")] {
        setting.device.sign_in(username, "Gatehouse-1").await;
        let asked = question(&setting.device.seen()).challenge.clone();
        for odd in oddities() {
            let what: String = odd.escape_debug().take(30).collect();
            let seen = setting.device.answer([("code", &odd)]).await;
            is_refused(&seen, &format!("code {what}"));
            assert_eq!(question(&seen).challenge, asked, "{what}");
        }
        setting.minutes_pass(16);
        setting.device.resend().await;
        let code = setting.code_sent_to(to);
        let seen = setting.device.answer([("code", &format!("\u{a0}{code} "))]).await;
        assert!(inside(&seen), "{username}: {:?}", seen.auth);
        setting.device.sign_out().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_in_any_script_signs_up_and_in() {
    let setting = Setting::fresh().await;
    setting.device.api.show_sign_up().await.expect("the app is open");
    let password = "\u{5e9}\u{5dc}\u{5d5}\u{5dd}-Aa1-\u{1f511}";
    let form = answers([
        ("username", "\u{5d3}\u{5d5}\u{5d3}"),
        ("email", "dod@example.com"),
        ("given_name", "\u{1f9d1} \u{5d3}\u{5d5}\u{5d3}"),
        ("password", password),
    ]);
    setting.device.api.sign_up(form).await.expect("the app is open");
    setting.device.settled().await;
    let code = setting.code_sent_to("dod@example.com");
    let seen = setting.device.answer([("code", &code)]).await;
    assert!(inside(&seen), "{:?}", seen.auth);
    setting.device.sign_out().await;
    assert!(inside(
        &setting.device.sign_in("\u{5d3}\u{5d5}\u{5d3}", password).await
    ));
}
