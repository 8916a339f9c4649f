//! `/oauth2/authorize` and `/logout`: who is sent where.

use http::StatusCode;
use sandbox::OAuthFlow;
use serde_json::json;
use time::Duration;

use crate::browser::{Browser, CALLBACK, claims, exchange};
use crate::stage::Stage;

#[tokio::test]
async fn a_sign_in_by_browser_leads_to_a_code_and_the_code_to_tokens_of_the_request() {
    let stage = Stage::set().await;
    let mut browser = Browser::open(&stage);
    let back = browser.sign_in(&browser.request(&[]), "ada").await;
    assert_eq!(back.back()["state"], "a state & more");
    stage.wait(Duration::minutes(4));
    let (status, tokens) = exchange(&stage, &back.code(), &[]).await;
    assert_eq!(status, StatusCode::OK, "{tokens}");
    assert_eq!(
        (&tokens["token_type"], &tokens["expires_in"]),
        (&json!("Bearer"), &json!(3600))
    );
    let (id, access) = (claims(&tokens["id_token"]), claims(&tokens["access_token"]));
    assert_eq!(id["nonce"], "a nonce");
    assert!(id["at_hash"].as_str().is_some_and(|hash| hash.len() == 22));
    assert_eq!(access["scope"], "openid email aws.cognito.signin.user.admin");
    assert_eq!(access["version"], 2);
    assert_eq!(
        (&id["email"], &id["email_verified"]),
        (&json!("ada@example.com"), &json!(true))
    );
    assert!(
        id.get("given_name").is_none(),
        "openid and email do not show the name"
    );
    assert_eq!(id["cognito:groups"], json!(["editors"]));
    let signed_in_at = (stage.now() - Duration::minutes(4)).unix_timestamp();
    assert_eq!(
        (&id["auth_time"], &id["iat"]),
        (&json!(signed_in_at), &json!(stage.now().unix_timestamp())),
        "the person was there when the page was, not when the code was exchanged"
    );
    let user = stage
        .act(
            &json!({ "AccessToken": tokens["access_token"] }),
            "GetUser",
            json!({}),
        )
        .await
        .expect("the scope is granted");
    assert_eq!(user["Username"], "ada");
}

#[tokio::test]
async fn what_the_redirect_address_cannot_be_trusted_with_is_told_on_a_page() {
    let stage = Stage::set().await;
    let mut browser = Browser::open(&stage);
    for changes in [
        [("redirect_uri", "http://localhost:17643/callback/")],
        [("redirect_uri", "http://localhost:17644/callback")],
        [("redirect_uri", "http://127.0.0.1:17643/callback")],
        [("redirect_uri", "http://localhost:17643/callback?x=1")],
        [("redirect_uri", "https://evil.test/callback")],
        [("redirect_uri", "")],
        [("client_id", "unknown")],
        [("client_id", "")],
    ] {
        let shown = browser.visit(&browser.request(&changes)).await;
        assert_eq!(shown.status, StatusCode::BAD_REQUEST, "{changes:?}");
        assert!(
            shown.address.starts_with("/oauth2/authorize") && shown.text.contains("An error was encountered"),
            "{changes:?}: {shown:?}"
        );
    }
}

#[tokio::test]
async fn everything_else_that_is_wrong_is_told_to_the_app_with_its_state() {
    let stage = Stage::set().await;
    let mut browser = Browser::open(&stage);
    for (changes, error, description) in [
        (
            vec![("scope", "openid admin")],
            "invalid_request",
            "invalid_scope",
        ),
        (vec![("scope", "email")], "invalid_request", "invalid_scope"),
        (
            vec![("response_type", "id_token")],
            "invalid_request",
            "Invalid response_type",
        ),
        (
            vec![("response_type", "")],
            "invalid_request",
            "response_type is required",
        ),
        (
            vec![("code_challenge_method", "plain")],
            "invalid_request",
            "code_challenge_method is not supported",
        ),
        (
            vec![("code_challenge_method", "")],
            "invalid_request",
            "code_challenge_method is required",
        ),
        (
            vec![("code_challenge", "short")],
            "invalid_request",
            "code_challenge is malformed",
        ),
        (
            vec![("identity_provider", "Google")],
            "invalid_request",
            "Identity provider Google does not exist.",
        ),
        (
            vec![("idp_identifier", "x.test")],
            "invalid_request",
            "Identity provider x.test does not exist.",
        ),
        (
            vec![("prompt", "none login")],
            "invalid_request",
            "prompt=none cannot be combined",
        ),
    ] {
        let back = browser.visit(&browser.request(&changes)).await.back();
        assert_eq!(back["error"], error, "{changes:?}");
        assert_eq!(back["error_description"], description, "{changes:?}");
        assert_eq!(back["state"], "a state & more", "{changes:?}");
    }
    let twice = format!("{}&scope=openid", browser.request(&[]));
    assert_eq!(browser.visit(&twice).await.back()["error"], "invalid_request");
    let silent = browser
        .visit(&browser.request(&[("prompt", "none"), ("state", "")]))
        .await
        .back();
    assert_eq!(silent["error"], "login_required");
    assert!(
        !silent.contains_key("state"),
        "a request without state is answered without"
    );
}

