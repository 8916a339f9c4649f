use serde_json::json;
use time::Duration;

use crate::srp_client::{self, N, timestamp};
use crate::stage::{Stage, assert_refused};

const INCORRECT: (&str, &str) = ("NotAuthorizedException", "Incorrect username or password.");

#[tokio::test]
async fn the_password_is_proven_under_either_name_and_only_once_per_exchange() {
    let stage = Stage::set().await;
    for name in ["ada", "Ada", "ada@example.com"] {
        let round = srp_client::begin(&stage, name).await;
        assert_eq!(
            round.text("USER_ID_FOR_SRP"),
            "ada",
            "whatever was typed, SRP is over the user name"
        );
        let responses = round.responses(sandbox::PASSWORD, &timestamp(stage.now()));
        let answer = stage
            .answer("PASSWORD_VERIFIER", &json!(null), responses.clone())
            .await
            .expect("proven");
        assert!(answer["AuthenticationResult"]["IdToken"].is_string());
        let replay = stage.answer("PASSWORD_VERIFIER", &json!(null), responses).await;
        assert_refused(replay, INCORRECT.0, INCORRECT.1);
    }
}

#[tokio::test]
async fn whatever_does_not_fit_is_an_incorrect_password() {
    let stage = Stage::set().await;
    let round = srp_client::begin(&stage, "ada").await;
    let wrong = round.responses("wrong", &timestamp(stage.now()));
    assert_refused(
        stage.answer("PASSWORD_VERIFIER", &json!(null), wrong).await,
        INCORRECT.0,
        INCORRECT.1,
    );
    let right = round.responses(sandbox::PASSWORD, &timestamp(stage.now()));
    let second = stage.answer("PASSWORD_VERIFIER", &json!(null), right).await;
    assert_refused(second, INCORRECT.0, INCORRECT.1);

    let padded = timestamp(stage.now()).replace("Jan 5 ", "Jan 05 ");
    let late = timestamp(stage.now() - Duration::minutes(6));
    let early = timestamp(stage.now() + Duration::minutes(6));
    let weekday = timestamp(stage.now()).replace("Mon ", "Tue ");
    for at in [
        padded.as_str(),
        &late,
        &early,
        &weekday,
        "yesterday",
        "2026-01-05T10:00:00Z",
    ] {
        let round = srp_client::begin(&stage, "temp").await;
        let responses = round.responses(sandbox::TEMPORARY_PASSWORD, at);
        let outcome = stage.answer("PASSWORD_VERIFIER", &json!(null), responses).await;
        assert_refused(outcome, INCORRECT.0, INCORRECT.1);
        stage.wait(Duration::minutes(16));
    }

    let round = srp_client::begin(&stage, "mo").await;
    stage.wait(Duration::minutes(4));
    let responses = round.responses(sandbox::PASSWORD, &timestamp(stage.now()));
    let slow = stage.answer("PASSWORD_VERIFIER", &json!(null), responses).await;
    assert_refused(slow, INCORRECT.0, INCORRECT.1);
}

#[tokio::test]
async fn an_exchange_belongs_to_the_user_who_began_it() {
    let stage = Stage::set().await;
    let round = srp_client::begin(&stage, "mo").await;
    let mut responses = round.responses(sandbox::PASSWORD, &timestamp(stage.now()));
    responses["USERNAME"] = json!("ada");
    let outcome = stage.answer("PASSWORD_VERIFIER", &json!(null), responses).await;
    assert_refused(outcome, INCORRECT.0, INCORRECT.1);
}

#[tokio::test]
async fn a_name_without_an_account_gets_a_believable_exchange_that_never_works() {
    let stage = Stage::set().await;
    let first = srp_client::begin(&stage, "nobody").await;
    let second = srp_client::begin(&stage, "Nobody").await;
    assert_eq!(first.text("SALT"), second.text("SALT"), "an account has one salt");
    assert_ne!(
        first.text("SRP_B"),
        second.text("SRP_B"),
        "each exchange has its own B"
    );
    let known = srp_client::begin(&stage, "ada").await;
    let members = |round: &srp_client::Round| -> Vec<String> {
        round
            .parameters
            .as_object()
            .expect("a map")
            .keys()
            .cloned()
            .collect()
    };
    assert_eq!(members(&first), members(&known));

    let responses = first.responses(sandbox::PASSWORD, &timestamp(stage.now()));
    let outcome = stage.answer("PASSWORD_VERIFIER", &json!(null), responses).await;
    assert_refused(outcome, INCORRECT.0, INCORRECT.1);
}

#[tokio::test]
async fn an_a_without_secret_is_refused_at_once() {
    let stage = Stage::set().await;
    for a in ["0", N, "not a number"] {
        let outcome = srp_client::initiate(&stage, json!({ "USERNAME": "ada", "SRP_A": a })).await;
        assert_refused(outcome, "InvalidParameterException", "Invalid SRP_A");
    }
}

#[tokio::test]
async fn an_unconfirmed_account_says_so_before_it_looks_at_the_password() {
    let stage = Stage::set().await;
    let round = srp_client::begin(&stage, "una").await;
    let responses = round.responses("wrong", &timestamp(stage.now()));
    let outcome = stage.answer("PASSWORD_VERIFIER", &json!(null), responses).await;
    assert_refused(outcome, "UserNotConfirmedException", "User is not confirmed.");
}
