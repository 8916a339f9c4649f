use reqwest::{Response, StatusCode};
use sandbox::{Fault, Flow, RoleReason};
use serde_json::{Value, json};
use time::Duration;

use crate::stage::Stage;

async fn get(stage: &Stage, path: &str, token: Option<&str>) -> Response {
    let mut request = stage.http.get(format!("{}{path}", stage.sandbox.world().api_url));
    if let Some(token) = token {
        request = request.bearer_auth(token);
    }
    request.send().await.expect("an answer")
}

async fn body(response: Response) -> Value {
    serde_json::from_str(&response.text().await.expect("a body")).expect("JSON")
}

fn challenge(response: &Response) -> String {
    let header = response.headers().get("www-authenticate").expect("a challenge");
    header.to_str().expect("text").to_owned()
}

fn access(tokens: &Value) -> &str {
    tokens["AccessToken"].as_str().expect("a token")
}

async fn sign_in_at_backend(stage: &Stage, username: &str, password: &str) -> Response {
    let world = stage.sandbox.world();
    stage
        .http
        .post(format!("{}{}", stage.sandbox.url(), world.developer_backend))
        .body(json!({ "username": username, "password": password }).to_string())
        .send()
        .await
        .expect("an answer")
}

#[tokio::test]
async fn an_access_token_of_the_pool_says_who_it_is_and_nothing_else_gets_in() {
    let stage = Stage::set().await;
    let tokens = stage.tokens("ada").await;
    let answered = get(&stage, "/me", Some(access(&tokens))).await;
    assert_eq!(answered.status(), StatusCode::OK);
    let me = body(answered).await;
    assert_eq!(me["username"], "ada");
    assert_eq!(me["groups"], json!(["editors"]));

    let none = get(&stage, "/me", None).await;
    assert_eq!(none.status(), StatusCode::UNAUTHORIZED);
    assert_eq!(challenge(&none), "Bearer realm=\"gatehouse\"");
    let id = tokens["IdToken"].as_str().expect("a token");
    for wrong in [id, "nonsense", &access(&tokens)[..access(&tokens).len() - 4]] {
        let refused = get(&stage, "/me", Some(wrong)).await;
        assert_eq!(refused.status(), StatusCode::UNAUTHORIZED);
        assert!(challenge(&refused).contains("error=\"invalid_token\""));
    }
    stage.wait(Duration::hours(1) + Duration::seconds(1));
    let late = get(&stage, "/me", Some(access(&tokens))).await;
    assert!(challenge(&late).contains("expired"), "a token ends");
}

#[tokio::test]
async fn only_editors_read_and_write_the_editors_notes() {
    let stage = Stage::set().await;
    let (ada, lea) = (stage.tokens("ada").await, stage.tokens("lea").await);
    let shut = get(&stage, "/editors/notes", Some(access(&lea))).await;
    assert_eq!(shut.status(), StatusCode::FORBIDDEN);
    assert!(challenge(&shut).contains("insufficient_scope"));
    let added = stage
        .http
        .post(format!("{}/editors/notes", stage.sandbox.world().api_url))
        .bearer_auth(access(&ada))
        .body(json!({ "text": "to the printer" }).to_string())
        .send()
        .await
        .expect("an answer");
    assert_eq!(added.status(), StatusCode::CREATED);
    let notes = body(get(&stage, "/editors/notes", Some(access(&ada))).await).await;
    assert_eq!(notes["notes"][0]["text"], "to the printer");
    assert_eq!(notes["notes"][0]["author"], "ada");
}

#[tokio::test]
async fn an_unsigned_request_is_told_that_a_signature_is_wanted() {
    let stage = Stage::set().await;
    let refused = get(&stage, "/signed", None).await;
    assert_eq!(refused.status(), StatusCode::UNAUTHORIZED);
    assert_eq!(challenge(&refused), "AWS4-HMAC-SHA256");
}

#[tokio::test]
async fn the_backend_vouches_for_whoever_knows_the_password() {
    let stage = Stage::set().await;
    let answered = sign_in_at_backend(&stage, "ada", sandbox::PASSWORD).await;
    assert_eq!(answered.status(), StatusCode::OK);
    let vouched = body(answered).await;
    let identity = vouched["IdentityId"].as_str().expect("an identity").to_owned();
    stage
        .identity(
            "GetCredentialsForIdentity",
            json!({ "IdentityId": identity, "Logins": { "cognito-identity.amazonaws.com": vouched["Token"] } }),
        )
        .await
        .expect("credentials");
    let given = stage.sandbox.given_role(&identity).await.expect("an answer");
    let given = given.expect("the identity has credentials");
    assert_eq!((given.flow, given.reason), (Flow::Developer, RoleReason::Default));
    assert_eq!(given.role_arn, stage.sandbox.world().roles.authenticated);

    let wrong = sign_in_at_backend(&stage, "ada", "Wrong-pass-1").await;
    assert_eq!(wrong.status(), StatusCode::UNAUTHORIZED);
    let more = sign_in_at_backend(&stage, "mo", sandbox::PASSWORD).await;
    assert_eq!(
        more.status(),
        StatusCode::FORBIDDEN,
        "a second factor is not asked here"
    );
}

#[tokio::test]
async fn faults_reach_what_is_around_aws_and_sts() {
    let stage = Stage::set().await;
    let fault = |status| Fault::Refuse {
        error: "Throttling".to_owned(),
        message: "Rate exceeded".to_owned(),
        status,
    };
    stage.sandbox.faults().plan("ProtectedApi", fault(503));
    assert_eq!(
        get(&stage, "/me", None).await.status(),
        StatusCode::SERVICE_UNAVAILABLE
    );
    stage
        .sandbox
        .faults()
        .plan("AssumeRoleWithWebIdentity", fault(400));
    let answered = stage
        .http
        .post(stage.sandbox.url())
        .header("content-type", "application/x-www-form-urlencoded")
        .body("Action=AssumeRoleWithWebIdentity&Version=2011-06-15")
        .send()
        .await
        .expect("an answer");
    let text = answered.text().await.expect("a body");
    assert!(text.contains("<Code>Throttling</Code>"), "{text}");
}
