//! Every way to begin.

use flow::Method;
use serde_json::json;

use super::script::{Script, by, challenge, verifier};
use crate::known::Known;
use crate::user_pool::Round;

fn asks() -> (u16, serde_json::Value) {
    challenge(
        "EMAIL_OTP",
        "next",
        json!({ "CODE_DELIVERY_DESTINATION": "a***@e***" }),
    )
}

#[tokio::test]
async fn each_method_begins_with_its_own_flow_and_nothing_that_it_does_not_need() {
    let preferred = |name: &str| Method::UserAuth {
        preferred: Some(name.to_owned()),
    };
    let methods = [
        (
            Method::UserPassword,
            "USER_PASSWORD_AUTH",
            json!({ "USERNAME": "ada@example.com", "PASSWORD": "Gatehouse-1" }),
        ),
        (
            Method::UserAuth { preferred: None },
            "USER_AUTH",
            json!({ "USERNAME": "ada@example.com" }),
        ),
        (
            preferred("EMAIL_OTP"),
            "USER_AUTH",
            json!({ "USERNAME": "ada@example.com", "PREFERRED_CHALLENGE": "EMAIL_OTP" }),
        ),
        (
            preferred("PASSWORD"),
            "USER_AUTH",
            json!({ "USERNAME": "ada@example.com", "PREFERRED_CHALLENGE": "PASSWORD", "PASSWORD": "Gatehouse-1" }),
        ),
        (
            Method::Custom,
            "CUSTOM_AUTH",
            json!({ "USERNAME": "ada@example.com" }),
        ),
    ];
    for (method, flow, parameters) in methods {
        let script = Script::answering([asks()]);
        let round = script
            .pool(|_| {})
            .sign_in(&by(method.clone()), &mut Known::default())
            .await;
        assert!(matches!(round, Ok(Round::Challenged(_))), "{method:?}");
        let (action, body) = script.only();
        assert_eq!(action, "InitiateAuth");
        assert_eq!(
            (&body["AuthFlow"], &body["AuthParameters"]),
            (&flow.into(), &parameters)
        );
        assert!(
            body.get("UserContextData").is_none(),
            "told only where the connection says so"
        );
    }
}

#[tokio::test]
async fn what_is_proven_by_srp_never_carries_the_password() {
    let preferred = Method::UserAuth {
        preferred: Some("PASSWORD_SRP".to_owned()),
    };
    let methods = [
        (Method::UserSrp, "USER_SRP_AUTH", None),
        (
            preferred,
            "USER_AUTH",
            Some(("PREFERRED_CHALLENGE", "PASSWORD_SRP")),
        ),
        (
            Method::CustomWithSrp,
            "CUSTOM_AUTH",
            Some(("CHALLENGE_NAME", "SRP_A")),
        ),
    ];
    for (method, flow, also) in methods {
        let script = Script::answering([verifier("PASSWORD_VERIFIER", "ada-id"), asks()]);
        let round = script
            .pool(|_| {})
            .sign_in(&by(method), &mut Known::default())
            .await;
        let Ok(Round::Challenged(challenged)) = round else {
            panic!("a question follows")
        };
        assert_eq!(challenged.user_id, "ada-id", "not what was typed");
        assert_eq!(challenged.challenge.username, "ada@example.com");

        let asked = script.asked();
        let (first, second) = (&asked[0].1, &asked[1].1);
        assert_eq!(first["AuthFlow"], flow);
        assert!(first["AuthParameters"]["SRP_A"].is_string());
        if let Some((name, value)) = also {
            assert_eq!(first["AuthParameters"][name], value);
        }
        assert_eq!(second["ChallengeName"], "PASSWORD_VERIFIER");
        assert_eq!(second["Session"], "of the verifier");
        assert_eq!(second["ChallengeResponses"]["USERNAME"], "ada-id");
        assert_eq!(
            second["ChallengeResponses"]["TIMESTAMP"],
            "Sat Feb 7 09:05:03 UTC 2026"
        );
        assert!(!format!("{asked:?}").contains("Gatehouse-1"));
    }
}

#[tokio::test]
async fn the_secret_hash_is_over_exactly_the_user_name_of_its_request() {
    let script = Script::answering([verifier("PASSWORD_VERIFIER", "ada-id"), asks()]);
    let pool = script.pool(|pool| pool.client_secret = Some("secret".into()));
    let _ = pool.sign_in(&by(Method::UserSrp), &mut Known::default()).await;

    let asked = script.asked();
    // printf '%s' ada@example.comclient | openssl dgst -sha256 -hmac secret -binary | base64
    assert_eq!(
        asked[0].1["AuthParameters"]["SECRET_HASH"],
        "pCfmF0r7Gu0NuqTNTEkVYGLmqkeLB+7ZDlvCeFKuOH0="
    );
    // printf '%s' ada-idclient | openssl dgst -sha256 -hmac secret -binary | base64
    assert_eq!(
        asked[1].1["ChallengeResponses"]["SECRET_HASH"],
        "/gqGEI1Gv22oIXgG6VTJmGnvcNMv77Xs5AHNJdIJ/MI="
    );
}

#[tokio::test]
async fn the_risk_analysis_is_told_of_this_installation_in_the_form_of_the_mobile_clients() {
    use base64::Engine;
    use base64::engine::general_purpose::STANDARD;

    let script = Script::answering([asks()]);
    let pool = script.pool(|pool| pool.user_context = true);
    let _ = pool.sign_in(&by(Method::Custom), &mut Known::default()).await;

    let (_, body) = script.only();
    let encoded = body["UserContextData"]["EncodedData"].as_str().expect("told");
    let decoded = STANDARD.decode(encoded).expect("base64");
    let whole: serde_json::Value = serde_json::from_slice(&decoded).expect("JSON");
    let payload = whole["payload"].as_str().expect("text");
    let told: serde_json::Value = serde_json::from_str(payload).expect("JSON");
    assert_eq!(told["username"], "ada@example.com");
    assert_eq!(told["userPoolId"], "eu-west-1_Gatehouse");
    assert_eq!(told["timestamp"], "1770455103000");
    let mut names: Vec<&String> = told["contextData"]
        .as_object()
        .expect("an object")
        .keys()
        .collect();
    names.sort();
    assert_eq!(
        names,
        [
            "ApplicationName",
            "ApplicationVersion",
            "DeviceFingerprint",
            "DeviceId",
            "Platform"
        ],
        "nothing more is told"
    );
    let key = aws_lc_rs::hmac::Key::new(aws_lc_rs::hmac::HMAC_SHA256, b"client");
    let signed = format!("ANDROID20171114{payload}");
    let signature = STANDARD
        .decode(whole["signature"].as_str().expect("text"))
        .expect("base64");
    aws_lc_rs::hmac::verify(&key, signed.as_bytes(), &signature).expect("the signature holds");
}
