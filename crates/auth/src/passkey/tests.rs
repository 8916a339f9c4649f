use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1, UnparsedPublicKey};
use serde_json::Value;

use super::*;

const CREATION: &str = r#"{
    "rp": {"id": "pool.example.com", "name": "Pool"},
    "user": {"id": "dXNlcg", "name": "ada", "displayName": "Ada"},
    "challenge": "Y2hhbGxlbmdl",
    "pubKeyCredParams": [{"type": "public-key", "alg": -257}, {"type": "public-key", "alg": -7}],
    "excludeCredentials": []
}"#;

fn request(allowed: &str) -> String {
    format!(
        r#"{{"challenge": "bmV4dA", "rpId": "pool.example.com", "allowCredentials": [{{"type": "public-key", "id": "{allowed}"}}]}}"#
    )
}

fn bytes(response: &Value, name: &str) -> Vec<u8> {
    let text = response["response"][name].as_str().expect(name);
    URL_SAFE_NO_PAD.decode(text).expect("base64url")
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

#[test]
fn a_passkey_proves_itself_with_the_key_that_it_registered() {
    let (registered, passkey) = register(CREATION, "ada", &[]).expect("made");
    let registered = json(&registered);
    let object = bytes(&registered, "attestationObject");
    let authenticator = bytes(&registered, "authenticatorData");
    assert!(object.ends_with(&authenticator));
    // Hash of the relying party, flags, counter; then model, length of the id, the id, and the key (section 6.5.1).
    assert_eq!(authenticator[32], 0x45, "present, verified, with a credential");
    assert_eq!(authenticator[53..55], [0, 32]);
    assert_eq!(
        URL_SAFE_NO_PAD.encode(&authenticator[55..87]),
        passkey.credential_id
    );
    let key = &authenticator[87..];
    let point = [&[4], &key[10..42], &key[45..77]].concat();
    assert_eq!(key.len(), 77, "a key on P-256 in COSE's canonical form");

    let (asserted, used) = assert(&request(&passkey.credential_id), &[passkey]).expect("used");
    assert_eq!(used.counter, 1);
    let asserted = json(&asserted);
    let client = bytes(&asserted, "clientDataJSON");
    let told: Value = serde_json::from_slice(&client).expect("JSON");
    assert_eq!(
        (&told["type"], &told["challenge"], &told["origin"]),
        (
            &"webauthn.get".into(),
            &"bmV4dA".into(),
            &"https://pool.example.com".into()
        )
    );
    let signed = [
        bytes(&asserted, "authenticatorData"),
        sha256(&client).as_ref().to_vec(),
    ]
    .concat();
    UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, point)
        .verify(&signed, &bytes(&asserted, "signature"))
        .expect("the signature holds");
}

#[test]
fn a_second_passkey_for_the_same_account_is_not_made() {
    let (_, passkey) = register(CREATION, "ada", &[]).expect("made");
    let excluded = format!(r#"[{{"type": "public-key", "id": "{}"}}]"#, passkey.credential_id);
    let again = CREATION.replace("[]", &excluded);
    assert_eq!(
        register(&again, "ada", &[passkey]).err(),
        Some(Reason::PasskeyRefused)
    );
    let other = CREATION.replace(r#", {"type": "public-key", "alg": -7}"#, "");
    assert_eq!(
        register(&other, "ada", &[]).err(),
        Some(Reason::PasskeyRefused),
        "RSA is not made here"
    );
}

#[test]
fn a_passkey_for_another_place_or_not_on_the_list_is_not_used() {
    let (_, passkey) = register(CREATION, "ada", &[]).expect("made");
    let elsewhere = request(&passkey.credential_id).replace("pool.example.com", "evil.example.com");
    assert_eq!(
        assert(&elsewhere, std::slice::from_ref(&passkey)).err(),
        Some(Reason::PasskeyElsewhere)
    );
    assert_eq!(
        assert(&request("b3RoZXI"), std::slice::from_ref(&passkey)).err(),
        Some(Reason::PasskeyElsewhere)
    );
    assert_eq!(assert("{}", &[passkey]).err(), Some(Reason::Garbled));
}
