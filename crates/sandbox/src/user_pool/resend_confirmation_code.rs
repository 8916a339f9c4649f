//! `ResendConfirmationCode`: another code for an unconfirmed account, at most five an hour. For a name without an
//! account it looks the same, but nothing is sent.

use serde_json::{Value, json};

use super::account::{Account, Status};
use super::attempts::{self, Budget};
use super::code::{self, Purpose};
use super::{UserPool, delivery, rules};
use crate::wire::{Members, Refusal};

pub(super) async fn call(pool: &UserPool, mut members: Members) -> Result<Value, Refusal> {
    let client_id = members.required("ClientId", rules::CLIENT_ID)?;
    let secret_hash = members.text("SecretHash", rules::SECRET_HASH)?;
    let username = members.required("Username", rules::USERNAME)?;
    members.done()?;
    let caller = pool.caller(&client_id)?;
    caller.check_hash(&username, secret_hash.as_deref())?;
    let username = caller.name(&username);

    let (details, message) = pool
        .write(move |pool, transaction, now| {
            let account = Account::find(transaction, &username)?;
            let subject = account
                .as_ref()
                .map_or_else(|| username.clone(), |found| found.username.clone());
            attempts::spend(transaction, &subject, Budget::ResendConfirmationCode, now)?;
            let Some(account) = account else {
                return Ok((delivery::simulated(&pool.keys, &username), None));
            };
            if account.status != Status::Unconfirmed {
                return Err(Refusal::invalid_parameter("User is already confirmed."));
            }
            let message = code::send(transaction, &account, Purpose::SignUp, now)?;
            Ok((delivery::to(&account), Some(message)))
        })
        .await?;
    if let Some(message) = message {
        pool.inbox.deliver(message);
    }
    Ok(json!({ "CodeDeliveryDetails": details }))
}
