//! `/logout`: forgets the browser, then leads to a registered address (`logout_uri`), or to the sign-in page again
//! (`redirect_uri` and `response_type`).

use axum::body::Body;
use http::request::Parts;
use http::{Response, StatusCode};

use super::authorization::Authorization;
use super::{Answer, SESSION, query, wrong};
use crate::services::Services;
use crate::web;
use crate::web::page::{Look, Page};
use crate::world::SIGNED_OUT_PATH;

pub(super) async fn answer(services: &Services, head: &Parts) -> Answer {
    let settings = services.foundation.settings.now();
    let form = query(head);
    let Some(client) = form.get("client_id").and_then(|id| settings.client(id)) else {
        return Ok(wrong(
            "Required String parameter 'client_id' is not present or not known",
        ));
    };
    let location = match form.get("logout_uri") {
        Some(address) => {
            let own = format!("{}{SIGNED_OUT_PATH}", services.foundation.origin);
            if address != own && !client.oauth.logout_urls.iter().any(|other| other == address) {
                return Ok(wrong("redirect_mismatch"));
            }
            match form.get("state") {
                Some(state) => web::extended(address, &[("state", state)], false),
                None => address.to_owned(),
            }
        }
        None => match Authorization::read(&settings, form.clone()) {
            Ok(authorization) => format!("/login?{}", authorization.form.encode()),
            Err(answer) => return Ok(answer),
        },
    };
    if let Some(cookie) = web::cookie(&head.headers, SESSION) {
        services.user_pool.close_browser_session(&cookie).await?;
    }
    Ok(web::redirect(&location, &[web::set_cookie(SESSION, "", Some(0))]))
}

/// The page that a browser is sent to when the app has none of its own.
pub(super) fn done() -> Response<Body> {
    Page {
        look: Look::Pool,
        lang: "en",
        title: "You are signed out",
        body: "<p>You can close this window.</p>".to_owned(),
        leads_to: String::new(),
        script: None,
    }
    .answer(StatusCode::OK, &[])
}
