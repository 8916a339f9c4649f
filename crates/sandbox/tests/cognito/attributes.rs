//! Attributes of whoever is signed in: changed at once or when their code has come back.

use sandbox::{AttributeKind, CustomAttribute, UsernameKind};
use serde_json::{Value, json};
use time::Duration;

use crate::stage::{Refused, Stage, assert_refused, other_than};

async fn update(stage: &Stage, tokens: &Value, name: &str, value: &str) -> Result<Value, Refused> {
    let attributes = json!([{ "Name": name, "Value": value }]);
    stage
        .act(
            tokens,
            "UpdateUserAttributes",
            json!({ "UserAttributes": attributes }),
        )
        .await
}

async fn verify(stage: &Stage, tokens: &Value, name: &str, code: &str) -> Result<Value, Refused> {
    let members = json!({ "AttributeName": name, "Code": code });
    stage.act(tokens, "VerifyUserAttribute", members).await
}

async fn value(stage: &Stage, tokens: &Value, name: &str) -> Option<String> {
    let user = stage.act(tokens, "GetUser", json!({})).await.expect("a user");
    let attributes = user["UserAttributes"].as_array().expect("a list").clone();
    attributes
        .into_iter()
        .find(|attribute| attribute["Name"] == name)
        .map(|attribute| attribute["Value"].as_str().expect("text").to_owned())
}

#[tokio::test]
async fn a_new_address_takes_over_once_its_code_has_come_back() {
    let stage = Stage::set().await;
    let tokens = stage.tokens("ada").await;
    let sent = update(&stage, &tokens, "email", "lovelace@example.com")
        .await
        .expect("sent");
    let expected = json!({
        "AttributeName": "email", "DeliveryMedium": "EMAIL", "Destination": "l***@e***",
    });
    assert_eq!(sent["CodeDeliveryDetailsList"], json!([expected]));
    assert_eq!(stage.newest_message().to, "lovelace@example.com");
    let email = value(&stage, &tokens, "email").await;
    assert_eq!(email.as_deref(), Some("ada@example.com"));
    let old = stage.sign_in("ada@example.com", sandbox::PASSWORD).await;
    assert!(old.is_ok(), "the old address is in force until then");

    let code = stage.newest_code();
    let wrong = verify(&stage, &tokens, "email", other_than(&code)).await;
    assert_refused(
        wrong,
        "CodeMismatchException",
        "Invalid verification code provided, please try again.",
    );
    assert_eq!(verify(&stage, &tokens, "email", &code).await, Ok(json!({})));
    let email = value(&stage, &tokens, "email").await;
    assert_eq!(email.as_deref(), Some("lovelace@example.com"));
    assert!(
        stage
            .sign_in("lovelace@example.com", sandbox::PASSWORD)
            .await
            .is_ok()
    );
    assert!(stage.sign_in("ada@example.com", sandbox::PASSWORD).await.is_err());
    let spent = verify(&stage, &tokens, "email", &code).await;
    assert_refused(
        spent,
        "ExpiredCodeException",
        "Invalid code provided, please request a code again.",
    );
}

#[tokio::test]
async fn without_that_rule_the_old_address_is_gone_at_once() {
    let stage = Stage::set().await;
    stage
        .change(|settings| settings.pool.attributes_verified_before_update = false)
        .await;
    let tokens = stage.tokens("ada").await;
    let sent = update(&stage, &tokens, "email", "lovelace@example.com")
        .await
        .expect("sent");
    assert_eq!(sent["CodeDeliveryDetailsList"][0]["AttributeName"], "email");
    let verified = value(&stage, &tokens, "email_verified").await;
    assert_eq!(verified.as_deref(), Some("false"));
    for name in ["ada@example.com", "lovelace@example.com"] {
        assert!(
            stage.sign_in(name, sandbox::PASSWORD).await.is_err(),
            "{name} signs in nobody"
        );
    }
    let phone = update(&stage, &tokens, "phone_number", "+15550199")
        .await
        .expect("set");
    assert_eq!(
        phone["CodeDeliveryDetailsList"],
        json!([]),
        "numbers get no code of themselves here"
    );
    verify(&stage, &tokens, "email", &stage.newest_code())
        .await
        .expect("verified");
    assert!(
        stage
            .sign_in("lovelace@example.com", sandbox::PASSWORD)
            .await
            .is_ok()
    );
}

