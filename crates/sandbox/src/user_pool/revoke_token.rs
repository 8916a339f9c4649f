//! `RevokeToken`: ends the sign-in of a refresh token, with its access tokens. Revoking twice is no error.

use base::Secret;
use serde_json::{Value, json};

use super::{UserPool, refresh_tokens, rules, tokens};
use crate::wire::{Members, Refusal};

pub(super) async fn call(pool: &UserPool, mut members: Members) -> Result<Value, Refusal> {
    let token = members.secret("Token", rules::TOKEN)?;
    let client_id = members.required("ClientId", rules::CLIENT_ID)?;
    let client_secret = members
        .text("ClientSecret", rules::CLIENT_SECRET)?
        .map(Secret::new);
    members.done()?;
    let unauthorized = |_| Refusal::new("UnauthorizedException", "Invalid client.");
    let caller = pool.caller(&client_id).map_err(unauthorized)?;
    caller
        .check_secret(client_secret.as_ref())
        .map_err(unauthorized)?;
    if !caller.client().revocation {
        return Err(Refusal::new(
            "UnsupportedOperationException",
            "Token revocation is not enabled for this client.",
        ));
    }
    if token.expose().split('.').count() == 3 {
        return Err(Refusal::new(
            "UnsupportedTokenTypeException",
            "Unsupported token type.",
        ));
    }

    pool.write(move |_, transaction, _| {
        let sign_in = refresh_tokens::sign_in_of(transaction, &caller, &token)?
            .ok_or_else(|| Refusal::invalid_parameter("Invalid Refresh Token"))?;
        tokens::revoke(transaction, &sign_in)?;
        Ok(json!({}))
    })
    .await
}
