//! The challenge NEW_PASSWORD_REQUIRED: a person invited by an administrator chooses a password and fills in required
//! attributes that are still missing. A refusal keeps the session open.

use serde_json::Value;

use super::account::{Account, Status};
use super::answer::Answer;
use super::challenge::Kind;
use super::{UserPool, attributes, next_step, password, password_history};
use crate::settings::PoolSettings;
use crate::wire::Refusal;

pub(super) async fn answer(pool: &UserPool, answer: Answer) -> Result<Value, Refusal> {
    let chosen = answer.responses.required("NEW_PASSWORD")?.clone();
    let mut account = pool
        .write({
            let answer = answer.clone();
            move |pool, transaction, now| {
                answer
                    .open(pool, transaction, Kind::NewPasswordRequired, now)?
                    .existing()
            }
        })
        .await?;
    let rules = answer.caller.pool();
    let username = account.username.clone();
    let verifier = password_history::choose(pool, rules, &username, &chosen, password::DOES_NOT).await?;
    let given = attributes::check(rules, answer.responses.below("userAttributes."))?;
    fill_in(rules, &mut account, given)?;

    pool.converse(move |pool, transaction, now| {
        let opened = answer.open(pool, transaction, Kind::NewPasswordRequired, now)?;
        opened.close()?;
        password_history::replace(transaction, &mut account, verifier)?;
        account.status = Status::Confirmed;
        account.save(transaction, now)?;
        next_step::second_factor(&opened.round, &account).map(Ok)
    })
    .await
}

fn fill_in(
    rules: &PoolSettings,
    account: &mut Account,
    given: std::collections::BTreeMap<String, String>,
) -> Result<(), Refusal> {
    if let Some(name) = given.keys().find(|name| account.attributes.contains_key(*name)) {
        if name == "phone_number" && account.mfa.sms {
            return Err(Refusal::invalid_parameter(
                "Cannot modify an already provided phone number when SMS MFA is enabled.",
            ));
        }
        return Err(Refusal::not_authorized(format!(
            "Cannot modify an already provided {name}"
        )));
    }
    account.attributes.extend(given);
    match attributes::missing(&rules.required_attributes, &account.attributes).first() {
        Some(name) => Err(Refusal::invalid_parameter(format!(
            "Invalid attributes given, {name} is missing"
        ))),
        None => Ok(()),
    }
}
