use serde_json::json;

use super::*;

fn seeded() -> Settings {
    Settings::seeded(&World::default())
}

#[test]
fn what_a_change_does_not_name_stays() {
    let world = World::default();
    let changed = seeded()
        .merged(json!({
            "pool": { "mfa": "ON", "device_tracking": { "mode": "opt_in" } },
            "clients": [{ "client_id": world.secret_client_id, "session_validity": 5 }],
        }))
        .expect("a sound change");
    let mut expected = seeded();
    expected.pool.mfa = MfaMode::On;
    expected.pool.device_tracking.mode = DeviceMode::OptIn;
    expected.clients[1].session_validity = 5;
    assert_eq!(changed, expected);
}

#[test]
fn null_takes_an_optional_member_away() {
    let world = World::default();
    let changed = seeded()
        .merged(json!({ "clients": [{ "client_id": world.secret_client_id, "secret": null }] }))
        .expect("a sound change");
    assert_eq!(changed.clients[1].secret, None);
}

#[test]
fn what_cognito_would_not_accept_is_refused() {
    let world = World::default();
    let client = |change: Value| {
        let mut change = change;
        change["client_id"] = json!(world.client_id);
        json!({ "clients": [change] })
    };
    for change in [
        client(json!({ "session_validity": 16 })),
        client(json!({ "refresh_rotation": 61 })),
        client(json!({ "secret": "short" })),
        client(json!({ "auth_flows": ["ALLOW_TELEPATHY"] })),
        json!({ "pool": { "first_factors": { "password": false } } }),
        json!({ "pool": { "mfa_types": { "sms": false, "totp": false, "email": false } } }),
        json!({ "pool": { "custom_attributes": [{ "name": "two words", "kind": "String", "mutable": true }] } }),
        json!({ "pool": { "mfa": "SOMETIMES" } }),
        json!({ "clients": [{ "client_id": "new" }] }),
    ] {
        assert!(seeded().merged(change.clone()).is_err(), "{change}");
    }
}

#[test]
fn settings_survive_being_written_down() {
    let text = serde_json::to_string(&seeded()).expect("text");
    assert_eq!(
        serde_json::from_str::<Settings>(&text).expect("settings"),
        seeded()
    );
}
