//! What a person sees who opened the link of a sign-up's mail.

use axum::body::Body;
use http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use http::{HeaderValue, Response, StatusCode};

use crate::user_pool::UserPool;

/// Confirms the account of the link and says how it went.
pub(super) async fn answer(user_pool: &UserPool, query: &str) -> Response<Body> {
    match user_pool.confirm_by_link(query).await {
        Ok(()) => page(
            StatusCode::OK,
            "Your registration has been confirmed!",
            "You can go back to the app and sign in.",
        ),
        Err(refusal) => page(
            StatusCode::BAD_REQUEST,
            "This link does not confirm anything.",
            refusal.message(),
        ),
    }
}

fn page(status: StatusCode, title: &str, text: &str) -> Response<Body> {
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;");
    let body = format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>{title}</title><h1>{title}</h1><p>{escaped}</p>"
    );
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(
        CONTENT_SECURITY_POLICY,
        HeaderValue::from_static("default-src 'none'"),
    );
    response
}
