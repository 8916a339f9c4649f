//! `/login`: the form for a user name and a password, the challenges after it, and the ways to other providers.

use std::fmt::Write as _;

use axum::body::Body;
use base::Secret;
use http::request::Parts;
use http::{Response, StatusCode};

use super::authorization::{Authorization, Wanted};
use super::words::Language;
use super::{Answer, accounts, authorize, challenge_page, error_page, query, wrong};
use crate::services::Services;
use crate::user_pool::hosted_ui::sign_in::Step;
use crate::web::page::{Look, Page, alert, endings, escaped};
use crate::web::{Form, Seal};
use crate::wire::Refusal;

/// What the page is made for: the request, the browser's seal, and what went wrong or well before.
#[derive(Clone, Copy)]
pub(super) struct Desk<'a> {
    pub(super) authorization: &'a Authorization,
    pub(super) seal: &'a Seal,
    pub(super) message: Option<&'a str>,
    pub(super) notice: Option<&'a str>,
}

impl<'a> Desk<'a> {
    pub(super) fn new(authorization: &'a Authorization, seal: &'a Seal) -> Self {
        Self {
            authorization,
            seal,
            message: None,
            notice: None,
        }
    }

    pub(super) fn client_id(&self) -> &'a str {
        &self.authorization.client.client_id
    }

    /// A text of the pages in the language of the request.
    pub(super) fn say(&self, english: &'static str) -> &'static str {
        Language::of(self.authorization).say(english).unwrap_or(english)
    }

    /// Where a form of this request is posted to, or a link leads.
    pub(super) fn address(&self, path: &str) -> String {
        escaped(&format!("{path}?{}", self.authorization.form.encode()))
    }
}

/// The first page.
pub(super) fn show(services: &Services, head: &Parts) -> Answer {
    let settings = services.foundation.settings.now();
    let authorization = match Authorization::read(&settings, query(head)) {
        Ok(authorization) => authorization,
        Err(answer) => return Ok(answer),
    };
    let seal = Seal::of(&head.headers)?;
    let desk = Desk::new(&authorization, &seal);
    let hint = authorization.form.get("login_hint").unwrap_or_default();
    Ok(password_page(&desk, hint))
}

/// A posted form: the password, or an answer to a challenge.
pub(super) async fn take(services: &Services, head: &Parts, body: Body) -> Answer {
    let settings = services.foundation.settings.now();
    let authorization = match Authorization::read(&settings, query(head)) {
        Ok(authorization) => authorization,
        Err(answer) => return Ok(answer),
    };
    let Some(form) = Form::read(head, body).await else {
        return Ok(wrong("The form is malformed or too large."));
    };
    if !Seal::holds(&head.headers, &form) {
        return Ok(error_page(
            StatusCode::FORBIDDEN,
            "This form was not made for this browser. Go back and load the page again.",
        ));
    }
    let seal = Seal::of(&head.headers)?;
    let desk = |message| Desk {
        message,
        ..Desk::new(&authorization, &seal)
    };
    let name = form.get("username").unwrap_or_default();
    if !authorization.is_native() {
        return Ok(password_page(
            &desk(Some("Sign in with one of the providers.")),
            "",
        ));
    }
    let outcome = match form.get("step") {
        Some(_) => challenge_page::take(services, &authorization, &form).await,
        None => {
            let password = form.secret("password").unwrap_or_else(|| Secret::from(""));
            let client_id = &authorization.client.client_id;
            services
                .user_pool
                .sign_in_at_hosted_ui(client_id, name, &password)
                .await
        }
    };
    match outcome {
        Ok(Step::SignedIn { sub }) => authorize::welcome(services, &authorization, &sub, None).await,
        Ok(Step::Asked(question)) => challenge_page::show(services, &desk(None), name, question).await,
        Err(refusal) if refusal.is("InternalErrorException") => Err(refusal),
        Err(refusal) if form.get("step").is_some() && !is_over(&refusal) => {
            Ok(challenge_page::again(&desk(Some(refusal.message())), &form))
        }
        Err(refusal) => Ok(password_page(&desk(Some(said(&refusal))), name)),
    }
}

/// Whether the sign-in has to begin anew.
fn is_over(refusal: &Refusal) -> bool {
    refusal.message().starts_with("Invalid session")
}

fn said(refusal: &Refusal) -> &str {
    if is_over(refusal) {
        "Your session has expired. Sign in again."
    } else if refusal.message().starts_with("Missing required parameter") {
        "Enter your user name and your password."
    } else {
        refusal.message()
    }
}

pub(super) fn password_page(desk: &Desk<'_>, name: &str) -> Response<Body> {
    let authorization = desk.authorization;
    let mut body = desk.message.map_or_else(String::new, alert);
    if let Some(notice) = desk.notice {
        write!(body, "<p role=\"status\">{}</p>", escaped(notice)).ok();
    }
    let native = authorization.is_native();
    if native {
        let (first, second) = if name.is_empty() {
            (" autofocus", "")
        } else {
            ("", " autofocus")
        };
        write!(
            body,
            "<form method=\"post\" action=\"{}\">{}\
             <label for=\"username\">{}</label>\
             <input id=\"username\" name=\"username\" value=\"{}\" autocomplete=\"username\" autocapitalize=\"none\" \
             spellcheck=\"false\" maxlength=\"128\" required{first}>\
             <label for=\"password\">{}</label>\
             <input id=\"password\" name=\"password\" type=\"password\" autocomplete=\"current-password\" \
             maxlength=\"256\" required{second}><button>{}</button></form>",
            desk.address("/login"),
            desk.seal.field(),
            desk.say("User name or email"),
            escaped(name),
            desk.say("Password"),
            desk.say("Sign in"),
        )
        .ok();
        write!(
            body,
            "<p><a href=\"{}\">{}</a></p>",
            desk.address(accounts::FORGOT_PASSWORD),
            desk.say("Forgot your password?")
        )
        .ok();
        if authorization.settings.pool.self_sign_up {
            write!(
                body,
                "<p><a href=\"{}\">{}</a></p>",
                desk.address(accounts::SIGN_UP),
                desk.say("Create account")
            )
            .ok();
        }
    }
    let providers = match authorization.wanted {
        Wanted::Native => Vec::new(),
        Wanted::Anybody | Wanted::Provider(_) => authorization.providers(),
    };
    if native && !providers.is_empty() {
        write!(body, "<p class=\"or\">{}</p>", desk.say("or")).ok();
    }
    for provider in providers {
        let request = authorization.form.clone().without("identity_provider");
        let request = request
            .without("idp_identifier")
            .with("identity_provider", &provider.name);
        write!(
            body,
            "<a class=\"button quiet\" href=\"/oauth2/authorize?{}\">{} {}</a>",
            escaped(&request.encode()),
            desk.say("Continue with"),
            escaped(&provider.name)
        )
        .ok();
    }
    page(desk, desk.say("Sign in"), body)
}

/// A page of this request.
pub(super) fn page(desk: &Desk<'_>, title: &str, body: String) -> Response<Body> {
    let cookies: Vec<String> = desk.seal.cookie.iter().cloned().collect();
    Page {
        look: Look::Pool,
        lang: Language::of(desk.authorization).tag(),
        title,
        body,
        leads_to: endings(&desk.authorization.settings),
        script: None,
    }
    .answer(StatusCode::OK, &cookies)
}
