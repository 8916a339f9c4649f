//! A software authenticator, for these tests only: one passkey, attestation "none", its CBOR written by hand.

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

const PRESENT: u8 = 0x01;
const VERIFIED: u8 = 0x04;
const ATTESTED: u8 = 0x40;

/// A passkey and the browser around it.
pub(crate) struct Authenticator {
    id: Vec<u8>,
    pair: EcdsaKeyPair,
    counter: u32,
    user_handle: Value,
    /// Where the page is.
    pub(crate) origin: String,
    /// Which site the authenticator believes it serves.
    pub(crate) relying_party: String,
    /// Whether it recognises its user.
    pub(crate) verifies: bool,
    /// The COSE number of its algorithm, and its attestation.
    pub(crate) algorithm: i8,
    pub(crate) attestation: &'static str,
}

impl Authenticator {
    pub(crate) fn new() -> Self {
        let pair = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING).expect("a key pair");
        Self {
            id: digest(&SHA256, pair.public_key().as_ref()).as_ref().to_vec(),
            pair,
            counter: 0,
            user_handle: Value::Null,
            origin: "https://localhost".to_owned(),
            relying_party: "localhost".to_owned(),
            verifies: true,
            algorithm: -7,
            attestation: "none",
        }
    }

    pub(crate) fn id(&self) -> String {
        URL_SAFE_NO_PAD.encode(&self.id)
    }

    /// `RegistrationResponseJSON` for these creation options.
    pub(crate) fn create(&mut self, options: &Value) -> Value {
        assert_eq!(
            options["pubKeyCredParams"],
            json!([{ "type": "public-key", "alg": -7 }])
        );
        self.user_handle = options["user"]["id"].clone();
        let point = self.pair.public_key().as_ref();
        let algorithm = u8::try_from(-1 - self.algorithm).expect("a small number") | 0x20;
        let key = [
            &[0xa5, 0x01, 0x02, 0x03, algorithm, 0x20, 0x01, 0x21, 0x58, 32],
            &point[1..33],
            &[0x22, 0x58, 32],
            &point[33..],
        ]
        .concat();
        let length = u8::try_from(self.id.len()).expect("a short id");
        let mut data = self.data(ATTESTED);
        data.extend([0; 16]);
        data.extend([0, length]);
        data.extend(&self.id);
        data.extend(key);
        let size = u8::try_from(data.len()).expect("short data");
        let format = [
            &[0x60 + u8::try_from(self.attestation.len()).expect("short")],
            self.attestation.as_bytes(),
        ];
        let object = [
            b"\xa3\x63fmt".as_slice(),
            &format.concat(),
            b"\x67attStmt\xa0",
            b"\x68authData\x58",
            &[size],
            &data,
        ]
        .concat();
        json!({
            "id": self.id(), "rawId": self.id(), "type": "public-key",
            "authenticatorAttachment": "platform",
            "clientExtensionResults": {},
            "response": {
                "clientDataJSON": URL_SAFE_NO_PAD.encode(self.client_data("webauthn.create", options)),
                "attestationObject": URL_SAFE_NO_PAD.encode(object),
                "transports": ["internal"],
            },
        })
    }

    /// `AuthenticationResponseJSON` for these request options.
    pub(crate) fn get(&mut self, options: &Value) -> Value {
        self.counter += 1;
        let client_data = self.client_data("webauthn.get", options);
        let data = self.data(0);
        let signed = [data.as_slice(), digest(&SHA256, client_data.as_bytes()).as_ref()].concat();
        let signature = self
            .pair
            .sign(&SystemRandom::new(), &signed)
            .expect("a signature");
        json!({
            "id": self.id(), "rawId": self.id(), "type": "public-key",
            "clientExtensionResults": {},
            "response": {
                "clientDataJSON": URL_SAFE_NO_PAD.encode(client_data),
                "authenticatorData": URL_SAFE_NO_PAD.encode(data),
                "signature": URL_SAFE_NO_PAD.encode(signature),
                "userHandle": self.user_handle,
            },
        })
    }

    fn client_data(&self, kind: &str, options: &Value) -> String {
        json!({
            "type": kind, "challenge": options["challenge"], "origin": self.origin, "crossOrigin": false,
        })
        .to_string()
    }

    fn data(&self, flags: u8) -> Vec<u8> {
        let verified = if self.verifies { VERIFIED } else { 0 };
        let mut data = digest(&SHA256, self.relying_party.as_bytes()).as_ref().to_vec();
        data.push(flags | PRESENT | verified);
        data.extend(self.counter.to_be_bytes());
        data
    }
}
