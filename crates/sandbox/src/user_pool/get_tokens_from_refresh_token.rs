//! `GetTokensFromRefreshToken`: new ID and access tokens. Rotation is off, so the refresh token stays and is not
//! repeated.

use serde_json::{Value, json};

use super::{UserPool, initiate_auth, rules};
use crate::wire::{Members, Refusal};

pub(super) async fn call(pool: &UserPool, mut members: Members) -> Result<Value, Refusal> {
    let token = members.secret("RefreshToken", rules::TOKEN)?;
    let client_id = members.required("ClientId", rules::CLIENT_ID)?;
    let client_secret = members.text("ClientSecret", rules::CLIENT_SECRET)?;
    members.done()?;
    pool.check_client(&client_id, client_secret.as_deref())?;

    let result =
        pool.read(move |pool, connection, now| initiate_auth::refresh(pool, connection, &token, now));
    Ok(json!({ "AuthenticationResult": result.await? }))
}
