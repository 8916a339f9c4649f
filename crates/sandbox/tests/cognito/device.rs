//! Devices that the pool tracks, with a device's own password and the SRP of the independent client.

use sandbox::{DeviceMode, DeviceTracking};
use serde_json::{Value, json};

use crate::srp_client::{self, Round, timestamp};
use crate::stage::{Refused, Stage, app_code, assert_refused};

const SECRET: &str = "a password that only the device knows";

/// A device as the client remembers it.
struct Device {
    key: String,
    group_key: String,
}

impl Device {
    fn of(tokens: &Value) -> Self {
        let metadata = &tokens["NewDeviceMetadata"];
        let text = |name: &str| metadata[name].as_str().expect("a new device").to_owned();
        Self {
            key: text("DeviceKey"),
            group_key: text("DeviceGroupKey"),
        }
    }

    async fn confirm(&self, stage: &Stage, tokens: &Value) -> Result<Value, Refused> {
        let salt = "f1aa07e2d5c3b4968778695a4b3c2d1e";
        let (salt, verifier) = srp_client::device_verifier(&self.group_key, &self.key, SECRET, salt);
        let members = json!({
            "DeviceKey": self.key,
            "DeviceName": "a laptop",
            "DeviceSecretVerifierConfig": { "Salt": salt, "PasswordVerifier": verifier },
        });
        stage.act(tokens, "ConfirmDevice", members).await
    }

    async fn set_remembered(&self, stage: &Stage, tokens: &Value, status: &str) {
        let members = json!({ "DeviceKey": self.key, "DeviceRememberedStatus": status });
        let done = stage.act(tokens, "UpdateDeviceStatus", members).await;
        assert_eq!(done, Ok(json!({})));
    }

    /// Signs in with the password from this device.
    async fn sign_in(&self, stage: &Stage, username: &str) -> Result<Value, Refused> {
        let parameters =
            json!({ "USERNAME": username, "PASSWORD": sandbox::PASSWORD, "DEVICE_KEY": self.key });
        let members = json!({ "AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": parameters });
        stage.pool("InitiateAuth", members).await
    }

    /// Answers DEVICE_SRP_AUTH and what follows with `password`.
    async fn prove(
        &self,
        stage: &Stage,
        username: &str,
        asked: &Value,
        password: &str,
    ) -> Result<Value, Refused> {
        assert_eq!(asked["ChallengeName"], "DEVICE_SRP_AUTH");
        let a = srp_client::public_of(&self.key);
        let responses = json!({ "USERNAME": username, "SRP_A": a, "DEVICE_KEY": self.key });
        let asked = stage
            .answer("DEVICE_SRP_AUTH", &asked["Session"], responses)
            .await?;
        assert_eq!(asked["ChallengeName"], "DEVICE_PASSWORD_VERIFIER");
        let round = Round::of(&self.key, &asked);
        assert_eq!(round.text("DEVICE_KEY"), self.key);
        let at = timestamp(stage.now());
        let signature = round.signature(&self.group_key, &self.key, password, &at);
        let responses = json!({
            "USERNAME": username,
            "DEVICE_KEY": self.key,
            "PASSWORD_CLAIM_SIGNATURE": signature,
            "PASSWORD_CLAIM_SECRET_BLOCK": round.text("SECRET_BLOCK"),
            "TIMESTAMP": at,
        });
        stage
            .answer("DEVICE_PASSWORD_VERIFIER", &asked["Session"], responses)
            .await
    }
}

async fn track(stage: &Stage, mode: DeviceMode, replaces_mfa: bool) {
    stage
        .change(|settings| settings.pool.device_tracking = DeviceTracking { mode, replaces_mfa })
        .await;
}

fn claim(token: &Value, name: &str) -> Value {
    use base64::Engine;
    let body = token
        .as_str()
        .expect("a token")
        .split('.')
        .nth(1)
        .expect("claims");
    let body = base64::engine::general_purpose::URL_SAFE_NO_PAD
        .decode(body)
        .expect("base64");
    serde_json::from_slice::<Value>(&body).expect("JSON")[name].clone()
}

#[tokio::test]
async fn a_pool_that_tracks_no_devices_hands_out_none() {
    let stage = Stage::set().await;
    let tokens = stage.tokens("ada").await;
    assert!(tokens.get("NewDeviceMetadata").is_none());
    let refused = stage.act(&tokens, "ListDevices", json!({})).await;
    assert_eq!(
        refused.expect_err("refused").name,
        "InvalidUserPoolConfigurationException"
    );
}

