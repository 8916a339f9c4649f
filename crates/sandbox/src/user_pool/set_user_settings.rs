//! `SetUserSettings`: the old way to switch SMS codes on or off; Cognito keeps it for old apps.

use serde_json::{Value, json};

use super::mfa::MfaFactor;
use super::{UserPool, rules};
use crate::wire::{Members, Refusal};

pub(super) async fn call(pool: &UserPool, mut members: Members) -> Result<Value, Refusal> {
    let token = members.secret("AccessToken", rules::TOKEN)?;
    let options = members.structures("MFAOptions")?;
    let mut by_sms = false;
    for mut option in options {
        let medium = option.one_of_or_none("DeliveryMedium", &["SMS", "EMAIL"])?;
        let attribute = option.text("AttributeName", rules::ATTRIBUTE_NAME)?;
        members.absorb(option);
        if medium.as_deref() != Some("SMS") || attribute.as_deref() != Some("phone_number") {
            members.done()?;
            return Err(Refusal::invalid_parameter(
                "MFA options can only be phone_number by SMS.",
            ));
        }
        by_sms = true;
    }
    members.done()?;

    pool.act(token, move |_, transaction, holder, now| {
        let mut account = holder.account;
        if by_sms && !account.is_verified("phone_number") {
            return Err(Refusal::invalid_parameter(
                "User does not have delivery config set to turn on SMS_MFA",
            ));
        }
        account.mfa.set(MfaFactor::Sms, by_sms);
        account.save(transaction, now)?;
        Ok(Ok(json!({})))
    })
    .await
}
