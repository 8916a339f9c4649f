use sandbox::{COMPROMISED_PASSWORDS, PASSWORD, Risk};
use serde_json::json;

use crate::stage::{Stage, assert_refused, assert_signed_in};

async fn with(risk: Risk) -> Stage {
    let stage = Stage::set().await;
    stage.change(|settings| settings.pool.risk = risk).await;
    stage
}

#[tokio::test]
async fn what_a_client_says_about_its_device_is_taken_and_has_to_be_text() {
    let stage = Stage::set().await;
    let begin = |data| {
        let parameters = json!({ "USERNAME": "ada", "PASSWORD": PASSWORD });
        let context = json!({ "EncodedData": data });
        let members = json!({ "AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": parameters, "UserContextData": context });
        stage.pool("InitiateAuth", members)
    };
    assert_signed_in(&begin(json!("eyJwYXlsb2FkIjoiIn0=")).await);
    let mistyped = begin(json!(5)).await.expect_err("refused");
    assert_eq!(mistyped.name, "SerializationException");
}

#[tokio::test]
async fn a_stolen_password_cannot_be_chosen_and_has_to_be_reset_when_it_is_used() {
    let stage = Stage::set().await;
    let stolen = COMPROMISED_PASSWORDS[0];
    stage
        .sign_up("zoe", stolen, "zoe@example.org")
        .await
        .expect("not looked at yet");
    stage
        .confirm("zoe", &stage.newest_code())
        .await
        .expect("confirmed");
    stage
        .change(|settings| settings.pool.risk = Risk::CompromisedRefused)
        .await;

    assert_refused(
        stage.sign_up("kim", stolen, "kim@example.org").await,
        "InvalidPasswordException",
        "Provided password cannot be used for security reasons.",
    );
    assert_refused(
        stage.sign_in("zoe", "Wrong-but-long-1").await,
        "NotAuthorizedException",
        "Incorrect username or password.",
    );
    assert_refused(
        stage.sign_in("zoe", stolen).await,
        "PasswordResetRequiredException",
        "Password reset required for user due to security reasons",
    );
    assert_refused(
        stage.sign_in("zoe", stolen).await,
        "PasswordResetRequiredException",
        "Password reset required for the user",
    );
    assert_signed_in(&stage.sign_in("ada", PASSWORD).await);
}

#[tokio::test]
async fn a_risky_sign_in_is_asked_for_a_second_factor() {
    let stage = with(Risk::RiskyAsksMfa).await;
    let challenge = stage.sign_in("ada", PASSWORD).await.expect("a challenge");
    assert_eq!(challenge["ChallengeName"], "EMAIL_OTP");
    let responses = json!({ "USERNAME": "ada", "EMAIL_OTP_CODE": stage.newest_code() });
    assert_signed_in(&stage.answer("EMAIL_OTP", &challenge["Session"], responses).await);
    let own = stage.sign_in("mo", PASSWORD).await.expect("a challenge");
    assert_eq!(own["ChallengeName"], "SOFTWARE_TOKEN_MFA");
    assert_refused(
        stage.sign_in("vera", PASSWORD).await,
        "NotAuthorizedException",
        "Unable to login because of security reasons.",
    );
}

#[tokio::test]
async fn a_risky_sign_in_is_blocked() {
    let stage = with(Risk::RiskyBlocked).await;
    assert_refused(
        stage.sign_in("ada", PASSWORD).await,
        "NotAuthorizedException",
        "Unable to login because of security reasons.",
    );
}
