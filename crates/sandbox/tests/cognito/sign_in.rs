use sandbox::AuthFlow;
use serde_json::{Value, json};
use time::Duration;
use totp_rs::{Builder, Secret, Totp};

use crate::stage::{Refused, Stage, assert_refused, other_than};

const INCORRECT: (&str, &str) = ("NotAuthorizedException", "Incorrect username or password.");
const LOCKED: (&str, &str) = ("NotAuthorizedException", "Password attempts exceeded");

#[tokio::test]
async fn a_wrong_password_and_an_unknown_name_are_answered_alike() {
    let stage = Stage::set().await;
    assert_refused(stage.sign_in("ada", "wrong").await, INCORRECT.0, INCORRECT.1);
    assert_refused(stage.sign_in("nobody", "wrong").await, INCORRECT.0, INCORRECT.1);
}

#[tokio::test]
async fn five_failures_lock_for_seconds_that_double_and_tries_in_between_do_not_count() {
    let stage = Stage::set().await;
    for name in ["ada", "nobody"] {
        for _ in 0..5 {
            assert_refused(stage.sign_in(name, "wrong").await, INCORRECT.0, INCORRECT.1);
        }
        for _ in 0..10 {
            assert_refused(stage.sign_in(name, sandbox::PASSWORD).await, LOCKED.0, LOCKED.1);
        }
        stage.wait(Duration::seconds(1));
        assert_refused(stage.sign_in(name, "wrong").await, INCORRECT.0, INCORRECT.1);
        stage.wait(Duration::seconds(1));
        assert_refused(stage.sign_in(name, "wrong").await, LOCKED.0, LOCKED.1);
        stage.wait(Duration::seconds(1));
        assert_refused(stage.sign_in(name, "wrong").await, INCORRECT.0, INCORRECT.1);
    }
    stage.wait(Duration::seconds(4));
    stage
        .sign_in("ada", sandbox::PASSWORD)
        .await
        .expect("the lock is over");
    assert_refused(stage.sign_in("ada", "wrong").await, INCORRECT.0, INCORRECT.1);
    stage
        .sign_in("ada", sandbox::PASSWORD)
        .await
        .expect("a success forgets the failures");
}

#[tokio::test]
async fn guesses_made_side_by_side_are_locked_out_like_guesses_one_by_one() {
    let stage = Stage::set().await;
    let guesses = (0..12).map(|_| stage.sign_in("ada", "wrong"));
    let outcomes = futures_util::future::join_all(guesses).await;

    let tried = outcomes
        .iter()
        .filter(|outcome| outcome.as_ref().is_err_and(|error| error.message == INCORRECT.1));
    assert_eq!(tried.count(), 5, "the sixth finds the lock of the fifth");
}

#[tokio::test]
async fn a_temporary_password_leads_to_a_new_one_and_in() {
    let stage = Stage::set().await;
    let challenge = stage
        .sign_in("temp", sandbox::TEMPORARY_PASSWORD)
        .await
        .expect("a challenge");
    assert_eq!(challenge["ChallengeName"], "NEW_PASSWORD_REQUIRED");
    let parameters = &challenge["ChallengeParameters"];
    assert_eq!(
        parameters["requiredAttributes"],
        "[\"userAttributes.given_name\"]"
    );
    let known: Value =
        serde_json::from_str(parameters["userAttributes"].as_str().expect("text")).expect("JSON");
    assert_eq!(known["email"], "temp@example.com");

    let answer = |responses| stage.answer("NEW_PASSWORD_REQUIRED", &challenge["Session"], responses);
    let weak =
        answer(json!({ "USERNAME": "temp", "NEW_PASSWORD": "weak", "userAttributes.given_name": "T" }));
    let policy = "Password does not conform to policy: Password not long enough";
    assert_refused(weak.await, "InvalidPasswordException", policy);
    let bare = answer(json!({ "USERNAME": "temp", "NEW_PASSWORD": "Long-enough-1" })).await;
    assert_refused(
        bare,
        "InvalidParameterException",
        "Invalid attributes given, given_name is missing",
    );
    let full =
        json!({ "USERNAME": "temp", "NEW_PASSWORD": "Long-enough-1", "userAttributes.given_name": "Temp" });
    let signed_in = answer(full.clone())
        .await
        .expect("refusals kept the session open");
    assert!(signed_in["AuthenticationResult"]["RefreshToken"].is_string());

    let once = "Invalid session for the user, session can only be used once.";
    assert_refused(answer(full).await, "NotAuthorizedException", once);
    assert_refused(
        stage.sign_in("temp", sandbox::TEMPORARY_PASSWORD).await,
        INCORRECT.0,
        INCORRECT.1,
    );
    stage
        .sign_in("temp", "Long-enough-1")
        .await
        .expect("the new password");
}

#[tokio::test]
async fn a_challenge_waits_three_minutes_for_its_own_user() {
    let stage = Stage::set().await;
    let challenge = stage
        .sign_in("temp", sandbox::TEMPORARY_PASSWORD)
        .await
        .expect("a challenge");
    let answer = |name: &str| {
        let responses =
            json!({ "USERNAME": name, "NEW_PASSWORD": "Long-enough-1", "userAttributes.given_name": "T" });
        stage.answer("NEW_PASSWORD_REQUIRED", &challenge["Session"], responses)
    };
    let stranger = answer("ada").await;
    assert_refused(
        stranger,
        "NotAuthorizedException",
        "Invalid session for the user.",
    );
    stage.wait(Duration::minutes(3));
    let late = answer("temp").await;
    assert_refused(
        late,
        "NotAuthorizedException",
        "Invalid session for the user, session is expired.",
    );
    let made_up = json!("a session that nobody issued");
    let forged = stage.answer(
        "NEW_PASSWORD_REQUIRED",
        &made_up,
        json!({ "USERNAME": "temp", "NEW_PASSWORD": "x" }),
    );
    assert_refused(
        forged.await,
        "NotAuthorizedException",
        "Invalid session for the user.",
    );
}

