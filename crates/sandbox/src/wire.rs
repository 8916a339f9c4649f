//! AWS JSON 1.1 as the two Cognito services speak it: how an answer and an error look on the wire. Reading requests
//! is in `members`.

mod members;

use std::borrow::Cow;

use aws_lc_rs::error::Unspecified;
use axum::body::Body;
use http::header::CONTENT_TYPE;
use http::{HeaderValue, Response, StatusCode};
use serde_json::{Map, Value, json};

use crate::db::DatabaseError;
use crate::random;

pub(crate) use members::{Members, Pattern, Rule};

const JSON: HeaderValue = HeaderValue::from_static("application/x-amz-json-1.1");

/// An error as AWS reports it: a name that SDKs turn into an exception, and a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    name: Cow<'static, str>,
    message: Option<Cow<'static, str>>,
    status: StatusCode,
}

impl Refusal {
    /// The error `name`; both Cognito services answer with HTTP 400 whatever it is.
    pub(crate) fn new(name: impl Into<Cow<'static, str>>, message: impl Into<Cow<'static, str>>) -> Self {
        Self {
            name: name.into(),
            message: Some(message.into()),
            status: StatusCode::BAD_REQUEST,
        }
    }

    /// The error's name.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// The sentence; empty when there is none.
    pub(crate) fn message(&self) -> &str {
        self.message.as_deref().unwrap_or_default()
    }

    /// Whether it is the error of this name.
    pub(crate) fn is(&self, name: &str) -> bool {
        self.name == name
    }

    /// The same with another HTTP status.
    pub(crate) fn with_status(self, status: StatusCode) -> Self {
        Self { status, ..self }
    }

    pub(crate) fn not_authorized(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new("NotAuthorizedException", message)
    }

    pub(crate) fn invalid_parameter(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new("InvalidParameterException", message)
    }

    pub(crate) fn not_found(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new("ResourceNotFoundException", message)
    }

    /// AWS gives this error no message.
    pub(crate) fn unknown_operation() -> Self {
        Self {
            name: Cow::Borrowed("UnknownOperationException"),
            message: None,
            status: StatusCode::BAD_REQUEST,
        }
    }

    /// The body is not JSON, or a member has another JSON type than the model says.
    pub(crate) fn serialization(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new("SerializationException", message)
    }

    /// The sandbox itself failed; what failed goes to the log only.
    pub(crate) fn internal(cause: &dyn std::fmt::Display) -> Self {
        tracing::error!(%cause, "the sandbox could not answer");
        Self::new("InternalErrorException", "The sandbox failed to answer.")
            .with_status(StatusCode::INTERNAL_SERVER_ERROR)
    }
}

impl From<DatabaseError> for Refusal {
    fn from(error: DatabaseError) -> Self {
        Self::internal(&error)
    }
}

impl From<rusqlite::Error> for Refusal {
    fn from(error: rusqlite::Error) -> Self {
        Self::internal(&error)
    }
}

impl From<Unspecified> for Refusal {
    fn from(_: Unspecified) -> Self {
        Self::internal(&"a cryptographic operation failed")
    }
}

impl From<serde_json::Error> for Refusal {
    fn from(error: serde_json::Error) -> Self {
        Self::internal(&error)
    }
}

/// The answer to one call, with a request id of its own. An error is named in a header, which SDKs prefer, and in
/// the body.
pub(crate) fn answer(outcome: Result<Value, Refusal>) -> Response<Body> {
    let (status, name, body) = match outcome {
        Ok(value) => (StatusCode::OK, None, value),
        Err(refusal) => {
            let mut body = Map::new();
            body.insert("__type".to_owned(), json!(refusal.name));
            if let Some(message) = &refusal.message {
                body.insert("message".to_owned(), json!(message));
            }
            (refusal.status, Some(refusal), Value::Object(body))
        }
    };
    let mut response = Response::new(Body::from(body.to_string()));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, JSON);
    insert(headers, "x-amzn-requestid", &random::uuid());
    if let Some(refusal) = name {
        insert(headers, "x-amzn-errortype", &format!("{}:", refusal.name));
        if let Some(message) = &refusal.message {
            insert(headers, "x-amzn-errormessage", message);
        }
    }
    response
}

fn insert(headers: &mut http::HeaderMap, name: &'static str, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}
