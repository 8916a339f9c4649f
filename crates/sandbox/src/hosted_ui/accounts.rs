//! `/signup` and `/forgotPassword`: a new account with its code, and a new password with its code. Both end on the form
//! for signing in, as at Cognito's classic pages.

use std::fmt::Write as _;

use axum::body::Body;
use base::Secret;
use http::request::Parts;
use http::{Response, StatusCode};

use super::authorization::Authorization;
use super::login::{Desk, page, password_page};
use super::{Answer, error_page, query, wrong};
use crate::services::Services;
use crate::settings::{Settings, UsernameKind};
use crate::user_pool::hosted_ui::accounts::Made;
use crate::web::page::{alert, escaped, hidden};
use crate::web::{Form, Seal};
use crate::wire::Refusal;

pub(super) const SIGN_UP: &str = "/signup";
pub(super) const FORGOT_PASSWORD: &str = "/forgotPassword";

/// The first page of either.
pub(super) fn show(services: &Services, head: &Parts) -> Answer {
    let settings = services.foundation.settings.now();
    let authorization = match Authorization::read(&settings, query(head)) {
        Ok(authorization) => authorization,
        Err(answer) => return Ok(answer),
    };
    let seal = Seal::of(&head.headers)?;
    let desk = Desk::new(&authorization, &seal);
    Ok(match head.uri.path() {
        SIGN_UP if settings.pool.self_sign_up => sign_up_page(&desk, &Form::default()),
        SIGN_UP => wrong("SignUp is not permitted for this user pool"),
        _ => forgot_page(&desk, ""),
    })
}

/// A posted form of either.
pub(super) async fn take(services: &Services, head: &Parts, body: Body) -> Answer {
    let settings = services.foundation.settings.now();
    let authorization = match Authorization::read(&settings, query(head)) {
        Ok(authorization) => authorization,
        Err(answer) => return Ok(answer),
    };
    let Some(form) = Form::read(head, body).await else {
        return Ok(wrong("The form is malformed or too large."));
    };
    if !authorization.is_native() || !Seal::holds(&head.headers, &form) {
        return Ok(error_page(
            StatusCode::FORBIDDEN,
            "This form was not made for this browser. Go back and load the page again.",
        ));
    }
    let seal = Seal::of(&head.headers)?;
    let desk = Desk::new(&authorization, &seal);
    let outcome = match (head.uri.path(), form.get("step")) {
        (SIGN_UP, None) => sign_up(services, &desk, &form).await,
        (SIGN_UP, Some(step)) => confirm(services, &desk, &form, step).await,
        (_, None) => forgot(services, &desk, &form).await,
        (_, Some(_)) => reset(services, &desk, &form).await,
    };
    match outcome {
        Ok(page) => Ok(page),
        Err(refusal) if refusal.is("InternalErrorException") => Err(refusal),
        Err(refusal) => {
            let desk = Desk {
                message: Some(refusal.message()),
                ..desk
            };
            let name = form.get("username").unwrap_or_default();
            Ok(match (head.uri.path(), form.get("step")) {
                (SIGN_UP, None) => sign_up_page(&desk, &form),
                (SIGN_UP, Some(_)) => confirm_page(&desk, name, ""),
                (_, None) => forgot_page(&desk, name),
                (_, Some(_)) => reset_page(&desk, name, ""),
            })
        }
    }
}

async fn sign_up(services: &Services, desk: &Desk<'_>, form: &Form) -> Result<Response<Body>, Refusal> {
    let (name, password) = (form.get("username").unwrap_or_default(), given(form, "password"));
    let attributes: Vec<(String, String)> = form
        .below("userAttributes.")
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    let made = services
        .user_pool
        .sign_up_at_hosted_ui(desk.client_id(), name, &password, &attributes);
    Ok(match made.await? {
        Made::Confirmed => welcome(desk, name),
        Made::Asked(sent_to) => confirm_page(desk, name, &sent_to),
    })
}

async fn confirm(
    services: &Services,
    desk: &Desk<'_>,
    form: &Form,
    step: &str,
) -> Result<Response<Body>, Refusal> {
    let (pool, name) = (&services.user_pool, form.get("username").unwrap_or_default());
    if step == "resend" {
        let sent_to = pool.resend_at_hosted_ui(desk.client_id(), name).await?;
        return Ok(confirm_page(desk, name, &sent_to));
    }
    pool.confirm_at_hosted_ui(desk.client_id(), name, &given(form, "code"))
        .await?;
    Ok(welcome(desk, name))
}

async fn forgot(services: &Services, desk: &Desk<'_>, form: &Form) -> Result<Response<Body>, Refusal> {
    let name = form.get("username").unwrap_or_default();
    let sent_to = services.user_pool.forgot_at_hosted_ui(desk.client_id(), name);
    Ok(reset_page(desk, name, &sent_to.await?))
}

