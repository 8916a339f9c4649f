//! A pair of tokens that counts, and what it takes to make one.

mod elsewhere;
mod fetching;
mod refused;

use std::sync::LazyLock;

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::{KeyPair as _, RSA_PKCS1_SHA256, RsaEncoding};
use serde_json::json;
use time::macros::datetime;

use super::*;

const NOW: OffsetDateTime = datetime!(2026-11-21 12:00 UTC);
const ISSUER: &str = "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Gatehouse";
const CLIENT: &str = "gatehouseclient00000000000";

static POOL_KEY: LazyLock<KeyPair> = LazyLock::new(|| KeyPair::generate(KeySize::Rsa2048).expect("a key"));
static OTHER_KEY: LazyLock<KeyPair> = LazyLock::new(|| KeyPair::generate(KeySize::Rsa2048).expect("a key"));

/// A pair of tokens about to be signed and verified.
struct Case {
    id_header: String,
    id: String,
    access: String,
    tamper: fn(String) -> String,
    key: &'static KeyPair,
    padding: &'static dyn RsaEncoding,
}

fn b64(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

fn jwk(kid: &str, key: &KeyPair) -> Value {
    let public = key.public_key();
    let (n, e) = (public.modulus(), public.exponent());
    let (n, e) = (
        b64(n.big_endian_without_leading_zero()),
        b64(e.big_endian_without_leading_zero()),
    );
    json!({ "kty": "RSA", "use": "sig", "alg": "RS256", "kid": kid, "n": n, "e": e })
}

fn keys() -> PublicKeys {
    let set = json!({ "keys": [jwk("id+key/1=", &POOL_KEY), jwk("access-key", &POOL_KEY)] });
    PublicKeys::read(set.to_string().as_bytes()).expect("a key set")
}

fn signed(header: &str, payload: &str, key: &KeyPair, padding: &'static dyn RsaEncoding) -> String {
    let message = format!("{}.{}", b64(header), b64(payload));
    let mut signature = vec![0; key.public_modulus_len()];
    key.sign(padding, &SystemRandom::new(), message.as_bytes(), &mut signature)
        .expect("signed");
    format!("{message}.{}", b64(signature))
}

fn id_claims() -> Value {
    json!({
        "iss": ISSUER, "aud": CLIENT, "token_use": "id", "sub": "sub-1", "cognito:username": "ada",
        "auth_time": NOW.unix_timestamp(), "iat": NOW.unix_timestamp(), "exp": NOW.unix_timestamp() + 3600,
        "email": "ada@example.com", "given_name": "Ada", "family_name": "Lovelace", "cognito:groups": ["editors"]
    })
}

fn access_claims() -> Value {
    json!({
        "iss": ISSUER, "client_id": CLIENT, "token_use": "access", "sub": "sub-1", "username": "ada",
        "auth_time": NOW.unix_timestamp(), "iat": NOW.unix_timestamp(), "exp": NOW.unix_timestamp() + 3600,
        "scope": "aws.cognito.signin.user.admin"
    })
}

impl Default for Case {
    fn default() -> Self {
        Self {
            id_header: r#"{"alg":"RS256","kid":"id+key/1="}"#.to_owned(),
            id: id_claims().to_string(),
            access: access_claims().to_string(),
            tamper: |token| token,
            key: &POOL_KEY,
            padding: &RSA_PKCS1_SHA256,
        }
    }
}

impl Case {
    fn header(header: &str) -> Self {
        Self {
            id_header: header.to_owned(),
            ..Self::default()
        }
    }

    fn id(name: &str, value: Value) -> Self {
        let mut claims = id_claims();
        claims[name] = value;
        Self {
            id: claims.to_string(),
            ..Self::default()
        }
    }

    fn id_without(name: &str) -> Self {
        let mut claims = id_claims();
        claims.as_object_mut().expect("an object").remove(name);
        Self {
            id: claims.to_string(),
            ..Self::default()
        }
    }

    fn id_text(from: &str, to: &str) -> Self {
        let text = id_claims().to_string();
        assert!(text.contains(from), "{from} is in {text}");
        Self {
            id: text.replace(from, to),
            ..Self::default()
        }
    }

    fn access(name: &str, value: Value) -> Self {
        let mut claims = access_claims();
        claims[name] = value;
        Self {
            access: claims.to_string(),
            ..Self::default()
        }
    }

    fn tampered(tamper: fn(String) -> String) -> Self {
        Self {
            tamper,
            ..Self::default()
        }
    }

    fn verify(&self) -> Result<Tokens, TokenFault> {
        let id = (self.tamper)(signed(&self.id_header, &self.id, self.key, self.padding));
        let access = signed(
            r#"{"alg":"RS256","kid":"access-key"}"#,
            &self.access,
            &POOL_KEY,
            &RSA_PKCS1_SHA256,
        );
        let raw = RawTokens {
            id: Secret::new(id),
            access: Secret::new(access),
            refresh: None,
        };
        let expected = Expected {
            issuer: ISSUER.to_owned(),
            client_id: CLIENT.to_owned(),
        };
        Tokens::verify(raw, &keys(), &expected, NOW)
    }
}

#[test]
fn a_good_pair_is_taken_with_what_it_says() {
    let tokens = Case::default().verify().expect("a good pair");

    assert_eq!(tokens.id.claims.sub, "sub-1");
    assert_eq!(tokens.id.claims.full_name().as_deref(), Some("Ada Lovelace"));
    assert_eq!(tokens.id.claims.groups, ["editors"]);
    assert_eq!(tokens.expires_at(), NOW + Duration::hours(1));
    assert_eq!(tokens.id.decoded.claims["email"], "ada@example.com");
    assert_eq!(
        tokens.id.decoded.expires_at,
        (NOW + Duration::hours(1)).unix_timestamp()
    );
}

#[test]
fn a_minute_of_difference_between_clocks_is_forgiven() {
    let now = NOW.unix_timestamp();
    assert!(Case::id("exp", json!(now - 59)).verify().is_ok());
    assert!(Case::id("iat", json!(now + 60)).verify().is_ok());
}

#[test]
fn a_matching_at_hash_is_taken() {
    let access = signed(
        r#"{"alg":"RS256","kid":"access-key"}"#,
        &Case::default().access,
        &POOL_KEY,
        &RSA_PKCS1_SHA256,
    );
    let hash = digest(&SHA256, access.as_bytes());
    assert!(
        Case::id("at_hash", json!(b64(&hash.as_ref()[..16])))
            .verify()
            .is_ok()
    );
}
