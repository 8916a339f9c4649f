//! Answers and errors of the query protocol, as XML.

use axum::body::Body;
use http::header::CONTENT_TYPE;
use http::{HeaderValue, Response, StatusCode};

use crate::db::DatabaseError;
use crate::error::Error;
use crate::random;
use crate::sigv4::SignatureFault;
use crate::wire::Refusal;

const NAMESPACE: &str = "https://sts.amazonaws.com/doc/2011-06-15/";

/// An element: its name, and its text or its children.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Element {
    Text(&'static str, String),
    Parent(&'static str, Vec<Self>),
}

/// An error of STS.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Denial {
    status: StatusCode,
    code: String,
    message: String,
}

impl Denial {
    /// The error `code` with this HTTP status.
    pub(crate) fn new(status: u16, code: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            status: StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_REQUEST),
            code: code.into(),
            message: message.into(),
        }
    }

    pub(crate) fn response(&self) -> Response<Body> {
        let side = if self.status.is_server_error() {
            "Receiver"
        } else {
            "Sender"
        };
        let request_id = random::uuid();
        let error = Element::Parent(
            "Error",
            vec![
                Element::Text("Type", side.to_owned()),
                Element::Text("Code", self.code.clone()),
                Element::Text("Message", self.message.clone()),
            ],
        );
        let text = format!(
            "<ErrorResponse xmlns=\"{NAMESPACE}\">{}<RequestId>{request_id}</RequestId></ErrorResponse>",
            error.text()
        );
        xml(self.status, text, &request_id)
    }

    #[cfg(test)]
    pub(super) fn code(&self) -> &str {
        &self.code
    }
}

/// A constraint of the API model was broken.
impl From<Refusal> for Denial {
    fn from(refusal: Refusal) -> Self {
        if refusal.is("InternalErrorException") {
            return Self::new(500, "InternalFailure", "The sandbox failed to answer.");
        }
        Self::new(400, "ValidationError", refusal.message())
    }
}

impl From<Error> for Denial {
    fn from(error: Error) -> Self {
        Refusal::internal(&error).into()
    }
}

impl From<DatabaseError> for Denial {
    fn from(error: DatabaseError) -> Self {
        Refusal::from(error).into()
    }
}

impl From<SignatureFault> for Denial {
    fn from(fault: SignatureFault) -> Self {
        let (status, code) = match &fault {
            SignatureFault::Missing => (403, "MissingAuthenticationToken"),
            SignatureFault::Incomplete(_) => (400, "IncompleteSignature"),
            SignatureFault::Unknown => (403, "InvalidClientTokenId"),
            SignatureFault::Expired => (403, "ExpiredToken"),
            SignatureFault::Scope(_) | SignatureFault::Untimely(_) | SignatureFault::Mismatch => {
                (403, "SignatureDoesNotMatch")
            }
            SignatureFault::Database(error) => return Refusal::internal(error).into(),
        };
        Self::new(status, code, fault.to_string())
    }
}

/// The answer of `action`.
pub(super) fn success(action: &str, result: &[Element]) -> Response<Body> {
    let request_id = random::uuid();
    let result: String = result.iter().map(Element::text).collect();
    let text = format!(
        "<{action}Response xmlns=\"{NAMESPACE}\"><{action}Result>{result}</{action}Result>\
         <ResponseMetadata><RequestId>{request_id}</RequestId></ResponseMetadata></{action}Response>"
    );
    xml(StatusCode::OK, text, &request_id)
}

impl Element {
    fn text(&self) -> String {
        match self {
            Self::Text(name, text) => format!("<{name}>{}</{name}>", escaped(text)),
            Self::Parent(name, children) => {
                let children: String = children.iter().map(Self::text).collect();
                format!("<{name}>{children}</{name}>")
            }
        }
    }
}

fn xml(status: StatusCode, text: String, request_id: &str) -> Response<Body> {
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/xml"));
    if let Ok(id) = HeaderValue::from_str(request_id) {
        headers.insert("x-amzn-requestid", id);
    }
    response
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
