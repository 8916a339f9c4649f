//! `ConfirmDevice`: the device brings the SRP verifier of a password that it made up, and a name. Where the person is
//! asked whether to remember it, the answer says so.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::srp::Verifier;
use super::{UserPool, devices, rules};
use crate::settings::DeviceMode;
use crate::wire::{Members, Refusal, Rule};

/// `StringType`, as verifier and salt are.
const ENCODED: Rule = Rule {
    min: 0,
    max: 131_072,
    pattern: None,
    sensitive: true,
};

pub(super) async fn call(pool: &UserPool, mut members: Members) -> Result<Value, Refusal> {
    let token = members.secret("AccessToken", rules::TOKEN)?;
    let key = members.required("DeviceKey", rules::DEVICE_KEY)?;
    let name = members.text("DeviceName", rules::DEVICE_NAME)?;
    let mut proof = (None, None);
    if let Some(mut config) = members.structure("DeviceSecretVerifierConfig")? {
        proof = (
            config.text("Salt", ENCODED)?,
            config.text("PasswordVerifier", ENCODED)?,
        );
        members.absorb(config);
    }
    members.done()?;
    let (Some(salt), Some(value)) = proof else {
        return Err(Refusal::invalid_parameter(
            "Missing required parameter DeviceSecretVerifierConfig",
        ));
    };
    let verifier = verifier(&salt, &value)
        .ok_or_else(|| Refusal::invalid_parameter("Invalid device password verifier or salt."))?;

    pool.act(token, move |_, transaction, holder, now| {
        let mode = devices::check_tracked(holder.caller.pool(), &holder.account)?;
        let mut device = devices::find(transaction, &holder.account, &key)?.ok_or_else(devices::unknown)?;
        if device.verifier.is_some() {
            return Err(Refusal::new(
                "DeviceKeyExistsException",
                "Device key already exists.",
            ));
        }
        device.name = name;
        device.verifier = Some(verifier);
        device.remembered = mode == DeviceMode::Always;
        device.save(transaction, now)?;
        Ok(Ok(
            json!({ "UserConfirmationNecessary": mode == DeviceMode::OptIn }),
        ))
    })
    .await
}

fn verifier(salt: &str, value: &str) -> Option<Verifier> {
    Verifier::received(&STANDARD.decode(salt).ok()?, &STANDARD.decode(value).ok()?)
}
