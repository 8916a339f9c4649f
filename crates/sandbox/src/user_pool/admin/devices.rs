//! `AdminListDevices`, `AdminGetDevice` and `AdminForgetDevice`: the devices of any user.

use serde_json::{Value, json};

use super::user::one_user;
use super::{find, nothing};
use crate::user_pool::list_devices::Page;
use crate::user_pool::{UserPool, devices, rules};
use crate::wire::{Members, Refusal};

/// `AdminListDevices`.
pub(super) async fn list(pool: &UserPool, mut members: Members) -> Result<Value, Refusal> {
    let page = Page::read(&mut members)?;
    let username = one_user(pool, &mut members)?;
    members.done()?;
    pool.read(move |pool, connection, _| {
        let account = find(pool, connection, &username)?;
        devices::check_tracked(&pool.settings().pool, &account)?;
        page.of(pool, connection, &account)
    })
    .await
}

/// `AdminGetDevice`.
pub(super) async fn get(pool: &UserPool, mut members: Members) -> Result<Value, Refusal> {
    let key = members.required("DeviceKey", rules::DEVICE_KEY)?;
    let username = one_user(pool, &mut members)?;
    members.done()?;
    pool.read(move |pool, connection, _| {
        let account = find(pool, connection, &username)?;
        devices::check_tracked(&pool.settings().pool, &account)?;
        let device = devices::confirmed(connection, &account, &key)?;
        Ok(json!({ "Device": device.view(pool.world(), &account) }))
    })
    .await
}

/// `AdminForgetDevice`.
pub(super) async fn forget(pool: &UserPool, mut members: Members) -> Result<Value, Refusal> {
    let key = members.required("DeviceKey", rules::DEVICE_KEY)?;
    let username = one_user(pool, &mut members)?;
    members.done()?;
    pool.write(move |pool, transaction, _| {
        let account = find(pool, transaction, &username)?;
        devices::check_tracked(&pool.settings().pool, &account)?;
        let device = devices::confirmed(transaction, &account, &key)?;
        devices::forget(transaction, &device)?;
        Ok(nothing())
    })
    .await
}
