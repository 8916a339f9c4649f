//! Passwords that are sent as they are, in USER_PASSWORD_AUTH and USER_AUTH: checked by computing the SRP verifier
//! again.

use base::Secret;
use serde_json::Value;
use subtle::ConstantTimeEq;

use super::account::Account;
use super::answer::Answer;
use super::caller::Caller;
use super::challenge::Kind;
use super::initiate_auth::Start;
use super::round::Round;
use super::srp::Verifier;
use super::{UserPool, compute, migration, next_step, risk};
use crate::wire::Refusal;

/// Checks `USERNAME` and `PASSWORD` of a sign-in that begins.
pub(super) async fn begin(pool: &UserPool, start: Start) -> Result<Value, Refusal> {
    let given = start.parameters.required("PASSWORD")?.clone();
    migration::migrate(pool, &start.caller, &start.name, &given).await?;
    let proven = prove(pool, &start.caller, &start.name, &given).await?;
    pool.converse(move |pool, transaction, now| {
        let round = Round {
            pool,
            caller: &start.caller,
            transaction,
            now,
            progress: start.progress,
        };
        risk::check_sent_password(&round, &start.name, &given, proven)?.map_or_else(
            |refusal| Ok(Err(refusal)),
            |()| next_step::after_password(&round, &start.name, proven),
        )
    })
    .await
}

/// The challenge PASSWORD.
pub(super) async fn answer(pool: &UserPool, answer: Answer) -> Result<Value, Refusal> {
    check(pool, answer, Kind::Password).await
}

/// `PASSWORD` in the answer to a challenge of this kind. A wrong one keeps the session open.
pub(super) async fn check(pool: &UserPool, answer: Answer, kind: Kind) -> Result<Value, Refusal> {
    let given = answer.responses.required("PASSWORD")?.clone();
    pool.write({
        let answer = answer.clone();
        move |pool, transaction, now| answer.open(pool, transaction, kind, now).map(drop)
    })
    .await?;
    let proven = prove(pool, &answer.caller, &answer.name, &given).await?;
    pool.converse(move |pool, transaction, now| {
        let opened = answer.open(pool, transaction, kind, now)?;
        if let Err(refusal) = risk::check_sent_password(&opened.round, &answer.name, &given, proven)? {
            return Ok(Err(refusal));
        }
        let outcome = next_step::after_password(&opened.round, &answer.name, proven)?;
        if outcome.is_ok() {
            opened.close()?;
        }
        Ok(outcome)
    })
    .await
}

/// Whether `given` is the password. For a name without an account the same work is done in vain.
async fn prove(pool: &UserPool, caller: &Caller, name: &str, given: &Secret) -> Result<bool, Refusal> {
    let (user_id, expected) = pool
        .read({
            let (caller, name) = (caller.clone(), name.to_owned());
            move |pool, connection, now| {
                let account = Account::find(connection, &name)?;
                next_step::check_open(connection, &caller, &name, account.as_ref(), now)?;
                let simulated = || Verifier::simulated(&pool.keys, &name);
                Ok(match account {
                    Some(account) => (account.username, account.verifier.unwrap_or_else(simulated)),
                    None => (name.clone(), simulated()),
                })
            }
        })
        .await?;
    let (pool_name, given) = (pool.world().pool_name().to_owned(), given.clone());
    compute(move || {
        let computed = Verifier::with_salt(&pool_name, &user_id, given.expose(), expected.salt);
        bool::from(computed.value.expose().ct_eq(expected.value.expose()))
    })
    .await
}
