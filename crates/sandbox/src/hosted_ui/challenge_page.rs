//! The challenges after a password as forms without a script: codes, the choice of a factor, a new password, the set-up
//! of a second factor. What a page has to know when it is shown again it carries in hidden fields.

use std::fmt::Write as _;

use axum::body::Body;
use base::Secret;
use http::Response;
use serde_json::{Value, json};

use super::Answer;
use super::authorization::Authorization;
use super::login::{Desk, page};
use crate::services::Services;
use crate::user_pool::hosted_ui::sign_in::{Question, Step};
use crate::web::Form;
use crate::web::page::{alert, escaped, hidden};
use crate::wire::Refusal;

/// The page of a question that was just asked.
pub(super) async fn show(services: &Services, desk: &Desk<'_>, name: &str, mut question: Question) -> Answer {
    let offers_app = listed(&question.parameters, "MFAS_CAN_SETUP")
        .iter()
        .any(|way| way == "SOFTWARE_TOKEN_MFA");
    if question.name == "MFA_SETUP" && offers_app {
        let (key, session) = services.user_pool.new_software_token(&question.session).await?;
        question.session = session;
        question.parameters["key"] = json!(key.expose());
    }
    Ok(draw(desk, name, &question))
}

/// The page of a question that was answered wrongly.
pub(super) fn again(desk: &Desk<'_>, form: &Form) -> Response<Body> {
    let question = Question {
        name: form.get("step").unwrap_or_default().to_owned(),
        session: form.secret("session").unwrap_or_else(|| Secret::from("")),
        parameters: form
            .get("parameters")
            .and_then(|text| serde_json::from_str(text).ok())
            .unwrap_or_default(),
    };
    draw(desk, form.get("username").unwrap_or_default(), &question)
}

/// Gives the answer of a posted form to the pool.
pub(super) async fn take(
    services: &Services,
    authorization: &Authorization,
    form: &Form,
) -> Result<Step, Refusal> {
    let pool = &services.user_pool;
    let question = form.get("step").unwrap_or_default();
    let mut session = form.secret("session").unwrap_or_else(|| Secret::from(""));
    let given = |field: &str| form.secret(field).unwrap_or_else(|| Secret::from(""));
    let mut responses = match question {
        "SMS_MFA" => vec![("SMS_MFA_CODE", given("code"))],
        "EMAIL_OTP" => vec![("EMAIL_OTP_CODE", given("code"))],
        "SOFTWARE_TOKEN_MFA" => vec![("SOFTWARE_TOKEN_MFA_CODE", given("code"))],
        "SELECT_MFA_TYPE" => vec![("ANSWER", given("choice"))],
        "NEW_PASSWORD_REQUIRED" => {
            if form.get("new_password") != form.get("again") {
                return Err(Refusal::invalid_parameter("The two passwords differ."));
            }
            vec![("NEW_PASSWORD", given("new_password"))]
        }
        "MFA_SETUP" => match form.secret("email") {
            Some(email) => vec![("EMAIL", email)],
            None => {
                session = pool.prove_software_token(&session, &given("code")).await?;
                Vec::new()
            }
        },
        _ => Vec::new(),
    }
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value))
    .collect::<Vec<_>>();
    responses.extend(
        form.below("userAttributes.")
            .map(|(name, value)| (format!("userAttributes.{name}"), Secret::from(value))),
    );
    let name = form.get("username").unwrap_or_default();
    let client_id = &authorization.client.client_id;
    pool.answer_at_hosted_ui(client_id, name, question, session, responses)
        .await
}

fn draw(desk: &Desk<'_>, name: &str, question: &Question) -> Response<Body> {
    let parameters = &question.parameters;
    let target = parameters["CODE_DELIVERY_DESTINATION"]
        .as_str()
        .unwrap_or_default();
    let sent = || format!("{} {}.", desk.say("A code is on its way to"), escaped(target));
    let (title, lead, fields) = match question.name.as_str() {
        "SMS_MFA" => ("Enter the code from the text message", sent(), code_field(desk)),
        "EMAIL_OTP" => ("Enter the code from the email", sent(), code_field(desk)),
        "SOFTWARE_TOKEN_MFA" => (
            "Enter the code of your app",
            desk.say("Your authenticator app shows a code of six digits.")
                .to_owned(),
            code_field(desk),
        ),
        "SELECT_MFA_TYPE" => ("Choose a second step", String::new(), choices(desk, parameters)),
        "NEW_PASSWORD_REQUIRED" => (
            "Choose a new password",
            desk.say("Your password was given to you by an administrator.")
                .to_owned(),
            new_password(desk, parameters),
        ),
        "MFA_SETUP" => ("Set up a second step", String::new(), set_up(desk, parameters)),
        _ => {
            return page(
                desk,
                "Sign in with the app",
                alert("This account signs in with a challenge that these pages do not have."),
            );
        }
    };
    let mut body = desk.message.map_or_else(String::new, alert);
    if !lead.is_empty() {
        write!(body, "<p>{lead}</p>").ok();
    }
    for fields in fields {
        write!(
            body,
            "<form method=\"post\" action=\"{}\">{}{}{}{}{}{fields}</form>",
            desk.address("/login"),
            desk.seal.field(),
            hidden("step", &question.name),
            hidden("session", question.session.expose()),
            hidden("username", name),
            hidden("parameters", &parameters.to_string()),
        )
        .ok();
    }
    page(desk, desk.say(title), body)
}

