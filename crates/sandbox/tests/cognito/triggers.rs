//! The built-in Lambda triggers that change tokens, take users over and word messages.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use crate::stage::{Stage, assert_signed_in};

fn claims(token: &Value) -> Value {
    let body = token
        .as_str()
        .and_then(|token| token.split('.').nth(1))
        .expect("a token");
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(body).expect("base64")).expect("JSON")
}

async fn set(stage: &Stage, triggers: Value) -> Result<(), sandbox::Error> {
    stage
        .sandbox
        .merge_settings(json!({ "pool": { "triggers": triggers } }))
        .await
}

#[tokio::test]
async fn claims_are_added_changed_and_suppressed_and_groups_replaced() {
    let stage = Stage::set().await;
    let changes = json!({ "claims": {
        "id": { "set": { "team": "engines", "given_name": "Countess" }, "suppress": ["email"] },
        "access": { "set": { "level": 3 } },
        "groups": { "groups": ["guards"], "roles": ["arn:aws:iam::123456789012:role/readers"],
                    "preferred_role": "arn:aws:iam::123456789012:role/readers" },
    } });
    set(&stage, changes).await.expect("sound settings");
    let tokens = stage.tokens("ada").await;
    let (id, access) = (claims(&tokens["IdToken"]), claims(&tokens["AccessToken"]));
    assert_eq!(
        (&id["team"], &id["given_name"]),
        (&json!("engines"), &json!("Countess"))
    );
    assert!(id.get("email").is_none() && id["email_verified"] == true);
    assert_eq!(id["cognito:groups"], json!(["guards"]));
    assert_eq!(
        id["cognito:preferred_role"],
        "arn:aws:iam::123456789012:role/readers"
    );
    assert_eq!(
        (&access["level"], &access["cognito:groups"]),
        (&json!(3), &json!(["guards"]))
    );

    for wrong in [
        json!({ "claims": { "id": { "set": { "sub": "x" } } } }),
        json!({ "claims": { "access": { "suppress": ["exp"] } } }),
        json!({ "claims": { "id": { "set": { "cognito:groups": [] } } } }),
        json!({ "claims": { "id": { "set": { "long": "x".repeat(1_001) } } } }),
        json!({ "claims": { "id": { "unknown": {} } } }),
        json!({ "custom_message": { "body": "no code" } }),
        json!({ "user_migration": { "password": "" } }),
    ] {
        assert!(set(&stage, wrong.clone()).await.is_err(), "{wrong}");
    }
}

#[tokio::test]
async fn an_unknown_user_with_the_other_directorys_password_is_taken_over() {
    let stage = Stage::set().await;
    set(
        &stage,
        json!({ "user_migration": { "password": "From-elsewhere-1" } }),
    )
    .await
    .expect("sound settings");
    assert!(stage.sign_in("mig", "Something-else-1").await.is_err());
    assert_signed_in(&stage.sign_in("mig", "From-elsewhere-1").await);
    set(&stage, json!({ "user_migration": null }))
        .await
        .expect("sound settings");
    assert_signed_in(&stage.sign_in("mig@example.com", "From-elsewhere-1").await);
    assert!(stage.sign_in("other", "From-elsewhere-1").await.is_err());
    set(
        &stage,
        json!({ "user_migration": { "password": "From-elsewhere-1", "reset_required": true } }),
    )
    .await
    .expect("sound settings");
    let refused = stage
        .sign_in("late", "From-elsewhere-1")
        .await
        .expect_err("a reset is asked for");
    assert_eq!(refused.name, "PasswordResetRequiredException");
}

#[tokio::test]
async fn messages_say_what_the_trigger_says() {
    let stage = Stage::set().await;
    let words = json!({ "custom_message": { "subject": "For {username}", "body": "Knock {####} times, {username}" } });
    set(&stage, words).await.expect("sound settings");
    stage
        .pool("ForgotPassword", json!({ "Username": "ada" }))
        .await
        .expect("a code");
    let message = stage.newest_message();
    let code = message.code.expect("a code");
    assert_eq!(message.subject, "For ada");
    assert_eq!(message.body, format!("Knock {} times, ada", code.expose()));
}
