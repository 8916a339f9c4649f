//! `AdminSetUserPassword`, which gives a password for good or until the next sign-in, and `AdminResetUserPassword`, which
//! asks the user for a new one.

use base::Secret;
use serde_json::Value;

use super::user::one_user;
use super::{find, nothing};
use crate::user_pool::account::Status;
use crate::user_pool::round::Reply;
use crate::user_pool::{UserPool, code, forgot_password, password, password_history, rules};
use crate::wire::{Members, Refusal};

/// `AdminSetUserPassword`.
pub(super) async fn set(pool: &UserPool, mut members: Members) -> Result<Value, Refusal> {
    let chosen = members.required("Password", rules::PASSWORD)?;
    let permanent = members.flag("Permanent")?;
    let username = one_user(pool, &mut members)?;
    members.done()?;

    let account = pool
        .read(move |pool, connection, _| find(pool, connection, &username))
        .await?;
    let verifier = password_history::choose(
        pool,
        &pool.settings().pool,
        &account.username,
        &Secret::new(chosen),
        password::DOES_NOT,
    )
    .await?;
    pool.write(move |pool, transaction, now| {
        let mut account = find(pool, transaction, &account.username)?;
        password_history::replace(transaction, &mut account, verifier)?;
        account.status = if permanent {
            Status::Confirmed
        } else {
            account.invited_at = Some(now);
            Status::ForceChangePassword
        };
        account.save(transaction, now)?;
        Ok(nothing())
    })
    .await
}

/// `AdminResetUserPassword`: the password counts no longer, and a code for a new one goes to the user.
pub(super) async fn reset(pool: &UserPool, mut members: Members) -> Result<Value, Refusal> {
    members.context()?;
    let username = one_user(pool, &mut members)?;
    members.done()?;
    pool.converse(move |pool, transaction, now| {
        let mut account = find(pool, transaction, &username)?;
        let destination = forgot_password::recovery(&account)?;
        account.status = Status::ResetRequired;
        account.save(transaction, now)?;
        let settings = pool.settings();
        let message = code::send_forgot_password(&settings.pool, transaction, &account, &destination, now)?;
        Ok(Ok(Reply {
            body: nothing(),
            message: Some(message),
        }))
    })
    .await
}
