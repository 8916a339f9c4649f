//! What a tester does through the control API: users without signatures, the clock, faults that last.

use reqwest::Method;
use serde_json::{Value, json};
use time::Duration;

use crate::stage::{Stage, assert_refused, assert_signed_in};

/// Status and body of a request to the control API.
async fn control(stage: &Stage, method: Method, path: &str, body: Option<Value>) -> (u16, Value) {
    let address = format!("{}/_sandbox/{path}", stage.sandbox.url());
    let mut request = stage
        .http
        .request(method, address)
        .bearer_auth(stage.sandbox.control_token().expose());
    if let Some(body) = body {
        request = request.body(body.to_string());
    }
    let answer = request.send().await.expect("an answer");
    let status = answer.status().as_u16();
    let text = answer.text().await.expect("a body");
    (status, serde_json::from_str(&text).unwrap_or(Value::from(text)))
}

async fn post(stage: &Stage, path: &str, body: Value) -> (u16, Value) {
    control(stage, Method::POST, path, Some(body)).await
}

async fn refresh(stage: &Stage, tokens: &Value) -> Result<Value, crate::stage::Refused> {
    let parameters = json!({ "REFRESH_TOKEN": tokens["RefreshToken"] });
    stage.initiate("REFRESH_TOKEN_AUTH", parameters).await
}

#[tokio::test]
async fn an_administrators_actions_need_no_signature_here_and_the_token_all_the_same() {
    let stage = Stage::set().await;
    let made = json!({ "Username": "bob", "TemporaryPassword": "Temporary-7", "UserAttributes": [] });
    let (status, answer) = post(&stage, "user-pool/AdminCreateUser", made).await;
    assert_eq!(
        (status, &answer["User"]["UserStatus"]),
        (200, &json!("FORCE_CHANGE_PASSWORD"))
    );
    let challenged = stage.sign_in("bob", "Temporary-7").await.expect("a challenge");
    assert_eq!(challenged["ChallengeName"], "NEW_PASSWORD_REQUIRED");

    let (status, answer) = post(&stage, "user-pool/AdminGetUser", json!({ "Username": "nobody" })).await;
    assert_eq!(
        (status, &answer["__type"]),
        (400, &json!("UserNotFoundException"))
    );
    let (status, _) = post(&stage, "user-pool/InitiateAuth", json!({})).await;
    assert_eq!(status, 400, "only what an administrator does");
    let bare = format!("{}/_sandbox/user-pool/ListUsers", stage.sandbox.url());
    let answer = stage.http.post(bare).send().await.expect("an answer");
    assert_eq!(answer.status().as_u16(), 401);
}

#[tokio::test]
async fn the_clock_moves_to_just_after_what_is_to_expire() {
    let stage = Stage::set().await;
    let tokens = stage.tokens("ada").await;
    stage
        .act(&tokens, "GetUser", json!({}))
        .await
        .expect("good for an hour");
    let (status, shown) = post(
        &stage,
        "clock",
        json!({ "after": "access_token", "username": "ada" }),
    )
    .await;
    assert_eq!(status, 200, "{shown}");
    assert!(
        (3_600..3_605).contains(&shown["ahead"].as_i64().expect("seconds")),
        "{shown}"
    );
    let expired = stage.act(&tokens, "GetUser", json!({})).await;
    assert_refused(expired, "NotAuthorizedException", "Access Token has expired");
    assert_signed_in(&refresh(&stage, &tokens).await);

    post(
        &stage,
        "clock",
        json!({ "after": "refresh_token", "username": "Ada" }),
    )
    .await;
    let ended = refresh(&stage, &tokens).await;
    assert_refused(ended, "NotAuthorizedException", "Refresh Token has expired");

    let (status, refused) = post(&stage, "clock", json!({ "after": "session", "username": "ada" })).await;
    assert_eq!(status, 400, "{refused}");
    let challenged = stage
        .sign_in("sam", sandbox::PASSWORD)
        .await
        .expect("a challenge");
    post(&stage, "clock", json!({ "after": "code", "username": "sam" })).await;
    let late = json!({ "USERNAME": "sam", "SMS_MFA_CODE": stage.newest_code() });
    let answer = stage.answer("SMS_MFA", &challenged["Session"], late).await;
    assert_eq!(answer.expect_err("too late").name, "NotAuthorizedException");
}

#[tokio::test]
async fn a_moved_clock_stays_moved_over_a_restart_and_a_reset_puts_it_right() {
    let stage = Stage::set().await;
    post(&stage, "clock", json!({ "by": 86_400, "app": "real" })).await;
    let stage = stage.restart().await;
    let (_, shown) = control(&stage, Method::GET, "clock", None).await;
    assert_eq!((&shown["ahead"], &shown["app"]), (&json!(86_400), &json!("real")));
    assert_eq!(stage.sandbox.clock().now, stage.now() + Duration::DAY);
    stage.sandbox.reset().await.expect("a reset");
    assert_eq!(stage.sandbox.clock().ahead, Duration::ZERO);

    let moment = json!({ "to": "2030-01-01T00:00:00Z" });
    let (_, shown) = post(&stage, "clock", moment).await;
    assert_eq!(shown["now"], "2030-01-01T00:00:00Z");
    let (_, shown) = post(&stage, "clock", json!({ "real": true })).await;
    assert_eq!(shown["ahead"], 0);
    for wrong in [
        json!({}),
        json!({ "by": 1, "real": true }),
        json!({ "by": i64::MAX }),
        json!({ "to": "tomorrow" }),
        json!({ "username": "ada", "by": 1 }),
        json!({ "after": "summer" }),
    ] {
        assert_eq!(post(&stage, "clock", wrong.clone()).await.0, 400, "{wrong}");
    }
}

