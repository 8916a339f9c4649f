//! `ForgotPassword`: a code to a verified address or number. Where the client hides who exists, a name without an
//! account is answered as if a code had been sent.

use serde_json::{Value, json};

use super::account::{Account, Status};
use super::attempts::{self, Budget};
use super::delivery::Destination;
use super::mfa::MfaFactor;
use super::round::Reply;
use super::{UserPool, code, next_step, rules};
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
        attempts::spend(transaction, subject, Budget::ForgotPassword, now)?;
        let Some(account) = account else {
            if !caller.hides_existence() {
                return Err(caller.no_such_user());
            }
            let destination = Destination::simulated(&pool.keys, "email", &name);
            return Ok(Ok(Reply::from(
                json!({ "CodeDeliveryDetails": destination.details() }),
            )));
        };
        let destination = recovery(&account)?;
        let message = code::send_forgot_password(caller.pool(), transaction, &account, &destination, now)?;
        Ok(Ok(Reply {
            body: json!({ "CodeDeliveryDetails": destination.details() }),
            message: Some(message),
        }))
    })
    .await
}

/// Where the code goes: the verified e-mail address, else the verified phone number. What receives the codes of the
/// second step cannot also stand in for the first.
pub(super) fn recovery(account: &Account) -> Result<Destination, Refusal> {
    if !account.enabled {
        return Err(next_step::disabled());
    }
    if matches!(
        account.status,
        Status::ForceChangePassword | Status::ExternalProvider
    ) {
        return Err(Refusal::not_authorized(
            "User password cannot be reset in the current state.",
        ));
    }
    [("email", MfaFactor::Email), ("phone_number", MfaFactor::Sms)]
        .into_iter()
        .filter(|(attribute, factor)| account.is_verified(attribute) && !account.mfa.is_on(*factor))
        .find_map(|(attribute, _)| {
            let to = account.attributes.get(attribute)?;
            Some(Destination::new(attribute, to.clone()))
        })
        .ok_or_else(|| {
            Refusal::invalid_parameter(
                "Cannot reset password for the user as there is no registered/verified email or phone_number",
            )
        })
}
