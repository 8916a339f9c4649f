//! `GetDevice`: one confirmed device of whoever holds the access token.

use base::Secret;
use serde_json::{Value, json};

use super::{UserPool, devices, rules};
use crate::wire::{Members, Refusal};

pub(super) async fn call(pool: &UserPool, mut members: Members) -> Result<Value, Refusal> {
    let token = members.text("AccessToken", rules::TOKEN)?.map(Secret::new);
    let key = members.required("DeviceKey", rules::DEVICE_KEY)?;
    members.done()?;
    let token = token.ok_or_else(rules::no_access_token)?;

    pool.act(token, move |pool, transaction, holder, _| {
        devices::check_tracked(holder.caller.pool(), &holder.account)?;
        let device = devices::confirmed(transaction, &holder.account, &key)?;
        Ok(Ok(
            json!({ "Device": device.view(pool.world(), &holder.account) }),
        ))
    })
    .await
}
