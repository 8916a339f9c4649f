//! AcmeOIDC: an OpenID Connect provider with the issuer `<origin>/external/oidc`. Its ID tokens live five minutes. It has
//! two clients: the user pool, which asks it inside this process and therefore has no secret, and the app, which is
//! public and has to use PKCE.

pub(super) mod code;
pub(super) mod provider;

use base::Secret;
use serde_json::{Map, Value, json};
use time::{Duration, OffsetDateTime};

use super::External;
use super::people::Person;
use crate::error::Error;
use crate::signing::TokenFault;

pub(crate) use code::{SCHEMA, redeem};

/// What the user pool is called here.
pub(crate) const POOL_CLIENT: &str = "acme-cognito-gatehouse";

/// How long an ID token is good.
const TOKEN_LIVES: Duration = Duration::minutes(5);

/// What an ID token says that this provider signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Claims {
    pub(crate) issuer: String,
    pub(crate) audience: String,
    pub(crate) nonce: Option<String>,
    pub(crate) person: Person,
    /// Seconds since 1970.
    pub(crate) issued_at: i64,
    /// Seconds since 1970.
    pub(crate) expires_at: i64,
}

/// Where the user pool takes answers.
pub(crate) fn pool_callback(external: &External) -> String {
    format!("{}/oauth2/idpresponse", external.foundation.origin)
}

/// The claims of a token that this provider signed; its issuer, audience, nonce and times are the caller's to judge.
pub(crate) async fn verify(external: &External, token: &Secret) -> Result<Claims, TokenFault> {
    let key = external.oidc_key().await.map_err(|error| {
        tracing::error!(%error, "AcmeOIDC has no key");
        TokenFault::Forged
    })?;
    let claims = key.open_token(token)?;
    let text = |name: &str| claims[name].as_str().map(str::to_owned);
    Ok(Claims {
        issuer: text("iss").ok_or(TokenFault::Malformed)?,
        audience: text("aud").ok_or(TokenFault::Malformed)?,
        nonce: text("nonce"),
        person: Person {
            id: text("sub").ok_or(TokenFault::Malformed)?,
            given_name: text("given_name"),
            family_name: text("family_name"),
            email: text("email"),
            email_verified: claims["email_verified"] == true,
        },
        issued_at: claims["iat"].as_i64().ok_or(TokenFault::Malformed)?,
        expires_at: claims["exp"].as_i64().ok_or(TokenFault::Malformed)?,
    })
}

/// An ID token about `person` for the client `audience`.
pub(crate) async fn issue(
    external: &External,
    person: &Person,
    audience: &str,
    nonce: Option<&str>,
    now: OffsetDateTime,
) -> Result<Secret, Error> {
    let mut claims = about(person);
    claims.insert("iss".to_owned(), json!(external.foundation.world.oidc_issuer));
    claims.insert("aud".to_owned(), json!(audience));
    claims.insert("iat".to_owned(), json!(now.unix_timestamp()));
    claims.insert("exp".to_owned(), json!((now + TOKEN_LIVES).unix_timestamp()));
    if let Some(nonce) = nonce {
        claims.insert("nonce".to_owned(), json!(nonce));
    }
    Ok(external.oidc_key().await?.sign_token(&Value::Object(claims))?)
}

/// The claims about a person, in ID tokens and at the userinfo endpoint.
fn about(person: &Person) -> Map<String, Value> {
    let mut claims = Map::new();
    claims.insert("sub".to_owned(), json!(person.id));
    claims.insert("name".to_owned(), json!(person.name()));
    if let Some(name) = &person.given_name {
        claims.insert("given_name".to_owned(), json!(name));
    }
    if let Some(name) = &person.family_name {
        claims.insert("family_name".to_owned(), json!(name));
    }
    if let Some(email) = &person.email {
        claims.insert("email".to_owned(), json!(email));
        claims.insert("email_verified".to_owned(), json!(person.email_verified));
    }
    claims
}
