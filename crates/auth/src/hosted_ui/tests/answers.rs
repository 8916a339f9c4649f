use base::Secret;
use flow::{Reason, TokenFault};

use super::ISSUER;
use crate::hosted_ui::BrowserAnswerError;
use crate::hosted_ui::expected::{Answer, Expected};

fn expected() -> Expected {
    Expected::new("the-state".into(), ISSUER.to_owned())
}

fn code(answer: Option<Answer>) -> Option<String> {
    answer?.ok().map(|code: Secret| code.expose().clone())
}

fn reason(query: &str) -> Option<Reason> {
    expected().read(query)?.err().map(|refusal| refusal.reason)
}

#[test]
fn o6_nothing_is_read_before_the_state_is_ours() {
    for foreign in [
        "",
        "code=EVIL",
        "error=access_denied",
        "error=access_denied&state=",
        "error=access_denied&state=another",
        "code=EVIL&state=the-stat",
        "code=EVIL&state=the-state2",
        "code=EVIL&state=THE-STATE",
        "code=EVIL&state=the-state&state=the-state",
        "code=EVIL&code=GOOD&state=the-state",
        "State=the-state&code=EVIL",
        "code=EVIL#state=the-state",
    ] {
        assert!(expected().read(foreign).is_none(), "{foreign}");
    }
    assert_eq!(
        code(expected().read("code=GOOD&state=the-state")).as_deref(),
        Some("GOOD")
    );
    assert_eq!(
        code(expected().read("x=1&state=the%2Dstate&code=a%2Bb%2Fc")).as_deref(),
        Some("a+b/c")
    );
}

#[test]
fn o8_an_answer_of_another_issuer_is_refused_and_one_of_ours_is_taken() {
    let answer = |issuer: &str| expected().read(&format!("code=GOOD&state=the-state&iss={issuer}"));
    assert_eq!(code(answer(ISSUER)).as_deref(), Some("GOOD"));
    for other in ["", "https://evil.test", &format!("{ISSUER}/")] {
        let refusal = answer(other).expect("ours").expect_err(other);
        assert_eq!(refusal.reason, Reason::Token(TokenFault::Issuer));
    }
}

#[test]
fn what_went_wrong_in_the_browser_is_told_apart() {
    for (error, meaning) in [
        ("access_denied", Reason::BrowserDeclined),
        ("server_error", Reason::ProviderRefused),
        ("invalid_request", Reason::ProviderRefused),
        ("unauthorized_client", Reason::FlowNotEnabled),
        ("temporarily_unavailable", Reason::ServiceFailed),
        ("redirect_mismatch", Reason::RedirectNotRegistered),
    ] {
        assert_eq!(
            reason(&format!("error={error}&state=the-state")),
            Some(meaning),
            "{error}"
        );
    }
    assert_eq!(
        reason("state=the-state"),
        Some(Reason::Garbled),
        "neither code nor error"
    );
    assert_eq!(reason("state=the-state&code="), Some(Reason::Garbled));
    assert_eq!(
        reason(&format!("state=the-state&code={}", "a".repeat(3_000))),
        Some(Reason::Garbled)
    );
}

#[test]
fn only_a_triggers_own_sentence_reaches_the_person_and_only_a_plain_name_is_kept() {
    let refusal = |query: &str| expected().read(query).expect("ours").expect_err("refused");
    let trigger = "error=invalid_request&state=the-state&error_description=PreSignUp+failed+with+error+Only+people+of+Acme.";
    assert_eq!(refusal(trigger).said.as_deref(), Some("Only people of Acme."));
    let service = refusal("error=server_error&state=the-state&error_description=Error+in+SAML+response");
    assert_eq!(
        (service.said, service.error.as_deref()),
        (None, Some("server_error"))
    );
    let script = refusal("error=%3Cscript%3E&state=the-state");
    assert_eq!((script.said, script.error), (None, None));
}

#[test]
fn what_is_pasted_is_the_whole_address_or_the_code_alone() {
    let pasted = |text: &str| {
        let read = expected().read_pasted(text);
        read.map(|answer| answer.map(|code| code.expose().clone()))
    };
    for good in [
        "http://localhost:17643/callback?code=GOOD&state=the-state",
        "  io.gatehouse.desktop://callback?state=the-state&code=GOOD \n",
        "http://localhost:17643/callback?code=GOOD&state=the-state#",
        "?code=GOOD&state=the-state",
        "GOOD",
    ] {
        assert_eq!(pasted(good), Ok(Ok("GOOD".to_owned())), "{good}");
    }
    for foreign in [
        "http://localhost:17643/callback?code=EVIL&state=another",
        "io.gatehouse.desktop://callback?code=EVIL",
    ] {
        assert_eq!(pasted(foreign), Err(BrowserAnswerError::Foreign), "{foreign}");
    }
    for rubbish in [
        "",
        "http://localhost:17643/callback",
        "https://acme.example/?a=b",
        "two words",
        "<b>",
    ] {
        assert_eq!(
            pasted(rubbish),
            Err(BrowserAnswerError::NotUnderstood),
            "{rubbish}"
        );
    }
    let mismatch =
        "https://acme.auth.eu-west-1.amazoncognito.com/error?error=redirect_mismatch&client_id=client";
    assert_eq!(
        pasted(mismatch),
        Err(BrowserAnswerError::Refused(Reason::RedirectNotRegistered)),
        "the page on which people strand says what is wrong with the connection"
    );
}
