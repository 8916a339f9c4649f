use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair};
use serde_json::json;

use super::*;

const CHALLENGE: &str = "Y2hhbGxlbmdl";

fn expected() -> Expected<'static> {
    Expected {
        challenge: CHALLENGE,
        relying_party_id: "localhost",
        verification_required: false,
    }
}

fn pair() -> EcdsaKeyPair {
    EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING).expect("a key pair")
}

fn known(key: &PublicKey, counter: u32) -> Known<'_> {
    Known {
        key,
        counter,
        user_handle: b"ada",
    }
}

/// An assertion by `pair`; `origin`, `relying_party`, flags and counter as given.
fn assertion(pair: &EcdsaKeyPair, origin: &str, relying_party: &str, flags: u8, counter: u32) -> Value {
    let client = json!({ "type": "webauthn.get", "challenge": CHALLENGE, "origin": origin }).to_string();
    let data = [
        digest(&SHA256, relying_party.as_bytes()).as_ref(),
        &[flags],
        &counter.to_be_bytes(),
    ]
    .concat();
    let signed = [data.as_slice(), digest(&SHA256, client.as_bytes()).as_ref()].concat();
    let signature = pair.sign(&SystemRandom::new(), &signed).expect("a signature");
    json!({
        "id": "aWQ", "rawId": "aWQ", "type": "public-key",
        "response": {
            "clientDataJSON": BASE64.encode(client),
            "authenticatorData": BASE64.encode(data),
            "signature": BASE64.encode(signature),
            "userHandle": BASE64.encode("ada"),
        },
    })
}

fn judged(answer: &Value, pair: &EcdsaKeyPair, counter: u32) -> Result<u32, Fault> {
    let key = PublicKey::from_point(pair.public_key().as_ref().to_vec());
    assert(answer, &known(&key, counter), expected())
}

#[test]
fn an_assertion_counts_for_its_site_its_key_and_a_present_user_only() {
    let pair = pair();
    let good = assertion(&pair, "http://localhost:1420", "localhost", 1, 7);
    assert_eq!(judged(&good, &pair, 6), Ok(7));
    assert_eq!(judged(&good, &super::tests::pair(), 6), Err(Fault::Signature));
    assert_eq!(judged(&good, &pair, 7), Err(Fault::Counter));
    let absent = assertion(&pair, "https://localhost", "localhost", 0, 7);
    assert_eq!(judged(&absent, &pair, 0), Err(Fault::User));
    let elsewhere = assertion(&pair, "https://localhost", "example.com", 1, 7);
    assert_eq!(judged(&elsewhere, &pair, 0), Err(Fault::RelyingParty));
    for origin in [
        "https://localhost.evil.example",
        "https://evil-localhost",
        "tauri://localhost",
        "null",
        "https://localhost:",
    ] {
        let foreign = assertion(&pair, origin, "localhost", 1, 7);
        assert_eq!(judged(&foreign, &pair, 0), Err(Fault::Origin), "{origin}");
    }
}

#[test]
fn an_authenticator_that_does_not_count_is_let_in_until_it_does() {
    let pair = pair();
    let silent = assertion(&pair, "https://localhost", "localhost", 1, 0);
    assert_eq!(judged(&silent, &pair, 0), Ok(0));
    assert_eq!(judged(&silent, &pair, 3), Err(Fault::Counter));
}

#[test]
fn user_verification_is_demanded_where_the_pool_says_so() {
    let pair = pair();
    let key = PublicKey::from_point(pair.public_key().as_ref().to_vec());
    let strict = Expected {
        verification_required: true,
        ..expected()
    };
    let present = assertion(&pair, "https://localhost", "localhost", 1, 1);
    assert_eq!(assert(&present, &known(&key, 0), strict), Err(Fault::User));
    let verified = assertion(&pair, "https://localhost", "localhost", 5, 1);
    assert_eq!(assert(&verified, &known(&key, 0), strict), Ok(1));
}

#[test]
fn cbor_of_rfc_8949_appendix_a_is_read() {
    let vectors = [
        ("00", Item::Number(0)),
        ("1864", Item::Number(100)),
        ("1903e8", Item::Number(1000)),
        ("1a000f4240", Item::Number(1_000_000)),
        ("1b000000e8d4a51000", Item::Number(1_000_000_000_000)),
        ("20", Item::Number(-1)),
        ("3863", Item::Number(-100)),
        ("f5", Item::Simple(21)),
        ("f6", Item::Simple(22)),
        ("4401020304", Item::Bytes(vec![1, 2, 3, 4])),
        ("62c3bc", Item::Text("ü".to_owned())),
        (
            "83010203",
            Item::List(vec![Item::Number(1), Item::Number(2), Item::Number(3)]),
        ),
        (
            "a201020304",
            Item::Map(vec![
                (Item::Number(1), Item::Number(2)),
                (Item::Number(3), Item::Number(4)),
            ]),
        ),
    ];
    for (hexadecimal, item) in vectors {
        let bytes = hex::decode(hexadecimal).expect("hexadecimal");
        assert_eq!(cbor::read(&bytes), Some((item, [].as_slice())), "{hexadecimal}");
    }
}

#[test]
fn broken_cbor_is_refused_without_harm() {
    let deep = [vec![0x81; 500], vec![0]].concat();
    for bytes in [
        [].as_slice(),
        &[0x18],
        &[0x58, 0xff],
        &[0x5f],
        &[0x9b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
        &[0xbb, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
        &[0x61, 0xff],
        &[0xfb, 0, 0, 0, 0, 0, 0, 0, 0],
        &[0xc0, 0x00],
        &deep,
    ] {
        assert_eq!(cbor::read(bytes), None, "{bytes:?}");
    }
}
