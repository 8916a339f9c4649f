//! Answers to challenges that take more than one call.

use std::collections::BTreeMap;

use base::Secret;
use flow::Reason;
use serde_json::json;

use super::script::{Script, asked, challenge, refusal, verifier};
use crate::known::Known;
use crate::passkey;
use crate::user_pool::Round;

fn responses(pairs: &[(&str, &str)]) -> BTreeMap<String, Secret> {
    let own = |(name, value): &(&str, &str)| ((*name).to_owned(), Secret::from(*value));
    pairs.iter().map(own).collect()
}

#[tokio::test]
async fn an_authenticator_app_is_set_up_with_the_session_of_the_call_before() {
    let script = Script::answering([
        (200, json!({ "SecretCode": "JBSWY3DP", "Session": "second" })),
        (200, json!({ "Status": "SUCCESS", "Session": "third" })),
        challenge("SOFTWARE_TOKEN_MFA", "fourth", json!({})),
    ]);
    let pool = script.pool(|_| {});

    let (challenged, setup) = pool.set_up_totp(asked("MFA_SETUP", &[])).await.expect("a key");
    assert_eq!(
        setup.uri.expose(),
        "otpauth://totp/Test:ada%40example.com?secret=JBSWY3DP&issuer=Test"
    );
    let round = pool
        .verify_totp(challenged, &"123456".into(), &mut Known::default())
        .await;
    assert!(matches!(round, Ok(Round::Challenged(_))));

    let asked = script.asked();
    let actions: Vec<&str> = asked.iter().map(|(action, _)| action.as_str()).collect();
    assert_eq!(
        actions,
        [
            "AssociateSoftwareToken",
            "VerifySoftwareToken",
            "RespondToAuthChallenge"
        ]
    );
    let sessions: Vec<&serde_json::Value> = asked.iter().map(|(_, body)| &body["Session"]).collect();
    assert_eq!(sessions, ["first", "second", "third"]);
    assert_eq!(asked[1].1["UserCode"], "123456");
    assert_eq!(asked[2].1["ChallengeName"], "MFA_SETUP");
    assert_eq!(asked[2].1["ChallengeResponses"], json!({ "USERNAME": "ada-id" }));
}

#[tokio::test]
async fn a_wrong_first_code_is_a_wrong_code_however_the_service_says_it() {
    let mismatch = Reason::WrongFirstCode;
    for (answer, reason) in [
        (
            refusal("EnableSoftwareTokenMFAException", "Code mismatch"),
            mismatch.clone(),
        ),
        (
            refusal("CodeMismatchException", "Invalid code received"),
            Reason::WrongCode,
        ),
        ((200, json!({ "Status": "ERROR" })), mismatch),
    ] {
        let script = Script::answering([answer]);
        let round = script
            .pool(|_| {})
            .verify_totp(asked("MFA_SETUP", &[]), &"1".into(), &mut Known::default())
            .await;
        assert_eq!(round.err().map(|refusal| refusal.reason), Some(reason));
    }
}

#[tokio::test]
async fn a_choice_travels_with_its_proof() {
    let script = Script::answering([
        verifier("PASSWORD_VERIFIER", "ada-id"),
        challenge("SMS_MFA", "next", json!({})),
    ]);
    let chosen = responses(&[("ANSWER", "PASSWORD_SRP"), ("PASSWORD", "Gatehouse-1")]);
    let _ = script
        .pool(|_| {})
        .respond(asked("SELECT_CHALLENGE", &[]), chosen, &mut Known::default())
        .await;
    let first = &script.asked()[0].1["ChallengeResponses"];
    assert_eq!(first["ANSWER"], "PASSWORD_SRP");
    assert!(first["SRP_A"].is_string() && first.get("PASSWORD").is_none());

    let script = Script::answering([challenge("SMS_MFA", "next", json!({}))]);
    let chosen = responses(&[("ANSWER", "PASSWORD"), ("PASSWORD", "Gatehouse-1")]);
    let _ = script
        .pool(|_| {})
        .respond(asked("SELECT_CHALLENGE", &[]), chosen, &mut Known::default())
        .await;
    let (_, body) = script.only();
    assert_eq!(
        body["ChallengeResponses"],
        json!({ "USERNAME": "ada-id", "ANSWER": "PASSWORD", "PASSWORD": "Gatehouse-1" })
    );
}

