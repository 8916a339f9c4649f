//! REST-JSON as Cognito Sync speaks it: plain JSON, and errors that are named in a header, each with a status of its own.

use std::borrow::Cow;

use axum::body::Body;
use http::header::CONTENT_TYPE;
use http::{HeaderValue, Response, StatusCode};
use serde_json::Value;

use crate::sigv4::SignatureFault;
use crate::wire::{self, Refusal};

/// The error `name` with the status that the model gives it.
pub(super) fn refused(name: &'static str, message: impl Into<Cow<'static, str>>) -> Refusal {
    let status = match name {
        "NotAuthorizedException" => StatusCode::FORBIDDEN,
        "ResourceNotFoundException" => StatusCode::NOT_FOUND,
        "ResourceConflictException" => StatusCode::CONFLICT,
        _ => StatusCode::BAD_REQUEST,
    };
    Refusal::new(name, message).with_status(status)
}

pub(super) fn invalid(message: impl Into<Cow<'static, str>>) -> Refusal {
    refused("InvalidParameterException", message)
}

/// What AWS's front end says of a signature, before the service is asked.
pub(super) fn unsigned(fault: &SignatureFault) -> Refusal {
    let name = match fault {
        SignatureFault::Missing => "MissingAuthenticationTokenException",
        SignatureFault::Incomplete(_) => "IncompleteSignatureException",
        SignatureFault::Unknown => "UnrecognizedClientException",
        SignatureFault::Expired => "ExpiredTokenException",
        SignatureFault::Scope(_) | SignatureFault::Untimely(_) | SignatureFault::Mismatch => {
            "InvalidSignatureException"
        }
        SignatureFault::Database(error) => return Refusal::internal(error),
    };
    Refusal::new(name, fault.to_string()).with_status(StatusCode::FORBIDDEN)
}

/// The answer on the wire.
pub(super) fn response(outcome: Result<Value, Refusal>) -> Response<Body> {
    let mut response = wire::answer(outcome);
    response
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}
