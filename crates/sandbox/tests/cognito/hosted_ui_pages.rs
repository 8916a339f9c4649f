//! The forms of the hosted UI: password, challenges, and what a page of another site cannot do.

use http::StatusCode;
use serde_json::json;
use totp_rs::{Builder, Secret};

use crate::browser::{Browser, Shown, claims, exchange};
use crate::stage::{Stage, assert_refused};

async fn first_page(browser: &mut Browser<'_>) -> Shown {
    let request = browser.request(&[]);
    browser.visit(&request).await
}

#[tokio::test]
async fn a_wrong_password_is_told_as_cognito_does_and_nothing_is_typed_twice() {
    let stage = Stage::set().await;
    let mut browser = Browser::open(&stage);
    let page = first_page(&mut browser).await;
    let fields = [("username", "ada<b>"), ("password", "wrong")];
    let again = browser.submit(&page, "password", &fields).await;
    assert_eq!(again.status, StatusCode::OK);
    assert!(
        again
            .text
            .contains("role=\"alert\">Incorrect username or password.")
    );
    assert!(
        again.text.contains("value=\"ada&lt;b&gt;\"") && !again.text.contains("<b>"),
        "escaped"
    );
    assert!(!again.text.contains("wrong"), "a password never comes back");
    let unconfirmed = [("username", "una"), ("password", sandbox::PASSWORD)];
    let page = browser.submit(&again, "password", &unconfirmed).await;
    assert!(page.text.contains("User is not confirmed."), "{}", page.text);
}

