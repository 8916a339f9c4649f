use reqwest::{Method, StatusCode};
use sandbox::{MfaMode, Settings};
use serde_json::{Value, json};

use crate::stage::Stage;

async fn control(stage: &Stage, method: Method, path: &str, body: Option<Value>) -> (StatusCode, Value) {
    let mut request = stage
        .http
        .request(method, format!("{}/_sandbox/{path}", stage.sandbox.url()))
        .bearer_auth(stage.sandbox.control_token().expose());
    if let Some(body) = body {
        request = request.body(body.to_string());
    }
    let response = request.send().await.expect("an answer");
    let status = response.status();
    (
        status,
        serde_json::from_str(&response.text().await.expect("a body")).expect("JSON"),
    )
}

#[tokio::test]
async fn a_tester_reads_and_changes_settings_from_outside_and_they_last_until_the_reset() {
    let stage = Stage::set().await;
    let seeded = stage.sandbox.settings();
    let (status, before) = control(&stage, Method::GET, "settings", None).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(
        serde_json::from_value::<Settings>(before).expect("settings"),
        seeded
    );

    let change = json!({
        "pool": { "mfa": "ON", "mfa_types": { "sms": false } },
        "clients": [{ "client_id": stage.client_id(), "session_validity": 15 }],
    });
    let (status, after) = control(&stage, Method::POST, "settings", Some(change)).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(
        (&after["pool"]["mfa"], &after["pool"]["mfa_types"]["totp"]),
        (&json!("ON"), &json!(true))
    );

    let stage = stage.restart().await;
    let now = stage.sandbox.settings();
    assert_eq!((now.pool.mfa, now.pool.mfa_types.sms), (MfaMode::On, false));
    assert_eq!(now.clients[0].session_validity, 15);
    assert_eq!(now.clients[1], seeded.clients[1], "the other client is as it was");
    stage.sandbox.reset().await.expect("reset");
    assert_eq!(stage.sandbox.settings(), seeded);
}

#[tokio::test]
async fn what_cannot_be_set_changes_nothing() {
    let stage = Stage::set().await;
    let seeded = stage.sandbox.settings();
    for change in [
        json!({ "pool": { "mfa": "SOMETIMES" } }),
        json!({ "clients": [{ "client_id": stage.client_id(), "session_validity": 60 }] }),
        json!("text"),
    ] {
        let (status, answer) = control(&stage, Method::POST, "settings", Some(change)).await;
        assert_eq!(status, StatusCode::BAD_REQUEST);
        assert!(answer["message"].is_string());
    }
    let stranger = stage
        .http
        .get(format!("{}/_sandbox/settings", stage.sandbox.url()))
        .send()
        .await
        .expect("an answer");
    assert_eq!(stranger.status(), StatusCode::UNAUTHORIZED);
    assert_eq!(stage.sandbox.settings(), seeded);
}
