//! `/oauth2/authorize`: sends the browser on to where the person can be recognised, or straight back when the browser
//! is known.

use axum::body::Body;
use base::Secret;
use http::Response;
use http::request::Parts;

use super::authorization::{Authorization, NATIVE, Wanted};
use super::{Answer, SESSION, federation, query};
use crate::oauth::Rejection;
use crate::services::Services;
use crate::user_pool::hosted_ui::code::Grant;
use crate::user_pool::hosted_ui::session::BrowserSession;
use crate::web;
use crate::wire::Refusal;

pub(super) async fn answer(services: &Services, head: &Parts) -> Answer {
    let settings = services.foundation.settings.now();
    let authorization = match Authorization::read(&settings, query(head)) {
        Ok(authorization) => authorization,
        Err(answer) => return Ok(answer),
    };
    if !authorization.prompts("login")
        && let Some(cookie) = web::cookie(&head.headers, SESSION)
        && let Some(session) = services.user_pool.browser_session(&cookie).await?
        && authorization.accepts(&session.provider)
    {
        return grant(services, &authorization, session, &[]).await;
    }
    if authorization.prompts("none") {
        return Ok(authorization.refuse(&Rejection::new("login_required"), &[]));
    }
    if let Wanted::Provider(provider) = &authorization.wanted {
        return federation::begin(services, &authorization, provider).await;
    }
    Ok(web::redirect(
        &format!("/login?{}", authorization.form.encode()),
        &[],
    ))
}

/// Remembers the browser of somebody who has just been recognised, and sends it back.
pub(super) async fn welcome(
    services: &Services,
    authorization: &Authorization,
    sub: &str,
    provider: Option<&str>,
) -> Answer {
    let provider = provider.unwrap_or(NATIVE);
    let (cookie, session) = services.user_pool.open_browser_session(sub, provider).await?;
    let cookie = session_cookie(authorization, &cookie);
    grant(services, authorization, session, &[cookie]).await
}

/// Sends the browser back with a code, or with tokens.
async fn grant(
    services: &Services,
    authorization: &Authorization,
    session: BrowserSession,
    cookies: &[String],
) -> Answer {
    let form = &authorization.form;
    let grant = Grant {
        client_id: authorization.client.client_id.clone(),
        sub: session.sub,
        redirect_uri: authorization.redirect_uri().to_owned(),
        scope: authorization.scope.clone(),
        nonce: form.text("nonce"),
        code_challenge: form.text("code_challenge"),
        auth_time: session.auth_time,
    };
    if authorization.implicit() {
        return Ok(match services.user_pool.implicit_tokens(grant).await {
            Ok(tokens) => in_fragment(authorization, &tokens, cookies),
            Err(refusal) => refused(authorization, refusal, cookies),
        });
    }
    let code = services.user_pool.authorization_code(grant).await?;
    Ok(authorization.send_back(&[("code", code.expose())], cookies))
}

/// A refusal of the pool, told to the client.
pub(super) fn refused(authorization: &Authorization, refusal: Refusal, cookies: &[String]) -> Response<Body> {
    authorization.refuse(&Rejection::from(refusal), cookies)
}

fn in_fragment(
    authorization: &Authorization,
    tokens: &serde_json::Value,
    cookies: &[String],
) -> Response<Body> {
    let lives = tokens["ExpiresIn"].to_string();
    let mut parameters = vec![
        ("access_token", tokens["AccessToken"].as_str().unwrap_or_default()),
        ("token_type", "Bearer"),
        ("expires_in", lives.as_str()),
    ];
    if let Some(token) = tokens["IdToken"].as_str() {
        parameters.insert(0, ("id_token", token));
    }
    authorization.send_back(&parameters, cookies)
}

fn session_cookie(authorization: &Authorization, cookie: &Secret) -> String {
    let minutes = authorization.settings.pool.hosted_ui.session_validity;
    web::set_cookie(SESSION, cookie.expose(), Some(i64::from(minutes) * 60))
}
