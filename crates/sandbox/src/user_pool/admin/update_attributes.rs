//! `AdminUpdateUserAttributes` and `AdminDeleteUserAttributes`. An administrator may also say that an address or number is
//! verified; what is not said to be verified gets a code, where the pool verifies.

use std::collections::BTreeMap;

use rusqlite::Transaction;
use serde_json::Value;
use time::OffsetDateTime;

use super::user::one_user;
use super::{find, nothing};
use crate::inbox::Message;
use crate::settings::PoolSettings;
use crate::user_pool::account::{Account, canonical};
use crate::user_pool::{UserPool, attributes, rules, update_user_attributes, verification};
use crate::wire::{Members, Refusal};

/// What an administrator gives: the attributes themselves, and which addresses are verified.
#[derive(Debug, Default)]
pub(super) struct Given {
    pub(super) values: BTreeMap<String, String>,
    pub(super) emptied: Vec<String>,
    /// `email` and `phone_number` to whether they are verified.
    pub(super) verified: BTreeMap<&'static str, bool>,
}

/// Sorts a request's attributes and refuses what the schema does not allow.
pub(super) fn sort(pool: &PoolSettings, given: Vec<(String, String)>) -> Result<Given, Refusal> {
    let mut sorted = Given::default();
    let mut plain = Vec::new();
    for (name, value) in given {
        let verifies = name.strip_suffix("_verified").and_then(verification::verifiable);
        match verifies {
            Some(attribute) => {
                sorted
                    .verified
                    .insert(attribute, value.eq_ignore_ascii_case("true"));
            }
            None if value.is_empty() => sorted.emptied.push(name),
            None => plain.push((name, value)),
        }
    }
    let emptied: Vec<(String, String)> = sorted
        .emptied
        .iter()
        .map(|name| (name.clone(), String::new()))
        .collect();
    attributes::check_names(pool, &emptied)?;
    sorted.values = attributes::check(pool, plain)?;
    Ok(sorted)
}

/// `AdminUpdateUserAttributes`.
pub(super) async fn update(pool: &UserPool, mut members: Members) -> Result<Value, Refusal> {
    let given = members.attributes("UserAttributes")?;
    members.context()?;
    let username = one_user(pool, &mut members)?;
    members.done()?;
    let given = sort(&pool.settings().pool, given)?;

    let messages = pool
        .write(move |pool, transaction, now| {
            let mut account = find(pool, transaction, &username)?;
            let messages = apply(&pool.settings().pool, transaction, &mut account, &given, now)?;
            account.save(transaction, now)?;
            Ok(messages)
        })
        .await?;
    for message in messages {
        pool.inbox.deliver(message);
    }
    Ok(nothing())
}

/// `AdminDeleteUserAttributes`.
pub(super) async fn delete(pool: &UserPool, mut members: Members) -> Result<Value, Refusal> {
    let names = members.texts("UserAttributeNames", rules::ATTRIBUTE_NAME)?;
    let username = one_user(pool, &mut members)?;
    members.done()?;
    pool.write(move |pool, transaction, now| {
        let settings = pool.settings();
        let mut account = find(pool, transaction, &username)?;
        let emptied: Vec<(String, String)> = names.iter().map(|name| (name.clone(), String::new())).collect();
        attributes::check_names(&settings.pool, &emptied)?;
        for name in &names {
            update_user_attributes::remove(transaction, &settings.pool, &mut account, name)?;
        }
        account.save(transaction, now)?;
        Ok(nothing())
    })
    .await
}

/// Writes what was given into the account, which is the caller's to save; answers the codes that leave.
fn apply(
    pool: &PoolSettings,
    transaction: &Transaction<'_>,
    account: &mut Account,
    given: &Given,
    now: OffsetDateTime,
) -> Result<Vec<Message>, Refusal> {
    let changes: Vec<(String, String)> = given.values.clone().into_iter().collect();
    update_user_attributes::check_mutable(pool, account, &changes)?;
    let mut messages = Vec::new();
    for (name, value) in changes {
        let Some(attribute) = verification::verifiable(&name) else {
            account.attributes.insert(name, value);
            continue;
        };
        let verified = given.verified.get(attribute).copied().unwrap_or(false);
        let same = account.attributes.get(attribute) == Some(&value) && account.is_verified(attribute);
        if same && !given.verified.contains_key(attribute) {
            continue;
        }
        if verified || !pool.attributes_verified_before_update {
            verification::forget(transaction, account, attribute)?;
            account.attributes.insert(name, value);
            account.set_verified(attribute, false);
        } else {
            messages.push(verification::send(pool, transaction, account, attribute, &value, now)?.1);
        }
    }
    for (attribute, verified) in &given.verified {
        if let Some(value) = account.attributes.get(*attribute).filter(|_| *verified) {
            check_free(transaction, account, attribute, value)?;
        }
        if account.attributes.contains_key(*attribute) {
            account.set_verified(attribute, *verified);
        }
    }
    for name in &given.emptied {
        update_user_attributes::remove(transaction, pool, account, name)?;
    }
    Ok(messages)
}

/// Refuses an address or number that another user has verified.
pub(super) fn check_free(
    transaction: &Transaction<'_>,
    account: &Account,
    attribute: &str,
    value: &str,
) -> Result<(), Refusal> {
    let name = canonical(value, account.own.case_sensitive);
    let holder = Account::find_by_alias(transaction, &name)?;
    if holder.is_some_and(|holder| holder.username != account.username) {
        return Err(attributes::alias_exists(attribute));
    }
    Ok(())
}
