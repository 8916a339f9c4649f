//! `InitiateAuth`: begins a sign-in, or renews one. The app client allows SRP, plain password and refresh.

use serde_json::{Value, json};

use super::parameters::Parameters;
use super::{UserPool, password_sign_in, rules, srp_sign_in, tokens};
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
    let caller = pool.caller(&client_id)?;

    match flow.as_str() {
        "USER_SRP_AUTH" => srp_sign_in::begin(pool, caller, &parameters).await,
        "USER_PASSWORD_AUTH" => password_sign_in::prove(pool, caller, &parameters).await,
        "REFRESH_TOKEN_AUTH" | "REFRESH_TOKEN" => {
            let token = parameters.required("REFRESH_TOKEN")?.clone();
            let result = pool
                .read(move |pool, connection, now| {
                    let secret_hash = parameters.get("SECRET_HASH").map(|hash| hash.expose().as_str());
                    let (account, sign_in) = tokens::find_refreshable(connection, &caller, &token, now)?;
                    caller.check_hash(&account.username, secret_hash)?;
                    tokens::renew(&pool.keys, pool.world(), &caller, &account, &sign_in, now)
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
