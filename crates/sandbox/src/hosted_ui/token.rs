//! `/oauth2/token` and `/oauth2/revoke`: what clients ask without a browser. A client proves itself by HTTP Basic or in
//! the form, never by both.

use axum::body::Body;
use base::Secret;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::header::AUTHORIZATION;
use http::request::Parts;
use http::{HeaderMap, HeaderValue, Response, StatusCode};
use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};

use crate::oauth::Rejection;
use crate::services::Services;
use crate::user_pool::hosted_ui::code::Presented;
use crate::user_pool::hosted_ui::token::Proven;
use crate::web::{self, Form};

pub(super) async fn answer(services: &Services, head: &Parts, body: Body) -> Response<Body> {
    match tokens(services, head, body).await {
        Ok(tokens) => web::json(StatusCode::OK, &tokens),
        Err(rejection) => web::rejected(&rejection),
    }
}

pub(super) async fn revoke(services: &Services, head: &Parts, body: Body) -> Response<Body> {
    let outcome = async {
        let form = form(head, body).await?;
        let client = client(services, &head.headers, &form)?;
        let token = form.secret("token").ok_or_else(Rejection::invalid_request)?;
        services.user_pool.revoke_at_hosted_ui(client, token).await
    };
    match outcome.await {
        Ok(()) => {
            let mut response = Response::new(Body::empty());
            web::finish(&mut response, &[]);
            response
        }
        Err(rejection) => web::rejected(&rejection),
    }
}

async fn tokens(services: &Services, head: &Parts, body: Body) -> Result<Value, Rejection> {
    let form = form(head, body).await?;
    let grant_type = form.get("grant_type").ok_or_else(Rejection::invalid_request)?;
    let client = client(services, &head.headers, &form)?;
    let required = |name: &str| form.secret(name).ok_or_else(Rejection::invalid_request);
    let result = match grant_type {
        "authorization_code" => {
            let presented = Presented {
                code: required("code")?,
                redirect_uri: form.text("redirect_uri").ok_or_else(Rejection::invalid_request)?,
                verifier: form.secret("code_verifier"),
            };
            services.user_pool.tokens_for_code(client, presented).await?
        }
        "refresh_token" => {
            let token = required("refresh_token")?;
            services.user_pool.tokens_for_refresh_token(client, token).await?
        }
        "client_credentials" => return Err(Rejection::unauthorized_client()),
        _ => return Err(Rejection::new("unsupported_grant_type")),
    };
    Ok(worded(result))
}

/// An `AuthenticationResult` in OAuth's words.
fn worded(mut result: Value) -> Value {
    let names = [
        ("id_token", "IdToken"),
        ("access_token", "AccessToken"),
        ("refresh_token", "RefreshToken"),
        ("expires_in", "ExpiresIn"),
        ("token_type", "TokenType"),
    ];
    let mut answer = Map::new();
    for (name, member) in names {
        let value = result[member].take();
        if !value.is_null() {
            answer.insert(name.to_owned(), value);
        }
    }
    Value::Object(answer)
}

async fn form(head: &Parts, body: Body) -> Result<Form, Rejection> {
    let form = Form::read(head, body)
        .await
        .ok_or_else(Rejection::invalid_request)?;
    match form.repeated() {
        Some(_) => Err(Rejection::invalid_request()),
        None => Ok(form),
    }
}

fn client(services: &Services, headers: &HeaderMap, form: &Form) -> Result<Proven, Rejection> {
    let (id, secret) = match headers.get(AUTHORIZATION) {
        Some(_) if form.get("client_secret").is_some() => return Err(Rejection::invalid_request()),
        Some(header) => {
            let (id, secret) = basic(header).ok_or_else(Rejection::invalid_client)?;
            if form.get("client_id").is_some_and(|other| other != id) {
                return Err(Rejection::invalid_request());
            }
            (id, Some(secret))
        }
        None => (
            form.text("client_id").ok_or_else(Rejection::invalid_request)?,
            form.secret("client_secret"),
        ),
    };
    services.user_pool.prove_client(&id, secret.as_ref())
}

/// The client id and secret of HTTP Basic, form-encoded inside (RFC 6749, section 2.3.1).
fn basic(header: &HeaderValue) -> Option<(String, Secret)> {
    let encoded = header.to_str().ok()?.strip_prefix("Basic ")?;
    let text = String::from_utf8(STANDARD.decode(encoded.trim()).ok()?).ok()?;
    let (id, secret) = text.split_once(':')?;
    let decoded = |part: &str| {
        percent_decode_str(part)
            .decode_utf8()
            .ok()
            .map(|part| part.into_owned())
    };
    Some((decoded(id)?, Secret::new(decoded(secret)?)))
}
