//! The pool's attribute schema: which attributes a person may write, how they must look, and which are required.

use std::collections::BTreeMap;

use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::settings::{AttributeKind, CustomAttribute, PoolSettings};
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
pub(super) fn check(
    pool: &PoolSettings,
    given: Vec<(String, String)>,
) -> Result<BTreeMap<String, String>, Refusal> {
    check_names(pool, &given)?;
    for (name, value) in &given {
        if let Some(custom) = find_custom(pool, name) {
            check_custom(custom, value)?;
        }
        match name.as_str() {
            "email" if !value.is_empty() && !is_email(value) => {
                return Err(Refusal::invalid_parameter("Invalid email address format."));
            }
            "phone_number" if !value.is_empty() && !is_phone_number(value) => {
                return Err(Refusal::invalid_parameter("Invalid phone number format."));
            }
            _ => {}
        }
    }
    Ok(given.into_iter().filter(|(_, value)| !value.is_empty()).collect())
}

/// Refuses attributes that the schema does not have or that only the pool itself writes.
pub(super) fn check_names(pool: &PoolSettings, given: &[(String, String)]) -> Result<(), Refusal> {
    for (name, _) in given {
        if PROTECTED.contains(&name.as_str()) {
            return Err(Refusal::not_authorized(
                "A client attempted to write unauthorized attribute",
            ));
        }
        if find_custom(pool, name).is_none() && !WRITABLE.contains(&name.as_str()) {
            return Err(unfit(&format!(
                "Type for attribute {{{name}}} could not be determined"
            )));
        }
    }
    Ok(())
}

/// The custom attribute that `name`, with its `custom:`, means.
pub(super) fn find_custom<'a>(pool: &'a PoolSettings, name: &str) -> Option<&'a CustomAttribute> {
    let name = name.strip_prefix("custom:")?;
    pool.custom_attributes
        .iter()
        .find(|attribute| attribute.name == name)
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
    Err(unfit(&missing))
}

/// The required attributes that have no value yet.
pub(super) fn missing<'a>(required: &'a [String], attributes: &BTreeMap<String, String>) -> Vec<&'a str> {
    required
        .iter()
        .map(String::as_str)
        .filter(|name| !attributes.contains_key(*name))
        .collect()
}

/// Another account has verified the address or number.
pub(super) fn alias_exists(attribute: &str) -> Refusal {
    Refusal::new(
        "AliasExistsException",
        format!("An account with the {attribute} already exists."),
    )
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
pub(super) fn is_phone_number(text: &str) -> bool {
    text.strip_prefix('+').is_some_and(|digits| {
        (1..=15).contains(&digits.len()) && digits.bytes().all(|digit| digit.is_ascii_digit())
    })
}

fn check_custom(attribute: &CustomAttribute, value: &str) -> Result<(), Refusal> {
    if value.is_empty() {
        return Ok(());
    }
    let name = &attribute.name;
    let within = |size: i64| {
        attribute.min.is_none_or(|min| size >= min) && attribute.max.is_none_or(|max| size <= max)
    };
    let wrong = match attribute.kind {
        AttributeKind::String => {
            let length = i64::try_from(value.chars().count()).unwrap_or(i64::MAX);
            (!within(length)).then(|| bounds("String", "length", attribute))
        }
        AttributeKind::Number => match value.parse::<i64>() {
            Ok(number) => (!within(number)).then(|| bounds("Number", "value", attribute)),
            Err(_) => Some("Number attribute must be a whole number".to_owned()),
        },
        AttributeKind::DateTime => OffsetDateTime::parse(value, &Rfc3339)
            .is_err()
            .then(|| "DateTime attribute must be an ISO 8601 date and time".to_owned()),
        AttributeKind::Boolean => {
            (!matches!(value, "true" | "false")).then(|| "Boolean attribute must be true or false".to_owned())
        }
    };
    wrong.map_or(Ok(()), |wrong| Err(unfit(&format!("custom:{name}: {wrong}\n"))))
}

fn bounds(kind: &str, what: &str, attribute: &CustomAttribute) -> String {
    let least = attribute.min.map(|min| format!("must not be less than {min}"));
    let most = attribute.max.map(|max| format!("must not be greater than {max}"));
    let limits: Vec<String> = least.into_iter().chain(most).collect();
    format!("{kind} attribute {what} {}", limits.join(" and "))
}

fn unfit(what: &str) -> Refusal {
    Refusal::invalid_parameter(format!("Attributes did not conform to the schema: {what}"))
}
