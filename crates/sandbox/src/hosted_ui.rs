//! The user pool's hosted UI: the OAuth endpoints and the pages of a user pool's domain, at the sandbox's own origin.
//! Who somebody is and what a code or token is good for, the user pool decides; here is only HTTP and HTML.

mod accounts;
mod authorization;
mod authorize;
mod challenge_page;
mod federation;
mod login;
mod logout;
mod token;
mod user_info;
mod words;

use axum::body::Body;
use http::request::Parts;
use http::{Method, Request, Response, StatusCode};
use serde_json::json;

use crate::oauth::Rejection;
use crate::services::Services;
use crate::web::page::{Look, Page, escaped};
use crate::web::{self, Form};
use crate::wire::Refusal;
use crate::world::SIGNED_OUT_PATH;

/// The cookie of the browser's session.
const SESSION: &str = "cognito";

/// The name under which faults are planned for a path; nothing when the path is none of the hosted UI's.
pub(crate) fn operation(path: &str) -> Option<&'static str> {
    Some(match path {
        "/oauth2/authorize" => "Authorize",
        "/login" => "Login",
        accounts::SIGN_UP => "SignUpPage",
        accounts::FORGOT_PASSWORD => "ForgotPasswordPage",
        "/oauth2/token" => "Token",
        "/oauth2/userInfo" => "UserInfo",
        "/oauth2/revoke" => "Revoke",
        "/logout" => "Logout",
        "/oauth2/idpresponse" | federation::ASSERTION_CONSUMER => "IdpResponse",
        SIGNED_OUT_PATH => "SignedOut",
        _ => return None,
    })
}

/// Paths that browsers post forms to.
pub(crate) fn takes_forms(path: &str) -> bool {
    matches!(
        path,
        "/login" | accounts::SIGN_UP | accounts::FORGOT_PASSWORD | federation::ASSERTION_CONSUMER
    )
}

/// Answers a request to one of those paths.
pub(crate) async fn answer(services: &Services, request: Request<Body>) -> Response<Body> {
    let (head, body) = request.into_parts();
    let outcome = match (&head.method, head.uri.path()) {
        (&Method::GET, "/oauth2/authorize") => authorize::answer(services, &head).await,
        (&Method::GET, "/login") => login::show(services, &head),
        (&Method::POST, "/login") => login::take(services, &head, body).await,
        (&Method::GET, accounts::SIGN_UP | accounts::FORGOT_PASSWORD) => accounts::show(services, &head),
        (&Method::POST, accounts::SIGN_UP | accounts::FORGOT_PASSWORD) => {
            accounts::take(services, &head, body).await
        }
        (&Method::POST, "/oauth2/token") => Ok(token::answer(services, &head, body).await),
        (&Method::GET | &Method::POST, "/oauth2/userInfo") => Ok(user_info::answer(services, &head).await),
        (&Method::POST, "/oauth2/revoke") => Ok(token::revoke(services, &head, body).await),
        (&Method::GET, "/logout") => logout::answer(services, &head).await,
        (&Method::GET, "/oauth2/idpresponse") => federation::from_oidc(services, &head).await,
        (&Method::POST, federation::ASSERTION_CONSUMER) => federation::from_saml(services, &head, body).await,
        (&Method::GET, SIGNED_OUT_PATH) => Ok(logout::done()),
        _ => Ok(web::json(
            StatusCode::METHOD_NOT_ALLOWED,
            &json!({ "message": "Method not allowed" }),
        )),
    };
    outcome.unwrap_or_else(|refusal| {
        let failure = Rejection::from(refusal);
        let status = if failure.error == "server_error" {
            StatusCode::INTERNAL_SERVER_ERROR
        } else {
            StatusCode::BAD_REQUEST
        };
        error_page(status, failure.description.as_deref().unwrap_or(failure.error))
    })
}

/// How a planned fault is reported here.
pub(crate) fn fault(error: &str, message: &str, status: StatusCode) -> Response<Body> {
    web::json(status, &json!({ "error": error, "error_description": message }))
}

/// The page for requests that cannot be sent back to where they say they come from.
fn error_page(status: StatusCode, reason: &str) -> Response<Body> {
    Page {
        look: Look::Pool,
        lang: "en",
        title: "An error was encountered with the requested page.",
        body: format!("<p>{}</p>", escaped(reason)),
        leads_to: String::new(),
        script: None,
    }
    .answer(status, &[])
}

fn wrong(reason: &str) -> Response<Body> {
    error_page(StatusCode::BAD_REQUEST, reason)
}

/// The parameters of a request's query.
fn query(head: &Parts) -> Form {
    Form::parse(head.uri.query().unwrap_or_default().as_bytes())
}

/// What a handler answers; a refusal becomes an error page.
type Answer = Result<Response<Body>, Refusal>;
