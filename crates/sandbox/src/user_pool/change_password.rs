//! `ChangePassword`: a new password for whoever holds the access token and knows the present one. A wrong one counts
//! like one at sign-in. Tokens stay good.

use base::Secret;
use serde_json::{Value, json};
use subtle::ConstantTimeEq;

use super::account::Status;
use super::attempts::{self, Budget, Factor};
use super::holder::Holder;
use super::srp::Verifier;
use super::{UserPool, compute, next_step, password, password_history, rules};
use crate::wire::{Members, Refusal};

pub(super) async fn call(pool: &UserPool, mut members: Members) -> Result<Value, Refusal> {
    let previous = members
        .text("PreviousPassword", rules::PASSWORD)?
        .map(Secret::new);
    let chosen = members.secret("ProposedPassword", rules::PASSWORD)?;
    let token = members.secret("AccessToken", rules::TOKEN)?;
    members.done()?;

    let holder = pool
        .act(token.clone(), |_, transaction, holder, now| {
            let name = &holder.account.username;
            attempts::check(transaction, name, Factor::Password, now)?;
            attempts::spend(transaction, name, Budget::ChangePassword, now)?;
            Ok(Ok(holder))
        })
        .await?;
    let username = holder.account.username.clone();
    if !proven(pool, &holder, previous).await? {
        return pool
            .settle(move |_, transaction, now| {
                attempts::check(transaction, &username, Factor::Password, now)?;
                attempts::fail(transaction, &username, Factor::Password, now)?;
                Ok(Err(next_step::incorrect()))
            })
            .await;
    }
    let verifier =
        password_history::choose(pool, holder.caller.pool(), &username, &chosen, password::DOES_NOT).await?;
    pool.act(token, move |_, transaction, holder, now| {
        let mut account = holder.account;
        password_history::replace(transaction, &mut account, verifier)?;
        account.save(transaction, now)?;
        attempts::succeed(transaction, &account.username, Factor::Password)?;
        Ok(Ok(json!({})))
    })
    .await
}

/// A user without a password proves nothing, unless another provider vouches for them: they are to have none. Every other
/// one proves the present password.
async fn proven(pool: &UserPool, holder: &Holder, previous: Option<Secret>) -> Result<bool, Refusal> {
    let Some(verifier) = holder.account.verifier.clone() else {
        return Ok(holder.account.status != Status::ExternalProvider);
    };
    let previous =
        previous.ok_or_else(|| Refusal::invalid_parameter("Missing required parameter PreviousPassword"))?;
    let (pool_name, user_id) = (
        pool.world().pool_name().to_owned(),
        holder.account.username.clone(),
    );
    compute(move || {
        let computed = Verifier::with_salt(&pool_name, &user_id, previous.expose(), verifier.salt);
        bool::from(computed.value.expose().ct_eq(verifier.value.expose()))
    })
    .await
}
