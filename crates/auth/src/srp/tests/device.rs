//! Devices, against what AWS's JavaScript client registers and proves.

use serde::Deserialize;

use super::*;

#[derive(Deserialize)]
struct Devices {
    vectors: Vec<Device>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Device {
    name: String,
    group: String,
    key: String,
    password: Secret,
    random: String,
    salt: String,
    verifier: String,
    a: String,
    srp_b: String,
    told_salt: String,
    secret_block: String,
    timestamp: String,
    signature: String,
}

fn devices() -> Vec<Device> {
    let text = include_str!("../../../tests/vectors/device.json");
    let Devices { vectors } = serde_json::from_str(text).expect("device.json is readable");
    vectors
}

#[test]
fn a_device_is_registered_as_aws_own_client_does_it() {
    for device in devices() {
        let random = hex::decode(&device.random).expect("hexadecimal");
        let made = DeviceVerifier::of(&device.group, &device.key, device.password.clone(), &random);
        assert_eq!(made.salt, device.salt, "{}", device.name);
        assert_eq!(made.verifier, device.verifier, "{}", device.name);
    }
}

#[test]
fn a_device_proves_itself_as_aws_own_client_does_it() {
    for device in devices() {
        let who = Identity {
            group: &device.group,
            name: &device.key,
            password: &device.password,
        };
        let riddle = Riddle {
            salt: &device.told_salt,
            public: &device.srp_b,
            secret_block: &device.secret_block,
        };
        let signature = Ephemeral::from_secret(U1024::from_be_hex(&device.a))
            .sign(&who, &riddle, &device.timestamp)
            .expect("a signature");
        assert_eq!(signature, device.signature, "{}", device.name);
    }
}

#[test]
fn two_devices_share_neither_password_nor_salt() {
    let draw = || DeviceVerifier::draw("-group", "eu-west-1_key").expect("a device");
    let (one, other) = (draw(), draw());
    assert_ne!(one.password, other.password);
    assert_ne!(one.salt, other.salt);
}
