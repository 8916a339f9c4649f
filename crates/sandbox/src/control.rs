//! `/_sandbox/*`: the inbox and the reset for programs that are not part of this process. Whoever asks must show
//! the bearer token of this start.

use axum::body::Body;
use http::header::{AUTHORIZATION, CONTENT_TYPE};
use http::request::Parts;
use http::{HeaderValue, Method, Response, StatusCode};
use serde_json::{Value, json};
use subtle::ConstantTimeEq;
use time::format_description::well_known::Rfc3339;

use crate::inbox::Message;
use crate::services::Services;

/// Answers a request below `/_sandbox/`.
pub(crate) async fn answer(services: &Services, request: &Parts) -> Response<Body> {
    if !authorised(services, request) {
        return json(
            StatusCode::UNAUTHORIZED,
            &json!({ "message": "The control token is missing or wrong." }),
        );
    }
    match (&request.method, request.uri.path()) {
        (&Method::GET, "/_sandbox/inbox") => {
            let messages: Vec<Value> = services.inbox.messages().iter().map(view).collect();
            json(StatusCode::OK, &Value::Array(messages))
        }
        (&Method::POST, "/_sandbox/reset") => match services.plant().await {
            Ok(()) => json(StatusCode::OK, &json!({})),
            Err(error) => json(
                StatusCode::INTERNAL_SERVER_ERROR,
                &json!({ "message": error.to_string() }),
            ),
        },
        _ => json(
            StatusCode::NOT_FOUND,
            &json!({ "message": "There is nothing here." }),
        ),
    }
}

fn authorised(services: &Services, request: &Parts) -> bool {
    let expected = format!("Bearer {}", services.control_token.expose());
    let given = request
        .headers
        .get(AUTHORIZATION)
        .map(HeaderValue::as_bytes)
        .unwrap_or_default();
    expected.as_bytes().ct_eq(given).into()
}

fn view(message: &Message) -> Value {
    json!({
        "id": message.id,
        "at": message.at.format(&Rfc3339).unwrap_or_default(),
        "medium": message.medium.as_str(),
        "to": message.to,
        "subject": message.subject,
        "body": message.body,
        "code": message.code.as_ref().map(base::Secret::expose),
    })
}

fn json(status: StatusCode, body: &Value) -> Response<Body> {
    let mut response = Response::new(Body::from(body.to_string()));
    *response.status_mut() = status;
    response
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}
