//! `GetId`: the identity of logins, made at the first asking and the same ever after; without logins, a new guest.

use serde_json::{Value, json};

use super::{IdentityPool, linking, login, rules};
use crate::wire::{Members, Pattern, Refusal, Rule};

/// `AccountId`.
const ACCOUNT_ID: Rule = Rule {
    min: 1,
    max: 15,
    pattern: Some(Pattern {
        words: "\\d+",
        allows: |c| c.is_ascii_digit(),
    }),
    sensitive: false,
};

pub(super) async fn call(pool: &IdentityPool, mut members: Members) -> Result<Value, Refusal> {
    let pool_id = members.required("IdentityPoolId", rules::ID)?;
    members.text("AccountId", ACCOUNT_ID)?;
    let logins = rules::logins(&mut members)?;
    members.done()?;
    pool.check_pool(&pool_id)?;
    let logins = login::verify(pool, &logins, pool.foundation.clock.now()).await?;
    if logins.is_empty() && !pool.settings().guests {
        return Err(linking::guests_refused());
    }

    let region = pool.foundation.world.region.clone();
    let identity = pool
        .foundation
        .database
        .write(move |transaction| linking::identity_of(transaction, &logins, &region))
        .await?;
    Ok(json!({ "IdentityId": identity.id }))
}
