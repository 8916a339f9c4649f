//! `GetUserAttributeVerificationCode`: a code to an address or number of whoever holds the access token, or to the new
//! one that waits to replace it.

use serde_json::{Value, json};

use super::attempts::{self, Budget};
use super::{UserPool, rules, verification};
use crate::wire::{Members, Refusal};

pub(super) async fn call(pool: &UserPool, mut members: Members) -> Result<Value, Refusal> {
    let token = members.secret("AccessToken", rules::TOKEN)?;
    let name = members.required("AttributeName", rules::ATTRIBUTE_NAME)?;
    members.done()?;
    let attribute = verification::verifiable(&name).ok_or_else(|| {
        Refusal::invalid_parameter("Verification can only be requested for email or phone_number.")
    })?;

    let (destination, message) = pool
        .act(token, move |_, transaction, holder, now| {
            let account = holder.account;
            let value = match verification::waiting(transaction, &account, attribute)? {
                Some(waiting) => Some(waiting),
                None => account.attributes.get(attribute).cloned(),
            };
            let value = value.ok_or_else(|| {
                Refusal::invalid_parameter(format!("User does not have attribute {attribute}."))
            })?;
            attempts::spend(transaction, &account.username, Budget::AttributeCode, now)?;
            verification::send(
                holder.caller.pool(),
                transaction,
                &account,
                attribute,
                &value,
                now,
            )
            .map(Ok)
        })
        .await?;
    pool.inbox.deliver(message);
    Ok(json!({ "CodeDeliveryDetails": destination.details() }))
}
