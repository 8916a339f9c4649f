use aws_lc_rs::hmac;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sandbox::PASSWORD;
use serde_json::{Value, json};

use crate::srp_client::{self, timestamp};
use crate::stage::{Refused, Stage, assert_refused, assert_signed_in};

/// As Cognito's guide gives it: base64 of the HMAC-SHA256 of user name and client id under the secret.
fn hash(stage: &Stage, username: &str) -> String {
    let world = stage.sandbox.world();
    let key = hmac::Key::new(hmac::HMAC_SHA256, world.secret_client_secret.expose().as_bytes());
    STANDARD.encode(hmac::sign(
        &key,
        format!("{username}{}", world.secret_client_id).as_bytes(),
    ))
}

async fn call(stage: &Stage, operation: &str, mut members: Value) -> Result<Value, Refused> {
    members["ClientId"] = json!(stage.sandbox.world().secret_client_id);
    stage.pool(operation, members).await
}

async fn sign_in(stage: &Stage, username: &str, secret_hash: Option<String>) -> Result<Value, Refused> {
    let mut parameters = json!({ "USERNAME": username, "PASSWORD": PASSWORD });
    if let Some(hash) = secret_hash {
        parameters["SECRET_HASH"] = json!(hash);
    }
    let members = json!({ "AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": parameters });
    call(stage, "InitiateAuth", members).await
}

fn messages(stage: &Stage) -> (String, String) {
    let id = &stage.sandbox.world().secret_client_id;
    (
        format!("Client {id} is configured for secret but secret was not received"),
        format!("Unable to verify secret hash for client {id}"),
    )
}

#[tokio::test]
async fn a_hash_is_over_exactly_the_name_that_was_sent() {
    let stage = Stage::set().await;
    let (missing, wrong) = messages(&stage);
    let name = "NotAuthorizedException";
    assert_refused(sign_in(&stage, "ada", None).await, name, &missing);
    for other in ["ada@example.com", "Ada", "nobody"] {
        let outcome = sign_in(&stage, "ada", Some(hash(&stage, other))).await;
        assert_refused(outcome, name, &wrong);
    }
    for typed in ["ada", "ADA", "ada@example.com"] {
        assert_signed_in(&sign_in(&stage, typed, Some(hash(&stage, typed))).await);
    }
}

#[tokio::test]
async fn every_unsigned_call_about_a_user_asks_for_it() {
    let stage = Stage::set().await;
    let (missing, wrong) = messages(&stage);
    let code = "123456";
    for (operation, members) in [
        (
            "SignUp",
            json!({ "Username": "zoe", "Password": "Long-enough-1" }),
        ),
        (
            "ConfirmSignUp",
            json!({ "Username": "una", "ConfirmationCode": code }),
        ),
        ("ResendConfirmationCode", json!({ "Username": "una" })),
        ("ForgotPassword", json!({ "Username": "ada" })),
        (
            "ConfirmForgotPassword",
            json!({ "Username": "ada", "ConfirmationCode": code, "Password": "Long-enough-1" }),
        ),
    ] {
        let bare = call(&stage, operation, members.clone()).await;
        assert_refused(bare, "NotAuthorizedException", &missing);
        let mut members = members;
        members["SecretHash"] = json!(hash(&stage, "somebody else"));
        let off = call(&stage, operation, members).await;
        assert_refused(off, "NotAuthorizedException", &wrong);
    }
    let members = json!({ "Username": "ada", "SecretHash": hash(&stage, "ada") });
    call(&stage, "ForgotPassword", members)
        .await
        .expect("the right hash");
}

