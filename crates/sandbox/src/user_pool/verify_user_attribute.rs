//! `VerifyUserAttribute`: the code that came to an address or number proves it, and from then on it is in force.

use serde_json::{Value, json};

use super::account::Account;
use super::attempts::{self, Budget};
use super::{UserPool, attributes, rules, verification};
use crate::wire::{Members, Refusal};

pub(super) async fn call(pool: &UserPool, mut members: Members) -> Result<Value, Refusal> {
    let token = members.secret("AccessToken", rules::TOKEN)?;
    let name = members.required("AttributeName", rules::ATTRIBUTE_NAME)?;
    let code = members.secret("Code", rules::CODE)?;
    members.done()?;
    let attribute = verification::verifiable(&name).ok_or_else(|| {
        Refusal::invalid_parameter("Verification can only be requested for email or phone_number.")
    })?;

    pool.act(token, move |_, transaction, holder, now| {
        let mut account = holder.account;
        attempts::spend(transaction, &account.username, Budget::VerifyAttribute, now)?;
        let value = match verification::check(transaction, &account, attribute, &code, now) {
            Ok(value) => value,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let other = Account::find_by_alias(transaction, &holder.caller.name(&value))?;
        if other.is_some_and(|other| other.sub != account.sub) {
            return Ok(Err(attributes::alias_exists(attribute)));
        }
        account.attributes.insert(attribute.to_owned(), value);
        account.set_verified(attribute, true);
        account.save(transaction, now)?;
        verification::forget(transaction, &account, attribute)?;
        Ok(Ok(json!({})))
    })
    .await
}
