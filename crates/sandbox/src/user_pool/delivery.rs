//! Where a code goes: an address or number of the account, masked as Cognito does; or where it would have gone, for
//! names that have no account, so that an answer does not tell who has one.

use serde_json::{Value, json};

use super::attributes::is_email;
use super::keys::Keys;
use crate::inbox::Medium;

/// An e-mail address or a phone number.
#[derive(Debug, Clone)]
pub(super) struct Destination {
    attribute: &'static str,
    to: String,
    masked: String,
}

impl Destination {
    /// The value `to` of `email` or `phone_number`.
    pub(super) fn new(attribute: &'static str, to: String) -> Self {
        let masked = match medium(attribute) {
            Medium::Email => masked_email(&to),
            Medium::Sms => masked_number(&to),
        };
        Self {
            attribute,
            to,
            masked,
        }
    }

    /// A believable destination for a name without an account, always the same for the same name.
    pub(super) fn simulated(keys: &Keys, attribute: &'static str, name: &str) -> Self {
        let digest = keys.conceal("destination", name);
        let letter = |at: usize| char::from(b'a' + digest[at] % 26);
        let digit = |at: usize| digest[at] % 10;
        let masked = match medium(attribute) {
            Medium::Email if is_email(name) => masked_email(name),
            Medium::Email => format!("{}***@{}***", letter(0), letter(1)),
            Medium::Sms => format!("+*******{}{}{}{}", digit(2), digit(3), digit(4), digit(5)),
        };
        Self {
            attribute,
            to: String::new(),
            masked,
        }
    }

    /// `email` or `phone_number`.
    pub(super) fn attribute(&self) -> &'static str {
        self.attribute
    }

    pub(super) fn medium(&self) -> Medium {
        medium(self.attribute)
    }

    /// The whole address; empty when simulated.
    pub(super) fn to(&self) -> &str {
        &self.to
    }

    pub(super) fn masked(&self) -> &str {
        &self.masked
    }

    /// `CodeDeliveryDetailsType`.
    pub(super) fn details(&self) -> Value {
        json!({
            "AttributeName": self.attribute,
            "DeliveryMedium": self.medium().as_str(),
            "Destination": self.masked,
        })
    }
}

fn medium(attribute: &str) -> Medium {
    if attribute == "phone_number" {
        Medium::Sms
    } else {
        Medium::Email
    }
}

fn masked_email(email: &str) -> String {
    let (local, domain) = email.split_once('@').unwrap_or((email, ""));
    let first = |text: &str| text.chars().take(1).collect::<String>();
    format!("{}***@{}***", first(local), first(domain))
}

fn masked_number(number: &str) -> String {
    let shown = number.len().saturating_sub(4).max(1);
    let last = number.get(shown..).unwrap_or_default();
    format!("+{}{last}", "*".repeat(shown - 1))
}
