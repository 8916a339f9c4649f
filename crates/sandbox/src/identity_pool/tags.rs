//! Session tags: claims that the pool hands on, for `${aws:PrincipalTag/…}` in policies.
//! Source: Amazon Cognito Developer Guide, "Using attributes for access control".

use serde_json::Value;

use super::login::Login;
use super::role_choice::of_kind;
use crate::settings::IdentityPoolSettings;
use crate::wire::Refusal;

/// The most that a tag's value has, in characters.
const LONGEST: usize = 256;
/// The most that all tags have together, in bytes.
const LARGEST: usize = 460;

/// The tags of whoever shows these logins. A claim that is missing makes no tag.
pub(super) fn of(
    settings: &IdentityPoolSettings,
    logins: &[Login],
) -> Result<Vec<(String, String)>, Refusal> {
    let mut tags: Vec<(String, String)> = Vec::new();
    for login in logins {
        match login {
            Login::Vouched { token, .. } => tags.extend(token.tags.clone()),
            Login::Provider { kind, claims, .. } => {
                let Some(map) = of_kind(&settings.principal_tags, *kind) else {
                    continue;
                };
                let defaults = [("username", "sub"), ("client", "aud")];
                let defaults = defaults.into_iter().filter(|_| map.use_defaults);
                let own = map.tags.iter().map(|(key, claim)| (key.as_str(), claim.as_str()));
                for (key, claim) in defaults.chain(own) {
                    if let Some(value) = text(&claims[claim]) {
                        tags.push((key.to_owned(), value));
                    }
                }
            }
        }
    }
    check(&tags)?;
    Ok(tags)
}

/// Refuses tags that STS would not take.
pub(super) fn check(tags: &[(String, String)]) -> Result<(), Refusal> {
    let size: usize = tags.iter().map(|(key, value)| key.len() + value.len()).sum();
    let sound = |text: &str| {
        text.chars()
            .all(|c| c.is_alphanumeric() || c.is_whitespace() || "_.:/=+-@".contains(c))
    };
    if size > LARGEST {
        return Err(Refusal::invalid_parameter(format!(
            "The principal tags have more than {LARGEST} bytes."
        )));
    }
    if tags
        .iter()
        .any(|(key, value)| value.chars().count() > LONGEST || !sound(key) || !sound(value))
    {
        return Err(Refusal::invalid_parameter(
            "A principal tag is too long or has characters that no tag can have.",
        ));
    }
    Ok(())
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Bool(truth) => Some(truth.to_string()),
        Value::Number(number) => Some(number.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}