#[tokio::test]
async fn a_temporary_password_ages() {
    let stage = Stage::set().await;
    stage.wait(Duration::days(365));
    let aged = "Temporary password has expired and must be reset by an administrator.";
    assert_refused(
        stage.sign_in("temp", sandbox::TEMPORARY_PASSWORD).await,
        "NotAuthorizedException",
        aged,
    );
}

#[tokio::test]
async fn a_code_of_the_authenticator_app_works_once() {
    let stage = Stage::set().await;
    let challenge = stage.sign_in("mo", sandbox::PASSWORD).await.expect("a challenge");
    assert_eq!(challenge["ChallengeName"], "SOFTWARE_TOKEN_MFA");
    assert!(challenge.get("AuthenticationResult").is_none());
    let code = app_code(&stage);
    let wrong = answer_code(&stage, &challenge, other_than(&code)).await;
    assert_refused(
        wrong,
        "CodeMismatchException",
        "Invalid code or auth state for the user.",
    );
    let signed_in = answer_code(&stage, &challenge, &code)
        .await
        .expect("a wrong code kept the session");
    assert!(signed_in["AuthenticationResult"]["AccessToken"].is_string());

    let challenge = stage.sign_in("mo", sandbox::PASSWORD).await.expect("a challenge");
    let reused = answer_code(&stage, &challenge, &code).await;
    assert_refused(
        reused,
        "ExpiredCodeException",
        "Your software token has already been used once.",
    );
    stage.wait(Duration::seconds(30));
    answer_code(&stage, &challenge, &app_code(&stage))
        .await
        .expect("the next code");
}

#[tokio::test]
async fn wrong_codes_of_the_authenticator_app_lock_as_wrong_passwords_do() {
    let stage = Stage::set().await;
    let challenge = stage.sign_in("mo", sandbox::PASSWORD).await.expect("a challenge");
    let code = app_code(&stage);
    for _ in 0..5 {
        let wrong = answer_code(&stage, &challenge, other_than(&code)).await;
        assert_refused(
            wrong,
            "CodeMismatchException",
            "Invalid code or auth state for the user.",
        );
    }
    assert_refused(answer_code(&stage, &challenge, &code).await, LOCKED.0, LOCKED.1);
    stage.wait(Duration::seconds(1));
    answer_code(&stage, &challenge, &code)
        .await
        .expect("after the lock");
}

#[tokio::test]
async fn a_flow_that_the_client_does_not_allow_is_named() {
    let stage = Stage::set().await;
    stage
        .change(|settings| {
            settings.clients[0]
                .auth_flows
                .retain(|flow| *flow == AuthFlow::UserPassword)
        })
        .await;
    let parameters = json!({ "USERNAME": "ada", "PASSWORD": sandbox::PASSWORD, "REFRESH_TOKEN": "any" });
    for (flow, message) in [
        ("USER_SRP_AUTH", "USER_SRP_AUTH is not enabled for the client."),
        ("REFRESH_TOKEN_AUTH", "Auth flow not enabled for this client"),
        ("USER_AUTH", "USER_AUTH flow not enabled for this client"),
        ("CUSTOM_AUTH", "CUSTOM_AUTH is not enabled for the client."),
        ("ADMIN_USER_PASSWORD_AUTH", "Initiate Auth method not supported."),
    ] {
        let outcome = stage
            .pool(
                "InitiateAuth",
                json!({ "AuthFlow": flow, "AuthParameters": parameters }),
            )
            .await;
        assert_refused(outcome, "InvalidParameterException", message);
    }
    stage
        .change(|settings| settings.clients[0].auth_flows = vec![AuthFlow::UserSrp])
        .await;
    let refused = "USER_PASSWORD_AUTH flow not enabled for this client";
    assert_refused(
        stage.sign_in("ada", sandbox::PASSWORD).await,
        "InvalidParameterException",
        refused,
    );
    stage.sandbox.reset().await.expect("all flows are back");
    let bare = stage
        .pool("InitiateAuth", json!({ "AuthFlow": "USER_PASSWORD_AUTH" }))
        .await;
    assert_refused(
        bare,
        "InvalidParameterException",
        "Missing required parameter USERNAME",
    );
    let hashed = json!({ "USERNAME": "ada", "PASSWORD": sandbox::PASSWORD, "SECRET_HASH": "c2VjcmV0" });
    let outcome = stage.pool(
        "InitiateAuth",
        json!({ "AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": hashed }),
    );
    let message = format!("Unable to verify secret hash for client {}", stage.client_id());
    assert_refused(outcome.await, "NotAuthorizedException", &message);
}

async fn answer_code(stage: &Stage, challenge: &Value, code: &str) -> Result<Value, Refused> {
    let responses = json!({ "USERNAME": "mo", "SOFTWARE_TOKEN_MFA_CODE": code });
    stage
        .answer("SOFTWARE_TOKEN_MFA", &challenge["Session"], responses)
        .await
}

fn app_code(stage: &Stage) -> String {
    let secret = Secret::try_from_base32(sandbox::MO_TOTP_SECRET).expect("base32");
    let app: Totp = Builder::new()
        .with_secret(secret)
        .build()
        .expect("an authenticator app");
    let time = u64::try_from(stage.now().unix_timestamp()).expect("after 1970");
    app.generate(time).to_string()
}
