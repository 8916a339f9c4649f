//! What the browser shows when it comes back: always the same bytes, whatever it was sent with.

use axum::http::header;
use axum::response::{IntoResponse, Response};

const PAGE: &str = "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n\
    <meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"viewport\" content=\"width=device-width\">\n\
    <title>Gatehouse</title>\n<h1>Back to Gatehouse</h1>\n\
    <p>You can close this page. How your sign-in went is shown in the app.</p>\n</html>\n";

/// The page. Nothing keeps it, nothing is told where it was opened from, and nothing in it runs.
pub(super) fn page() -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CACHE_CONTROL, "no-store"),
        (header::REFERRER_POLICY, "no-referrer"),
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; frame-ancestors 'none'",
        ),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CONNECTION, "close"),
    ];
    (headers, PAGE).into_response()
}