#[tokio::test]
async fn each_answer_carries_the_hash_of_its_own_name() {
    let stage = Stage::set().await;
    let email = "ada@example.com";
    let parameters = json!({ "USERNAME": email, "SRP_A": srp_client::public_of("ada"), "SECRET_HASH": hash(&stage, email) });
    let members = json!({ "AuthFlow": "USER_SRP_AUTH", "AuthParameters": parameters });
    let exchange = call(&stage, "InitiateAuth", members).await.expect("an exchange");
    let round = srp_client::Round::of("ada", &exchange);
    for (name, right) in [(email, false), ("ada", true)] {
        let mut responses = round.responses(PASSWORD, &timestamp(stage.now()));
        responses["SECRET_HASH"] = json!(hash(&stage, name));
        let members = json!({ "ChallengeName": "PASSWORD_VERIFIER", "ChallengeResponses": responses });
        let outcome = call(&stage, "RespondToAuthChallenge", members).await;
        if right {
            assert_signed_in(&outcome);
        } else {
            assert_refused(outcome, "NotAuthorizedException", &messages(&stage).1);
        }
    }
}

#[tokio::test]
async fn refreshing_wants_the_real_name_hashed_or_the_secret_itself() {
    let stage = Stage::set().await;
    let email = "ada@example.com";
    let answer = sign_in(&stage, email, Some(hash(&stage, email)))
        .await
        .expect("signed in");
    let token = &answer["AuthenticationResult"]["RefreshToken"];
    let by_flow = |name: &str| {
        let parameters = json!({ "REFRESH_TOKEN": token, "SECRET_HASH": hash(&stage, name) });
        let members = json!({ "AuthFlow": "REFRESH_TOKEN_AUTH", "AuthParameters": parameters });
        call(&stage, "InitiateAuth", members)
    };
    assert_refused(
        by_flow(email).await,
        "NotAuthorizedException",
        &messages(&stage).1,
    );
    assert_signed_in(&by_flow("ada").await);

    let secret = stage.sandbox.world().secret_client_secret.expose().clone();
    let by_call = |secret: Option<&str>| {
        let mut members = json!({ "RefreshToken": token });
        if let Some(secret) = secret {
            members["ClientSecret"] = json!(secret);
        }
        call(&stage, "GetTokensFromRefreshToken", members)
    };
    assert_refused(by_call(None).await, "NotAuthorizedException", &messages(&stage).0);
    let other = "x".repeat(secret.len());
    assert_refused(
        by_call(Some(&other)).await,
        "NotAuthorizedException",
        &messages(&stage).1,
    );
    assert_signed_in(&by_call(Some(&secret)).await);

    let elsewhere = stage
        .pool("GetTokensFromRefreshToken", json!({ "RefreshToken": token }))
        .await;
    assert_refused(elsewhere, "NotAuthorizedException", "Invalid Refresh Token");
    let revoke = |secret: &str| {
        let members = json!({ "Token": token, "ClientSecret": secret });
        call(&stage, "RevokeToken", members)
    };
    let stranger = revoke(&other).await.expect_err("refused");
    assert_eq!(stranger.name, "UnauthorizedException");
    revoke(&secret).await.expect("revoked");
}

#[tokio::test]
async fn a_session_belongs_to_the_client_that_began_it() {
    let stage = Stage::set().await;
    let parameters = json!({ "USERNAME": "emil", "PASSWORD": PASSWORD, "SECRET_HASH": hash(&stage, "emil") });
    let members = json!({ "AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": parameters });
    let challenge = call(&stage, "InitiateAuth", members).await.expect("a challenge");
    let responses = json!({ "USERNAME": "emil", "EMAIL_OTP_CODE": stage.newest_code() });
    let elsewhere = stage
        .answer("EMAIL_OTP", &challenge["Session"], responses.clone())
        .await;
    assert_refused(
        elsewhere,
        "NotAuthorizedException",
        "Invalid session for the user.",
    );
    let mut responses = responses;
    responses["SECRET_HASH"] = json!(hash(&stage, "emil"));
    let members = json!({
        "ChallengeName": "EMAIL_OTP", "Session": challenge["Session"], "ChallengeResponses": responses,
    });
    let signed_in = call(&stage, "RespondToAuthChallenge", members).await;
    assert_signed_in(&signed_in);
}
