//! The protocol that serves the picture of a preview: bytes that Rust holds, under a token that cannot be guessed,
//! to the main window only. No credential is ever part of an address.

use tauri::http::{Request, Response, StatusCode, header};
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
    let token = request.uri().path().trim_start_matches('/').to_owned();
    tauri::async_runtime::spawn(async move {
        let found = match running.api().await {
            Ok(api) if allowed => api.preview_bytes(&token).await,
            Ok(_) | Err(_) => None,
        };
        let response = match found {
            Some((media_type, bytes)) => answer(StatusCode::OK, media_type, bytes.to_vec()),
            None => answer(StatusCode::NOT_FOUND, "text/plain", Vec::new()),
        };
        responder.respond(response);
    });
}

fn answer(status: StatusCode, media_type: &'static str, bytes: Vec<u8>) -> Response<Vec<u8>> {
    let mut response = Response::new(bytes);
    *response.status_mut() = status;
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_TYPE, media_type),
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"),
    ] {
        headers.insert(name, header::HeaderValue::from_static(value));
    }
    response
}
