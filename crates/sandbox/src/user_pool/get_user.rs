//! `GetUser`: the attributes and second factors of whoever holds the access token.

use serde_json::{Map, Value, json};

use super::holder::Holder;
use super::{UserPool, rules};
use crate::wire::{Members, Refusal};

pub(super) async fn call(pool: &UserPool, mut members: Members) -> Result<Value, Refusal> {
    let token = members.secret("AccessToken", rules::TOKEN)?;
    members.done()?;

    let account = pool
        .read(move |pool, connection, now| Holder::find(pool, connection, &token, now))
        .await?
        .account;
    let mut attributes = vec![json!({ "Name": "sub", "Value": account.sub })];
    attributes.extend(
        account
            .attributes
            .iter()
            .map(|(name, value)| json!({ "Name": name, "Value": value })),
    );
    let mut answer = Map::new();
    answer.insert("Username".to_owned(), json!(account.username));
    answer.insert("UserAttributes".to_owned(), Value::Array(attributes));
    if let Some(preferred) = account.mfa.preferred {
        answer.insert("PreferredMfaSetting".to_owned(), json!(preferred));
    }
    let factors = account.mfa.list();
    if !factors.is_empty() {
        answer.insert("UserMFASettingList".to_owned(), json!(factors));
    }
    Ok(Value::Object(answer))
}