async fn reset(services: &Services, desk: &Desk<'_>, form: &Form) -> Result<Response<Body>, Refusal> {
    let name = form.get("username").unwrap_or_default();
    if form.get("new_password") != form.get("again") {
        return Err(Refusal::invalid_parameter("The two passwords differ."));
    }
    let (code, password) = (given(form, "code"), given(form, "new_password"));
    services
        .user_pool
        .reset_at_hosted_ui(desk.client_id(), name, &code, &password)
        .await?;
    Ok(password_page(
        &Desk {
            notice: Some(desk.say("Your password is set. Sign in with it.")),
            ..*desk
        },
        name,
    ))
}

fn welcome(desk: &Desk<'_>, name: &str) -> Response<Body> {
    let notice = Some(desk.say("Your account is confirmed. Sign in."));
    password_page(&Desk { notice, ..*desk }, name)
}

fn given(form: &Form, field: &str) -> Secret {
    form.secret(field).unwrap_or_else(|| Secret::from(""))
}

fn sign_up_page(desk: &Desk<'_>, form: &Form) -> Response<Body> {
    let settings: &Settings = &desk.authorization.settings;
    let name = match settings.pool.username_kind {
        UsernameKind::Username => "User name",
        UsernameKind::Email => "Email address",
        UsernameKind::Phone => "Phone number",
    };
    let mut fields = field(
        desk.say(name),
        "username",
        "text",
        "username",
        form.get("username"),
    );
    for attribute in &settings.pool.required_attributes {
        let key = format!("userAttributes.{attribute}");
        let kind = if attribute == "email" { "email" } else { "text" };
        let label = match attribute.as_str() {
            "email" => desk.say("Email address").to_owned(),
            "given_name" => desk.say("First name").to_owned(),
            "family_name" => desk.say("Last name").to_owned(),
            other => other.replace('_', " "),
        };
        fields += &field(&label, &key, kind, "on", form.get(&key));
    }
    fields += &field(desk.say("Password"), "password", "password", "new-password", None);
    let body = framed(desk, SIGN_UP, &fields, "Create account");
    page(desk, desk.say("Create account"), body)
}

fn confirm_page(desk: &Desk<'_>, name: &str, sent_to: &str) -> Response<Body> {
    let known = hidden("username", name);
    let mut body = sent(desk, sent_to);
    let code = field(desk.say("Code"), "code", "text", "one-time-code", None);
    body += &framed(
        desk,
        SIGN_UP,
        &format!("{known}{}{code}", hidden("step", "confirm")),
        "Continue",
    );
    let again = format!("{known}{}", hidden("step", "resend"));
    let quiet = Desk {
        message: None,
        ..*desk
    };
    body += &framed(&quiet, SIGN_UP, &again, "Send a new code");
    page(desk, desk.say("Confirm your account"), body)
}

fn forgot_page(desk: &Desk<'_>, name: &str) -> Response<Body> {
    let fields = field(
        desk.say("User name or email"),
        "username",
        "text",
        "username",
        Some(name),
    );
    let body = framed(desk, FORGOT_PASSWORD, &fields, "Send a code");
    page(desk, desk.say("Reset your password"), body)
}

fn reset_page(desk: &Desk<'_>, name: &str, sent_to: &str) -> Response<Body> {
    let mut fields = hidden("username", name) + &hidden("step", "reset");
    fields += &field(desk.say("Code"), "code", "text", "one-time-code", None);
    for (label, name) in [("New password", "new_password"), ("The same again", "again")] {
        fields += &field(desk.say(label), name, "password", "new-password", None);
    }
    let body = sent(desk, sent_to) + &framed(desk, FORGOT_PASSWORD, &fields, "Continue");
    page(desk, desk.say("Reset your password"), body)
}

fn sent(desk: &Desk<'_>, sent_to: &str) -> String {
    if sent_to.is_empty() {
        return String::new();
    }
    let said = desk.say("A code is on its way to").to_owned();
    format!("<p>{said} {}.</p>", escaped(sent_to))
}

/// A form to one of the two paths, below what went wrong.
fn framed(desk: &Desk<'_>, path: &str, fields: &str, button: &'static str) -> String {
    let mut body = desk.message.map_or_else(String::new, alert);
    write!(
        body,
        "<form method=\"post\" action=\"{}\">{}{fields}<button>{}</button></form>",
        desk.address(path),
        desk.seal.field(),
        desk.say(button),
    )
    .ok();
    body
}

fn field(label: &str, name: &str, kind: &str, autocomplete: &str, value: Option<&str>) -> String {
    format!(
        "<label for=\"{0}\">{1}</label><input id=\"{0}\" name=\"{0}\" type=\"{kind}\" value=\"{2}\" \
         autocomplete=\"{autocomplete}\" maxlength=\"2048\" required>",
        escaped(name),
        escaped(label),
        escaped(value.unwrap_or_default()),
    )
}
