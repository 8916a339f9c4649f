//! `GetTokensFromRefreshToken`: new ID and access tokens. Rotation is off, so the refresh token stays and is not
//! repeated.

use base::Secret;
use serde_json::{Value, json};

use super::{UserPool, rules, tokens};
use crate::wire::{Members, Refusal};

pub(super) async fn call(pool: &UserPool, mut members: Members) -> Result<Value, Refusal> {
    let token = members.secret("RefreshToken", rules::TOKEN)?;
    let client_id = members.required("ClientId", rules::CLIENT_ID)?;
    let client_secret = members
        .text("ClientSecret", rules::CLIENT_SECRET)?
        .map(Secret::new);
    members.done()?;
    let caller = pool.caller(&client_id)?;
    caller.check_secret(client_secret.as_ref())?;

    let result = pool
        .read(move |pool, connection, now| {
            let (account, sign_in) = tokens::find_refreshable(connection, &caller, &token, now)?;
            tokens::renew(&pool.keys, pool.world(), &caller, &account, &sign_in, now)
        })
        .await?;
    Ok(json!({ "AuthenticationResult": result }))
}
