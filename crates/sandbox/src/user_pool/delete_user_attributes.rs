//! `DeleteUserAttributes`: takes attributes away from whoever holds the access token.

use serde_json::{Value, json};

use super::{UserPool, attributes, rules, update_user_attributes};
use crate::wire::{Members, Refusal};

pub(super) async fn call(pool: &UserPool, mut members: Members) -> Result<Value, Refusal> {
    let names = members.texts("UserAttributeNames", rules::ATTRIBUTE_NAME)?;
    let token = members.secret("AccessToken", rules::TOKEN)?;
    members.done()?;

    pool.act(token, move |_, transaction, holder, now| {
        let (pool, mut account) = (holder.caller.pool(), holder.account);
        let emptied: Vec<(String, String)> = names.into_iter().map(|name| (name, String::new())).collect();
        attributes::check_names(pool, &emptied)?;
        update_user_attributes::check_mutable(pool, &account, &emptied)?;
        for (name, _) in &emptied {
            update_user_attributes::remove(transaction, pool, &mut account, name)?;
        }
        account.save(transaction, now)?;
        Ok(Ok(json!({})))
    })
    .await
}
