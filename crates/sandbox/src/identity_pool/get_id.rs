//! `GetId`: the identity of a login, made at the first asking and the same ever after.

use serde_json::{Value, json};

use super::login::{self, Login};
use super::{ID, IdentityPool, identity_of};
use crate::random;
use crate::seed::ADA_IDENTITY;
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
    let pool_id = members.required("IdentityPoolId", ID)?;
    members.text("AccountId", ACCOUNT_ID)?;
    let logins = members.map("Logins")?;
    members.done()?;
    if pool_id != pool.foundation.world.identity_pool_id {
        return Err(Refusal::not_found(format!("IdentityPool '{pool_id}' not found.")));
    }
    let login = login::verify(pool, &logins, pool.foundation.clock.now())?.ok_or_else(|| {
        Refusal::not_authorized("Unauthenticated access is not supported for this identity pool.")
    })?;

    let region = pool.foundation.world.region.clone();
    let identity_id = pool
        .foundation
        .database
        .write(move |transaction| {
            if let Some(known) = identity_of(transaction, &login.sub)? {
                return Ok::<_, Refusal>(known);
            }
            let identity_id = new_identity(&login, &region);
            transaction.execute(
                "INSERT INTO identities VALUES (?1, ?2)",
                [&identity_id, &login.sub],
            )?;
            Ok(identity_id)
        })
        .await?;
    Ok(json!({ "IdentityId": identity_id }))
}

/// The first account `ada` gets the identity for which files are seeded.
fn new_identity(login: &Login, region: &str) -> String {
    if login.username == "ada" {
        ADA_IDENTITY.to_owned()
    } else {
        format!("{region}:{}", random::uuid())
    }
}
