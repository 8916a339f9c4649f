//! `RespondToAuthChallenge`: gives an answer to the file of its challenge.

use serde_json::Value;

use super::parameters::Parameters;
use super::{UserPool, challenge, device_sign_in, new_password, rules, software_token, srp_sign_in};
use crate::wire::{Members, Refusal};

/// `ChallengeNameType`.
const NAMES: &[&str] = &[
    "SMS_MFA",
    "EMAIL_OTP",
    "SOFTWARE_TOKEN_MFA",
    "SELECT_MFA_TYPE",
    "MFA_SETUP",
    "PASSWORD_VERIFIER",
    "CUSTOM_CHALLENGE",
    "SELECT_CHALLENGE",
    "DEVICE_SRP_AUTH",
    "DEVICE_PASSWORD_VERIFIER",
    "ADMIN_NO_SRP_AUTH",
    "NEW_PASSWORD_REQUIRED",
    "SMS_OTP",
    "PASSWORD",
    "WEB_AUTHN",
    "PASSWORD_SRP",
];

pub(super) async fn call(pool: &UserPool, mut members: Members) -> Result<Value, Refusal> {
    let client_id = members.required("ClientId", rules::CLIENT_ID)?;
    let name = members.one_of("ChallengeName", NAMES)?;
    let session = members.text("Session", rules::SESSION)?.map(base::Secret::new);
    let responses = Parameters::new(members.map("ChallengeResponses")?);
    members.done()?;
    let caller = pool.caller(&client_id)?.on_device(responses.device_key());
    let secret_hash = responses.get("SECRET_HASH").map(|hash| hash.expose().as_str());
    caller.check_hash(responses.required("USERNAME")?.expose(), secret_hash)?;

    if name == "PASSWORD_VERIFIER" {
        return srp_sign_in::verify(pool, caller, &responses).await;
    }
    let session = session.ok_or_else(|| Refusal::invalid_parameter("Missing required parameter Session"))?;
    match name.as_str() {
        "NEW_PASSWORD_REQUIRED" => new_password::answer(pool, caller, session, &responses).await,
        "DEVICE_SRP_AUTH" => device_sign_in::begin(pool, caller, session, &responses).await,
        "DEVICE_PASSWORD_VERIFIER" => device_sign_in::verify(pool, caller, session, &responses).await,
        "SOFTWARE_TOKEN_MFA" => software_token::answer(pool, caller, session, &responses).await,
        _ => Err(challenge::invalid()),
    }
}
