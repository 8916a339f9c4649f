use serde::Deserialize;
use time::macros::datetime;

use super::*;

mod device;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Vectors {
    #[serde(rename = "N")]
    modulus: String,
    vectors: Vec<Vector>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Vector {
    name: String,
    pool: String,
    user: String,
    password: Secret,
    a: String,
    salt: String,
    secret_block: String,
    timestamp: String,
    srp_a: String,
    srp_b: String,
    key: String,
    signature: String,
}

fn vectors() -> Vectors {
    serde_json::from_str(include_str!("../../tests/vectors/srp.json")).expect("srp.json is readable")
}

impl Vector {
    fn ephemeral(&self) -> Ephemeral {
        Ephemeral::from_secret(U1024::from_be_hex(&self.a))
    }

    fn identity(&self) -> Identity<'_> {
        Identity {
            group: &self.pool,
            name: &self.user,
            password: &self.password,
        }
    }

    fn riddle(&self) -> Riddle<'_> {
        Riddle {
            salt: &self.salt,
            public: &self.srp_b,
            secret_block: &self.secret_block,
        }
    }
}

#[test]
fn every_number_equals_the_one_of_aws_own_client() {
    let Vectors { modulus, vectors } = vectors();
    assert_eq!(hex::encode(java(N.as_ref())).trim_start_matches('0'), modulus);
    assert!(vectors.len() >= 17, "the vectors are all there");

    for vector in vectors {
        let name = &vector.name;
        assert_eq!(vector.ephemeral().public(), vector.srp_a, "{name}: A");
        let key = vector
            .ephemeral()
            .key(&vector.identity(), &vector.riddle())
            .expect(name);
        assert_eq!(hex::encode(key.as_ref()), vector.key, "{name}: key");
        let signature = vector
            .ephemeral()
            .sign(&vector.identity(), &vector.riddle(), &vector.timestamp);
        assert_eq!(
            signature.as_deref(),
            Ok(vector.signature.as_str()),
            "{name}: signature"
        );
    }
}

#[test]
fn superfluous_zeros_before_a_salt_change_nothing() {
    let vector = &vectors().vectors[0];
    let padded = format!("0000{}", vector.salt);
    let riddle = Riddle {
        salt: &padded,
        ..vector.riddle()
    };

    let signature = vector
        .ephemeral()
        .sign(&vector.identity(), &riddle, &vector.timestamp);

    assert_eq!(signature.as_deref(), Ok(vector.signature.as_str()));
}

#[test]
fn a_server_number_that_would_give_the_password_away_is_refused() {
    let Vectors { modulus, vectors } = vectors();
    for public in ["0", "00", &modulus] {
        let riddle = Riddle {
            public,
            ..vectors[0].riddle()
        };
        let result = vectors[0].ephemeral().sign(&vectors[0].identity(), &riddle, "");
        assert_eq!(result, Err(SrpError::Unsafe), "B = {public}");
    }
}

#[test]
fn a_scrambler_of_zero_is_refused_and_any_other_is_not() {
    let mut u = [0; 32];
    assert_eq!(check_scrambler(&u), Err(SrpError::Unsafe));
    u[31] = 1;
    assert_eq!(check_scrambler(&u), Ok(()));
}

#[test]
fn what_is_not_a_number_or_too_long_is_refused() {
    let vector = &vectors().vectors[0];
    let twice = format!("{:x}", 2) + &"0".repeat(768);
    for text in ["", "xyz", "-", "--1", "1 2", "é", &"f".repeat(10_000), &twice] {
        let public = Riddle {
            public: text,
            ..vector.riddle()
        };
        let salt = Riddle {
            salt: text,
            ..vector.riddle()
        };
        let sign = |riddle| vector.ephemeral().sign(&vector.identity(), &riddle, "");
        assert_eq!(sign(public), Err(SrpError::Malformed), "B = {text}");
        if text != twice {
            assert_eq!(sign(salt), Err(SrpError::Malformed), "salt = {text}");
        }
    }
}

#[test]
fn two_draws_differ() {
    let first = Ephemeral::draw().expect("randomness");
    let second = Ephemeral::draw().expect("randomness");
    assert_ne!(first.public(), second.public());
}

#[test]
fn the_timestamp_has_english_names_and_no_zero_before_the_day() {
    assert_eq!(
        timestamp(datetime!(2026-02-07 09:05:03 UTC)).as_deref(),
        Some("Sat Feb 7 09:05:03 UTC 2026")
    );
    assert_eq!(
        timestamp(datetime!(2026-11-21 00:30:00 +1)).as_deref(),
        Some("Fri Nov 20 23:30:00 UTC 2026")
    );
}
