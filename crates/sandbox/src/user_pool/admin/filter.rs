//! The `Filter` of `ListUsers`: one attribute, `=` or `^=`, and a text in quotes, such as `email ^= "ada"`.

use crate::user_pool::account::Account;
use crate::wire::Refusal;

/// The attributes that Cognito can search by.
const SEARCHABLE: &[&str] = &[
    "username",
    "email",
    "phone_number",
    "name",
    "given_name",
    "family_name",
    "preferred_username",
    "cognito:user_status",
    "status",
    "sub",
];

/// What users have to be like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Filter {
    attribute: String,
    prefix: bool,
    value: String,
}

impl Filter {
    /// Reads a filter; an empty text wants everybody.
    pub(super) fn parse(text: &str) -> Result<Option<Self>, Refusal> {
        if text.trim().is_empty() {
            return Ok(None);
        }
        let (attribute, rest) = text.split_once('=').ok_or_else(unreadable)?;
        let (attribute, prefix) = match attribute.strip_suffix('^') {
            Some(attribute) => (attribute, true),
            None => (attribute, false),
        };
        let attribute = attribute.trim().trim_matches('"').to_owned();
        if !SEARCHABLE.contains(&attribute.as_str()) {
            return Err(Refusal::invalid_parameter(format!(
                "Invalid search attribute: {attribute}"
            )));
        }
        let value = quoted(rest.trim()).ok_or_else(unreadable)?;
        Ok(Some(Self {
            attribute,
            prefix,
            value,
        }))
    }

    /// Whether a user is like that.
    pub(super) fn fits(&self, account: &Account) -> bool {
        let (given, any_case) = match self.attribute.as_str() {
            "username" => (Some(account.username.as_str()), false),
            "sub" => (Some(account.sub.as_str()), false),
            "cognito:user_status" => (Some(account.status.as_str()), true),
            "status" => (Some(if account.enabled { "Enabled" } else { "Disabled" }), false),
            name => (account.attributes.get(name).map(String::as_str), true),
        };
        let Some(given) = given else {
            return false;
        };
        let fold = |text: &str| {
            if any_case {
                text.to_lowercase()
            } else {
                text.to_owned()
            }
        };
        let (given, value) = (fold(given), fold(&self.value));
        if self.prefix {
            given.starts_with(&value)
        } else {
            given == value
        }
    }
}

/// The text between two quotes, in which a backslash lets the next character stand for itself.
fn quoted(text: &str) -> Option<String> {
    let mut letters = text.strip_prefix('"')?.strip_suffix('"')?.chars();
    let mut value = String::new();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => value.push(letters.next()?),
            '"' => return None,
            other => value.push(other),
        }
    }
    Some(value)
}

fn unreadable() -> Refusal {
    Refusal::invalid_parameter("Error while parsing filter.")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::user_pool::account::Status;

    fn ada() -> Account {
        let mut ada = Account::new("ada".to_owned(), "1-2".to_owned(), Status::Confirmed, None);
        ada.attributes
            .insert("email".to_owned(), "Ada@example.com".to_owned());
        ada.attributes.insert("name".to_owned(), "Ada \"A\" L".to_owned());
        ada
    }

    fn fits(text: &str) -> bool {
        Filter::parse(text)
            .expect("a sound filter")
            .is_none_or(|filter| filter.fits(&ada()))
    }

    #[test]
    fn a_filter_compares_whole_values_or_their_beginning() {
        assert!(fits("username = \"ada\"") && fits("username^=\"a\"") && fits(""));
        assert!(fits("email = \"ada@EXAMPLE.com\"") && fits("cognito:user_status=\"confirmed\""));
        assert!(fits("status = \"Enabled\"") && fits("sub ^= \"1-\""));
        assert!(!fits("username = \"Ada\"") && !fits("username = \"ad\"") && !fits("status = \"enabled\""));
        assert!(!fits("phone_number ^= \"+\""), "she has none");
    }

    #[test]
    fn quotes_within_a_value_are_escaped() {
        assert!(fits(r#"name = "Ada \"A\" L""#));
    }

    #[test]
    fn what_is_no_filter_is_refused() {
        for text in [
            "ada",
            "username = ada",
            "username = \"a\"b\"",
            "custom:team = \"a\"",
            "username = \"ada\\\"",
            "= \"a\"",
        ] {
            assert!(Filter::parse(text).is_err(), "{text}");
        }
    }
}
