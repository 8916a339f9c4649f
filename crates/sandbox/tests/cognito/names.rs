use sandbox::{AttributeKind, CustomAttribute, PASSWORD, UsernameKind};
use serde_json::{Value, json};

use crate::srp_client::{self, timestamp};
use crate::stage::{Refused, Stage, assert_refused, assert_signed_in};

async fn sign_up(stage: &Stage, username: &str, more: Value) -> Result<Value, Refused> {
    let mut attributes = vec![json!({ "Name": "given_name", "Value": "Zoe" })];
    attributes.extend(more.as_array().expect("a list").iter().cloned());
    let members = json!({ "Username": username, "Password": "Long-enough-1", "UserAttributes": attributes });
    stage.pool("SignUp", members).await
}

#[tokio::test]
async fn where_the_address_is_the_name_the_user_name_is_a_uuid() {
    let stage = Stage::set().await;
    stage
        .change(|settings| settings.pool.username_kind = UsernameKind::Email)
        .await;
    assert_refused(
        sign_up(&stage, "zoe", json!([])).await,
        "InvalidParameterException",
        "Username should be an email.",
    );
    let answer = sign_up(&stage, "Zoe@example.org", json!([]))
        .await
        .expect("signed up");
    let taken = sign_up(&stage, "zoe@example.org", json!([])).await;
    let exists = "An account with the given email already exists.";
    assert_refused(taken, "UsernameExistsException", exists);

    let unconfirmed = stage.sign_in("zoe@example.org", "Long-enough-1").await;
    assert_refused(unconfirmed, "UserNotConfirmedException", "User is not confirmed.");
    stage
        .confirm("zoe@example.org", &stage.newest_code())
        .await
        .expect("the address is a name before it is verified");
    let round = srp_client::begin(&stage, "zoe@example.org").await;
    assert_eq!(json!(round.text("USER_ID_FOR_SRP")), answer["UserSub"]);
    let responses = round.responses("Long-enough-1", &timestamp(stage.now()));
    let outcome = stage.answer("PASSWORD_VERIFIER", &Value::Null, responses).await;
    assert_signed_in(&outcome);
}

#[tokio::test]
async fn where_the_number_is_the_name_the_code_comes_as_a_text() {
    let stage = Stage::set().await;
    stage
        .change(|settings| {
            settings.pool.username_kind = UsernameKind::Phone;
            settings.pool.auto_verified.phone_number = true;
            settings.pool.required_attributes = vec!["given_name".to_owned()];
        })
        .await;
    let answer = sign_up(&stage, "+4915550100", json!([]))
        .await
        .expect("signed up");
    assert_eq!(answer["CodeDeliveryDetails"]["DeliveryMedium"], "SMS");
    assert_eq!(answer["CodeDeliveryDetails"]["AttributeName"], "phone_number");
    let message = stage.newest_message();
    assert_eq!(
        (message.to.as_str(), message.subject.as_str()),
        ("+4915550100", "")
    );
    stage
        .confirm("+4915550100", &stage.newest_code())
        .await
        .expect("confirmed");
    assert_signed_in(&stage.sign_in("+4915550100", "Long-enough-1").await);
}

#[tokio::test]
async fn a_pool_that_tells_case_apart_has_two_people_of_one_name() {
    let stage = Stage::set().await;
    stage.change(|settings| settings.pool.case_sensitive = true).await;
    assert_refused(
        stage.sign_in("ADA", PASSWORD).await,
        "NotAuthorizedException",
        "Incorrect username or password.",
    );
    stage
        .sign_up("Ada", "Long-enough-1", "Ada@example.com")
        .await
        .expect("another person");
    stage
        .confirm("Ada", &stage.newest_code())
        .await
        .expect("confirmed");
    assert_signed_in(&stage.sign_in("Ada@example.com", "Long-enough-1").await);
    assert_signed_in(&stage.sign_in("ada@example.com", PASSWORD).await);
}

#[tokio::test]
async fn attributes_of_the_pools_own_have_types_and_limits() {
    let stage = Stage::set().await;
    let attribute = |name: &str, kind, min, max| CustomAttribute {
        name: name.to_owned(),
        kind,
        min,
        max,
        mutable: true,
    };
    stage
        .change(|settings| {
            settings.pool.custom_attributes = vec![
                attribute("team", AttributeKind::String, Some(2), Some(4)),
                attribute("size", AttributeKind::Number, Some(1), Some(9)),
                attribute("since", AttributeKind::DateTime, None, None),
                attribute("keen", AttributeKind::Boolean, None, None),
            ];
        })
        .await;
    let email = json!({ "Name": "email", "Value": "zoe@example.org" });
    let with = |name: &str, value: &str| {
        let attributes = json!([email, { "Name": name, "Value": value }]);
        let stage = &stage;
        async move { sign_up(stage, "zoe", attributes).await }
    };
    for (name, value) in [
        ("custom:team", "x"),
        ("custom:team", "longer"),
        ("custom:size", "ten"),
        ("custom:size", "10"),
        ("custom:since", "yesterday"),
        ("custom:keen", "very"),
        ("custom:unknown", "x"),
    ] {
        let refused = with(name, value).await.expect_err("refused");
        assert_eq!(refused.name, "InvalidParameterException");
        let schema = "Attributes did not conform to the schema: ";
        assert!(refused.message.starts_with(schema), "{}", refused.message);
        assert!(refused.message.contains(name), "{}", refused.message);
    }
    let all = json!([
        email,
        { "Name": "custom:team", "Value": "blue" },
        { "Name": "custom:size", "Value": "9" },
        { "Name": "custom:since", "Value": "2026-01-05T10:00:00Z" },
        { "Name": "custom:keen", "Value": "true" },
    ]);
    sign_up(&stage, "zoe", all).await.expect("all of them fit");
}
