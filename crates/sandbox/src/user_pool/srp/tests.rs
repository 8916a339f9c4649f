use serde_json::Value;

use super::*;

fn vectors() -> Vec<Value> {
    serde_json::from_str(include_str!("vectors.json")).expect("vectors.json is an array")
}

fn text<'a>(vector: &'a Value, name: &str) -> &'a str {
    vector[name].as_str().expect("a text")
}

fn bytes<const L: usize>(vector: &Value, name: &str) -> [u8; L] {
    hex::decode(text(vector, name))
        .expect("hexadecimal")
        .try_into()
        .expect("the right length")
}

fn verifier(vector: &Value) -> Verifier {
    Verifier::with_salt(
        "Gatehouse",
        text(vector, "user"),
        text(vector, "password"),
        bytes(vector, "salt"),
    )
}

#[test]
fn verifiers_and_salts_are_those_that_python_computes() {
    for vector in vectors() {
        let verifier = verifier(&vector);
        assert_eq!(hex::encode(verifier.value.expose()), text(&vector, "verifier"));
        assert_eq!(
            verifier.salt_hex(),
            text(&vector, "salt_sent"),
            "a salt is sent without leading zeros"
        );
    }
}

#[test]
fn exchanges_and_signatures_are_those_that_python_computes() {
    for vector in vectors() {
        let verifier = verifier(&vector);
        let exchange = Exchange::with_secret(&verifier, &bytes(&vector, "b"));
        assert_eq!(exchange.public_hex(), text(&vector, "b_public"));

        let client_public = ClientPublic::parse(text(&vector, "a_public")).expect("a good A");
        let claim = Claim {
            pool_name: "Gatehouse",
            user_id: text(&vector, "user"),
            secret_block: &hex::decode(text(&vector, "block")).expect("hexadecimal"),
            timestamp: text(&vector, "timestamp"),
        };
        let signature = exchange
            .signature(&client_public, &verifier, &claim)
            .expect("u is not zero");
        assert_eq!(hex::encode(signature), text(&vector, "signature"));
    }
}

#[test]
fn an_exchange_goes_on_from_its_secret() {
    let vectors = vectors();
    let verifier = verifier(&vectors[0]);
    let exchange = Exchange::begin(&verifier).expect("random numbers");
    let secret = exchange
        .secret()
        .expose()
        .as_slice()
        .try_into()
        .expect("32 bytes");

    assert_eq!(
        Exchange::with_secret(&verifier, &secret).public_hex(),
        exchange.public_hex()
    );
}

#[test]
fn an_a_that_would_give_the_key_away_is_refused() {
    let double = format!("1{}", "f".repeat(768));
    for (a, why) in [
        ("0", "zero"),
        ("000000", "zero, padded"),
        (N, "N is zero modulo N"),
        (double.as_str(), "beyond N"),
        ("xyz", "no number"),
        ("", "nothing"),
    ] {
        assert!(ClientPublic::parse(a).is_none(), "{why}");
    }
    assert!(
        ClientPublic::parse(&"f".repeat(100_000)).is_none(),
        "a megabyte of digits is not even read"
    );
    assert!(ClientPublic::parse("2").is_some());
    assert!(
        ClientPublic::parse("00ABC").is_some(),
        "odd length, leading zeros and capitals are numbers too"
    );
}
