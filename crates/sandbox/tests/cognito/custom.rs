use sandbox::{CustomChallenge, PASSWORD, RIDDLE_ANSWER};
use serde_json::{Value, json};

use crate::srp_client::{self, timestamp};
use crate::stage::{Refused, Stage, assert_refused, assert_signed_in};

async fn begin(stage: &Stage, username: &str) -> Value {
    let challenge = stage
        .initiate("CUSTOM_AUTH", json!({ "USERNAME": username }))
        .await
        .expect("a challenge");
    assert_eq!(challenge["ChallengeName"], "CUSTOM_CHALLENGE");
    challenge
}

async fn answer(stage: &Stage, username: &str, challenge: &Value, text: &str) -> Result<Value, Refused> {
    let responses = json!({ "USERNAME": username, "ANSWER": text });
    stage
        .answer("CUSTOM_CHALLENGE", &challenge["Session"], responses)
        .await
}

#[tokio::test]
async fn two_questions_are_asked_one_after_the_other() {
    let stage = Stage::set().await;
    let riddle = begin(&stage, "cora").await;
    assert!(riddle["ChallengeParameters"]["question"].is_string());
    assert!(riddle["ChallengeParameters"]["hint"].is_string());
    let mail = answer(&stage, "cora", &riddle, " Portcullis ")
        .await
        .expect("the next question");
    assert_eq!(mail["ChallengeName"], "CUSTOM_CHALLENGE");
    assert_eq!(mail["ChallengeParameters"]["email"], "c***@e***");
    assert_ne!(mail["Session"], riddle["Session"]);
    assert_signed_in(&answer(&stage, "cora", &mail, &stage.newest_code()).await);
}

#[tokio::test]
async fn a_wrong_answer_asks_again_under_a_new_session_and_the_third_ends_it() {
    let stage = Stage::set().await;
    let first = begin(&stage, "ada").await;
    let second = answer(&stage, "ada", &first, "a door")
        .await
        .expect("asked again");
    assert_eq!(
        second["ChallengeParameters"]["question"],
        first["ChallengeParameters"]["question"]
    );
    let old = answer(&stage, "ada", &first, RIDDLE_ANSWER).await;
    let once = "Invalid session for the user, session can only be used once.";
    assert_refused(old, "NotAuthorizedException", once);
    assert_signed_in(&answer(&stage, "ada", &second, RIDDLE_ANSWER).await);

    let mut challenge = begin(&stage, "ada").await;
    for _ in 0..2 {
        challenge = answer(&stage, "ada", &challenge, "a door")
            .await
            .expect("asked again");
    }
    let third = answer(&stage, "ada", &challenge, "a door").await;
    assert_refused(third, "NotAuthorizedException", "Incorrect username or password.");
}

#[tokio::test]
async fn with_srp_the_password_is_proven_first() {
    let stage = Stage::set().await;
    let parameters =
        json!({ "USERNAME": "cora", "CHALLENGE_NAME": "SRP_A", "SRP_A": srp_client::public_of("cora") });
    for (password, right) in [("wrong", false), (PASSWORD, true)] {
        let exchange = stage
            .initiate("CUSTOM_AUTH", parameters.clone())
            .await
            .expect("an exchange");
        assert_eq!(exchange["ChallengeName"], "PASSWORD_VERIFIER");
        let round = srp_client::Round::of("cora", &exchange);
        let responses = round.responses(password, &timestamp(stage.now()));
        let outcome = stage
            .answer("PASSWORD_VERIFIER", &exchange["Session"], responses)
            .await;
        if right {
            let riddle = outcome.expect("the first question");
            assert_eq!(riddle["ChallengeName"], "CUSTOM_CHALLENGE");
        } else {
            assert_refused(
                outcome,
                "NotAuthorizedException",
                "Incorrect username or password.",
            );
        }
    }
}

#[tokio::test]
async fn a_pool_without_triggers_says_so_and_a_stranger_is_asked_for_nothing_that_is_right() {
    let stage = Stage::set().await;
    let stranger = begin(&stage, "nobody").await;
    let again = answer(&stage, "nobody", &stranger, RIDDLE_ANSWER)
        .await
        .expect("asked again");
    assert_eq!(again["ChallengeName"], "CUSTOM_CHALLENGE");
    stage
        .change(|settings| settings.pool.triggers.custom_challenge = CustomChallenge::None)
        .await;
    let outcome = stage.initiate("CUSTOM_AUTH", json!({ "USERNAME": "ada" })).await;
    assert_refused(
        outcome,
        "InvalidParameterException",
        "Custom auth lambda trigger is not configured for the user pool.",
    );
}
