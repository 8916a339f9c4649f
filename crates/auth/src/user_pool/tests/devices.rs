//! A computer that the pool tracks.

use std::collections::BTreeMap;

use base::Secret;
use flow::{Method, Reason};
use serde_json::json;

use super::script::{Script, asked, by, challenge, device, refusal, verifier};
use crate::known::Known;
use crate::user_pool::Round;

fn known() -> Known {
    Known {
        device: Some(device()),
        ..Known::default()
    }
}

#[tokio::test]
async fn a_remembered_device_is_named_in_every_round_and_proves_itself_unseen() {
    let script = Script::answering([
        verifier("PASSWORD_VERIFIER", "ada-id"),
        challenge("DEVICE_SRP_AUTH", "for the device", json!({})),
        verifier("DEVICE_PASSWORD_VERIFIER", "ada-id"),
        challenge("NEW_PASSWORD_REQUIRED", "last", json!({})),
    ]);
    let pool = script.pool(|pool| pool.client_secret = Some("secret".into()));

    let round = pool.sign_in(&by(Method::UserSrp), &mut known()).await;

    let Ok(Round::Challenged(challenged)) = round else {
        panic!("a question follows")
    };
    assert_eq!(challenged.challenge.name.as_str(), "NEW_PASSWORD_REQUIRED");
    let asked = script.asked();
    assert_eq!(asked[0].1["AuthParameters"]["DEVICE_KEY"], "eu-west-1_device");
    for (_, body) in &asked[1..] {
        assert_eq!(body["ChallengeResponses"]["DEVICE_KEY"], "eu-west-1_device");
        assert_eq!(body["ChallengeResponses"]["USERNAME"], "ada-id");
        assert!(body["ChallengeResponses"]["SECRET_HASH"].is_string());
    }
    assert_eq!(asked[2].1["ChallengeName"], "DEVICE_SRP_AUTH");
    assert_eq!(asked[2].1["Session"], "for the device");
    assert_eq!(asked[3].1["ChallengeName"], "DEVICE_PASSWORD_VERIFIER");
    assert!(
        !format!("{asked:?}").contains("of the device"),
        "its password stays here"
    );
}

#[tokio::test]
async fn a_device_that_the_pool_has_forgotten_is_dropped_and_the_request_made_once_more() {
    let script = Script::answering([
        refusal("ResourceNotFoundException", "Device does not exist."),
        challenge("SMS_MFA", "next", json!({})),
    ]);
    let mut known = known();
    let round = script
        .pool(|_| {})
        .sign_in(&by(Method::UserPassword), &mut known)
        .await;
    assert!(matches!(round, Ok(Round::Challenged(_))));
    let asked = script.asked();
    assert!(asked[1].1["AuthParameters"].get("DEVICE_KEY").is_none());
    assert_eq!(known.learned.gone.as_deref(), Some("eu-west-1_device"));
}

#[tokio::test]
async fn a_device_whose_proof_is_refused_does_not_lock_its_owner_out() {
    let script = Script::answering([
        challenge("DEVICE_SRP_AUTH", "for the device", json!({})),
        verifier("DEVICE_PASSWORD_VERIFIER", "ada-id"),
        refusal("NotAuthorizedException", "Incorrect username or password."),
        challenge("SMS_MFA", "next", json!({})),
    ]);
    let mut known = known();
    let round = script
        .pool(|_| {})
        .sign_in(&by(Method::UserPassword), &mut known)
        .await;
    assert!(
        matches!(round, Ok(Round::Challenged(_))),
        "it begins anew without the device"
    );
    assert_eq!(known.learned.gone.as_deref(), Some("eu-west-1_device"));
}

#[tokio::test]
async fn where_the_device_is_refused_after_an_answer_the_sign_in_begins_anew() {
    let script = Script::answering([
        challenge("DEVICE_SRP_AUTH", "for the device", json!({})),
        refusal("ResourceNotFoundException", "Device does not exist."),
        refusal("ResourceNotFoundException", "Device does not exist."),
    ]);
    let password = BTreeMap::from([("PASSWORD".to_owned(), Secret::from("Gatehouse-1"))]);
    let round = script
        .pool(|_| {})
        .respond(asked("PASSWORD", &[]), password, &mut known())
        .await;
    assert_eq!(
        round.err().map(|refusal| refusal.reason),
        Some(Reason::ChallengeLapsed)
    );
}
