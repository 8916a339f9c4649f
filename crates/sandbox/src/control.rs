//! `/_sandbox/*`: users, inbox, settings, clock, faults, the truth about roles and the reset, for programs that are not
//! part of this process. Whoever asks must show the bearer token of this start.

mod clock;
mod faults;

use axum::body::{Body, to_bytes};
use http::header::{AUTHORIZATION, CONTENT_TYPE};
use http::request::Parts;
use http::{HeaderValue, Method, Request, Response, StatusCode};
use percent_encoding::percent_decode_str;
use serde_json::{Value, json};
use subtle::ConstantTimeEq;
use time::format_description::well_known::Rfc3339;

use crate::error::Error;
use crate::given_role::GivenRole;
use crate::inbox::Message;
use crate::services::Services;
use crate::{users, wire};

/// The most that a request here may weigh, in bytes.
const LARGEST: usize = 256 * 1024;

/// The most that users to be taken in may weigh, in bytes.
const LARGEST_IMPORT: usize = 16 << 20;

/// Where all of this is.
const PATH: &str = "/_sandbox/";

/// Answers a request below `/_sandbox/`.
pub(crate) async fn answer(services: &Services, request: Request<Body>) -> Response<Body> {
    let (head, body) = request.into_parts();
    if !authorised(services, &head) {
        return refusal(StatusCode::UNAUTHORIZED, "The control token is missing or wrong.");
    }
    let path = head.uri.path().strip_prefix(PATH).unwrap_or_default();
    if let Some(action) = path.strip_prefix("user-pool/") {
        return administer(services, &head.method, action, body).await;
    }
    let query = head.uri.query().unwrap_or_default();
    match (head.method.as_str(), path) {
        ("GET", "status") => status(services),
        ("GET", "inbox") => {
            let messages: Vec<Value> = services.inbox.messages().iter().map(view).collect();
            json(StatusCode::OK, &Value::Array(messages))
        }
        ("GET", "roles") => roles(services, query).await,
        ("GET", "settings") => settings(services),
        ("POST", "settings") => match document(body).await {
            Some(changes) => match services.merge_settings(changes).await {
                Ok(()) => settings(services),
                Err(error) => failure(&error),
            },
            None => no_document(),
        },
        ("GET", "users") => export(services, query).await,
        ("POST", "users") => import(services, &head, body).await,
        ("GET", "clock") => json(
            StatusCode::OK,
            &clock::view(services.foundation.sandbox_clock.state()),
        ),
        ("POST", "clock") => match document(body).await {
            Some(form) => match clock::change(&services.foundation, form).await {
                Ok(shown) => json(StatusCode::OK, &shown),
                Err(error) => failure(&error),
            },
            None => no_document(),
        },
        ("GET", "faults") => json(StatusCode::OK, &faults::list(&services.faults)),
        ("POST", "faults") => match document(body).await {
            Some(plan) => match faults::plan(&services.faults, plan) {
                Ok(()) => json(StatusCode::OK, &faults::list(&services.faults)),
                Err(reason) => refusal(StatusCode::BAD_REQUEST, &reason),
            },
            None => no_document(),
        },
        ("DELETE", "faults") => {
            services.faults.clear();
            json(StatusCode::OK, &faults::list(&services.faults))
        }
        ("DELETE", which) if which.starts_with("faults/") => {
            let which = percent_decode_str(which.trim_start_matches("faults/")).decode_utf8_lossy();
            match services.faults.remove(&which) {
                0 => refusal(StatusCode::NOT_FOUND, "No fault is called so."),
                _ => json(StatusCode::OK, &faults::list(&services.faults)),
            }
        }
        ("POST", "reset") => match services.plant().await {
            Ok(()) => json(StatusCode::OK, &json!({})),
            Err(error) => failure(&error),
        },
        _ => refusal(StatusCode::NOT_FOUND, "There is nothing here."),
    }
}

/// An action of the user pool, as AWS answers it, without a signature.
async fn administer(services: &Services, method: &Method, action: &str, body: Body) -> Response<Body> {
    if *method != Method::POST {
        return refusal(StatusCode::METHOD_NOT_ALLOWED, "Actions are posted.");
    }
    let Ok(body) = to_bytes(body, LARGEST).await else {
        return no_document();
    };
    let members = if body.is_empty() {
        Value::Null
    } else {
        match serde_json::from_slice(&body) {
            Ok(members) => members,
            Err(_) => return no_document(),
        }
    };
    wire::answer(users::call(services, action, members).await)
}

fn status(services: &Services) -> Response<Body> {
    let clock = services.foundation.sandbox_clock.state();
    let body = json!({
        "url": &*services.foundation.origin,
        "folder": services.foundation.folder.display().to_string(),
        "clock": clock::view(clock),
        "messages": services.inbox.messages().len(),
        "faults": services.faults.plans().len(),
        "offline": services.faults.offline(),
    });
    json(StatusCode::OK, &body)
}

/// Users as JSON, or as CSV with `?format=csv`.
async fn export(services: &Services, query: &str) -> Response<Body> {
    let document = match users::export(services).await {
        Ok(document) => document,
        Err(error) => return failure(&error),
    };
    if query != "format=csv" {
        return json(StatusCode::OK, &document);
    }
    match users::write_csv(&document) {
        Ok(text) => {
            let mut response = Response::new(Body::from(text));
            let kind = HeaderValue::from_static("text/csv; charset=utf-8");
            response.headers_mut().insert(CONTENT_TYPE, kind);
            response
        }
        Err(reason) => refusal(StatusCode::INTERNAL_SERVER_ERROR, &reason),
    }
}

/// Users from JSON, or from CSV by its content type.
async fn import(services: &Services, head: &Parts, body: Body) -> Response<Body> {
    let kind = head.headers.get(CONTENT_TYPE).map(HeaderValue::as_bytes);
    let Ok(body) = to_bytes(body, LARGEST_IMPORT).await else {
        return no_document();
    };
    let document = if kind.is_some_and(|kind| kind.starts_with(b"text/csv")) {
        match users::read_csv(&String::from_utf8_lossy(&body)) {
            Ok(document) => document,
            Err(reason) => return refusal(StatusCode::BAD_REQUEST, &reason),
        }
    } else {
        match serde_json::from_slice(&body) {
            Ok(document) => document,
            Err(_) => return no_document(),
        }
    };
    match users::import(services, document).await {
        Ok(done) => json(StatusCode::OK, &json!(done)),
        Err(error) => failure(&error),
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
    let status = match error {
        Error::Settings { .. } | Error::Clock { .. } | Error::Users { .. } => StatusCode::BAD_REQUEST,
        Error::InUse { .. }
        | Error::Folder { .. }
        | Error::Listen { .. }
        | Error::Database(_)
        | Error::Crypto => StatusCode::INTERNAL_SERVER_ERROR,
    };
    refusal(status, &error.to_string())
}

fn no_document() -> Response<Body> {
    refusal(StatusCode::BAD_REQUEST, "The body is not a JSON document.")
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
