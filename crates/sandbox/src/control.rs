//! `/_sandbox/*`: the inbox, the settings, the truth about roles, faults and the reset for programs that are not part of this process. Whoever asks must show
//! the bearer token of this start.

mod faults;

use axum::body::{Body, to_bytes};
use http::header::{AUTHORIZATION, CONTENT_TYPE};
use http::request::Parts;
use http::{HeaderValue, Method, Request, Response, StatusCode};
use serde_json::{Value, json};
use subtle::ConstantTimeEq;
use time::format_description::well_known::Rfc3339;

use crate::error::Error;
use crate::given_role::GivenRole;
use crate::inbox::Message;
use crate::services::Services;

/// The most that a request here may weigh, in bytes.
const LARGEST: usize = 256 * 1024;

/// Answers a request below `/_sandbox/`.
pub(crate) async fn answer(services: &Services, request: Request<Body>) -> Response<Body> {
    let (head, body) = request.into_parts();
    if !authorised(services, &head) {
        return refusal(StatusCode::UNAUTHORIZED, "The control token is missing or wrong.");
    }
    match (&head.method, head.uri.path()) {
        (&Method::GET, "/_sandbox/inbox") => {
            let messages: Vec<Value> = services.inbox.messages().iter().map(view).collect();
            json(StatusCode::OK, &Value::Array(messages))
        }
        (&Method::GET, "/_sandbox/roles") => roles(services, head.uri.query().unwrap_or_default()).await,
        (&Method::GET, "/_sandbox/settings") => settings(services),
        (&Method::POST, "/_sandbox/settings") => match document(body).await {
            Some(changes) => match services.merge_settings(changes).await {
                Ok(()) => settings(services),
                Err(error) => failure(&error),
            },
            None => refusal(StatusCode::BAD_REQUEST, "The body is not a JSON document."),
        },
        (&Method::POST, "/_sandbox/faults") => match document(body).await {
            Some(plan) => match faults::plan(&services.faults, plan) {
                Ok(()) => json(StatusCode::OK, &json!({})),
                Err(reason) => refusal(StatusCode::BAD_REQUEST, &reason),
            },
            None => refusal(StatusCode::BAD_REQUEST, "The body is not a JSON document."),
        },
        (&Method::DELETE, "/_sandbox/faults") => {
            services.faults.clear();
            json(StatusCode::OK, &json!({}))
        }
        (&Method::POST, "/_sandbox/reset") => match services.plant().await {
            Ok(()) => json(StatusCode::OK, &json!({})),
            Err(error) => failure(&error),
        },
        _ => refusal(StatusCode::NOT_FOUND, "There is nothing here."),
    }
}

/// What decided on the role of `?identity=`.
async fn roles(services: &Services, query: &str) -> Response<Body> {
    let mut parameters = url::form_urlencoded::parse(query.as_bytes());
    let Some((_, identity)) = parameters.find(|(name, _)| name == "identity") else {
        return refusal(StatusCode::BAD_REQUEST, "Say ?identity=<identity id>.");
    };
    match GivenRole::of(&services.foundation, &identity).await {
        Ok(Some(given)) => json(StatusCode::OK, &given.view()),
        Ok(None) => refusal(StatusCode::NOT_FOUND, "The identity has no credentials."),
        Err(error) => failure(&error.into()),
    }
}

fn settings(services: &Services) -> Response<Body> {
    json(StatusCode::OK, &json!(*services.foundation.settings.now()))
}

async fn document(body: Body) -> Option<Value> {
    let body = to_bytes(body, LARGEST).await.ok()?;
    serde_json::from_slice(&body).ok()
}

fn failure(error: &Error) -> Response<Body> {
    let status = if let Error::Settings { .. } = error {
        StatusCode::BAD_REQUEST
    } else {
        StatusCode::INTERNAL_SERVER_ERROR
    };
    refusal(status, &error.to_string())
}

fn refusal(status: StatusCode, message: &str) -> Response<Body> {
    json(status, &json!({ "message": message }))
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