#[tokio::test]
async fn users_are_written_down_without_passwords_and_taken_in_with_new_ones() {
    let stage = Stage::set().await;
    let (_, before) = control(&stage, Method::GET, "users", None).await;
    let text = before.to_string();
    assert!(!text.contains("verifier") && !text.contains("salt") && !text.contains(sandbox::MO_TOTP_SECRET));
    let users = json!({
        "groups": [{ "name": "guards", "precedence": 1 }],
        "users": [
            { "username": "kim", "attributes": { "email": "kim@example.com", "email_verified": "true" },
              "groups": ["guards"], "password": "Good-at-once-1", "mfa": { "email": true } },
            { "username": "lou", "attributes": {}, "temporary_password": "Good-once-2" },
            { "username": "ada", "attributes": { "email": "ada@example.com" }, "groups": [] },
        ],
    });
    let (status, done) = post(&stage, "users", users).await;
    assert_eq!(
        (status, done),
        (200, json!({ "created": 2, "changed": 1, "groups": 1 }))
    );
    let kim = stage
        .sign_in("kim@example.com", "Good-at-once-1")
        .await
        .expect("kim is known");
    assert_eq!(kim["ChallengeName"], "EMAIL_OTP");
    let lou = stage.sign_in("lou", "Good-once-2").await.expect("lou is known");
    assert_eq!(lou["ChallengeName"], "NEW_PASSWORD_REQUIRED");
    assert_signed_in(&stage.sign_in("ada", sandbox::PASSWORD).await);

    let half = json!([{ "username": "mel" }, { "username": "max", "groups": ["nowhere"] }]);
    let (status, refused) = post(&stage, "users", half).await;
    assert!(
        status == 400 && refused["message"].as_str().expect("why").contains("nowhere"),
        "{refused}"
    );
    let taken = json!([{ "username": "mel", "attributes": { "email": "kim@example.com", "email_verified": "true" } }]);
    let (status, refused) = post(&stage, "users", taken).await;
    assert!(
        status == 400 && refused["message"].as_str().expect("why").contains("kim"),
        "{refused}"
    );
    assert_eq!(
        post(&stage, "user-pool/AdminGetUser", json!({ "Username": "mel" }))
            .await
            .0,
        400
    );
    let (_, csv) = control(&stage, Method::GET, "users?format=csv", None).await;
    let csv = csv.as_str().expect("text").to_owned();
    assert!(
        csv.starts_with("cognito:username,") && csv.contains("kim@example.com"),
        "{csv}"
    );

    let (_, after) = control(&stage, Method::GET, "users", None).await;
    let (status, done) = post(&stage, "users", after).await;
    assert_eq!(
        (status, &done["created"]),
        (200, &json!(0)),
        "what is written can be taken in"
    );
}

#[tokio::test]
async fn a_csv_of_cognitos_import_makes_users_who_choose_a_password() {
    let stage = Stage::set().await;
    let answer = stage
        .http
        .post(format!("{}/_sandbox/users", stage.sandbox.url()))
        .bearer_auth(stage.sandbox.control_token().expose())
        .header("content-type", "text/csv")
        .body("cognito:username,email,email_verified,cognito:mfa_enabled\nkim,kim@example.com,TRUE,FALSE\n")
        .send()
        .await
        .expect("an answer");
    assert_eq!(answer.status().as_u16(), 200);
    let refused = stage.pool("ForgotPassword", json!({ "Username": "kim" })).await;
    refused.expect("a code for a new password");
    let code = stage.newest_code();
    let chosen = json!({ "Username": "kim", "ConfirmationCode": code, "Password": "Chosen-by-kim-1" });
    stage
        .pool("ConfirmForgotPassword", chosen)
        .await
        .expect("a new password");
    assert_signed_in(&stage.sign_in("kim@example.com", "Chosen-by-kim-1").await);
}

#[tokio::test]
async fn a_fault_that_lasts_has_a_name_and_offline_is_offline() {
    let stage = Stage::set().await;
    let every = json!({
        "name": "busy", "operation": "InitiateAuth", "every": 3, "error": "TooManyRequestsException", "message": "Rate exceeded",
    });
    let (_, list) = post(&stage, "faults", every).await;
    assert_eq!(
        (&list["plans"][0]["name"], &list["plans"][0]["every"]),
        (&json!("busy"), &json!(3))
    );
    let mut refused = Vec::new();
    for _ in 0..6 {
        refused.push(stage.sign_in("ada", sandbox::PASSWORD).await.is_err());
    }
    assert_eq!(refused, [false, false, true, false, false, true]);
    let (_, list) = control(&stage, Method::GET, "faults", None).await;
    assert_eq!(
        (&list["plans"][0]["seen"], &list["plans"][0]["happened"]),
        (&json!(6), &json!(2))
    );
    assert_eq!(control(&stage, Method::DELETE, "faults/none", None).await.0, 404);
    assert_eq!(control(&stage, Method::DELETE, "faults/busy", None).await.0, 200);

    post(&stage, "faults", json!({ "offline": true })).await;
    let keys = format!(
        "{}/eu-west-1_Gatehouse/.well-known/jwks.json",
        stage.sandbox.url()
    );
    assert!(stage.http.get(&keys).send().await.is_err(), "nothing answers");
    let (_, status) = control(&stage, Method::GET, "status", None).await;
    assert_eq!(status["offline"], true);
    control(&stage, Method::DELETE, "faults", None).await;
    assert!(stage.http.get(&keys).send().await.is_ok());
}
