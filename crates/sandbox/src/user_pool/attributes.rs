//! The pool's attribute schema: which attributes a person may write, how they must look, and which are required.

use std::collections::BTreeMap;

use crate::wire::Refusal;

/// The standard attributes (OpenID Connect Core, section 5.1) that a client may write.
const WRITABLE: &[&str] = &[
    "address",
    "birthdate",
    "email",
    "family_name",
    "gender",
    "given_name",
    "locale",
    "middle_name",
    "name",
    "nickname",
    "phone_number",
    "picture",
    "preferred_username",
    "profile",
    "updated_at",
    "website",
    "zoneinfo",
];

/// Attributes that only the pool itself writes.
const PROTECTED: &[&str] = &["sub", "email_verified", "phone_number_verified", "identities"];

/// Refuses what may not be written or is malformed; later values win.
pub(super) fn check(given: Vec<(String, String)>) -> Result<BTreeMap<String, String>, Refusal> {
    for (name, value) in &given {
        if PROTECTED.contains(&name.as_str()) {
            return Err(Refusal::not_authorized(
                "A client attempted to write unauthorized attribute",
            ));
        }
        if !WRITABLE.contains(&name.as_str()) {
            return Err(Refusal::invalid_parameter(format!(
                "Attributes did not conform to the schema: Type for attribute {{{name}}} could not be determined"
            )));
        }
        match name.as_str() {
            "email" if !is_email(value) => {
                return Err(Refusal::invalid_parameter("Invalid email address format."));
            }
            "phone_number" if !is_phone_number(value) => {
                return Err(Refusal::invalid_parameter("Invalid phone number format."));
            }
            _ => {}
        }
    }
    Ok(given.into_iter().filter(|(_, value)| !value.is_empty()).collect())
}

/// Refuses when a required attribute is missing, naming all that are.
pub(super) fn check_complete(
    required: &[String],
    attributes: &BTreeMap<String, String>,
) -> Result<(), Refusal> {
    let missing: String = missing(required, attributes)
        .into_iter()
        .map(|name| format!("{name}: The attribute is required\n"))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    Err(Refusal::invalid_parameter(format!(
        "Attributes did not conform to the schema: {missing}"
    )))
}

/// The required attributes that have no value yet.
pub(super) fn missing<'a>(required: &'a [String], attributes: &BTreeMap<String, String>) -> Vec<&'a str> {
    required
        .iter()
        .map(String::as_str)
        .filter(|name| !attributes.contains_key(*name))
        .collect()
}

/// Whether `text` can be an e-mail address: something, one `@`, and a domain with a dot.
pub(super) fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else {
        return false;
    };
    let labels_sound = domain.contains('.') && domain.split('.').all(|label| !label.is_empty());
    !local.is_empty() && labels_sound && !domain.contains('@') && !text.contains(char::is_whitespace)
}

/// E.164 with its plus sign.
fn is_phone_number(text: &str) -> bool {
    text.strip_prefix('+').is_some_and(|digits| {
        (1..=15).contains(&digits.len()) && digits.bytes().all(|digit| digit.is_ascii_digit())
    })
}
