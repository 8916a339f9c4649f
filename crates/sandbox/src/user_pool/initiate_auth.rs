//! `InitiateAuth`: begins a sign-in, or renews one. The app client allows SRP, plain password and refresh.

use serde_json::{Value, json};

use super::account::Account;
use super::parameters::Parameters;
use super::{UserPool, password_sign_in, refresh_tokens, rules, srp_sign_in};
use crate::wire::{Members, Refusal};

/// `AuthFlowType`.
const FLOWS: &[&str] = &[
    "USER_SRP_AUTH",
    "REFRESH_TOKEN_AUTH",
    "REFRESH_TOKEN",
    "CUSTOM_AUTH",
    "ADMIN_NO_SRP_AUTH",
    "USER_PASSWORD_AUTH",
    "ADMIN_USER_PASSWORD_AUTH",
    "USER_AUTH",
];

pub(super) async fn call(pool: &UserPool, mut members: Members) -> Result<Value, Refusal> {
    let flow = members.one_of("AuthFlow", FLOWS)?;
    let client_id = members.required("ClientId", rules::CLIENT_ID)?;
    let parameters = Parameters::new(members.map("AuthParameters")?);
    members.done()?;
    let caller = pool.caller(&client_id)?.on_device(parameters.device_key());

    match flow.as_str() {
        "USER_SRP_AUTH" => srp_sign_in::begin(pool, caller, &parameters).await,
        "USER_PASSWORD_AUTH" => password_sign_in::prove(pool, caller, &parameters).await,
        "REFRESH_TOKEN_AUTH" | "REFRESH_TOKEN" => {
            if caller.client().refresh_rotation.is_some() {
                return Err(Refusal::invalid_parameter(
                    "REFRESH_TOKEN_AUTH flow not enabled for this client",
                ));
            }
            let token = parameters.required("REFRESH_TOKEN")?.clone();
            let result = pool
                .settle(move |pool, transaction, now| {
                    let hash = parameters.get("SECRET_HASH").map(|hash| hash.expose().as_str());
                    let proven = |account: &Account| caller.check_hash(&account.username, hash);
                    refresh_tokens::renew(pool, transaction, &caller, &token, proven, now)
                })
                .await?;
            Ok(json!({ "ChallengeParameters": {}, "AuthenticationResult": result }))
        }
        "CUSTOM_AUTH" => Err(Refusal::invalid_parameter(
            "CUSTOM_AUTH is not enabled for the client.",
        )),
        "USER_AUTH" => Err(Refusal::invalid_parameter(
            "USER_AUTH flow not enabled for this client",
        )),
        _ => Err(Refusal::invalid_parameter("Initiate Auth method not supported.")),
    }
}
