//! `ConfirmForgotPassword`: the code and a new password. Where the client hides who exists, a name without an account
//! answers as if its code were wrong, or, when none was asked for, too old.

use serde_json::{Value, json};

use super::account::{Account, Status};
use super::attempts::{self, Budget, Factor};
use super::code::{self, Purpose};
use super::{UserPool, password, password_history, rules};
use crate::wire::{Members, Refusal};

pub(super) async fn call(pool: &UserPool, mut members: Members) -> Result<Value, Refusal> {
    let client_id = members.required("ClientId", rules::CLIENT_ID)?;
    let secret_hash = members.text("SecretHash", rules::SECRET_HASH)?;
    let username = members.required("Username", rules::USERNAME)?;
    let code = members.secret("ConfirmationCode", rules::CODE)?;
    let chosen = members.secret("Password", rules::PASSWORD)?;
    members.context()?;
    members.done()?;
    let caller = pool.caller(&client_id)?;
    caller.check_hash(&username, secret_hash.as_deref())?;
    let name = caller.name(&username);

    let account = pool
        .read({
            let name = name.clone();
            move |_, connection, _| Ok(Account::find(connection, &name)?)
        })
        .await?;
    if account.is_none() && !caller.hides_existence() {
        return Err(caller.no_such_user());
    }
    let user_id = account.map_or(name, |account| account.username);
    let chosen = password_history::choose(pool, caller.pool(), &user_id, &chosen, password::DOES_NOT).await;
    let verifier = match chosen {
        Err(refusal) if !refusal.is("PasswordHistoryPolicyViolationException") => return Err(refusal),
        outcome => outcome,
    };

    pool.settle(move |_, transaction, now| {
        attempts::spend(transaction, &user_id, Budget::ConfirmForgotPassword, now)?;
        let Some(mut account) = Account::find(transaction, &user_id)? else {
            let asked = attempts::spent(transaction, &user_id, Budget::ForgotPassword, now)? > 0;
            return Ok(Err(if asked { code::mismatch() } else { code::expired() }));
        };
        if let Err(refusal) = code::check(transaction, &account, Purpose::ForgotPassword, &code, now) {
            return Ok(Err(refusal));
        }
        let verifier = match verifier {
            Ok(verifier) => verifier,
            Err(reused) => return Ok(Err(reused)),
        };
        password_history::replace(transaction, &mut account, verifier)?;
        if account.status == Status::ResetRequired {
            account.status = Status::Confirmed;
        }
        account.save(transaction, now)?;
        code::forget(transaction, &account, Purpose::ForgotPassword)?;
        attempts::succeed(transaction, &account.username, Factor::Password)?;
        Ok(Ok(json!({})))
    })
    .await
}
