//! `GlobalSignOut`: ends every sign-in of whoever holds the access token. ID tokens and AWS credentials already
//! issued stay good until they expire, as with AWS.

use serde_json::{Value, json};

use super::{UserPool, rules, tokens};
use crate::wire::{Members, Refusal};

pub(super) async fn call(pool: &UserPool, mut members: Members) -> Result<Value, Refusal> {
    let token = members.secret("AccessToken", rules::TOKEN)?;
    members.done()?;

    pool.act(token, |_, transaction, holder, _| {
        tokens::revoke_all(transaction, &holder.account)?;
        Ok(Ok(json!({})))
    })
    .await
}
