//! Carries out the fault planned for a call: in front of it, after it, or instead of it.

use std::fmt;

use axum::body::{Body, to_bytes};
use http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use http::{HeaderValue, Response, StatusCode};
use serde_json::json;

use crate::cognito_sync;
use crate::faults::{Fault, Faults};
use crate::hosted_ui;
use crate::protected_api::json_response;
use crate::random;
use crate::sts::Denial;
use crate::wire::{self, Refusal};

/// The most of an answer that is held to be cut in half, in bytes.
const LONGEST: usize = 64 * 1024 * 1024;

/// Instead of an answer the connection closes.
#[derive(Debug)]
pub(super) struct Dropped;

impl fmt::Display for Dropped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a planned fault dropped the connection")
    }
}

impl std::error::Error for Dropped {}

/// A Cognito call with the fault planned for `operation`.
pub(super) async fn around_call(
    faults: &Faults,
    operation: &str,
    call: impl Future<Output = Response<Body>>,
) -> Result<Response<Body>, Dropped> {
    around(faults.take(operation), call, |error, message, status| {
        wire::answer(Err(Refusal::new(error, message).with_status(status)))
    })
    .await
}

/// A request to the hosted UI with the fault planned for `operation`.
pub(super) async fn around_page(
    faults: &Faults,
    operation: &str,
    call: impl Future<Output = Response<Body>>,
) -> Result<Response<Body>, Dropped> {
    around(faults.take(operation), call, |error, message, status| {
        hosted_ui::fault(&error, &message, status)
    })
    .await
}

/// A call of Cognito Sync with the fault planned for `operation`.
pub(super) async fn around_sync(
    faults: &Faults,
    operation: &str,
    call: impl Future<Output = Response<Body>>,
) -> Result<Response<Body>, Dropped> {
    around(faults.take(operation), call, |error, message, status| {
        cognito_sync::refusal(Refusal::new(error, message).with_status(status))
    })
    .await
}

/// An S3 call with the fault planned for `operation`, if it has a name.
pub(super) async fn around_s3(
    faults: &Faults,
    operation: Option<&str>,
    call: impl Future<Output = Response<Body>>,
) -> Result<Response<Body>, Dropped> {
    around(operation.and_then(|operation| faults.take(operation)), call, xml).await
}

/// An STS call with the fault planned for `action`.
pub(super) async fn around_sts(
    faults: &Faults,
    action: &str,
    call: impl Future<Output = Response<Body>>,
) -> Result<Response<Body>, Dropped> {
    around(faults.take(action), call, |error, message, status| {
        Denial::new(status.as_u16(), error, message).response()
    })
    .await
}

/// A request to what stands around AWS, with the fault planned for `name`.
pub(super) async fn around_plain(
    faults: &Faults,
    name: &str,
    call: impl Future<Output = Response<Body>>,
) -> Result<Response<Body>, Dropped> {
    around(faults.take(name), call, |error, message, status| {
        json_response(status, &json!({ "error": error, "message": message }))
    })
    .await
}

async fn around(
    fault: Option<Fault>,
    call: impl Future<Output = Response<Body>>,
    refuse: impl FnOnce(String, String, StatusCode) -> Response<Body>,
) -> Result<Response<Body>, Dropped> {
    match fault {
        None => Ok(call.await),
        Some(Fault::Refuse {
            error,
            message,
            status,
        }) => {
            let status = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_REQUEST);
            Ok(refuse(error, message, status))
        }
        Some(Fault::Delay(by)) => {
            tokio::time::sleep(by).await;
            Ok(call.await)
        }
        Some(Fault::DropRequest) => Err(Dropped),
        Some(Fault::DropAnswer) => {
            call.await;
            Err(Dropped)
        }
        Some(Fault::TruncateAnswer) => half(call.await).await,
    }
}

/// The answer with the first half of its body, as if that were all.
async fn half(answer: Response<Body>) -> Result<Response<Body>, Dropped> {
    let (mut head, body) = answer.into_parts();
    let body = to_bytes(body, LONGEST).await.map_err(|_| Dropped)?;
    head.headers.remove(CONTENT_LENGTH);
    Ok(Response::from_parts(
        head,
        Body::from(body.slice(..body.len() / 2)),
    ))
}

fn xml(error: String, message: String, status: StatusCode) -> Response<Body> {
    let request_id = random::uuid();
    let body = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>{}</Code><Message>{}</Message>\
         <RequestId>{request_id}</RequestId></Error>",
        escaped(&error),
        escaped(&message)
    );
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    response
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static("application/xml"));
    if let Ok(id) = HeaderValue::from_str(&request_id) {
        response.headers_mut().insert("x-amz-request-id", id);
    }
    response
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
