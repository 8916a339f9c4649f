//! `CodeDeliveryDetails`: where a code went, masked as Cognito does; or where it would have gone, for names that have
//! no account, so that an answer does not tell who has one.

use serde_json::{Value, json};

use super::account::Account;
use super::attributes::is_email;
use super::keys::Keys;

/// Where the code for `account` went.
pub(super) fn to(account: &Account) -> Value {
    details(&masked(account.email().unwrap_or_default()))
}

/// A believable destination for a name without an account, always the same for the same name.
pub(super) fn simulated(keys: &Keys, name: &str) -> Value {
    if is_email(name) {
        return details(&masked(name));
    }
    let digest = keys.conceal("destination", name);
    let letter = |at: usize| char::from(b'a' + digest[at] % 26);
    details(&format!("{}***@{}***", letter(0), letter(1)))
}

fn details(destination: &str) -> Value {
    json!({ "AttributeName": "email", "DeliveryMedium": "EMAIL", "Destination": destination })
}

fn masked(email: &str) -> String {
    let (local, domain) = email.split_once('@').unwrap_or((email, ""));
    let first = |text: &str| text.chars().take(1).collect::<String>();
    format!("{}***@{}***", first(local), first(domain))
}
