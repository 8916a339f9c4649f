//! The administrator's own backend, which signs people in by their password in the user pool and vouches for them to the
//! identity pool: `POST /backend/sign-in` with `{"username", "password"}` answers `{"IdentityId", "Token"}`.

use axum::body::Body;
use base::Secret;
use http::{Method, Response, StatusCode};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::protected_api::json_response;
use crate::services::Services;
use crate::sigv4::Received;
use crate::wire::{Members, Refusal};

/// What is sent.
#[derive(Deserialize)]
struct Credentials {
    username: String,
    password: Secret,
}

/// Answers a request at the backend's path.
pub(crate) async fn answer(services: &Services, received: &Received) -> Response<Body> {
    if received.head.method != Method::POST {
        return refusal(StatusCode::METHOD_NOT_ALLOWED, "Only POST is answered here.");
    }
    let Ok(credentials) = serde_json::from_slice::<Credentials>(&received.body) else {
        return refusal(
            StatusCode::BAD_REQUEST,
            "Send {\"username\": …, \"password\": …} as JSON.",
        );
    };
    match user(services, credentials).await {
        Ok(Some(user)) => match services.identity_pool.token_for_backend(&user).await {
            Ok(answer) => json_response(StatusCode::OK, &answer),
            Err(refused) => refusal(StatusCode::SERVICE_UNAVAILABLE, refused.message()),
        },
        Ok(None) => refusal(
            StatusCode::FORBIDDEN,
            "This account needs more than a password, which this backend cannot ask for.",
        ),
        Err(refused) => refusal(StatusCode::UNAUTHORIZED, refused.message()),
    }
}

/// The user whose password it is; nothing when the user pool asks for more than that.
async fn user(services: &Services, credentials: Credentials) -> Result<Option<String>, Refusal> {
    let ask = json!({
        "AuthFlow": "USER_PASSWORD_AUTH",
        "ClientId": services.foundation.world.client_id,
        "AuthParameters": { "USERNAME": credentials.username, "PASSWORD": credentials.password.expose() },
    });
    let members = Members::parse(ask.to_string().as_bytes())?;
    let answer = services.user_pool.call("InitiateAuth", members).await?;
    let token = answer["AuthenticationResult"]["IdToken"]
        .as_str()
        .map(Secret::from);
    let claims = token.and_then(|token| services.user_pool.id_token_claims(&token).ok());
    let name = claims.and_then(|claims| claims["cognito:username"].as_str().map(str::to_owned));
    Ok(name)
}

fn refusal(status: StatusCode, message: &str) -> Response<Body> {
    json_response(
        status,
        &Value::Object([("message".to_owned(), json!(message))].into_iter().collect()),
    )
}
