//! `DeleteUser`: whoever holds the access token deletes themselves. Files in S3 and AWS credentials stay, as with AWS.

use serde_json::{Value, json};

use super::{UserPool, account, devices, passkeys, rules};
use crate::wire::{Members, Refusal};

pub(super) async fn call(pool: &UserPool, mut members: Members) -> Result<Value, Refusal> {
    let token = members.secret("AccessToken", rules::TOKEN)?;
    members.done()?;

    pool.act(token, |_, transaction, holder, _| {
        devices::forget_all(transaction, &holder.account)?;
        passkeys::forget_all(transaction, &holder.account)?;
        account::delete(transaction, &holder.account)?;
        Ok(Ok(json!({})))
    })
    .await
}
