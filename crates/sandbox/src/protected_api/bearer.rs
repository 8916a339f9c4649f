//! The access token of a request, judged as any API would: by the user pool's public keys, issuer, expiry, use and client
//! (RFC 6750; Cognito's guide, "Verifying JSON web tokens"). Whether it was revoked cannot be seen from outside.

use base::Secret;
use http::header::AUTHORIZATION;
use http::{HeaderMap, StatusCode};
use serde_json::Value;

use super::Denial;
use crate::services::Services;

/// The claims of the access token.
pub(super) fn claims(services: &Services, headers: &HeaderMap) -> Result<Value, Denial> {
    let text = headers
        .get(AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .ok_or_else(missing)?;
    let (scheme, token) = text.split_once(' ').ok_or_else(missing)?;
    if !scheme.eq_ignore_ascii_case("bearer") {
        return Err(missing());
    }
    let token = Secret::from(token.trim());
    let foundation = &services.foundation;
    let claims = services
        .user_pool
        .access_token_claims(&token)
        .map_err(|_| invalid("The access token is not one of this user pool"))?;
    if claims["iss"] != foundation.world.issuer().as_str() {
        return Err(invalid("The access token is of another issuer"));
    }
    let now = foundation.clock.now().unix_timestamp();
    if claims["exp"].as_i64().is_none_or(|expires| expires <= now) {
        return Err(invalid("The access token expired"));
    }
    let client = claims["client_id"].as_str().unwrap_or_default();
    if foundation.settings.now().client(client).is_none() {
        return Err(invalid("The access token is for another client"));
    }
    Ok(claims)
}

/// `cognito:groups`.
pub(super) fn groups(claims: &Value) -> Vec<&str> {
    let groups = claims["cognito:groups"].as_array();
    groups.into_iter().flatten().filter_map(Value::as_str).collect()
}

/// The claims of somebody in the group.
pub(super) fn in_group(services: &Services, headers: &HeaderMap, group: &str) -> Result<Value, Denial> {
    let claims = claims(services, headers)?;
    if groups(&claims).contains(&group) {
        return Ok(claims);
    }
    let message = format!("Only members of the group {group} are let in.");
    Err(Denial::new(StatusCode::FORBIDDEN, message)
        .challenging("Bearer realm=\"gatehouse\", error=\"insufficient_scope\""))
}

fn missing() -> Denial {
    Denial::new(StatusCode::UNAUTHORIZED, "An access token is needed.")
        .challenging("Bearer realm=\"gatehouse\"")
}

fn invalid(reason: &str) -> Denial {
    Denial::new(StatusCode::UNAUTHORIZED, format!("{reason}.")).challenging(format!(
        "Bearer realm=\"gatehouse\", error=\"invalid_token\", error_description=\"{reason}\""
    ))
}
