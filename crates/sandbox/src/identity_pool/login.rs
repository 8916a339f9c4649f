//! The `Logins` map: proof of who asks. The one provider is the sandbox's user pool, its token an ID token.

use base::Secret;
use time::OffsetDateTime;

use super::IdentityPool;
use crate::signing::TokenFault;
use crate::wire::Refusal;

/// A user whose ID token has been verified.
#[derive(Debug)]
pub(super) struct Login {
    pub(super) sub: String,
    pub(super) username: String,
}

/// Verifies the logins; `None` when there are none. Every given login has to be good.
pub(super) fn verify(
    pool: &IdentityPool,
    logins: &[(String, Secret)],
    now: OffsetDateTime,
) -> Result<Option<Login>, Refusal> {
    let mut login = None;
    for (provider, token) in logins {
        if *provider != pool.foundation.world.login_provider() {
            return Err(unsupported());
        }
        login = Some(verify_token(pool, token, now)?);
    }
    Ok(login)
}

fn verify_token(pool: &IdentityPool, token: &Secret, now: OffsetDateTime) -> Result<Login, Refusal> {
    let world = &pool.foundation.world;
    let claims = pool
        .user_pool
        .id_token_claims(token)
        .map_err(|fault| match fault {
            TokenFault::Malformed => {
                invalid("Invalid login token. Not a valid OpenId Connect identity token.")
            }
            TokenFault::Forged => invalid("Invalid login token. Couldn't verify signed token."),
        })?;
    if claims["iss"] != world.issuer().as_str() {
        return Err(invalid("Invalid login token. Issuer doesn't match providerName"));
    }
    let settings = pool.foundation.settings.now();
    if claims["aud"]
        .as_str()
        .is_none_or(|client| settings.client(client).is_none())
    {
        return Err(unsupported());
    }
    let now = now.unix_timestamp();
    let expires = claims["exp"].as_i64().unwrap_or_default();
    if expires <= now {
        return Err(Refusal::not_authorized(format!(
            "Invalid login token. Token expired: {now} >= {expires}"
        )));
    }
    match (claims["sub"].as_str(), claims["cognito:username"].as_str()) {
        (Some(sub), Some(username)) => Ok(Login {
            sub: sub.to_owned(),
            username: username.to_owned(),
        }),
        _ => Err(invalid(
            "Invalid login token. Not a valid OpenId Connect identity token.",
        )),
    }
}

fn unsupported() -> Refusal {
    invalid("Token is not from a supported provider of this identity pool.")
}

fn invalid(message: &'static str) -> Refusal {
    Refusal::not_authorized(message)
}
