//! `/oauth2/token`, `/oauth2/userInfo` and `/oauth2/revoke`.

use http::StatusCode;
use sandbox::Fault;
use serde_json::{Value, json};
use time::Duration;

use crate::browser::{Browser, CALLBACK, VERIFIER, claims, exchange, post_form};
use crate::stage::{Stage, assert_refused};

async fn code(stage: &Stage, changes: &[(&str, &str)]) -> String {
    let mut browser = Browser::open(stage);
    browser.sign_in(&browser.request(changes), "ada").await.code()
}

fn assert_error(answer: &(StatusCode, Value), error: &str, why: &str) {
    assert_eq!(
        (answer.0, &answer.1["error"]),
        (StatusCode::BAD_REQUEST, &json!(error)),
        "{why}: {answer:?}"
    );
}

async fn refresh(stage: &Stage, tokens: &Value) -> (StatusCode, Value) {
    let token = tokens["refresh_token"].as_str().expect("a refresh token");
    let fields = [
        ("grant_type", "refresh_token"),
        ("client_id", stage.client_id()),
        ("refresh_token", token),
    ];
    post_form(stage, "/oauth2/token", &fields, None).await
}

async fn user_info(stage: &Stage, token: &Value) -> (StatusCode, Value) {
    let response = stage
        .http
        .get(format!("{}/oauth2/userInfo", stage.sandbox.url()))
        .bearer_auth(token.as_str().expect("a token"))
        .send()
        .await
        .expect("an answer");
    let status = response.status();
    let text = response.text().await.expect("a body");
    (status, serde_json::from_str(&text).expect("JSON"))
}

#[tokio::test]
async fn a_code_is_for_whoever_can_prove_the_request_and_only_in_time() {
    let stage = Stage::set().await;
    for (changes, error) in [
        (vec![("code_verifier", "")], "invalid_grant"),
        (vec![("code_verifier", &VERIFIER.to_lowercase())], "invalid_grant"),
        (
            vec![("redirect_uri", "http://localhost:21643/callback")],
            "invalid_grant",
        ),
        (vec![("redirect_uri", "")], "invalid_request"),
        (vec![("client_id", "unknown")], "invalid_client"),
        (vec![("client_id", "")], "invalid_request"),
        (
            vec![("client_secret", "a-secret-that-it-has-not")],
            "invalid_client",
        ),
        (vec![("grant_type", "")], "invalid_request"),
        (vec![("grant_type", "password")], "unsupported_grant_type"),
        (vec![("grant_type", "client_credentials")], "unauthorized_client"),
    ] {
        let changes: Vec<(&str, &str)> = changes;
        let code = code(&stage, &[]).await;
        assert_error(
            &exchange(&stage, &code, &changes).await,
            error,
            &format!("{changes:?}"),
        );
    }
    assert_error(
        &exchange(&stage, "made-up", &[]).await,
        "invalid_grant",
        "no such code",
    );

    let late = code(&stage, &[]).await;
    stage.wait(Duration::minutes(5));
    assert_error(
        &exchange(&stage, &late, &[]).await,
        "invalid_grant",
        "five minutes",
    );

    let unbound = code(&stage, &[("code_challenge", ""), ("code_challenge_method", "")]).await;
    let answer = exchange(&stage, &unbound, &[]).await;
    assert_error(&answer, "invalid_grant", "a verifier where nothing was promised");
}

#[tokio::test]
async fn a_wrong_verifier_uses_the_code_up() {
    let stage = Stage::set().await;
    let code = code(&stage, &[]).await;
    let wrong = "x".repeat(43);
    assert_error(
        &exchange(&stage, &code, &[("code_verifier", &wrong)]).await,
        "invalid_grant",
        "wrong",
    );
    assert_error(
        &exchange(&stage, &code, &[]).await,
        "invalid_grant",
        "and no second guess",
    );
}

