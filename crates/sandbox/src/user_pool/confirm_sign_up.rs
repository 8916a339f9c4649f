//! `ConfirmSignUp`: the code makes the account usable and its e-mail address a second name. An address that another
//! account has verified moves only on `ForceAliasCreation`.

use rusqlite::Transaction;
use serde_json::{Value, json};

use super::account::{Account, Status, canonical};
use super::attempts::{self, Budget};
use super::code::{self, Purpose};
use super::{UserPool, rules};
use crate::wire::{Members, Refusal};

pub(super) async fn call(pool: &UserPool, mut members: Members) -> Result<Value, Refusal> {
    let client_id = members.required("ClientId", rules::CLIENT_ID)?;
    let secret_hash = members.text("SecretHash", rules::SECRET_HASH)?;
    let username = members.required("Username", rules::USERNAME)?;
    let code = members.secret("ConfirmationCode", rules::CODE)?;
    let force_alias = members.flag("ForceAliasCreation")?;
    members.done()?;
    let caller = pool.caller(&client_id)?;
    caller.check_hash(&username, secret_hash.as_deref())?;
    let username = caller.name(&username);

    pool.settle(move |_, transaction, now| {
        let account = Account::find(transaction, &username)?;
        let subject = account
            .as_ref()
            .map_or_else(|| username.clone(), |found| found.username.clone());
        attempts::spend(transaction, &subject, Budget::ConfirmSignUp, now)?;
        let Some(account) = account else {
            return Ok(Err(code::expired()));
        };
        if account.status != Status::Unconfirmed {
            let refusal = format!(
                "User cannot be confirmed. Current status is {}",
                account.status.as_str()
            );
            return Ok(Err(Refusal::not_authorized(refusal)));
        }
        if let Err(refusal) = code::check(transaction, &account, Purpose::SignUp, &code, now) {
            return Ok(Err(refusal));
        }
        Ok(confirm(transaction, account, force_alias)?)
    })
    .await
}

fn confirm(
    transaction: &Transaction<'_>,
    mut account: Account,
    force_alias: bool,
) -> Result<Result<Value, Refusal>, rusqlite::Error> {
    let holder = match account.email() {
        Some(email) => Account::find_by_alias(transaction, &canonical(email, account.own.case_sensitive))?,
        None => None,
    };
    if let Some(mut holder) = holder.filter(|holder| holder.username != account.username) {
        if !force_alias {
            let refusal = Refusal::new(
                "AliasExistsException",
                "An account with the email already exists.",
            );
            return Ok(Err(refusal));
        }
        holder.set_verified("email", false);
        holder.save(transaction)?;
    }
    account.status = Status::Confirmed;
    account.set_verified("email", true);
    account.save(transaction)?;
    code::forget(transaction, &account, Purpose::SignUp)?;
    Ok(Ok(json!({})))
}
