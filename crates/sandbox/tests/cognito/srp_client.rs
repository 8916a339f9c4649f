//! The client's side of SRP, for these tests only, written from the formulas of RFC 5054 without regard to time.

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::hmac;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use crypto_bigint::modular::{FixedMontyForm, FixedMontyParams};
use crypto_bigint::{Odd, U256, U512, U3072};
use serde_json::{Value, json};
use time::OffsetDateTime;

use crate::stage::{Refused, Stage};

/// RFC 3526, section 4.
pub(crate) const N: &str = concat!(
    "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD",
    "EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED",
    "EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F",
    "83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B",
    "E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF6955817183995497CEA956AE515D2261898FA0510",
    "15728E5A8AAAC42DAD33170D04507A33A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7DB3970F85A6E1E4C7",
    "ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864D87602733EC86A64521F2B18177B200C",
    "BBE117577A615D6C770988C0BAD946E208E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF"
);

type Element = FixedMontyForm<{ U3072::LIMBS }>;

/// One sign-in under way: the challenge's parameters and the client's secret.
pub(crate) struct Round {
    pub(crate) parameters: Value,
    a: U256,
    public: U3072,
}

/// Sends A for `username`.
pub(crate) async fn begin(stage: &Stage, username: &str) -> Round {
    let parameters = json!({ "USERNAME": username, "SRP_A": public_of(username) });
    let challenge = initiate(stage, parameters).await.expect("a challenge");
    assert_eq!(challenge["ChallengeName"], "PASSWORD_VERIFIER");
    assert!(challenge.get("Session").is_none(), "AWS sends no session here");
    Round::of(username, &challenge)
}

/// A of `username`, always the same.
pub(crate) fn public_of(username: &str) -> String {
    format!("{:x}", two().pow(&secret_of(username)).retrieve())
}

fn secret_of(username: &str) -> U256 {
    U256::from_be_slice(digest(&SHA256, username.as_bytes()).as_ref())
}

pub(crate) async fn initiate(stage: &Stage, parameters: Value) -> Result<Value, Refused> {
    stage
        .pool(
            "InitiateAuth",
            json!({ "AuthFlow": "USER_SRP_AUTH", "AuthParameters": parameters }),
        )
        .await
}

impl Round {
    /// The exchange that answers [`public_of`] this name.
    pub(crate) fn of(username: &str, challenge: &Value) -> Self {
        let a = secret_of(username);
        Self {
            parameters: challenge["ChallengeParameters"].clone(),
            a,
            public: two().pow(&a).retrieve(),
        }
    }

    pub(crate) fn text(&self, name: &str) -> &str {
        self.parameters[name].as_str().expect("a text")
    }

    /// What a client who believes in `password` answers at `at`.
    pub(crate) fn responses(&self, password: &str, at: &str) -> Value {
        let user = self.text("USER_ID_FOR_SRP");
        let signature = self.signature("Gatehouse", user, password, at);
        json!({
            "USERNAME": user,
            "PASSWORD_CLAIM_SIGNATURE": signature,
            "PASSWORD_CLAIM_SECRET_BLOCK": self.text("SECRET_BLOCK"),
            "TIMESTAMP": at,
        })
    }

    /// The signature of `identity` in `realm`: a user in a pool, or a device in its group.
    pub(crate) fn signature(&self, realm: &str, identity: &str, password: &str, at: &str) -> String {
        let b = number(self.text("SRP_B"));
        let u = U256::from_be_slice(digest(&SHA256, &[octets(&self.public), octets(&b)].concat()).as_ref());
        let k = digest(&SHA256, &[octets(&number(N)), vec![2]].concat());
        let inner = digest(&SHA256, format!("{realm}{identity}:{password}").as_bytes());
        let salt = octets(&number(self.text("SALT")));
        let x = U256::from_be_slice(digest(&SHA256, &[salt.as_slice(), inner.as_ref()].concat()).as_ref());

        let kgx = element(&U256::from_be_slice(k.as_ref()).resize()).mul(&two().pow(&x));
        let wide = |number: &U256| number.resize::<{ U512::LIMBS }>();
        let exponent = wide(&self.a).wrapping_add(&wide(&u).wrapping_mul(&wide(&x)));
        let s = element(&b).sub(&kgx).pow(&exponent).retrieve();

        let u = octets(&u.resize::<{ U3072::LIMBS }>());
        let prk = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &u), &octets(&s));
        let okm = hmac::sign(
            &hmac::Key::new(hmac::HMAC_SHA256, prk.as_ref()),
            b"Caldera Derived Key\x01",
        );
        let key = hmac::Key::new(hmac::HMAC_SHA256, &okm.as_ref()[..16]);
        let block = STANDARD.decode(self.text("SECRET_BLOCK")).expect("base64");
        let claim = [realm.as_bytes(), identity.as_bytes(), &block, at.as_bytes()].concat();
        STANDARD.encode(hmac::sign(&key, &claim))
    }
}

/// Salt and verifier of a device's password, both base64 of padded bytes, as ConfirmDevice takes them.
pub(crate) fn device_verifier(group_key: &str, key: &str, password: &str, salt: &str) -> (String, String) {
    let salt = octets(&number(salt));
    let inner = digest(&SHA256, format!("{group_key}{key}:{password}").as_bytes());
    let x = U256::from_be_slice(digest(&SHA256, &[salt.as_slice(), inner.as_ref()].concat()).as_ref());
    let verifier = octets(&two().pow(&x).retrieve());
    (STANDARD.encode(salt), STANDARD.encode(verifier))
}

/// As a client writes the time: English, UTC, no zero before the day.
pub(crate) fn timestamp(at: OffsetDateTime) -> String {
    let weekday = at.weekday().to_string();
    let month = at.month().to_string();
    let (hour, minute, second) = at.time().as_hms();
    format!(
        "{} {} {} {hour:02}:{minute:02}:{second:02} UTC {}",
        &weekday[..3],
        &month[..3],
        at.day(),
        at.year()
    )
}

fn params() -> FixedMontyParams<{ U3072::LIMBS }> {
    FixedMontyParams::new_vartime(Odd::<U3072>::from_be_hex(N))
}

fn element(value: &U3072) -> Element {
    Element::new(value, &params())
}

fn two() -> Element {
    element(&U3072::from(2_u8))
}

fn number(text: &str) -> U3072 {
    U3072::from_be_hex(&format!("{text:0>768}"))
}

/// Two's complement, as short as can be.
fn octets(value: &U3072) -> Vec<u8> {
    let text = format!("{value:x}");
    let significant = text.trim_start_matches('0');
    let even = if significant.len().is_multiple_of(2) {
        significant.to_owned()
    } else {
        format!("0{significant}")
    };
    let mut octets = hex::decode(even).expect("hexadecimal");
    if octets.first().is_none_or(|first| *first > 127) {
        octets.insert(0, 0);
    }
    octets
}
