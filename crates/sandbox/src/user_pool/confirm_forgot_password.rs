//! `ConfirmForgotPassword`: the code and a new password. A name without an account answers as if its code were wrong,
//! or, when none was asked for, too old.

use serde_json::{Value, json};

use super::account::{Account, Status};
use super::attempts::{self, Budget, Factor};
use super::code::{self, Purpose};
use super::srp::Verifier;
use super::{UserPool, compute, password, rules};
use crate::wire::{Members, Refusal};

pub(super) async fn call(pool: &UserPool, mut members: Members) -> Result<Value, Refusal> {
    let client_id = members.required("ClientId", rules::CLIENT_ID)?;
    let secret_hash = members.text("SecretHash", rules::SECRET_HASH)?;
    let username = members.required("Username", rules::USERNAME)?;
    let code = members.secret("ConfirmationCode", rules::CODE)?;
    let chosen = members.secret("Password", rules::PASSWORD)?;
    members.done()?;
    let caller = pool.caller(&client_id)?;
    caller.check_hash(&username, secret_hash.as_deref())?;
    let username = caller.name(&username);
    password::check(&caller.pool().password_policy, &chosen, password::DOES_NOT)?;

    let account = pool.read({
        let username = username.clone();
        move |_, connection, _| Ok(Account::find(connection, &username)?)
    });
    let user_id = account.await?.map_or(username, |account| account.username);
    let verifier = compute({
        let (pool_name, user_id) = (pool.world().pool_name().to_owned(), user_id.clone());
        move || Verifier::create(&pool_name, &user_id, &chosen)
    })
    .await??;

    pool.settle(move |_, transaction, now| {
        attempts::spend(transaction, &user_id, Budget::ConfirmForgotPassword, now)?;
        let Some(mut account) = Account::find(transaction, &user_id)? else {
            let asked = attempts::spent(transaction, &user_id, Budget::ForgotPassword, now)? > 0;
            return Ok(Err(if asked { code::mismatch() } else { code::expired() }));
        };
        if let Err(refusal) = code::check(transaction, &account, Purpose::ForgotPassword, &code, now) {
            return Ok(Err(refusal));
        }
        account.verifier = Some(verifier);
        if account.status == Status::ResetRequired {
            account.status = Status::Confirmed;
        }
        account.save(transaction)?;
        code::forget(transaction, &account, Purpose::ForgotPassword)?;
        attempts::succeed(transaction, &account.username, Factor::Password)?;
        Ok(Ok(json!({})))
    })
    .await
}
