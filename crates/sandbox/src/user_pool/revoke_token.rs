//! `RevokeToken`: ends the sign-in of a refresh token, with its access tokens. Revoking twice is no error.

use serde_json::{Value, json};

use super::{UserPool, rules, tokens};
use crate::wire::{Members, Refusal};

pub(super) async fn call(pool: &UserPool, mut members: Members) -> Result<Value, Refusal> {
    let token = members.secret("Token", rules::TOKEN)?;
    let client_id = members.required("ClientId", rules::CLIENT_ID)?;
    let client_secret = members.text("ClientSecret", rules::CLIENT_SECRET)?;
    members.done()?;
    pool.check_client(&client_id, client_secret.as_deref())
        .map_err(|_| Refusal::new("UnauthorizedException", "Invalid client."))?;
    if token.expose().split('.').count() == 3 {
        return Err(Refusal::new(
            "UnsupportedTokenTypeException",
            "Unsupported token type.",
        ));
    }

    pool.write(move |_, transaction, _| {
        if tokens::revoke(transaction, &token)? {
            Ok(json!({}))
        } else {
            Err(Refusal::invalid_parameter("Invalid Refresh Token"))
        }
    })
    .await
}
