//! `ForgotPassword`: a code to the verified e-mail address. For a name without an account it looks the same, but
//! nothing is sent.

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
            let subject = account.as_ref().map_or_else(|| username.clone(), |found| found.username.clone());
            attempts::spend(transaction, &subject, Budget::ForgotPassword, now)?;
            let Some(account) = account else {
                return Ok((delivery::simulated(&pool.keys, &username), None));
            };
            if account.status == Status::ForceChangePassword {
                return Err(Refusal::not_authorized(
                    "User password cannot be reset in the current state.",
                ));
            }
            if !account.is_verified("email") {
                return Err(Refusal::invalid_parameter(
                    "Cannot reset password for the user as there is no registered/verified email or phone_number",
                ));
            }
            let message = code::send(transaction, &account, Purpose::ForgotPassword, now)?;
            Ok((delivery::to(&account), Some(message)))
        })
        .await?;
    if let Some(message) = message {
        pool.inbox.deliver(message);
    }
    Ok(json!({ "CodeDeliveryDetails": details }))
}
