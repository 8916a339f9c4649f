//! Tokens that must not count, each one change away from one that does.

use aws_lc_rs::encoding::AsDer;
use aws_lc_rs::signature::{KeyPair as _, RSA_PKCS1_SHA384, RSA_PSS_SHA256};
use serde_json::json;

use super::*;

#[test]
fn anything_else_is_refused_for_its_own_reason() {
    use TokenFault::*;
    let now = NOW.unix_timestamp();
    let exp = format!("\"exp\":{}", now + 3600);
    let long = format!(r#"{{"alg":"RS256","kid":"{}"}}"#, "k".repeat(10_000));
    let huge = "x".repeat(LONGEST);
    let deep = format!("{}1{}", "[".repeat(200), "]".repeat(200));
    let cases: Vec<(&str, Case, TokenFault)> = vec![
        ("alg none", Case::tampered(unsigned), Algorithm),
        (
            "alg None",
            Case::header(r#"{"alg":"None","kid":"id+key/1="}"#),
            Algorithm,
        ),
        (
            "alg NONE",
            Case::header(r#"{"alg":"NONE","kid":"id+key/1="}"#),
            Algorithm,
        ),
        (
            "alg nOnE",
            Case::header(r#"{"alg":"nOnE","kid":"id+key/1="}"#),
            Algorithm,
        ),
        (
            "alg rs256",
            Case::header(r#"{"alg":"rs256","kid":"id+key/1="}"#),
            Algorithm,
        ),
        ("alg missing", Case::header(r#"{"kid":"id+key/1="}"#), Malformed),
        (
            "alg twice",
            Case::header(r#"{"alg":"RS256","alg":"none","kid":"id+key/1="}"#),
            Malformed,
        ),
        (
            "alg RS384",
            Case::header(r#"{"alg":"RS384","kid":"id+key/1="}"#),
            Algorithm,
        ),
        (
            "alg RS512",
            Case::header(r#"{"alg":"RS512","kid":"id+key/1="}"#),
            Algorithm,
        ),
        (
            "alg PS256",
            Case::header(r#"{"alg":"PS256","kid":"id+key/1="}"#),
            Algorithm,
        ),
        (
            "alg ES256",
            Case::header(r#"{"alg":"ES256","kid":"id+key/1="}"#),
            Algorithm,
        ),
        (
            "HS256 with the public key",
            Case::tampered(hmac_with_public_key),
            Algorithm,
        ),
        (
            "signed by RS384",
            Case {
                padding: &RSA_PKCS1_SHA384,
                ..Case::default()
            },
            Signature,
        ),
        (
            "signed by PS256",
            Case {
                padding: &RSA_PSS_SHA256,
                ..Case::default()
            },
            Signature,
        ),
        ("kid missing", Case::header(r#"{"alg":"RS256"}"#), Malformed),
        (
            "kid a number",
            Case::header(r#"{"alg":"RS256","kid":1}"#),
            Malformed,
        ),
        (
            "kid unknown",
            Case::header(r#"{"alg":"RS256","kid":"other"}"#),
            UnknownKey,
        ),
        (
            "kid a path",
            Case::header(r#"{"alg":"RS256","kid":"../../dev/null"}"#),
            UnknownKey,
        ),
        (
            "kid SQL",
            Case::header(r#"{"alg":"RS256","kid":"' OR 1=1 --"}"#),
            UnknownKey,
        ),
        ("kid of 10 kB", Case::header(&long), UnknownKey),
        (
            "crit",
            Case::header(r#"{"alg":"RS256","kid":"id+key/1=","crit":["exp"]}"#),
            Algorithm,
        ),
        (
            "its own key along",
            Case {
                id_header: json!({"alg": "RS256", "kid": "mine", "jwk": jwk("mine", &OTHER_KEY)}).to_string(),
                key: &OTHER_KEY,
                ..Case::default()
            },
            UnknownKey,
        ),
        (
            "its own key's address along",
            Case {
                id_header: r#"{"alg":"RS256","kid":"id+key/1=","jku":"http://127.0.0.1/jwks.json"}"#
                    .to_owned(),
                key: &OTHER_KEY,
                ..Case::default()
            },
            Signature,
        ),
        (
            "another key",
            Case {
                key: &OTHER_KEY,
                ..Case::default()
            },
            Signature,
        ),
        ("a flipped bit", Case::tampered(last_byte_flipped), Signature),
        (
            "half a signature",
            Case::tampered(|token| token[..token.len() - 102].to_owned()),
            Signature,
        ),
        (
            "no signature",
            Case::tampered(|t| t[..=t.rfind('.').expect("a dot")].to_owned()),
            Signature,
        ),
        (
            "iss of another pool",
            Case::id("iss", json!(format!("{ISSUER}2"))),
            Issuer,
        ),
        (
            "iss of another region",
            Case::id("iss", json!(ISSUER.replace("eu-west-1.", "us-east-1."))),
            Issuer,
        ),
        (
            "iss with a slash",
            Case::id("iss", json!(format!("{ISSUER}/"))),
            Issuer,
        ),
        (
            "iss over http",
            Case::id("iss", json!(ISSUER.replace("https", "http"))),
            Issuer,
        ),
        ("iss missing", Case::id_without("iss"), Malformed),
        ("aud wrong", Case::id("aud", json!("another")), Audience),
        ("aud a list", Case::id("aud", json!([CLIENT])), Malformed),
        ("aud missing", Case::id_without("aud"), Malformed),
        (
            "access token as ID token",
            Case {
                id: access_claims().to_string(),
                ..Case::default()
            },
            Use,
        ),
        (
            "ID token as access token",
            Case {
                access: id_claims().to_string(),
                ..Case::default()
            },
            Use,
        ),
        ("token_use missing", Case::id_without("token_use"), Use),
        (
            "client_id wrong",
            Case::access("client_id", json!("another")),
            Audience,
        ),
        (
            "access token of another pool",
            Case::access("iss", json!("https://example.com")),
            Issuer,
        ),
        ("access token expired", Case::access("exp", json!(now - 61)), Time),
        ("exp past", Case::id("exp", json!(now - 61)), Time),
        ("exp negative", Case::id("exp", json!(-1)), Time),
        (
            "exp text",
            Case::id("exp", json!((now + 3600).to_string())),
            Malformed,
        ),
        (
            "exp with a fraction",
            Case::id("exp", json!(now as f64 + 3600.5)),
            Malformed,
        ),
        ("exp without end", Case::id_text(&exp, "\"exp\":1e400"), Malformed),
        ("exp null", Case::id("exp", Value::Null), Malformed),
        ("exp missing", Case::id_without("exp"), Malformed),
        (
            "exp twice",
            Case::id_text(&exp, &format!("\"exp\":1,{exp}")),
            Malformed,
        ),
        ("nbf in the future", Case::id("nbf", json!(now + 61)), Time),
        ("nbf text", Case::id("nbf", json!("0")), Malformed),
        ("iat in the future", Case::id("iat", json!(now + 61)), Time),
        ("iat missing", Case::id_without("iat"), Malformed),
        (
            "auth_time in the future",
            Case::id("auth_time", json!(now + 61)),
            Time,
        ),
        (
            "auth_time text",
            Case::id("auth_time", json!("yesterday")),
            Malformed,
        ),
        ("sub missing", Case::id_without("sub"), Malformed),
        (
            "sub of somebody else",
            Case::access("sub", json!("sub-2")),
            Mismatch,
        ),
        (
            "user name of somebody else",
            Case::access("username", json!("bob")),
            Mismatch,
        ),
        (
            "at_hash of another token",
            Case::id("at_hash", json!("AAAAAAAAAAAAAAAAAAAAAA")),
            Mismatch,
        ),
        (
            "claims nested deeply",
            Case::id_text("\"email\":", &format!("\"x\":{deep},\"email\":")),
            Malformed,
        ),
        (
            "claims a list",
            Case {
                id: "[]".to_owned(),
                ..Case::default()
            },
            Malformed,
        ),
        (
            "claims in UTF-16",
            Case::tampered(|t| t.replacen('.', &format!(".{}", b64([0xff, 0xfe, 0x7b, 0])), 1)),
            Malformed,
        ),
        ("longer than any token", Case::id("x", json!(huge)), Malformed),
        ("one part", Case::tampered(|_| "e30".to_owned()), Malformed),
        ("two parts", Case::tampered(|_| "e30.e30".to_owned()), Malformed),
        (
            "four parts",
            Case::tampered(|token| format!("{token}.e30")),
            Malformed,
        ),
        (
            "five parts",
            Case::tampered(|token| format!("{token}.e30.e30")),
            Malformed,
        ),
        ("padded", Case::tampered(|token| format!("{token}==")), Malformed),
        (
            "base64 of the other alphabet",
            Case::tampered(|token| token.replacen("ey", "+/", 1)),
            Malformed,
        ),
        (
            "a blank at the end",
            Case::tampered(|token| format!("{token} ")),
            Malformed,
        ),
        ("nothing", Case::tampered(|_| String::new()), Malformed),
    ];
    let mut wrong = Vec::new();
    for (name, case, expected) in &cases {
        match case.verify() {
            Err(fault) if fault == *expected => {}
            other => wrong.push(format!("{name}: {:?}, not {expected:?}", other.map(|_| "taken"))),
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The same token with another header and an HMAC made with the pool's public key.
fn hmac_with_public_key(token: String) -> String {
    use aws_lc_rs::hmac::{HMAC_SHA256, Key, sign};
    let payload = token.split('.').nth(1).expect("a payload").to_owned();
    let message = format!("{}.{payload}", b64(r#"{"alg":"HS256","kid":"id+key/1="}"#));
    let der = POOL_KEY.public_key().as_der().expect("the public key");
    let der: &[u8] = der.as_ref();
    let tag = sign(&Key::new(HMAC_SHA256, der), message.as_bytes());
    format!("{message}.{}", b64(tag))
}

fn unsigned(token: String) -> String {
    let payload = token.split('.').nth(1).expect("a payload").to_owned();
    format!("{}.{payload}.", b64(r#"{"alg":"none","kid":"id+key/1="}"#))
}

fn last_byte_flipped(token: String) -> String {
    let (signed, signature) = token.rsplit_once('.').expect("a signature");
    let mut bytes = URL_SAFE_NO_PAD.decode(signature).expect("base64");
    *bytes.last_mut().expect("a byte") ^= 1;
    format!("{signed}.{}", b64(bytes))
}
