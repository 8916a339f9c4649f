//! `ConfirmSignUp`: the code makes the account usable. The session that goes back lets USER_AUTH sign in at once.

use serde_json::{Value, json};

use super::account::Account;
use super::attempts::{self, Budget};
use super::challenge::Kind;
use super::code::{self, Purpose};
use super::progress::{Flow, Progress};
use super::round::{Reply, Round};
use super::{UserPool, confirmation, next_step, rules};
use crate::settings::AuthFlow;
use crate::wire::{Members, Refusal};

pub(super) async fn call(pool: &UserPool, mut members: Members) -> Result<Value, Refusal> {
    let client_id = members.required("ClientId", rules::CLIENT_ID)?;
    let secret_hash = members.text("SecretHash", rules::SECRET_HASH)?;
    let username = members.required("Username", rules::USERNAME)?;
    let code = members.secret("ConfirmationCode", rules::CODE)?;
    let force_alias = members.flag("ForceAliasCreation")?;
    members.context()?;
    members.done()?;
    let caller = pool.caller(&client_id)?;
    caller.check_hash(&username, secret_hash.as_deref())?;
    let name = caller.name(&username);

    pool.converse(move |pool, transaction, now| {
        let account = Account::find(transaction, &name)?;
        let subject = next_step::subject(&name, account.as_ref());
        attempts::spend(transaction, subject, Budget::ConfirmSignUp, now)?;
        let Some(account) = account else {
            return Ok(Err(if caller.hides_existence() {
                code::expired()
            } else {
                caller.no_such_user()
            }));
        };
        let rules = caller.pool();
        let purpose = Purpose::SignUp;
        let account =
            match confirmation::confirm(rules, transaction, account, purpose, &code, force_alias, now)? {
                Ok(account) => account,
                Err(refusal) => return Ok(Err(refusal)),
            };
        let mut answer = json!({});
        if caller.client().allows(AuthFlow::User) {
            let round = Round {
                pool,
                caller: &caller,
                transaction,
                now,
                progress: Progress { flow: Flow::User },
            };
            let session = round.wait(Kind::ConfirmedSignUp, &account.username, Value::Null)?;
            answer["Session"] = json!(session.expose());
        }
        Ok(Ok(Reply::from(answer)))
    })
    .await
}