fn code_field(desk: &Desk<'_>) -> Vec<String> {
    vec![format!(
        "<label for=\"code\">{}</label><input id=\"code\" name=\"code\" inputmode=\"numeric\" \
         autocomplete=\"one-time-code\" maxlength=\"8\" required autofocus><button>{}</button>",
        desk.say("Code"),
        desk.say("Continue")
    )]
}

fn choices(desk: &Desk<'_>, parameters: &Value) -> Vec<String> {
    let mut fields = format!(
        "<fieldset><legend>{}</legend>",
        desk.say("Where do you get your code?")
    );
    for (at, factor) in listed(parameters, "MFAS_CAN_CHOOSE").iter().enumerate() {
        let label = match factor.as_str() {
            "SMS_MFA" => desk.say("Text message"),
            "EMAIL_OTP" => desk.say("Email"),
            "SOFTWARE_TOKEN_MFA" => desk.say("Authenticator app"),
            other => other,
        };
        let checked = if at == 0 { " checked autofocus" } else { "" };
        write!(
            fields,
            "<label class=\"choice\"><input type=\"radio\" name=\"choice\" value=\"{}\"{checked}>{}</label>",
            escaped(factor),
            escaped(label)
        )
        .ok();
    }
    write!(fields, "</fieldset><button>{}</button>", desk.say("Continue")).ok();
    vec![fields]
}

fn new_password(desk: &Desk<'_>, parameters: &Value) -> Vec<String> {
    let mut fields = format!(
        "<label for=\"new_password\">{}</label>\
                      <input id=\"new_password\" name=\"new_password\" type=\"password\" maxlength=\"256\" \
                      autocomplete=\"new-password\" required autofocus>\
                      <label for=\"again\">{}</label>\
                      <input id=\"again\" name=\"again\" type=\"password\" maxlength=\"256\" \
                      autocomplete=\"new-password\" required>",
        desk.say("New password"),
        desk.say("The same again")
    );
    for name in listed(parameters, "requiredAttributes") {
        let attribute = name.strip_prefix("userAttributes.").unwrap_or(&name);
        let label = attribute.replace('_', " ");
        write!(
            fields,
            "<label for=\"{0}\">{1}</label><input id=\"{0}\" name=\"{0}\" maxlength=\"2048\" required>",
            escaped(&name),
            escaped(&capitalised(&label)),
        )
        .ok();
    }
    write!(fields, "<button>{}</button>", desk.say("Continue")).ok();
    vec![fields]
}

fn set_up(desk: &Desk<'_>, parameters: &Value) -> Vec<String> {
    let mut ways = Vec::new();
    if let Some(key) = parameters["key"].as_str() {
        ways.push(format!(
            "<h2>{}</h2><p>{}</p><p><code>{}</code></p>{}",
            desk.say("With an authenticator app"),
            desk.say("Add this key to the app, then enter the code that it shows:"),
            escaped(key),
            code_field(desk).concat()
        ));
    }
    if listed(parameters, "MFAS_CAN_SETUP")
        .iter()
        .any(|way| way == "EMAIL_OTP")
    {
        ways.push(format!(
            "<h2>{}</h2><label for=\"email\">{}</label><input id=\"email\" name=\"email\" \
             type=\"email\" autocomplete=\"email\" maxlength=\"2048\" required><button class=\"quiet\">{}</button>",
            desk.say("With email"),
            desk.say("Email address"),
            desk.say("Send a code")
        ));
    }
    ways
}

/// A parameter that holds a JSON array as text.
fn listed(parameters: &Value, name: &str) -> Vec<String> {
    let text = parameters[name].as_str().unwrap_or_default();
    serde_json::from_str(text).unwrap_or_default()
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}