#[tokio::test]
async fn a_flow_has_to_be_allowed_for_the_client() {
    let stage = Stage::set().await;
    let mut browser = Browser::open(&stage);
    let implicit = browser.request(&[("response_type", "token")]);
    let shown = browser.visit(&implicit).await;
    assert_eq!(
        shown.address,
        format!("{CALLBACK}#error=unauthorized_client&state=a+state+%26+more")
    );
    stage
        .change(|settings| settings.clients[0].oauth.flows = vec![OAuthFlow::Implicit])
        .await;
    assert_eq!(
        browser.visit(&browser.request(&[])).await.back()["error"],
        "unauthorized_client"
    );
    let shown = browser.sign_in(&implicit, "ada").await;
    assert!(
        shown.address.starts_with(&format!("{CALLBACK}#id_token=")),
        "{shown:?}"
    );
    let back = shown.back();
    assert_eq!(claims(&json!(back["id_token"]))["nonce"], "a nonce");
    assert!(!back.contains_key("refresh_token") && !back.contains_key("code"));
}

#[tokio::test]
async fn the_browser_is_known_for_an_hour_unless_the_app_asks_again_or_signs_out() {
    let stage = Stage::set().await;
    let mut browser = Browser::open(&stage);
    let request = browser.request(&[]);
    let first = browser.sign_in(&request, "ada").await.code();
    let second = browser.visit(&request).await.code();
    assert_ne!(first, second);
    let quiet = browser.request(&[("prompt", "none")]);
    browser.visit(&quiet).await.code();

    let again = browser.visit(&browser.request(&[("prompt", "login")])).await;
    assert!(again.text.contains("Sign in"), "prompt=login always asks");
    let elsewhere = browser
        .visit(&browser.request(&[("identity_provider", "AcmeOIDC")]))
        .await;
    assert!(
        elsewhere.address.contains("/external/oidc/authorize"),
        "another provider is asked"
    );

    stage.wait(Duration::minutes(60));
    assert_eq!(browser.visit(&quiet).await.back()["error"], "login_required");
    browser.sign_in(&request, "ada").await.code();
    let cookie = browser.cookies["cognito"].clone();

    let client = stage.client_id();
    let wrong = browser
        .visit(&format!(
            "/logout?client_id={client}&logout_uri=https://evil.test"
        ))
        .await;
    assert_eq!(wrong.status, StatusCode::BAD_REQUEST, "an unregistered address");
    browser.visit(&quiet).await.code();
    let address = &stage.sandbox.world().logout_urls[0];
    let out = browser
        .visit(&format!("/logout?client_id={client}&logout_uri={address}"))
        .await;
    assert!(out.text.contains("You are signed out"), "{out:?}");
    browser.cookies.insert("cognito".to_owned(), cookie);
    assert_eq!(
        browser.visit(&quiet).await.back()["error"],
        "login_required",
        "the cookie alone does not bring the session back"
    );
}

#[tokio::test]
async fn signing_out_can_lead_to_the_sign_in_page_again() {
    let stage = Stage::set().await;
    let mut browser = Browser::open(&stage);
    let request = browser.request(&[]);
    browser.sign_in(&request, "ada").await.code();
    let shown = browser
        .visit(&request.replace("/oauth2/authorize", "/logout"))
        .await;
    assert!(
        shown.address.starts_with("/login?") && shown.text.contains("Sign in"),
        "{shown:?}"
    );
    let page = browser.visit(&request).await;
    assert!(
        page.address.starts_with("/login?"),
        "nobody is signed in any more"
    );
}

#[tokio::test]
async fn a_reset_forgets_every_browser() {
    let stage = Stage::set().await;
    let mut browser = Browser::open(&stage);
    let request = browser.request(&[]);
    browser.sign_in(&request, "ada").await.code();
    stage.sandbox.reset().await.expect("a reset");
    let page = browser.visit(&request).await;
    assert!(
        page.address.starts_with("/login?"),
        "nobody is signed in any more"
    );
}
