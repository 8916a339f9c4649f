//! `UpdateDeviceStatus`: remembers a device, or stops doing so.

use serde_json::{Value, json};

use super::{UserPool, devices, rules};
use crate::wire::{Members, Refusal};

pub(super) async fn call(pool: &UserPool, mut members: Members) -> Result<Value, Refusal> {
    let token = members.secret("AccessToken", rules::TOKEN)?;
    let key = members.required("DeviceKey", rules::DEVICE_KEY)?;
    let status = members.one_of_or_none("DeviceRememberedStatus", &["remembered", "not_remembered"])?;
    members.done()?;

    pool.act(token, move |_, transaction, holder, now| {
        devices::check_tracked(holder.caller.pool(), &holder.account)?;
        let mut device = devices::confirmed(transaction, &holder.account, &key)?;
        if let Some(status) = status {
            device.remembered = status == "remembered";
            device.save(transaction, now)?;
        }
        Ok(Ok(json!({})))
    })
    .await
}
