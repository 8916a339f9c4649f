//! The challenge NEW_PASSWORD_REQUIRED: a person invited by an administrator chooses a password and fills in required
//! attributes that are still missing. A refusal keeps the session open.

use base::Secret;
use serde_json::Value;

use super::account::{Account, Status};
use super::caller::Caller;
use super::challenge::{self, Kind};
use super::parameters::Parameters;
use super::srp::Verifier;
use super::{UserPool, attributes, compute, next_step, password};
use crate::wire::Refusal;

pub(super) async fn answer(
    pool: &UserPool,
    caller: Caller,
    session: Secret,
    responses: &Parameters,
) -> Result<Value, Refusal> {
    let name = caller.name(responses.required("USERNAME")?.expose());
    let chosen = responses.required("NEW_PASSWORD")?.clone();
    let given = responses.below("userAttributes.");

    let mut account = pool
        .read({
            let (caller, session) = (caller.clone(), session.clone());
            move |_, connection, now| {
                let account = Account::find(connection, &name)?.ok_or_else(challenge::invalid)?;
                challenge::find(
                    connection,
                    &caller,
                    Kind::NewPasswordRequired,
                    &account.username,
                    &session,
                    now,
                )?;
                Ok(account)
            }
        })
        .await?;
    password::check(&caller.pool().password_policy, &chosen, password::DOES_NOT)?;
    let given = attributes::check(given)?;
    if let Some(name) = given.keys().find(|name| account.attributes.contains_key(*name)) {
        return Err(Refusal::not_authorized(format!(
            "Cannot modify an already provided {name}"
        )));
    }
    account.attributes.extend(given);
    if let Some(name) = attributes::missing(&caller.pool().required_attributes, &account.attributes).first() {
        return Err(Refusal::invalid_parameter(format!(
            "Invalid attributes given, {name} is missing"
        )));
    }

    let verifier = compute({
        let (pool_name, user_id) = (pool.world().pool_name().to_owned(), account.username.clone());
        move || Verifier::create(&pool_name, &user_id, &chosen)
    })
    .await??;
    account.status = Status::Confirmed;
    account.verifier = Some(verifier);
    account.invited_at = None;
    pool.write(move |pool, transaction, now| {
        challenge::find(
            transaction,
            &caller,
            Kind::NewPasswordRequired,
            &account.username,
            &session,
            now,
        )?;
        challenge::close(transaction, &session)?;
        account.save(transaction)?;
        next_step::second_factor(pool, transaction, &caller, &account, now)
    })
    .await
}
