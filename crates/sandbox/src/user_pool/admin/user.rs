//! Actions on one user: `AdminGetUser`, `AdminDeleteUser`, `AdminEnableUser`, `AdminDisableUser`, `AdminConfirmSignUp`,
//! `AdminUserGlobalSignOut` and `AdminSetUserMFAPreference`.

use rusqlite::Transaction;
use serde_json::{Value, json};
use time::OffsetDateTime;

use super::{find, nothing, view};
use crate::user_pool::account::{self, Account, Status};
use crate::user_pool::code::{self, Purpose};
use crate::user_pool::set_user_mfa_preference::Wanted;
use crate::user_pool::{UserPool, devices, get_user, passkeys, rules, tokens, trigger};
use crate::wire::{Members, Refusal};

/// `AdminGetUser`: attributes, state and second factors.
pub(super) async fn get(pool: &UserPool, mut members: Members) -> Result<Value, Refusal> {
    let username = one_user(pool, &mut members)?;
    members.done()?;
    pool.read(move |pool, connection, _| {
        let account = find(pool, connection, &username)?;
        let mut answer = view::state(&account);
        answer["UserAttributes"] = json!(view::attributes(&account, None));
        get_user::add_mfa(&mut answer, &account);
        Ok(answer)
    })
    .await
}

/// `AdminDeleteUser`.
pub(super) async fn delete(pool: &UserPool, mut members: Members) -> Result<Value, Refusal> {
    let username = one_user(pool, &mut members)?;
    members.done()?;
    pool.write(move |pool, transaction, _| {
        let account = find(pool, transaction, &username)?;
        devices::forget_all(transaction, &account)?;
        passkeys::forget_all(transaction, &account)?;
        tokens::revoke_all(transaction, &account)?;
        account::delete(transaction, &account)?;
        Ok(nothing())
    })
    .await
}

/// `AdminEnableUser`.
pub(super) async fn enable(pool: &UserPool, members: Members) -> Result<Value, Refusal> {
    change(pool, members, |_, _, account, _| {
        account.enabled = true;
        Ok(())
    })
    .await
}

/// `AdminDisableUser`: nobody signs in as this user any more, and whoever is signed in is signed out.
pub(super) async fn disable(pool: &UserPool, members: Members) -> Result<Value, Refusal> {
    change(pool, members, |_, transaction, account, _| {
        account.enabled = false;
        Ok(tokens::revoke_all(transaction, account)?)
    })
    .await
}

/// `AdminConfirmSignUp`: confirms without a code, and verifies nothing.
pub(super) async fn confirm_sign_up(pool: &UserPool, mut members: Members) -> Result<Value, Refusal> {
    members.context()?;
    change(pool, members, |pool, transaction, account, _| {
        if account.status != Status::Unconfirmed {
            return Err(Refusal::not_authorized(format!(
                "User cannot be confirmed. Current status is {}",
                account.status.as_str()
            )));
        }
        account.status = Status::Confirmed;
        code::forget(transaction, account, Purpose::SignUp)?;
        code::forget(transaction, account, Purpose::SignUpLink)?;
        let settings = pool.settings();
        trigger::run(
            "PostConfirmation",
            settings.pool.triggers.post_confirmation.as_deref(),
        )
    })
    .await
}

/// `AdminUserGlobalSignOut`.
pub(super) async fn global_sign_out(pool: &UserPool, mut members: Members) -> Result<Value, Refusal> {
    let username = one_user(pool, &mut members)?;
    members.done()?;
    pool.write(move |pool, transaction, _| {
        let account = find(pool, transaction, &username)?;
        tokens::revoke_all(transaction, &account)?;
        Ok(nothing())
    })
    .await
}

/// `AdminSetUserMFAPreference`.
pub(super) async fn set_mfa_preference(pool: &UserPool, mut members: Members) -> Result<Value, Refusal> {
    let wanted = Wanted::read(&mut members)?;
    change(pool, members, move |pool, transaction, account, _| {
        wanted.apply(transaction, &pool.settings().pool, account)
    })
    .await
}

/// Reads `UserPoolId` and `Username`.
pub(super) fn one_user(pool: &UserPool, members: &mut Members) -> Result<String, Refusal> {
    let pool_id = UserPool::pool_named(members)?;
    let username = members.required("Username", rules::USERNAME)?;
    if !pool_id.is_empty() {
        pool.check_pool(&pool_id)?;
    }
    Ok(username)
}

/// Changes one user and answers nothing.
async fn change(
    pool: &UserPool,
    mut members: Members,
    work: impl FnOnce(&UserPool, &Transaction<'_>, &mut Account, OffsetDateTime) -> Result<(), Refusal>
    + Send
    + 'static,
) -> Result<Value, Refusal> {
    let username = one_user(pool, &mut members)?;
    members.done()?;
    pool.write(move |pool, transaction, now| {
        let mut account = find(pool, transaction, &username)?;
        work(pool, transaction, &mut account, now)?;
        account.save(transaction, now)?;
        Ok(nothing())
    })
    .await
}
