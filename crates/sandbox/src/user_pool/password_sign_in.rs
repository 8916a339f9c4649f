//! USER_PASSWORD_AUTH: the password itself arrives and is checked by computing its SRP verifier again.

use serde_json::Value;
use subtle::ConstantTimeEq;

use super::account::Account;
use super::caller::Caller;
use super::parameters::Parameters;
use super::srp::Verifier;
use super::{UserPool, compute, next_step};
use crate::wire::Refusal;

/// Checks `USERNAME` and `PASSWORD`. For a name without an account the same work is done in vain.
pub(super) async fn prove(
    pool: &UserPool,
    caller: Caller,
    parameters: &Parameters,
) -> Result<Value, Refusal> {
    let name = parameters.required("USERNAME")?.expose();
    caller.check_hash(
        name,
        parameters.get("SECRET_HASH").map(|hash| hash.expose().as_str()),
    )?;
    let name = caller.name(name);
    let given = parameters.required("PASSWORD")?.clone();

    let (user_id, expected) = pool
        .read({
            let name = name.clone();
            move |pool, connection, now| {
                let account = Account::find(connection, &name)?;
                next_step::check_open(connection, &name, account.as_ref(), now)?;
                let simulated = || Verifier::simulated(&pool.keys, &name);
                Ok(match account {
                    Some(account) => (account.username, account.verifier.unwrap_or_else(simulated)),
                    None => (name.clone(), simulated()),
                })
            }
        })
        .await?;
    let pool_name = pool.world().pool_name().to_owned();
    let proven = compute(move || {
        let computed = Verifier::with_salt(&pool_name, &user_id, given.expose(), expected.salt);
        bool::from(computed.value.expose().ct_eq(expected.value.expose()))
    })
    .await?;
    pool.settle(move |pool, transaction, now| {
        next_step::after_password(pool, transaction, &caller, &name, proven, now)
    })
    .await
}
