//! `GetUser`: the attributes and second factors of whoever holds the access token.

use serde_json::{Value, json};

use super::account::Account;
use super::{UserPool, rules};
use crate::wire::{Members, Refusal};

pub(super) async fn call(pool: &UserPool, mut members: Members) -> Result<Value, Refusal> {
    let token = members.secret("AccessToken", rules::TOKEN)?;
    members.done()?;

    pool.act(token, |_, _, holder, _| {
        let account = holder.account;
        let mut attributes = vec![json!({ "Name": "sub", "Value": account.sub })];
        attributes.extend(
            account
                .attributes
                .iter()
                .map(|(name, value)| json!({ "Name": name, "Value": value })),
        );
        let mut answer = json!({ "Username": account.username, "UserAttributes": attributes });
        if account.mfa.sms {
            answer["MFAOptions"] = json!([{ "DeliveryMedium": "SMS", "AttributeName": "phone_number" }]);
        }
        add_mfa(&mut answer, &account);
        Ok(Ok(answer))
    })
    .await
}

/// `PreferredMfaSetting` and `UserMFASettingList`, which AWS leaves out when there is nothing to say.
pub(super) fn add_mfa(answer: &mut Value, account: &Account) {
    if let Some(preferred) = account.mfa.preferred {
        answer["PreferredMfaSetting"] = json!(preferred);
    }
    let factors = account.mfa.list();
    if !factors.is_empty() {
        answer["UserMFASettingList"] = json!(factors);
    }
}
