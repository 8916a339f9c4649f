//! `UpdateUserAttributes`: new values for attributes of whoever holds the access token. A new address or number gets
//! a code; where the pool verifies before it updates, the present one stays until the code has come back.

use serde_json::{Value, json};

use super::account::Account;
use super::holder::Holder;
use super::{UserPool, attributes, rules, verification};
use crate::inbox::Message;
use crate::settings::{PoolSettings, UsernameKind};
use crate::wire::{Members, Refusal};

pub(super) async fn call(pool: &UserPool, mut members: Members) -> Result<Value, Refusal> {
    let given = members.attributes("UserAttributes")?;
    let token = members.secret("AccessToken", rules::TOKEN)?;
    members.done()?;

    let (details, messages) = pool
        .act(token, move |_, transaction, holder, now| {
            let Holder {
                mut account, caller, ..
            } = holder;
            let pool = caller.pool();
            check_mutable(pool, &account, &given)?;
            let emptied: Vec<String> = given
                .iter()
                .filter(|(_, value)| value.is_empty())
                .map(|(name, _)| name.clone())
                .collect();
            let changes = attributes::check(pool, given)?;
            let (mut details, mut messages): (Vec<Value>, Vec<Message>) = Default::default();
            for (name, value) in changes {
                let Some(attribute) = verification::verifiable(&name) else {
                    account.attributes.insert(name, value);
                    continue;
                };
                if account.attributes.get(attribute) == Some(&value) && account.is_verified(attribute) {
                    verification::forget(transaction, &account, attribute)?;
                    continue;
                }
                check_free(transaction, pool, &account, attribute, &caller.name(&value))?;
                let deferred = pool.attributes_verified_before_update;
                if deferred || is_auto_verified(pool, attribute) {
                    let (destination, message) =
                        verification::send(pool, transaction, &account, attribute, &value, now)?;
                    details.push(destination.details());
                    messages.push(message);
                } else {
                    verification::forget(transaction, &account, attribute)?;
                }
                if !deferred {
                    account.attributes.insert(name, value);
                    account.set_verified(attribute, false);
                }
            }
            for name in emptied {
                remove(transaction, pool, &mut account, &name)?;
            }
            account.save(transaction, now)?;
            Ok(Ok((details, messages)))
        })
        .await?;
    for message in messages {
        pool.inbox.deliver(message);
    }
    Ok(json!({ "CodeDeliveryDetailsList": details }))
}

/// Takes an attribute away; refuses what the user cannot be without. The account is the caller's to save.
pub(super) fn remove(
    transaction: &rusqlite::Transaction<'_>,
    pool: &PoolSettings,
    account: &mut Account,
    name: &str,
) -> Result<(), Refusal> {
    let required = pool.required_attributes.iter().any(|required| required == name);
    if required || account.own.named_by.as_deref() == Some(name) {
        return Err(Refusal::invalid_parameter(format!(
            "Attributes did not conform to the schema: {name}: The attribute is required\n"
        )));
    }
    if name == "phone_number" && account.mfa.sms {
        return Err(Refusal::invalid_parameter(
            "Cannot delete phone number when SMS MFA is enabled.",
        ));
    }
    account.attributes.remove(name);
    if verification::verifiable(name).is_some() {
        account.attributes.remove(&format!("{name}_verified"));
        verification::forget(transaction, account, name)?;
    }
    Ok(())
}

/// Refuses to change a custom attribute that can be set only once.
pub(super) fn check_mutable(
    pool: &PoolSettings,
    account: &Account,
    given: &[(String, String)],
) -> Result<(), Refusal> {
    let fixed = given.iter().find(|(name, value)| {
        attributes::find_custom(pool, name).is_some_and(|custom| !custom.mutable)
            && account
                .attributes
                .get(name)
                .is_some_and(|present| present != value)
    });
    match fixed {
        Some((name, _)) => Err(Refusal::invalid_parameter(format!(
            "user.{name}: Attribute cannot be updated.\n"
        ))),
        None => Ok(()),
    }
}

/// Where people sign in with the attribute itself, nobody else may have the value; elsewhere that shows when the code
/// comes back.
fn check_free(
    transaction: &rusqlite::Transaction<'_>,
    pool: &PoolSettings,
    account: &Account,
    attribute: &str,
    name: &str,
) -> Result<(), Refusal> {
    let names_people = match pool.username_kind {
        UsernameKind::Username => false,
        UsernameKind::Email => attribute == "email",
        UsernameKind::Phone => attribute == "phone_number",
    };
    let taken = Account::find_by_alias(transaction, name)?.is_some_and(|other| other.sub != account.sub);
    if names_people && taken {
        return Err(attributes::alias_exists(attribute));
    }
    Ok(())
}

fn is_auto_verified(pool: &PoolSettings, attribute: &str) -> bool {
    match attribute {
        "email" => pool.auto_verified.email,
        _ => pool.auto_verified.phone_number,
    }
}