#[tokio::test]
async fn showing_a_code_again_ends_what_it_led_to() {
    let stage = Stage::set().await;
    let code = code(&stage, &[]).await;
    let (_, tokens) = exchange(&stage, &code, &[]).await;
    let (status, renewed) = refresh(&stage, &tokens).await;
    assert_eq!(status, StatusCode::OK, "{renewed}");
    assert!(
        renewed.get("refresh_token").is_none(),
        "the pool does not rotate them"
    );
    assert_eq!(
        claims(&renewed["access_token"])["scope"],
        claims(&tokens["access_token"])["scope"]
    );
    assert!(
        claims(&renewed["id_token"]).get("nonce").is_none(),
        "the nonce was for the first"
    );

    assert_error(&exchange(&stage, &code, &[]).await, "invalid_grant", "used");
    assert_error(&refresh(&stage, &tokens).await, "invalid_grant", "revoked");
    let holder = json!({ "AccessToken": tokens["access_token"] });
    let refused = stage.act(&holder, "GetUser", json!({})).await;
    assert_refused(refused, "NotAuthorizedException", "Access Token has been revoked");
    assert_eq!(
        user_info(&stage, &tokens["access_token"]).await.0,
        StatusCode::UNAUTHORIZED
    );
}

#[tokio::test]
async fn refresh_tokens_rotate_where_the_client_says_so() {
    let stage = Stage::set().await;
    stage
        .change(|settings| settings.clients[0].refresh_rotation = Some(0))
        .await;
    let (_, tokens) = exchange(&stage, &code(&stage, &[]).await, &[]).await;
    let (_, renewed) = refresh(&stage, &tokens).await;
    assert_ne!(renewed["refresh_token"], tokens["refresh_token"]);
    assert_error(&refresh(&stage, &tokens).await, "invalid_grant", "replaced");
    assert_error(
        &refresh(&stage, &renewed).await,
        "invalid_grant",
        "reuse ended the sign-in",
    );
}

#[tokio::test]
async fn a_client_with_a_secret_shows_it_in_one_of_two_ways() {
    let stage = Stage::set().await;
    let world = stage.sandbox.world().clone();
    let id = world.secret_client_id.as_str();
    let secret = world.secret_client_secret.expose().as_str();
    for (form_secret, basic, error) in [
        (None, Some((id, secret)), None),
        (Some(secret), None, None),
        (None, None, Some("invalid_client")),
        (Some("wrong"), None, Some("invalid_client")),
        (None, Some((id, "wrong")), Some("invalid_client")),
        (Some(secret), Some((id, secret)), Some("invalid_request")),
        (
            None,
            Some((world.client_id.as_str(), secret)),
            Some("invalid_request"),
        ),
    ] {
        let code = code(&stage, &[("client_id", id)]).await;
        let mut fields = vec![
            ("grant_type", "authorization_code"),
            ("client_id", id),
            ("redirect_uri", CALLBACK),
            ("code", code.as_str()),
            ("code_verifier", VERIFIER),
        ];
        fields.extend(form_secret.map(|secret| ("client_secret", secret)));
        let answer = post_form(&stage, "/oauth2/token", &fields, basic).await;
        match error {
            Some(error) => assert_error(&answer, error, "a client that proves nothing"),
            None => assert_eq!(answer.0, StatusCode::OK, "{answer:?}"),
        }
    }
}

#[tokio::test]
async fn scopes_decide_what_a_token_opens() {
    let stage = Stage::set().await;
    let tokens = |scope: &'static str| {
        let stage = &stage;
        async move {
            exchange(stage, &code(stage, &[("scope", scope)]).await, &[])
                .await
                .1
        }
    };
    let openid = tokens("openid").await;
    let (status, all) = user_info(&stage, &openid["access_token"]).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(
        (&all["given_name"], &all["email_verified"], &all["username"]),
        (&json!("Ada"), &json!("true"), &json!("ada")),
        "openid alone shows every attribute, flags as text"
    );
    let holder = json!({ "AccessToken": openid["access_token"] });
    let refused = stage.act(&holder, "GetUser", json!({})).await;
    assert_refused(
        refused,
        "NotAuthorizedException",
        "Access Token does not have required scopes",
    );

    let narrow = tokens("openid email").await;
    let (_, claims_shown) = user_info(&stage, &narrow["access_token"]).await;
    assert!(claims_shown.get("given_name").is_none() && claims_shown.get("email").is_some());

    let admin = tokens("aws.cognito.signin.user.admin").await;
    assert!(admin.get("id_token").is_none(), "an ID token takes openid");
    let (status, refused) = user_info(&stage, &admin["access_token"]).await;
    assert_eq!(
        (status, &refused["error_description"]),
        (
            StatusCode::UNAUTHORIZED,
            &json!("Access token does not contain openid scope")
        )
    );
    let everything = exchange(&stage, &code(&stage, &[("scope", "")]).await, &[])
        .await
        .1;
    assert_eq!(
        claims(&everything["access_token"])["scope"],
        "openid email phone profile aws.cognito.signin.user.admin"
    );
}

