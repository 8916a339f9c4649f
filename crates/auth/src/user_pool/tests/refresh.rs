//! Keeping a session: by which secret, and for which device.

use serde_json::{Value, json};

use super::script::{Script, refusal};

fn tokens() -> (u16, Value) {
    let result = json!({ "IdToken": "i", "AccessToken": "a", "ExpiresIn": 3600, "TokenType": "Bearer" });
    (200, json!({ "AuthenticationResult": result }))
}

#[tokio::test]
async fn a_refresh_takes_the_raw_secret_and_the_device_that_the_session_was_born_on() {
    let script = Script::answering([tokens()]);
    let pool = script.pool(|pool| pool.client_secret = Some("secret".into()));
    pool.refresh(&"refresh".into(), "ada", Some("eu-west-1_device"))
        .await
        .expect("tokens");
    assert_eq!(
        script.only(),
        (
            "GetTokensFromRefreshToken".to_owned(),
            json!({
                "ClientId": "client",
                "ClientSecret": "secret",
                "DeviceKey": "eu-west-1_device",
                "RefreshToken": "refresh",
            })
        )
    );
}

#[tokio::test]
async fn the_older_refresh_proves_the_secret_over_the_internal_user_name() {
    let script = Script::answering([refusal("UnknownOperationException", ""), tokens()]);
    let pool = script.pool(|pool| pool.client_secret = Some("secret".into()));
    pool.refresh(&"refresh".into(), "ada", Some("eu-west-1_device"))
        .await
        .expect("tokens");
    assert_eq!(
        script.asked()[1].1["AuthParameters"],
        json!({
            "REFRESH_TOKEN": "refresh",
            // printf '%s' adaclient | openssl dgst -sha256 -hmac secret -binary | base64
            "SECRET_HASH": "FEW6rzXVdy2RLJp0KqkU9A6/pxQBq5FgsxTWe/Ot+CI=",
            "DEVICE_KEY": "eu-west-1_device",
        })
    );
}

#[tokio::test]
async fn a_device_that_may_be_the_reason_is_left_out_once_before_the_session_is_given_up() {
    let no = || refusal("NotAuthorizedException", "Invalid Refresh Token");
    let script = Script::answering([no(), tokens()]);
    let renewed = script
        .pool(|_| {})
        .refresh(&"refresh".into(), "ada", Some("eu-west-1_device"))
        .await;
    assert!(renewed.is_ok());
    assert!(script.asked()[1].1.get("DeviceKey").is_none());

    let script = Script::answering([no()]);
    let refused = script.pool(|_| {}).refresh(&"refresh".into(), "ada", None).await;
    assert!(refused.is_err(), "once is enough without a device");
}