#[tokio::test]
async fn a_code_is_sent_again_to_the_address_that_waits_five_times_an_hour_and_lives_a_day() {
    let stage = Stage::set().await;
    let tokens = stage.tokens("vera").await;
    let ask = |name: &str| {
        let members = json!({ "AttributeName": name });
        stage.act(&tokens, "GetUserAttributeVerificationCode", members)
    };
    let sent = ask("phone_number").await.expect("sent");
    assert_eq!(sent["CodeDeliveryDetails"]["DeliveryMedium"], "SMS");
    let code = stage.newest_code();
    assert_eq!(
        verify(&stage, &tokens, "phone_number", &code).await,
        Ok(json!({}))
    );
    let verified = value(&stage, &tokens, "phone_number_verified").await;
    assert_eq!(verified.as_deref(), Some("true"));

    update(&stage, &tokens, "email", "vera@example.org")
        .await
        .expect("sent");
    for _ in 0..4 {
        ask("email").await.expect("sent");
        assert_eq!(stage.newest_message().to, "vera@example.org");
    }
    assert_refused(
        ask("email").await,
        "LimitExceededException",
        "Attempt limit exceeded, please try after some time.",
    );
    assert_eq!(
        ask("nickname").await.expect_err("refused").name,
        "InvalidParameterException"
    );
    let code = stage.newest_code();
    stage.wait(Duration::hours(24));
    let later = stage.tokens("vera").await;
    let late = verify(&stage, &later, "email", &code).await;
    assert_refused(
        late,
        "ExpiredCodeException",
        "Invalid code provided, please request a code again.",
    );
}

#[tokio::test]
async fn an_address_that_somebody_else_has_verified_is_refused_when_its_code_comes_back() {
    let stage = Stage::set().await;
    let tokens = stage.tokens("ada").await;
    update(&stage, &tokens, "email", "mo@example.com")
        .await
        .expect("nothing is told yet");
    let taken = verify(&stage, &tokens, "email", &stage.newest_code()).await;
    assert_refused(
        taken,
        "AliasExistsException",
        "An account with the email already exists.",
    );
    stage
        .change(|settings| settings.pool.username_kind = UsernameKind::Email)
        .await;
    let at_once = update(&stage, &tokens, "email", "mo@example.com").await;
    assert_refused(
        at_once,
        "AliasExistsException",
        "An account with the email already exists.",
    );
}

#[tokio::test]
async fn attributes_obey_the_schema() {
    let stage = Stage::set().await;
    stage
        .change(|settings| {
            let custom = |name: &str, kind, mutable| CustomAttribute {
                name: name.to_owned(),
                kind,
                min: Some(1),
                max: Some(99),
                mutable,
            };
            settings.pool.custom_attributes = vec![
                custom("age", AttributeKind::Number, true),
                custom("tenant", AttributeKind::String, false),
            ];
        })
        .await;
    let tokens = stage.tokens("ada").await;
    for (name, text) in [
        ("nonsense", "x"),
        ("custom:unknown", "x"),
        ("custom:age", "old"),
        ("custom:age", "100"),
        ("email", "nobody"),
        ("phone_number", "555"),
        ("given_name", ""),
    ] {
        let refused = update(&stage, &tokens, name, text).await.expect_err("refused");
        assert_eq!(refused.name, "InvalidParameterException", "{name} {text}");
    }
    for name in ["sub", "email_verified"] {
        assert_refused(
            update(&stage, &tokens, name, "x").await,
            "NotAuthorizedException",
            "A client attempted to write unauthorized attribute",
        );
    }
    update(&stage, &tokens, "custom:age", "36").await.expect("set");
    update(&stage, &tokens, "custom:age", "37")
        .await
        .expect("changed");
    update(&stage, &tokens, "custom:tenant", "acme")
        .await
        .expect("set once");
    assert_refused(
        update(&stage, &tokens, "custom:tenant", "other").await,
        "InvalidParameterException",
        "user.custom:tenant: Attribute cannot be updated.\n",
    );
}

#[tokio::test]
async fn attributes_are_deleted_unless_the_pool_or_a_factor_needs_them() {
    let stage = Stage::set().await;
    let tokens = stage.tokens("otto").await;
    let delete = |name: &str| {
        let members = json!({ "UserAttributeNames": [name] });
        stage.act(&tokens, "DeleteUserAttributes", members)
    };
    assert_refused(
        delete("email").await,
        "InvalidParameterException",
        "Attributes did not conform to the schema: email: The attribute is required\n",
    );
    let sms = json!({ "SMSMfaSettings": { "Enabled": true } });
    stage
        .act(&tokens, "SetUserMFAPreference", sms)
        .await
        .expect("switched on");
    assert!(delete("phone_number").await.is_err());
    let off = json!({ "SMSMfaSettings": { "Enabled": false } });
    stage
        .act(&tokens, "SetUserMFAPreference", off)
        .await
        .expect("switched off");
    assert_eq!(delete("phone_number").await, Ok(json!({})));
    for name in ["phone_number", "phone_number_verified"] {
        assert_eq!(value(&stage, &tokens, name).await, None);
    }
    assert!(delete("nonsense").await.is_err());
}
