use std::time::{Duration, Instant};

use reqwest::StatusCode;
use sandbox::Fault;
use serde_json::{Value, json};

use crate::stage::{Stage, assert_refused};

const SIGN_UP: &str = "AWSCognitoIdentityProviderService.SignUp";

fn post(stage: &Stage, target: &str, body: &str) -> reqwest::RequestBuilder {
    stage
        .http
        .post(stage.sandbox.url())
        .header("x-amz-target", target)
        .body(body.to_owned())
}

async fn error(request: reqwest::RequestBuilder) -> (StatusCode, Value) {
    let response = request.send().await.expect("an answer");
    let status = response.status();
    (
        status,
        serde_json::from_str(&response.text().await.expect("a body")).expect("JSON"),
    )
}

#[tokio::test]
async fn what_is_no_request_of_the_api_is_refused_as_awss_front_end_does() {
    let stage = Stage::set().await;
    for target in [
        "AWSCognitoIdentityProviderService.MakeTea",
        "AWSCognitoIdentityService.SignUp",
        "Elsewhere.SignUp",
        "",
    ] {
        let (status, body) = error(post(&stage, target, "{}")).await;
        assert_eq!(
            (status, body),
            (
                StatusCode::BAD_REQUEST,
                json!({ "__type": "UnknownOperationException" })
            )
        );
    }
    for body in ["{", "[]", "\"text\"", "null"] {
        let (status, answer) = error(post(&stage, SIGN_UP, body)).await;
        assert_eq!(
            (status, &answer["__type"]),
            (StatusCode::BAD_REQUEST, &json!("SerializationException")),
            "{body}"
        );
    }
    let (_, answer) = error(post(&stage, SIGN_UP, "{\"Username\": 5}")).await;
    assert_eq!(answer["message"], "NUMBER_VALUE can not be converted to a String");

    let missing = stage.pool("ConfirmSignUp", json!({})).await;
    let both = "2 validation errors detected: Value at 'username' failed to satisfy constraint: Member must not be \
                null; Value at 'confirmationCode' failed to satisfy constraint: Member must not be null";
    assert_refused(missing, "InvalidParameterException", both);
    let blank = stage
        .pool("SignUp", json!({ "Username": "zoe", "Password": "has a blank" }))
        .await;
    let pattern = "1 validation error detected: Value at 'password' failed to satisfy constraint: Member must satisfy \
                   regular expression pattern: [\\S]+";
    assert_refused(blank, "InvalidParameterException", pattern);
    let flow = stage
        .pool("InitiateAuth", json!({ "AuthFlow": "TELEPATHY" }))
        .await
        .expect_err("refused");
    assert!(
        flow.message
            .starts_with("1 validation error detected: Value 'TELEPATHY' at 'authFlow' failed")
    );
}

#[tokio::test]
async fn web_pages_and_other_host_names_are_kept_out() {
    let stage = Stage::set().await;
    let url = stage.sandbox.url();
    for request in [
        post(&stage, SIGN_UP, "{}").header("origin", "https://evil.test"),
        post(&stage, SIGN_UP, "{}").header("host", "evil.test"),
        stage
            .http
            .get(format!("{url}/gatehouse-sandbox"))
            .header("origin", "null"),
        stage
            .http
            .get(format!("{url}/_sandbox/inbox"))
            .header("host", "evil.test"),
    ] {
        let response = request.send().await.expect("an answer");
        assert_eq!(response.status(), StatusCode::FORBIDDEN);
        assert!(response.headers().get("access-control-allow-origin").is_none());
    }
}