#[tokio::test]
async fn a_person_is_asked_whether_to_remember_the_device_and_then_it_signs_itself_in() {
    let stage = Stage::set().await;
    let tokens = stage.tokens("dev").await;
    let device = Device::of(&tokens);
    assert_eq!(claim(&tokens["AccessToken"], "device_key"), device.key.as_str());
    assert_eq!(claim(&tokens["IdToken"], "device_key"), Value::Null);
    let confirmed = device.confirm(&stage, &tokens).await.expect("confirmed");
    assert_eq!(confirmed, json!({ "UserConfirmationNecessary": true }));
    let again = device.confirm(&stage, &tokens).await;
    assert_refused(again, "DeviceKeyExistsException", "Device key already exists.");

    let plain = device.sign_in(&stage, "dev").await.expect("signed in");
    let plain = &plain["AuthenticationResult"];
    assert!(plain.get("NewDeviceMetadata").is_none(), "the device is known");
    assert_eq!(claim(&plain["AccessToken"], "device_key"), device.key.as_str());

    device.set_remembered(&stage, &tokens, "remembered").await;
    let asked = device.sign_in(&stage, "dev").await.expect("a challenge");
    let wrong = device.prove(&stage, "dev", &asked, "another password").await;
    assert_refused(wrong, "NotAuthorizedException", "Incorrect username or password.");
    let asked = device.sign_in(&stage, "dev").await.expect("a challenge");
    let done = device
        .prove(&stage, "dev", &asked, SECRET)
        .await
        .expect("signed in");
    assert_eq!(
        claim(&done["AuthenticationResult"]["AccessToken"], "device_key"),
        device.key.as_str()
    );
    assert!(done["AuthenticationResult"].get("NewDeviceMetadata").is_none());

    device.set_remembered(&stage, &tokens, "not_remembered").await;
    let plain = device.sign_in(&stage, "dev").await.expect("signed in");
    assert!(plain.get("AuthenticationResult").is_some());
}

#[tokio::test]
async fn a_device_that_is_always_remembered_replaces_the_second_factor_only_where_the_pool_says_so() {
    let stage = Stage::set().await;
    track(&stage, DeviceMode::Always, true).await;
    let code = |asked: &Value| {
        let session = asked["Session"].clone();
        let code = app_code(sandbox::MO_TOTP_SECRET, stage.now());
        json!({ "session": session, "code": code })
    };
    let first = stage.sign_in("mo", sandbox::PASSWORD).await.expect("a challenge");
    let answer = code(&first);
    let responses = json!({ "USERNAME": "mo", "SOFTWARE_TOKEN_MFA_CODE": answer["code"] });
    let tokens = stage
        .answer("SOFTWARE_TOKEN_MFA", &answer["session"], responses)
        .await
        .expect("signed in")["AuthenticationResult"]
        .clone();
    let device = Device::of(&tokens);
    let confirmed = device.confirm(&stage, &tokens).await.expect("confirmed");
    assert_eq!(confirmed, json!({ "UserConfirmationNecessary": false }));

    let asked = device.sign_in(&stage, "mo").await.expect("a challenge");
    let done = device
        .prove(&stage, "mo", &asked, SECRET)
        .await
        .expect("signed in");
    assert!(
        done.get("AuthenticationResult").is_some(),
        "no code was asked for"
    );

    track(&stage, DeviceMode::Always, false).await;
    stage.wait(time::Duration::minutes(1));
    let asked = device.sign_in(&stage, "mo").await.expect("a challenge");
    assert_eq!(asked["ChallengeName"], "SOFTWARE_TOKEN_MFA");
    let answer = code(&asked);
    let responses = json!({
        "USERNAME": "mo", "SOFTWARE_TOKEN_MFA_CODE": answer["code"], "DEVICE_KEY": device.key,
    });
    let asked = stage
        .answer("SOFTWARE_TOKEN_MFA", &answer["session"], responses)
        .await
        .expect("a challenge");
    let done = device
        .prove(&stage, "mo", &asked, SECRET)
        .await
        .expect("signed in");
    assert!(done.get("AuthenticationResult").is_some());
}

