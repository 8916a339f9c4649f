//! `/oauth2/userInfo`: the claims about whoever holds the access token (OpenID Connect Core, section 5.3; RFC 6750).

use axum::body::Body;
use base::Secret;
use http::header::{AUTHORIZATION, WWW_AUTHENTICATE};
use http::request::Parts;
use http::{HeaderValue, Response, StatusCode};
use serde_json::json;

use crate::services::Services;
use crate::web;
use crate::wire::Refusal;

pub(super) async fn answer(services: &Services, head: &Parts) -> Response<Body> {
    let token = head
        .headers
        .get(AUTHORIZATION)
        .and_then(|header| header.to_str().ok())
        .and_then(|header| header.strip_prefix("Bearer "));
    let Some(token) = token else {
        return refused(
            StatusCode::BAD_REQUEST,
            "invalid_request",
            "The access token is missing.",
        );
    };
    match services.user_pool.user_info(Secret::from(token.trim())).await {
        Ok(claims) => web::json(StatusCode::OK, &claims),
        Err(refusal) if refusal.is("InternalErrorException") => refused(
            StatusCode::INTERNAL_SERVER_ERROR,
            "server_error",
            refusal.message(),
        ),
        Err(refusal) => refused(StatusCode::UNAUTHORIZED, "invalid_token", reason(&refusal)),
    }
}

fn reason(refusal: &Refusal) -> &'static str {
    if refusal.message().contains("required scopes") {
        "Access token does not contain openid scope"
    } else {
        "Access token is expired, disabled, or deleted, or the user has globally signed out."
    }
}

fn refused(status: StatusCode, error: &str, description: &str) -> Response<Body> {
    let mut response = web::json(
        status,
        &json!({ "error": error, "error_description": description }),
    );
    let challenge = format!("Bearer error=\"{error}\", error_description=\"{description}\"");
    if let Ok(challenge) = HeaderValue::from_str(&challenge) {
        response.headers_mut().insert(WWW_AUTHENTICATE, challenge);
    }
    response
}
