//! What every answer of S3 has besides the operation's own part: request ids, and errors that carry a message.
//! Source: Amazon S3 API Reference, "Common response headers" and "REST error responses".

use axum::body::{Body, to_bytes};
use http::header::{CONTENT_LENGTH, CONTENT_RANGE, SERVER};
use http::{HeaderValue, Response, StatusCode};
use uuid::Uuid;

/// Errors are short; what is longer is no error document.
const LONGEST_ERROR: usize = 64 * 1024;

/// How the library begins to say that a form breaks its policy.
const BROKEN_POLICY: &str = "<Code>InvalidPolicyDocument</Code><Message>Policy condition";

/// Marks an answer of the library as `202 Accepted`, which it has no other way to say.
#[derive(Debug, Clone, Copy)]
pub(super) struct Accepted;

/// Completes an answer of the library.
pub(super) async fn complete(response: Response<Body>) -> Response<Body> {
    let id = Uuid::new_v4().simple().to_string().to_uppercase();
    let id = &id[..16];
    let mut response = match response.status().is_client_error() || response.status().is_server_error() {
        true => with_message(response, id).await,
        false => response,
    };
    if response.status() == StatusCode::OK && response.headers().contains_key(CONTENT_RANGE) {
        *response.status_mut() = StatusCode::PARTIAL_CONTENT;
    }
    if response.extensions().get::<Accepted>().is_some() {
        *response.status_mut() = StatusCode::ACCEPTED;
    }
    let headers = response.headers_mut();
    if let Ok(id) = HeaderValue::from_str(id) {
        headers.insert("x-amz-request-id", id.clone());
        headers.insert("x-amz-id-2", id);
    }
    headers.insert(SERVER, HeaderValue::from_static("AmazonS3"));
    response
}

/// The library's own errors have a code only.
async fn with_message(response: Response<Body>, id: &str) -> Response<Body> {
    let (mut parts, body) = response.into_parts();
    let Ok(bytes) = to_bytes(body, LONGEST_ERROR).await else {
        return Response::from_parts(parts, Body::empty());
    };
    let text = String::from_utf8_lossy(&bytes);
    let text = match text.contains(BROKEN_POLICY) {
        // The library tells a form that breaks its policy like a policy that cannot be read.
        true => {
            parts.status = StatusCode::FORBIDDEN;
            text.replace(
                BROKEN_POLICY,
                "<Code>AccessDenied</Code><Message>Invalid according to Policy: Policy condition",
            )
        }
        false => text.into_owned(),
    };
    let Some((head, tail)) = text.split_once("</Code>") else {
        return Response::from_parts(parts, Body::from(bytes));
    };
    let code = head.rsplit_once("<Code>").map_or("", |(_, code)| code);
    let message = match tail.contains("<Message>") {
        true => String::new(),
        false => format!("<Message>{}</Message>", message(code)),
    };
    let ids = format!("<RequestId>{id}</RequestId><HostId>{id}</HostId></Error>");
    let document = format!("{head}</Code>{message}{}", tail.replace("</Error>", &ids));
    parts
        .headers
        .insert(CONTENT_LENGTH, HeaderValue::from(document.len()));
    Response::from_parts(parts, Body::from(document))
}

/// AWS's wording for the errors that the library answers by itself.
fn message(code: &str) -> &'static str {
    match code {
        "SignatureDoesNotMatch" => {
            "The request signature we calculated does not match the signature you provided. Check your key and \
             signing method."
        }
        "AccessDenied" => "Access Denied",
        "InvalidBucketName" => "The specified bucket is not valid.",
        "InvalidURI" => "Couldn't parse the specified URI.",
        "KeyTooLongError" => "Your key is too long",
        "MalformedXML" => {
            "The XML you provided was not well-formed or did not validate against our published schema"
        }
        "MethodNotAllowed" => "The specified method is not allowed against this resource.",
        "MissingContentLength" => "You must provide the Content-Length HTTP header.",
        "NotImplemented" => "A header you provided implies functionality that is not implemented.",
        "IncompleteBody" => {
            "You did not provide the number of bytes specified by the Content-Length HTTP header"
        }
        "InvalidRequest" => "Invalid Request",
        "InvalidArgument" => "Invalid Argument",
        _ => "The request could not be carried out.",
    }
}
