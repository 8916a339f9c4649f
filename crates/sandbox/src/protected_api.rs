//! An API of the administrator's own that wants proof: `/api/me` an access token, `/api/editors/notes` one of the group
//! editors, `/api/signed` a SigV4 signature with temporary credentials. It trusts nothing but the user pool's public keys
//! and the registry of credentials. Errors are RFC 6750's where a token is asked.

mod bearer;
mod notes;

use axum::body::Body;
use http::header::{ALLOW, CONTENT_TYPE, WWW_AUTHENTICATE};
use http::{HeaderValue, Method, Response, StatusCode};
use serde_json::{Value, json};
use time::format_description::well_known::Rfc3339;

use crate::services::Services;
use crate::sigv4::{self, Received, SignatureFault, Signer};
use crate::wire::Refusal;

pub(crate) use notes::SCHEMA;

/// How the API is reached below the sandbox's origin.
pub(crate) const PATH: &str = "/api/";

/// An answer that is not the one asked for.
struct Denial {
    status: StatusCode,
    message: String,
    challenge: Option<String>,
}

impl Denial {
    fn new(status: StatusCode, message: impl Into<String>) -> Self {
        Self {
            status,
            message: message.into(),
            challenge: None,
        }
    }

    fn challenging(self, challenge: impl Into<String>) -> Self {
        Self {
            challenge: Some(challenge.into()),
            ..self
        }
    }
}

impl From<Refusal> for Denial {
    fn from(refusal: Refusal) -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, refusal.message())
    }
}

/// Answers a request below [`PATH`].
pub(crate) async fn answer(services: &Services, received: &Received) -> Response<Body> {
    let head = &received.head;
    let outcome = match (&head.method, head.uri.path()) {
        (&Method::GET, "/api/me") => me(services, received).await,
        (&Method::GET, "/api/editors/notes") => notes::list(services, received).await,
        (&Method::POST, "/api/editors/notes") => notes::add(services, received).await,
        (&Method::GET, "/api/signed") => signed(services, received).await,
        (_, "/api/me" | "/api/signed") => return not_allowed("GET"),
        (_, "/api/editors/notes") => return not_allowed("GET, POST"),
        _ => Err(Denial::new(StatusCode::NOT_FOUND, "There is nothing here.")),
    };
    match outcome {
        Ok((status, body)) => json_response(status, &body),
        Err(denial) => {
            let mut response = json_response(denial.status, &json!({ "message": denial.message }));
            let challenge = denial
                .challenge
                .map(|challenge| HeaderValue::from_str(&challenge));
            if let Some(Ok(challenge)) = challenge {
                response.headers_mut().insert(WWW_AUTHENTICATE, challenge);
            }
            response
        }
    }
}

async fn me(services: &Services, received: &Received) -> Result<(StatusCode, Value), Denial> {
    let claims = bearer::claims(services, &received.head.headers)?;
    let body = json!({
        "sub": claims["sub"],
        "username": claims["username"],
        "groups": bearer::groups(&claims),
        "scopes": claims["scope"].as_str().unwrap_or_default().split(' ').collect::<Vec<_>>(),
        "clientId": claims["client_id"],
        "expiresAt": claims["exp"],
    });
    Ok((StatusCode::OK, body))
}

async fn signed(services: &Services, received: &Received) -> Result<(StatusCode, Value), Denial> {
    let foundation = &services.foundation;
    let signer = sigv4::verify(foundation, "execute-api", received)
        .await
        .map_err(|fault| match fault {
            SignatureFault::Database(error) => Refusal::internal(&error).into(),
            SignatureFault::Missing => Denial::new(StatusCode::UNAUTHORIZED, "Missing Authentication Token")
                .challenging("AWS4-HMAC-SHA256"),
            SignatureFault::Incomplete(_)
            | SignatureFault::Scope(_)
            | SignatureFault::Unknown
            | SignatureFault::Expired
            | SignatureFault::Untimely(_)
            | SignatureFault::Mismatch => Denial::new(StatusCode::FORBIDDEN, fault.to_string()),
        })?;
    let Signer::Session(issued) = signer else {
        return Err(Denial::new(
            StatusCode::FORBIDDEN,
            "Only temporary credentials are let in.",
        ));
    };
    let (session, account) = (&issued.session, &foundation.world.account_id);
    let role = foundation.settings.roles().get(session.role);
    let role = role.ok_or_else(|| Denial::new(StatusCode::FORBIDDEN, "The role does not exist."))?;
    let body = json!({
        "arn": role.session_arn(account, &session.name),
        "account": account,
        "identityId": session.identity_id,
        "expiresAt": issued.expires_at.format(&Rfc3339).unwrap_or_default(),
    });
    Ok((StatusCode::OK, body))
}

fn not_allowed(methods: &'static str) -> Response<Body> {
    let body = json!({ "message": format!("Only {methods} is answered here.") });
    let mut response = json_response(StatusCode::METHOD_NOT_ALLOWED, &body);
    response
        .headers_mut()
        .insert(ALLOW, HeaderValue::from_static(methods));
    response
}

/// A JSON answer.
pub(crate) fn json_response(status: StatusCode, body: &Value) -> Response<Body> {
    let mut response = Response::new(Body::from(body.to_string()));
    *response.status_mut() = status;
    response
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}