#[tokio::test]
async fn revoking_ends_the_sign_in_and_is_silent_about_strangers() {
    let stage = Stage::set().await;
    let (_, tokens) = exchange(&stage, &code(&stage, &[]).await, &[]).await;
    let revoke = |token: String| {
        let stage = &stage;
        async move {
            let fields = [("token", token.as_str()), ("client_id", stage.client_id())];
            post_form(stage, "/oauth2/revoke", &fields, None).await
        }
    };
    let access = tokens["access_token"].as_str().expect("a token").to_owned();
    assert_error(&revoke(access).await, "unsupported_token_type", "an access token");
    assert_error(&revoke(String::new()).await, "invalid_request", "no token");
    assert_eq!(revoke("made-up".to_owned()).await.0, StatusCode::OK);
    let token = tokens["refresh_token"].as_str().expect("a token").to_owned();
    assert_eq!(
        revoke(token).await,
        (StatusCode::OK, json!(null)),
        "an empty answer"
    );
    assert_error(&refresh(&stage, &tokens).await, "invalid_grant", "revoked");
    assert_eq!(
        user_info(&stage, &tokens["access_token"]).await.0,
        StatusCode::UNAUTHORIZED
    );
}

#[tokio::test]
async fn faults_reach_the_endpoints_by_their_names() {
    let stage = Stage::set().await;
    let refuse = |error: &str| Fault::Refuse {
        error: error.to_owned(),
        message: "planned".to_owned(),
        status: 503,
    };
    for (operation, path) in [
        ("Authorize", "/oauth2/authorize"),
        ("Token", "/oauth2/token"),
        ("UserInfo", "/oauth2/userInfo"),
        ("Revoke", "/oauth2/revoke"),
        ("Logout", "/logout"),
        ("Login", "/login"),
    ] {
        stage
            .sandbox
            .faults()
            .plan(operation, refuse("temporarily_unavailable"));
        let (status, body) = post_form(&stage, path, &[], None).await;
        assert_eq!(
            (status.as_u16(), body),
            (
                503,
                json!({ "error": "temporarily_unavailable", "error_description": "planned" })
            ),
            "{path}"
        );
    }
    let code = code(&stage, &[]).await;
    stage.sandbox.faults().plan("Token", Fault::DropAnswer);
    let lost = stage
        .http
        .post(format!("{}/oauth2/token", stage.sandbox.url()))
        .header("content-type", "application/x-www-form-urlencoded")
        .body(format!(
            "grant_type=authorization_code&client_id={}&code={code}&redirect_uri={CALLBACK}&code_verifier={VERIFIER}",
            stage.client_id()
        ))
        .send()
        .await;
    lost.expect_err("the connection closes");
    assert_error(
        &exchange(&stage, &code, &[]).await,
        "invalid_grant",
        "the lost answer used the code",
    );
}

#[tokio::test]
async fn a_request_that_is_no_form_or_too_large_is_refused() {
    let stage = Stage::set().await;
    let post = |kind: &'static str, body: String| {
        let request = stage
            .http
            .post(format!("{}/oauth2/token", stage.sandbox.url()))
            .header("content-type", kind)
            .body(body);
        async move { request.send().await.expect("an answer").status() }
    };
    let json = "{\"grant_type\":\"authorization_code\"}".to_owned();
    assert_eq!(post("application/json", json).await, StatusCode::BAD_REQUEST);
    let large = format!("grant_type=refresh_token&refresh_token={}", "x".repeat(70_000));
    let form = "application/x-www-form-urlencoded";
    assert_eq!(post(form, large).await, StatusCode::BAD_REQUEST);
    let twice = "grant_type=refresh_token&grant_type=refresh_token".to_owned();
    assert_eq!(post(form, twice).await, StatusCode::BAD_REQUEST);
}