#[tokio::test]
async fn a_passkey_answers_in_the_sandbox_and_is_elsewhere_everywhere_else() {
    let creation = r#"{"rp":{"id":"pool.example.com"},"user":{"id":"dXNlcg"},"challenge":"YQ"}"#;
    let (_, kept) = passkey::register(creation, "ada", &[]).expect("made");
    let options = r#"{"challenge":"Yg","rpId":"pool.example.com"}"#;
    let mut known = Known {
        passkeys: vec![kept],
        ..Known::default()
    };

    let script = Script::answering([
        challenge(
            "WEB_AUTHN",
            "second",
            json!({ "CREDENTIAL_REQUEST_OPTIONS": options }),
        ),
        challenge("SMS_MFA", "third", json!({})),
    ]);
    let chosen = responses(&[("ANSWER", "WEB_AUTHN")]);
    let round = script
        .pool(|pool| pool.software_passkeys = true)
        .respond(asked("SELECT_CHALLENGE", &[]), chosen.clone(), &mut known)
        .await;
    assert!(matches!(round, Ok(Round::Challenged(_))));
    let asked_for = script.asked();
    assert_eq!(asked_for[0].1["ChallengeResponses"]["ANSWER"], "WEB_AUTHN");
    assert_eq!(asked_for[1].1["ChallengeName"], "WEB_AUTHN");
    assert_eq!(asked_for[1].1["Session"], "second");
    assert!(asked_for[1].1["ChallengeResponses"]["CREDENTIAL"].is_string());
    assert_eq!(known.learned.passkey.as_ref().map(|used| used.counter), Some(1));

    let nothing = Script::answering([]);
    let round = nothing
        .pool(|_| {})
        .respond(asked("SELECT_CHALLENGE", &[]), chosen, &mut known)
        .await;
    assert_eq!(
        round.err().map(|refusal| refusal.reason),
        Some(Reason::PasskeyElsewhere)
    );
    assert!(
        nothing.asked().is_empty(),
        "the session of the choice is not used up"
    );
}

#[tokio::test(start_paused = true)]
async fn a_throttled_service_is_asked_again_and_given_up_after_three_times() {
    let busy = || refusal("TooManyRequestsException", "Rate exceeded");
    let script = Script::answering([busy(), busy(), challenge("SMS_MFA", "next", json!({}))]);
    let code = responses(&[("SMS_MFA_CODE", "123456")]);
    let round = script
        .pool(|_| {})
        .respond(asked("SMS_MFA", &[]), code.clone(), &mut Known::default())
        .await;
    assert!(matches!(round, Ok(Round::Challenged(_))));
    assert_eq!(script.asked().len(), 3);

    let script = Script::answering([busy(), busy(), busy(), busy()]);
    let round = script
        .pool(|_| {})
        .respond(asked("SMS_MFA", &[]), code, &mut Known::default())
        .await;
    assert_eq!(
        round.err().map(|refusal| refusal.reason),
        Some(Reason::TooManyRequests)
    );
}

#[tokio::test]
async fn a_question_says_when_it_lapses_by_the_pools_own_measure() {
    let script = Script::answering([challenge("SMS_MFA", "next", json!({}))]);
    let pool = script.pool(|pool| pool.session_validity = time::Duration::minutes(15));
    let round = pool
        .respond(
            asked("CUSTOM_CHALLENGE", &[]),
            responses(&[("ANSWER", "42")]),
            &mut Known::default(),
        )
        .await;
    let Ok(Round::Challenged(challenged)) = round else {
        panic!("a question follows")
    };
    assert_eq!(
        challenged.challenge.expires_at,
        time::macros::datetime!(2026-02-07 09:20:03 UTC)
    );
    assert_eq!(challenged.session, Some("next".into()), "always the newest");
}
