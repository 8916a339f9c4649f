//! The page on which a tester is one of a provider's people: picks or types somebody, declines, or lets the provider
//! fail.

use std::fmt::Write as _;

use axum::body::Body;
use http::request::Parts;
use http::{Response, StatusCode};

use super::External;
use super::people::Person;
use crate::web::page::{Look, Page, endings, escaped, hidden};
use crate::web::{Form, Seal};
use crate::wire::Refusal;

/// The longest text that a tester can type into a field.
const LONGEST: usize = 128;

/// What was chosen.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Choice {
    Person(Person),
    Declined,
    Failed,
}

/// Asks; the forms come back to the same address.
pub(super) fn ask(
    external: &External,
    head: &Parts,
    provider: &str,
    people: &[Person],
) -> Result<Response<Body>, Refusal> {
    let seal = Seal::of(&head.headers)?;
    let address = head.uri.path_and_query().map_or("", |address| address.as_str());
    let form = |fields: &str| {
        format!(
            "<form method=\"post\" action=\"{}\">{}{fields}</form>",
            escaped(address),
            seal.field()
        )
    };
    let mut ready = String::new();
    for person in people {
        let email = person.email.as_deref().unwrap_or("no email address");
        write!(
            ready,
            "<button class=\"person\" name=\"who\" value=\"{}\">{}<small>{}</small></button>",
            escaped(&person.id),
            escaped(&person.name()),
            escaped(email)
        )
        .ok();
    }
    let typed = hidden("who", "")
        + "<label for=\"id\">Account</label><input id=\"id\" name=\"id\" maxlength=\"128\" required>\
           <label for=\"given_name\">First name</label><input id=\"given_name\" name=\"given_name\" maxlength=\"128\">\
           <label for=\"email\">Email</label><input id=\"email\" name=\"email\" type=\"email\" maxlength=\"128\">\
           <button>Continue</button>";
    let ends = "<div class=\"pair\"><button class=\"quiet\" name=\"end\" value=\"decline\">Decline</button>\
                <button class=\"quiet\" name=\"end\" value=\"fail\">Cause an error</button></div>";
    let body = format!(
        "<p>Gatehouse asks {} who you are, and for your name and email address.</p>{}\
         <details><summary>Someone else</summary>{}</details>{}",
        escaped(provider),
        form(&ready),
        form(&typed),
        form(ends)
    );
    let cookies: Vec<String> = seal.cookie.iter().cloned().collect();
    Ok(Page {
        look: Look::External,
        lang: "en",
        title: &format!("Continue with {provider}"),
        body,
        leads_to: endings(&external.foundation.settings.now()),
        script: None,
    }
    .answer(StatusCode::OK, &cookies))
}

/// What a posted form says; nothing when it makes no sense, or comes from a page of somebody else.
pub(super) fn choice(head: &Parts, form: &Form, people: Vec<Person>) -> Option<Choice> {
    if !Seal::holds(&head.headers, form) {
        return None;
    }
    match form.get("end") {
        Some("decline") => return Some(Choice::Declined),
        Some(_) => return Some(Choice::Failed),
        None => {}
    }
    if let Some(id) = form.get("who") {
        let person = people.into_iter().find(|person| person.id == id)?;
        return Some(Choice::Person(person));
    }
    let text = |name: &str| {
        form.text(name)
            .map(|text| text.trim().to_owned())
            .filter(|text| !text.is_empty())
    };
    let person = Person {
        id: text("id")?,
        given_name: text("given_name"),
        family_name: None,
        email: text("email"),
        email_verified: false,
    };
    let sound = |text: &String| text.len() <= LONGEST && !text.chars().any(char::is_control);
    let fields = [&person.given_name, &person.email];
    (sound(&person.id) && fields.into_iter().flatten().all(sound)).then_some(Choice::Person(person))
}

/// The answer to a request that the provider cannot send back.
pub(super) fn wrong(reason: &str) -> Response<Body> {
    Page {
        look: Look::External,
        lang: "en",
        title: "This request cannot be answered",
        body: format!("<p>{}</p>", escaped(reason)),
        leads_to: String::new(),
        script: None,
    }
    .answer(StatusCode::BAD_REQUEST, &[])
}
