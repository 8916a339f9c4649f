//! `GetOpenIdToken` (the basic flow): a token, good for ten minutes, with which the client itself asks STS for a role.

use serde_json::{Value, json};
use time::Duration;

use super::open_id_token::OpenIdToken;
use super::{IdentityPool, linking, login, rules};
use crate::wire::{Members, Refusal};

/// The life of a token.
const VALID: Duration = Duration::minutes(10);

pub(super) async fn call(pool: &IdentityPool, mut members: Members) -> Result<Value, Refusal> {
    let identity_id = members.required("IdentityId", rules::ID)?;
    let logins = rules::logins(&mut members)?;
    members.done()?;
    let settings = pool.settings();
    if !settings.classic_flow {
        return Err(Refusal::invalid_parameter(
            "Basic (classic) flow is not enabled, please use enhanced flow.",
        ));
    }
    let now = pool.foundation.clock.now();
    let logins = login::verify(pool, &logins, now).await?;
    let identity = pool
        .foundation
        .database
        .write({
            let logins = logins.clone();
            move |transaction| linking::admit(transaction, &identity_id, &logins, settings.guests)
        })
        .await?;
    let token = OpenIdToken {
        identity_id: identity.id,
        audience: pool.foundation.world.identity_pool_id.clone(),
        amr: login::amr(&logins),
        tags: Vec::new(),
    };
    let signed = pool.sign_token(&token, now, VALID).await?;
    Ok(json!({ "IdentityId": token.identity_id, "Token": signed.expose() }))
}