#[tokio::test]
async fn a_refresh_token_needs_the_confirmed_device_that_it_was_born_with() {
    let stage = Stage::set().await;
    let tokens = stage.tokens("dev").await;
    let device = Device::of(&tokens);
    let renew = |key: Option<&str>| {
        let mut members = json!({ "RefreshToken": tokens["RefreshToken"] });
        if let Some(key) = key {
            members["DeviceKey"] = json!(key);
        }
        stage.pool("GetTokensFromRefreshToken", members)
    };
    let invalid = |outcome| assert_refused(outcome, "NotAuthorizedException", "Invalid Refresh Token");
    invalid(renew(Some(&device.key)).await);
    device.confirm(&stage, &tokens).await.expect("confirmed");
    invalid(renew(None).await);
    invalid(renew(Some("eu-west-1_00000000-0000-4000-8000-000000000000")).await);
    let renewed = renew(Some(&device.key)).await.expect("renewed");
    let access = &renewed["AuthenticationResult"]["AccessToken"];
    assert_eq!(claim(access, "device_key"), device.key.as_str());

    let old = json!({ "REFRESH_TOKEN": tokens["RefreshToken"], "DEVICE_KEY": device.key });
    let old = json!({ "AuthFlow": "REFRESH_TOKEN_AUTH", "AuthParameters": old });
    assert!(stage.pool("InitiateAuth", old).await.is_ok());

    let forgotten = stage
        .act(&tokens, "ForgetDevice", json!({ "DeviceKey": device.key }))
        .await;
    assert_eq!(forgotten, Ok(json!({})));
    invalid(renew(Some(&device.key)).await);
    let unknown = device.sign_in(&stage, "dev").await;
    assert_refused(unknown, "ResourceNotFoundException", "Device does not exist.");
    for operation in ["GetDevice", "ForgetDevice", "UpdateDeviceStatus"] {
        let refused = stage
            .act(&tokens, operation, json!({ "DeviceKey": device.key }))
            .await;
        assert_refused(refused, "ResourceNotFoundException", "Device does not exist.");
    }
}

#[tokio::test]
async fn devices_are_listed_page_by_page_and_nobody_sees_those_of_others() {
    let stage = Stage::set().await;
    track(&stage, DeviceMode::OptIn, false).await;
    let mut keys = Vec::new();
    let mut tokens = Value::Null;
    for _ in 0..3 {
        tokens = stage.tokens("ada").await;
        let device = Device::of(&tokens);
        let unconfirmed = stage
            .act(&tokens, "GetDevice", json!({ "DeviceKey": device.key }))
            .await;
        assert!(unconfirmed.is_err(), "a device counts once it is confirmed");
        device.confirm(&stage, &tokens).await.expect("confirmed");
        keys.push(device.key);
        stage.wait(time::Duration::seconds(1));
    }
    let page = |limit: i64, token: Value| {
        let mut members = json!({ "Limit": limit });
        if !token.is_null() {
            members["PaginationToken"] = token;
        }
        stage.act(&tokens, "ListDevices", members)
    };
    let first = page(2, Value::Null).await.expect("devices");
    let listed = |answer: &Value| -> Vec<String> {
        let devices = answer["Devices"].as_array().expect("a list");
        devices
            .iter()
            .map(|device| device["DeviceKey"].as_str().expect("a key").to_owned())
            .collect()
    };
    assert_eq!(listed(&first), keys[..2]);
    let rest = page(2, first["PaginationToken"].clone()).await.expect("devices");
    assert_eq!(listed(&rest), keys[2..]);
    assert!(rest.get("PaginationToken").is_none());
    assert_refused(
        page(2, json!("nonsense")).await,
        "InvalidParameterException",
        "Invalid pagination token.",
    );
    assert!(page(61, Value::Null).await.is_err());

    let one = stage
        .act(&tokens, "GetDevice", json!({ "DeviceKey": keys[0] }))
        .await
        .expect("a device");
    let attributes = one["Device"]["DeviceAttributes"].as_array().expect("a list");
    for (name, value) in [
        ("device_name", "a laptop"),
        ("dev:device_remembered_status", "not_remembered"),
        ("last_ip_used", "127.0.0.1"),
    ] {
        assert!(
            attributes.contains(&json!({ "Name": name, "Value": value })),
            "{name}"
        );
    }
    let other = stage.tokens("dev").await;
    let foreign = stage
        .act(&other, "GetDevice", json!({ "DeviceKey": keys[0] }))
        .await;
    assert_refused(foreign, "ResourceNotFoundException", "Device does not exist.");
}

#[tokio::test]
async fn a_verifier_that_is_none_is_refused() {
    let stage = Stage::set().await;
    let tokens = stage.tokens("dev").await;
    let device = Device::of(&tokens);
    let zero = "AA==";
    let long = "/".repeat(800);
    for (salt, verifier) in [
        (zero, "?"),
        (zero, zero),
        (zero, long.as_str()),
        (long.as_str(), "Ag=="),
    ] {
        let members = json!({
            "DeviceKey": device.key,
            "DeviceSecretVerifierConfig": { "Salt": salt, "PasswordVerifier": verifier },
        });
        let refused = stage.act(&tokens, "ConfirmDevice", members).await;
        assert_eq!(refused.expect_err("refused").name, "InvalidParameterException");
    }
    let bare = stage
        .act(&tokens, "ConfirmDevice", json!({ "DeviceKey": device.key }))
        .await;
    assert_eq!(bare.expect_err("refused").name, "InvalidParameterException");
}
