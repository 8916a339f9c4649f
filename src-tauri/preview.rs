//! The protocol that serves the picture, sound or film of a preview, in ranges where they are asked for, under a token
//! that cannot be guessed, to the main window only. No credential is ever part of an address, and nothing that is
//! served may run or load anything.

use api::Served;
use tauri::http::{HeaderMap, HeaderName, HeaderValue, Request, Response, StatusCode, header};
use tauri::{Manager, Runtime, UriSchemeContext, UriSchemeResponder};

use crate::running::Running;
use crate::window::MAIN;

/// The protocol's name, as the content security policy of the page spells it.
pub(crate) const SCHEME: &str = "preview";

/// What stands before the token.
pub(crate) const ADDRESS: &str = if cfg!(any(windows, target_os = "android")) {
    "http://preview.localhost/"
} else {
    "preview://localhost/"
};

/// Answers a request of the page.
pub(crate) fn serve<R: Runtime>(
    context: UriSchemeContext<'_, R>,
    request: Request<Vec<u8>>,
    responder: UriSchemeResponder,
) {
    let running = context.app_handle().state::<Running>().inner().clone();
    let allowed = context.webview_label() == MAIN;
    tauri::async_runtime::spawn(async move {
        let token = request.uri().path().trim_start_matches('/');
        let range = text(request.headers(), header::RANGE);
        let if_range = text(request.headers(), header::IF_RANGE);
        let response = match running.api().await {
            Ok(api) if allowed => answer(api.preview_serve(token, range, if_range).await),
            Ok(_) | Err(_) => Response::builder()
                .status(StatusCode::NOT_FOUND)
                .body(Vec::new())
                .unwrap_or_default(),
        };
        responder.respond(response);
    });
}

fn text(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    headers.get(name)?.to_str().ok()
}

fn answer(served: Served) -> Response<Vec<u8>> {
    let length = served.bytes.len().to_string();
    let mut response = Response::new(served.bytes.to_vec());
    *response.status_mut() = StatusCode::from_u16(served.status).unwrap_or(StatusCode::BAD_GATEWAY);
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_TYPE, Some(served.media_type)),
        (header::CONTENT_LENGTH, Some(length.as_str())),
        (header::CONTENT_RANGE, served.content_range.as_deref()),
        (header::ETAG, served.etag.as_deref()),
        (header::ACCEPT_RANGES, Some("bytes")),
        (header::CACHE_CONTROL, Some("no-store")),
        (header::X_CONTENT_TYPE_OPTIONS, Some("nosniff")),
        (
            header::CONTENT_SECURITY_POLICY,
            Some("default-src 'none'; sandbox"),
        ),
    ] {
        if let Some(value) = value.and_then(|value| HeaderValue::from_str(value).ok()) {
            headers.insert(name, value);
        }
    }
    response
}