#[tokio::test]
async fn an_oversized_call_is_refused_without_being_read_to_its_end() {
    let stage = Stage::set().await;
    let body = format!("{{\"Username\": \"{}\"}}", "x".repeat(300_000));
    let (status, _) = error(post(&stage, SIGN_UP, &body)).await;
    assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn the_date_header_shows_the_sandboxs_clock() {
    let stage = Stage::set().await;
    let response = post(&stage, SIGN_UP, "{}").send().await.expect("an answer");
    assert_eq!(response.headers()["date"], "Mon, 05 Jan 2026 10:00:00 GMT");
}

#[tokio::test]
async fn the_inbox_is_for_those_who_hold_the_control_token() {
    let stage = Stage::set().await;
    let inbox = stage.http.get(format!("{}/_sandbox/inbox", stage.sandbox.url()));
    let bare = inbox
        .try_clone()
        .expect("a request")
        .send()
        .await
        .expect("an answer");
    assert_eq!(bare.status(), StatusCode::UNAUTHORIZED);
    let wrong = inbox
        .try_clone()
        .expect("a request")
        .bearer_auth("wrong")
        .send()
        .await
        .expect("an answer");
    assert_eq!(wrong.status(), StatusCode::UNAUTHORIZED);

    let (status, list) = error(inbox.bearer_auth(stage.sandbox.control_token().expose())).await;
    let message = stage.newest_message();
    assert_eq!(status, StatusCode::OK);
    assert_eq!(list[0]["code"], json!(message.code.expect("a code").expose()));
    assert_eq!(
        (&list[0]["to"], &list[0]["medium"]),
        (&json!("una@example.com"), &json!("EMAIL"))
    );
    assert_eq!(list[0]["at"], "2026-01-05T10:00:00Z");
}

#[tokio::test]
async fn the_discovery_document_names_the_issuer_and_keys_that_can_be_fetched() {
    let stage = Stage::set().await;
    let world = stage.sandbox.world();
    let url = format!(
        "{}/{}/.well-known/openid-configuration",
        stage.sandbox.url(),
        world.user_pool_id
    );
    let (_, document) = error(stage.http.get(url)).await;
    assert_eq!(document["issuer"], json!(world.issuer()));
    let (_, keys) = error(stage.http.get(document["jwks_uri"].as_str().expect("an address"))).await;
    assert_eq!(keys["keys"].as_array().map(Vec::len), Some(2));
}

#[tokio::test]
async fn planned_faults_happen_once_each_and_in_order() {
    let stage = Stage::set().await;
    let faults = stage.sandbox.faults();
    let error = "TooManyRequestsException".to_owned();
    faults.plan(
        "InitiateAuth",
        Fault::Refuse {
            error,
            message: "Rate exceeded".to_owned(),
            status: 400,
        },
    );
    faults.plan("InitiateAuth", Fault::DropRequest);
    faults.plan("InitiateAuth", Fault::Delay(Duration::from_millis(300)));
    let limited = stage.sign_in("ada", sandbox::PASSWORD).await;
    assert_refused(limited, "TooManyRequestsException", "Rate exceeded");
    let members = json!({ "AuthFlow": "USER_PASSWORD_AUTH", "ClientId": stage.client_id() }).to_string();
    let call = || post(&stage, "AWSCognitoIdentityProviderService.InitiateAuth", &members).send();
    call().await.expect_err("the connection closes");
    let start = Instant::now();
    stage
        .sign_in("ada", sandbox::PASSWORD)
        .await
        .expect("late, but right");
    assert!(
        start.elapsed() >= Duration::from_millis(300),
        "a delay is at least as long as planned"
    );
    stage
        .sign_in("ada", sandbox::PASSWORD)
        .await
        .expect("nothing is planned any more");
}

#[tokio::test]
async fn a_dropped_answer_has_had_its_effect() {
    let stage = Stage::set().await;
    stage.sandbox.faults().plan("ForgotPassword", Fault::DropAnswer);
    let before = stage.sandbox.messages().len();
    let members = json!({ "Username": "ada", "ClientId": stage.client_id() }).to_string();
    let call = post(
        &stage,
        "AWSCognitoIdentityProviderService.ForgotPassword",
        &members,
    )
    .send()
    .await;
    call.expect_err("the connection closes");
    assert_eq!(
        stage.sandbox.messages().len(),
        before + 1,
        "the code was sent all the same"
    );
}
