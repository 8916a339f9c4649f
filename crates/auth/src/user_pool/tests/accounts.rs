//! Accounts before anybody is signed in, and the end of a session.

use flow::SignUpForm;
use serde_json::json;

use super::script::{Script, by, challenge};
use crate::known::Known;

fn form(password: &str) -> SignUpForm {
    SignUpForm {
        username: "ada".to_owned(),
        password: password.into(),
        attributes: [("email".to_owned(), "ada@example.com".to_owned())].into(),
    }
}

#[tokio::test]
async fn an_account_without_a_password_is_made_confirmed_and_entered_by_its_sessions() {
    let script = Script::answering([
        (
            200,
            json!({ "UserConfirmed": false, "UserSub": "sub", "Session": "of sign-up" }),
        ),
        (200, json!({ "Session": "of confirmation" })),
        challenge("SELECT_CHALLENGE", "next", json!({})),
    ]);
    let pool = script.pool(|_| {});

    let made = pool.sign_up(form("")).await.expect("made");
    let session = pool
        .confirm_sign_up("ada", &"123456".into(), made.session.as_ref())
        .await
        .expect("confirmed")
        .expect("a session");
    let credentials = by(flow::Method::UserAuth { preferred: None });
    let _ = pool
        .sign_in_after_sign_up(&credentials, session, &mut Known::default())
        .await;

    let asked = script.asked();
    assert!(asked[0].1.get("Password").is_none());
    assert_eq!(asked[1].1["Session"], "of sign-up");
    assert_eq!(asked[2].1["AuthFlow"], "USER_AUTH");
    assert_eq!(asked[2].1["Session"], "of confirmation");
}

#[tokio::test]
async fn every_action_proves_the_clients_secret_over_its_own_user_name() {
    let script = Script::answering([
        (200, json!({ "UserConfirmed": true, "UserSub": "sub" })),
        (200, json!({})),
        (200, json!({})),
        (200, json!({})),
        (200, json!({})),
    ]);
    let pool = script.pool(|pool| pool.client_secret = Some("secret".into()));
    pool.sign_up(form("Gatehouse-1")).await.expect("made");
    pool.confirm_sign_up("ada", &"1".into(), None)
        .await
        .expect("confirmed");
    pool.resend_code("ada").await.expect("sent");
    pool.forgot_password("ada").await.expect("sent");
    pool.confirm_forgot_password("ada", &"1".into(), &"Gatehouse-2".into())
        .await
        .expect("set");
    for (action, body) in script.asked() {
        // printf '%s' adaclient | openssl dgst -sha256 -hmac secret -binary | base64
        assert_eq!(
            body["SecretHash"], "FEW6rzXVdy2RLJp0KqkU9A6/pxQBq5FgsxTWe/Ot+CI=",
            "{action}"
        );
    }
}

#[tokio::test]
async fn a_revocation_takes_the_raw_secret_and_no_hash() {
    let script = Script::answering([(200, json!({}))]);
    let pool = script.pool(|pool| pool.client_secret = Some("secret".into()));
    pool.revoke(&"refresh".into()).await.expect("revoked");
    assert_eq!(
        script.only(),
        (
            "RevokeToken".to_owned(),
            json!({ "ClientId": "client", "ClientSecret": "secret", "Token": "refresh" })
        )
    );
}
