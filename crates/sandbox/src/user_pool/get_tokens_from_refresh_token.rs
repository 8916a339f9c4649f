//! `GetTokensFromRefreshToken`: new ID and access tokens, and a new refresh token where the client rotates them.

use base::Secret;
use serde_json::{Value, json};

use super::{UserPool, refresh_tokens, rules};
use crate::wire::{Members, Refusal};

pub(super) async fn call(pool: &UserPool, mut members: Members) -> Result<Value, Refusal> {
    let token = members.secret("RefreshToken", rules::TOKEN)?;
    let client_id = members.required("ClientId", rules::CLIENT_ID)?;
    let client_secret = members
        .text("ClientSecret", rules::CLIENT_SECRET)?
        .map(Secret::new);
    let device_key = members.text("DeviceKey", rules::DEVICE_KEY)?;
    members.done()?;
    let caller = pool.caller(&client_id)?.on_device(device_key);
    caller.check_secret(client_secret.as_ref())?;

    let result = pool
        .settle(move |pool, transaction, now| {
            refresh_tokens::renew(pool, transaction, &caller, &token, |_| Ok(()), now)
        })
        .await?;
    Ok(json!({ "AuthenticationResult": result }))
}