#[tokio::test]
async fn a_form_has_to_be_made_for_the_browser_that_posts_it() {
    let stage = Stage::set().await;
    let mut browser = Browser::open(&stage);
    let page = first_page(&mut browser).await;
    let fields = [("username", "ada"), ("password", sandbox::PASSWORD)];
    let bare = browser.post(&page.address, &fields).await;
    assert_eq!(bare.status, StatusCode::FORBIDDEN, "no hidden token");
    let mut other = Browser::open(&stage);
    first_page(&mut other).await;
    let stolen = other.submit(&page, "password", &fields).await;
    assert_eq!(
        stolen.status,
        StatusCode::FORBIDDEN,
        "the token of another browser"
    );
    let foreign = stage
        .http
        .post(format!("{}{}", stage.sandbox.url(), page.address))
        .header("origin", "https://evil.test")
        .send()
        .await
        .expect("an answer");
    assert_eq!(foreign.status(), StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn pages_have_no_script_and_lead_nowhere_else() {
    let stage = Stage::set().await;
    let browser = Browser::open(&stage);
    let address = browser.request(&[]).replace("/oauth2/authorize", "/login");
    let response = stage
        .http
        .get(format!("{}{address}", stage.sandbox.url()))
        .send()
        .await
        .expect("a page");
    let header = |name: &str| response.headers()[name].to_str().expect("text").to_owned();
    let policy = header("content-security-policy");
    assert!(
        policy.starts_with("default-src 'none'; style-src 'sha256-"),
        "{policy}"
    );
    assert!(
        policy.contains("frame-ancestors 'none'") && !policy.contains("script-src"),
        "{policy}"
    );
    assert!(
        policy.ends_with(
            "form-action 'self' http://localhost:17643 http://localhost:21643 http://localhost:28643 io.gatehouse.desktop:"
        ),
        "a redirect after a form is held against it as well: {policy}"
    );
    assert_eq!(header("cache-control"), "no-store");
    assert_eq!(header("x-content-type-options"), "nosniff");
    assert_eq!(header("referrer-policy"), "same-origin");
    assert!(header("set-cookie").contains("HttpOnly; SameSite=Lax"));
    assert!(!response.text().await.expect("a page").contains("<script"));
}

#[tokio::test]
async fn codes_of_every_kind_follow_the_password() {
    let stage = Stage::set().await;
    let key = Secret::try_from_base32(sandbox::MO_TOTP_SECRET).expect("a key");
    let app = Builder::new().with_secret(key).build().expect("an app");
    let now = u64::try_from(stage.now().unix_timestamp()).expect("after 1970");
    let shown = app.generate(now).to_string();
    for name in ["emil", "sam", "mo"] {
        let mut browser = Browser::open(&stage);
        let page = browser.sign_in(&browser.request(&[]), name).await;
        let wrong = browser
            .submit(&page, "one-time-code", &[("code", "000000")])
            .await;
        assert!(
            wrong.text.contains("Invalid code or auth state"),
            "{name}: {}",
            wrong.text
        );
        let code = if name == "mo" {
            shown.clone()
        } else {
            stage.newest_code()
        };
        let back = browser.submit(&wrong, "one-time-code", &[("code", &code)]).await;
        let (_, tokens) = exchange(&stage, &back.code(), &[]).await;
        assert_eq!(claims(&tokens["id_token"])["cognito:username"], name);
    }
}

#[tokio::test]
async fn a_person_with_several_factors_chooses_and_one_with_none_sets_one_up() {
    let stage = Stage::set().await;
    let mut browser = Browser::open(&stage);
    let page = browser.sign_in(&browser.request(&[]), "sel").await;
    assert!(page.text.contains("Text message") && page.text.contains("Authenticator app"));
    let page = browser.submit(&page, "choice", &[("choice", "EMAIL_OTP")]).await;
    let code = stage.newest_code();
    browser
        .submit(&page, "one-time-code", &[("code", &code)])
        .await
        .code();

    let mut browser = Browser::open(&stage);
    let page = browser.sign_in(&browser.request(&[]), "nina").await;
    let (_, rest) = page.text.split_once("<code>").expect("a key");
    let key = rest.split_once('<').expect("an end").0.to_owned();
    let app = Builder::new()
        .with_secret(Secret::try_from_base32(&key).expect("base32"))
        .build()
        .expect("an app");
    let now = u64::try_from(stage.now().unix_timestamp()).expect("after 1970");
    let wrong = browser
        .submit(&page, "one-time-code", &[("code", "000000")])
        .await;
    assert!(
        wrong.text.contains("role=\"alert\"") && wrong.text.contains(&key),
        "{}",
        wrong.text
    );
    let code = app.generate(now).to_string();
    browser
        .submit(&wrong, "one-time-code", &[("code", &code)])
        .await
        .code();
}

#[tokio::test]
async fn a_temporary_password_leads_to_a_new_one_and_back_to_the_app() {
    let stage = Stage::set().await;
    let mut browser = Browser::open(&stage);
    let page = first_page(&mut browser).await;
    let fields = [("username", "temp"), ("password", sandbox::TEMPORARY_PASSWORD)];
    let page = browser.submit(&page, "password", &fields).await;
    let fill = |first: &'static str, second: &'static str| {
        [
            ("new_password", first),
            ("again", second),
            ("userAttributes.given_name", "Tem"),
        ]
    };
    let page = browser
        .submit(&page, "new_password", &fill("Chosen-one-1", "Chosen-one-2"))
        .await;
    assert!(page.text.contains("The two passwords differ."), "{}", page.text);
    let page = browser
        .submit(&page, "new_password", &fill("short", "short"))
        .await;
    assert!(
        page.text.contains("Password does not conform to policy"),
        "{}",
        page.text
    );
    let back = browser
        .submit(&page, "new_password", &fill("Chosen-one-1", "Chosen-one-1"))
        .await;
    back.code();
}

#[tokio::test]
async fn a_challenge_of_the_hosted_ui_is_not_answered_over_the_api() {
    let stage = Stage::set().await;
    let mut browser = Browser::open(&stage);
    let page = browser.sign_in(&browser.request(&[]), "emil").await;
    let (_, rest) = page
        .text
        .split_once("name=\"session\" value=\"")
        .expect("a session");
    let session = rest.split_once('"').expect("an end").0;
    let answer = stage
        .pool(
            "RespondToAuthChallenge",
            json!({
                "ChallengeName": "EMAIL_OTP",
                "Session": session,
                "ChallengeResponses": { "USERNAME": "emil", "EMAIL_OTP_CODE": stage.newest_code() },
            }),
        )
        .await;
    assert_refused(answer, "NotAuthorizedException", "Invalid session for the user.");
}
