//! The endpoints of AcmeOIDC: discovery, keys, authorization with its consent page, token, userinfo.

use axum::body::Body;
use base::Secret;
use http::header::AUTHORIZATION;
use http::request::Parts;
use http::{Response, StatusCode};
use serde_json::{Value, json};

use super::super::consent::{self, Choice};
use super::super::{External, people};
use super::code::{self, Consent};
use super::{POOL_CLIENT, pool_callback};
use crate::oauth::{self, Rejection};
use crate::web::{self, Form};
use crate::wire::Refusal;

const NAME: &str = "AcmeOIDC";

/// A sound authorization request.
struct Request {
    client_id: String,
    redirect_uri: String,
    state: Option<String>,
    nonce: Option<String>,
    code_challenge: Option<String>,
}

pub(crate) fn discovery(external: &External) -> Response<Body> {
    let issuer = &external.foundation.world.oidc_issuer;
    let document = json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{issuer}/authorize"),
        "token_endpoint": format!("{issuer}/token"),
        "userinfo_endpoint": format!("{issuer}/userinfo"),
        "jwks_uri": format!("{issuer}/jwks"),
        "response_types_supported": ["code"],
        "grant_types_supported": ["authorization_code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "code_challenge_methods_supported": ["S256"],
        "token_endpoint_auth_methods_supported": ["none"],
        "scopes_supported": ["openid", "email", "profile"],
        "authorization_response_iss_parameter_supported": true,
    });
    web::json(StatusCode::OK, &document)
}

pub(crate) async fn keys(external: &External) -> Result<Response<Body>, Refusal> {
    let key = external
        .oidc_key()
        .await
        .map_err(|error| Refusal::internal(&error))?;
    Ok(web::json(StatusCode::OK, &json!({ "keys": [key.public()] })))
}

/// The consent page.
pub(crate) fn ask(external: &External, head: &Parts) -> Result<Response<Body>, Refusal> {
    match read(external, head) {
        Ok(_) => consent::ask(external, head, NAME, &people::of_oidc()),
        Err(answer) => Ok(answer),
    }
}

/// The posted consent page.
pub(crate) async fn take(external: &External, head: &Parts, body: Body) -> Result<Response<Body>, Refusal> {
    let request = match read(external, head) {
        Ok(request) => request,
        Err(answer) => return Ok(answer),
    };
    let form = Form::read(head, body).await.unwrap_or_default();
    let Some(choice) = consent::choice(head, &form, people::of_oidc()) else {
        return Ok(consent::wrong("This form was not made for this browser."));
    };
    let person = match choice {
        Choice::Person(person) => person,
        Choice::Declined => return Ok(request.refuse(external, "access_denied", "The person declined")),
        Choice::Failed => {
            return Ok(request.refuse(external, "temporarily_unavailable", "AcmeOIDC is being repaired"));
        }
    };
    let consent = Consent {
        client_id: request.client_id.clone(),
        redirect_uri: request.redirect_uri.clone(),
        nonce: request.nonce.clone(),
        code_challenge: request.code_challenge.clone(),
        person,
    };
    let code = code::make(external, &consent).await?;
    Ok(request.send_back(external, &[("code", code.expose())]))
}

/// The token endpoint; the user pool does not come this way.
pub(crate) async fn token(external: &External, head: &Parts, body: Body) -> Result<Response<Body>, Refusal> {
    let form = Form::read(head, body).await.unwrap_or_default();
    let client_id = &external.foundation.world.oidc_client_id;
    let rejection = match (form.get("grant_type"), form.get("client_id")) {
        (Some("authorization_code"), Some(id)) if id == client_id => None,
        (Some("authorization_code"), _) => Some(Rejection::invalid_client()),
        (Some(_), _) => Some(Rejection::new("unsupported_grant_type")),
        (None, _) => Some(Rejection::invalid_request()),
    };
    let (Some(code), Some(address), None) = (form.secret("code"), form.text("redirect_uri"), &rejection)
    else {
        return Ok(web::rejected(
            &rejection.unwrap_or_else(Rejection::invalid_request),
        ));
    };
    let verifier = form.secret("code_verifier");
    let redeemed = code::redeem(external, client_id, code, address, verifier).await?;
    Ok(match redeemed {
        Ok(tokens) => web::json(StatusCode::OK, &code::worded(&tokens)),
        Err(rejection) => web::rejected(&rejection),
    })
}

pub(crate) async fn user_info(external: &External, head: &Parts) -> Result<Response<Body>, Refusal> {
    let header = head
        .headers
        .get(AUTHORIZATION)
        .and_then(|header| header.to_str().ok());
    let token = header.and_then(|header| header.strip_prefix("Bearer "));
    let now = external.foundation.clock.now().unix_timestamp();
    let claims = match token {
        Some(token) => super::verify(external, &Secret::from(token)).await.ok(),
        None => None,
    };
    let good = claims
        .filter(|claims| claims.audience == code::user_info_audience(external) && claims.expires_at > now);
    Ok(match good {
        Some(claims) => web::json(StatusCode::OK, &Value::Object(super::about(&claims.person))),
        None => web::json(StatusCode::UNAUTHORIZED, &json!({ "error": "invalid_token" })),
    })
}

impl Request {
    fn send_back(&self, external: &External, parameters: &[(&str, &str)]) -> Response<Body> {
        let mut parameters = parameters.to_vec();
        if let Some(state) = &self.state {
            parameters.push(("state", state));
        }
        parameters.push(("iss", &external.foundation.world.oidc_issuer));
        web::redirect(&web::extended(&self.redirect_uri, &parameters, false), &[])
    }

    fn refuse(&self, external: &External, error: &str, description: &str) -> Response<Body> {
        self.send_back(external, &[("error", error), ("error_description", description)])
    }
}

fn read(external: &External, head: &Parts) -> Result<Request, Response<Body>> {
    let world = &external.foundation.world;
    let form = Form::parse(head.uri.query().unwrap_or_default().as_bytes());
    let client_id = form.text("client_id").unwrap_or_default();
    let redirect_uri = form.text("redirect_uri").unwrap_or_default();
    let (registered, public) = if client_id == POOL_CLIENT {
        (redirect_uri == pool_callback(external), false)
    } else if client_id == world.oidc_client_id {
        (world.callback_urls.contains(&redirect_uri), true)
    } else {
        return Err(consent::wrong("AcmeOIDC does not know this client."));
    };
    if !registered {
        return Err(consent::wrong("The redirect address is not registered."));
    }
    let request = Request {
        client_id,
        redirect_uri,
        state: form.text("state"),
        nonce: form.text("nonce"),
        code_challenge: form.text("code_challenge"),
    };
    let scopes = form.get("scope").unwrap_or_default();
    let unproven = match (&request.code_challenge, form.get("code_challenge_method")) {
        (Some(challenge), Some("S256")) => !oauth::is_challenge(challenge),
        (None, None) => public,
        _ => true,
    };
    if form.repeated().is_some() || unproven {
        return Err(request.refuse(external, "invalid_request", "PKCE with S256 is required"));
    }
    if form.get("response_type") != Some("code") {
        return Err(request.refuse(external, "unsupported_response_type", "Only code is supported"));
    }
    if !scopes.split(' ').any(|scope| scope == "openid") {
        return Err(request.refuse(external, "invalid_scope", "The scope openid is missing"));
    }
    Ok(request)
}
