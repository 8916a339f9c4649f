//! `RespondToAuthChallenge` and `AdminRespondToAuthChallenge`: give an answer to the file of its challenge.

use base::Secret;
use serde_json::Value;

use super::answer::Answer;
use super::parameters::Parameters;
use super::{
    UserPool, challenge, custom_challenge, device_sign_in, mfa_setup, new_password, passkey_sign_in,
    password_sign_in, rules, select_challenge, select_mfa_type, sent_code, software_token, srp_sign_in,
};
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

/// What both actions are asked with.
#[derive(Debug)]
pub(super) struct Request {
    client_id: String,
    challenge: String,
    session: Option<Secret>,
    responses: Parameters,
}

impl Request {
    pub(super) fn read(members: &mut Members) -> Result<Self, Refusal> {
        let request = Self {
            client_id: members.required("ClientId", rules::CLIENT_ID)?,
            challenge: members.one_of("ChallengeName", NAMES)?,
            session: members.text("Session", rules::SESSION)?.map(Secret::new),
            responses: Parameters::new(members.map("ChallengeResponses")?),
        };
        members.context()?;
        Ok(request)
    }
}

pub(super) async fn call(pool: &UserPool, mut members: Members) -> Result<Value, Refusal> {
    let request = Request::read(&mut members)?;
    members.done()?;
    answer(pool, request).await
}

/// Gives the answer.
pub(super) async fn answer(pool: &UserPool, request: Request) -> Result<Value, Refusal> {
    let Request {
        client_id,
        challenge,
        session,
        responses,
    } = request;
    let caller = pool.caller(&client_id)?.on_device(responses.device_key());
    let answer = Answer {
        name: responses.username(&caller)?,
        caller,
        session,
        responses,
    };
    match challenge.as_str() {
        "PASSWORD_VERIFIER" => srp_sign_in::verify(pool, answer).await,
        "SMS_MFA" => sent_code::answer(pool, answer, sent_code::SMS_MFA).await,
        "EMAIL_OTP" => sent_code::answer(pool, answer, sent_code::EMAIL_OTP).await,
        "SMS_OTP" => sent_code::answer(pool, answer, sent_code::SMS_OTP).await,
        "SOFTWARE_TOKEN_MFA" => software_token::answer(pool, answer).await,
        "SELECT_MFA_TYPE" => select_mfa_type::answer(pool, answer).await,
        "MFA_SETUP" => mfa_setup::answer(pool, answer).await,
        "SELECT_CHALLENGE" => select_challenge::answer(pool, answer).await,
        "PASSWORD" => password_sign_in::answer(pool, answer).await,
        "PASSWORD_SRP" => srp_sign_in::answer(pool, answer).await,
        "CUSTOM_CHALLENGE" => custom_challenge::answer(pool, answer).await,
        "DEVICE_SRP_AUTH" => device_sign_in::begin(pool, answer).await,
        "DEVICE_PASSWORD_VERIFIER" => device_sign_in::verify(pool, answer).await,
        "WEB_AUTHN" => passkey_sign_in::answer(pool, answer).await,
        "NEW_PASSWORD_REQUIRED" => new_password::answer(pool, answer).await,
        _ => Err(challenge::invalid()),
    }
}
