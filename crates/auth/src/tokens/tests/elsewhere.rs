//! ID tokens of other providers.

use serde_json::json;

use super::*;

const PROVIDER: &str = "https://login.acme.example";
const NONCE: &str = "the-nonce-of-this-attempt";

fn claims() -> Value {
    json!({
        "iss": PROVIDER, "aud": CLIENT, "sub": "katherine", "nonce": NONCE,
        "iat": NOW.unix_timestamp(), "exp": NOW.unix_timestamp() + 300
    })
}

fn checked(claims: &Value, key: &KeyPair) -> Result<(), TokenFault> {
    let header = r#"{"alg":"RS256","kid":"access-key"}"#;
    let token = Secret::new(signed(header, &claims.to_string(), key, &RSA_PKCS1_SHA256));
    let expected = Expected {
        issuer: PROVIDER.to_owned(),
        client_id: CLIENT.to_owned(),
    };
    check_issued_elsewhere(&token, &keys(), &expected, &NONCE.into(), NOW)
}

#[test]
fn a_token_of_the_provider_for_this_app_and_this_attempt_counts() {
    assert_eq!(checked(&claims(), &POOL_KEY), Ok(()));
    let mut several = claims();
    several["aud"] = json!([CLIENT, "another-app"]);
    several["azp"] = json!(CLIENT);
    assert_eq!(checked(&several, &POOL_KEY), Ok(()));
    several["aud"] = json!([CLIENT]);
    assert_eq!(checked(&several, &POOL_KEY), Ok(()));
}

#[test]
fn any_other_is_refused_for_its_own_reason() {
    use TokenFault::*;
    let now = NOW.unix_timestamp();
    let changes = [
        ("iss", json!("https://login.acme.example.evil.example"), Issuer),
        ("iss", json!("https://login.acme.example/"), Issuer),
        ("iss", Value::Null, Malformed),
        ("aud", json!("another-app"), Audience),
        ("aud", json!([CLIENT, "another-app"]), Audience),
        ("aud", json!([]), Audience),
        ("aud", Value::Null, Malformed),
        ("azp", json!("another-app"), Audience),
        ("exp", json!(now - 61), Time),
        ("exp", json!("soon"), Malformed),
        ("iat", json!(now + 61), Time),
        ("nbf", json!(now + 61), Time),
        ("nonce", json!("of-another-attempt"), Nonce),
        ("nonce", json!(""), Nonce),
        ("nonce", Value::Null, Nonce),
    ];
    for (name, value, fault) in changes {
        let mut changed = claims();
        changed[name] = value.clone();
        assert_eq!(checked(&changed, &POOL_KEY), Err(fault), "{name}: {value}");
    }
    assert_eq!(
        checked(&claims(), &OTHER_KEY),
        Err(Signature),
        "signed by somebody else"
    );
}
