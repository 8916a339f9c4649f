//! `ResendConfirmationCode`: another code for an unconfirmed account, at most five an hour. Where the client hides who
//! exists, a name without an account is answered as if a code had been sent.

use serde_json::{Value, json};

use super::account::{Account, Status};
use super::attempts::{self, Budget};
use super::delivery::Destination;
use super::round::Reply;
use super::{UserPool, confirmation, next_step, rules};
use crate::wire::{Members, Refusal};

pub(super) async fn call(pool: &UserPool, mut members: Members) -> Result<Value, Refusal> {
    let client_id = members.required("ClientId", rules::CLIENT_ID)?;
    let secret_hash = members.text("SecretHash", rules::SECRET_HASH)?;
    let username = members.required("Username", rules::USERNAME)?;
    members.context()?;
    members.done()?;
    let caller = pool.caller(&client_id)?;
    caller.check_hash(&username, secret_hash.as_deref())?;
    let name = caller.name(&username);

    pool.converse(move |pool, transaction, now| {
        let account = Account::find(transaction, &name)?;
        let subject = next_step::subject(&name, account.as_ref());
        attempts::spend(transaction, subject, Budget::ResendConfirmationCode, now)?;
        let Some(account) = account else {
            if !caller.hides_existence() {
                return Err(caller.no_such_user());
            }
            let destination = Destination::simulated(&pool.keys, "email", &name);
            return Ok(Ok(Reply::from(
                json!({ "CodeDeliveryDetails": destination.details() }),
            )));
        };
        if account.status != Status::Unconfirmed {
            return Err(Refusal::invalid_parameter("User is already confirmed."));
        }
        let destination = confirmation::destination(caller.pool(), &account)
            .ok_or_else(|| Refusal::invalid_parameter("Auto verification not turned on."))?;
        let client_id = &caller.client().client_id;
        let message = confirmation::send(pool, transaction, client_id, &account, &destination, now)?;
        Ok(Ok(Reply {
            body: json!({ "CodeDeliveryDetails": destination.details() }),
            message: Some(message),
        }))
    })
    .await
}
