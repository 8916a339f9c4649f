//! USER_AUTH and its challenge SELECT_CHALLENGE: the person's first factors, of which one is chosen, in the first call
//! or in an answer, where it helps together with its proof.

use base::Secret;
use serde_json::{Value, json};

use super::account::Account;
use super::answer::Answer;
use super::challenge::{self, Kind};
use super::first_factor::{self, FirstFactor};
use super::initiate_auth::Start;
use super::round::{Reply, Round};
use super::{UserPool, next_step, passkey_sign_in, password_sign_in, sent_code, srp_sign_in};
use crate::wire::Refusal;

/// USER_AUTH with or without `PREFERRED_CHALLENGE`, or with the session of a sign-up that has just been confirmed.
pub(super) async fn begin(pool: &UserPool, start: Start) -> Result<Value, Refusal> {
    if let Some(session) = start.session.clone() {
        return resume(pool, start, session).await;
    }
    let preferred = start
        .parameters
        .get("PREFERRED_CHALLENGE")
        .and_then(|name| FirstFactor::parse(name.expose()));
    let offered = pool
        .read({
            let start = start.clone();
            move |_, connection, now| {
                let account = Account::find(connection, &start.name)?;
                next_step::check_open(connection, &start.caller, &start.name, account.as_ref(), now)?;
                first_factor::offered(connection, start.caller.pool(), account.as_ref())
            }
        })
        .await?;
    match preferred.filter(|factor| offered.contains(factor)) {
        Some(FirstFactor::Password) if start.parameters.get("PASSWORD").is_some() => {
            password_sign_in::begin(pool, start).await
        }
        Some(FirstFactor::PasswordSrp) if start.parameters.get("SRP_A").is_some() => {
            srp_sign_in::begin(pool, start).await
        }
        chosen => {
            pool.converse(move |pool, transaction, now| {
                let round = Round {
                    pool,
                    caller: &start.caller,
                    transaction,
                    now,
                    progress: start.progress,
                };
                let account = Account::find(transaction, &start.name)?;
                match chosen {
                    Some(factor) => ask_for(&round, &start.name, account.as_ref(), factor, &offered),
                    None => ask(&round, &start.name, account.as_ref(), &offered),
                }
                .map(Ok)
            })
            .await
        }
    }
}

/// SELECT_CHALLENGE: `ANSWER` names a factor; the proof of a password may come along.
pub(super) async fn answer(pool: &UserPool, answer: Answer) -> Result<Value, Refusal> {
    let chosen = FirstFactor::parse(answer.responses.required("ANSWER")?.expose());
    let factor = pool
        .write({
            let answer = answer.clone();
            move |pool, transaction, now| {
                let mut opened = answer.open(pool, transaction, Kind::SelectChallenge, now)?;
                let offered: Vec<FirstFactor> = opened.data()?;
                chosen
                    .filter(|factor| offered.contains(factor))
                    .ok_or_else(|| Refusal::invalid_parameter("Selected challenge is not available."))
            }
        })
        .await?;
    match factor {
        FirstFactor::Password if answer.responses.get("PASSWORD").is_some() => {
            password_sign_in::check(pool, answer, Kind::SelectChallenge).await
        }
        FirstFactor::PasswordSrp if answer.responses.get("SRP_A").is_some() => {
            srp_sign_in::check(pool, answer, Kind::SelectChallenge).await
        }
        FirstFactor::Password
        | FirstFactor::PasswordSrp
        | FirstFactor::WebAuthn
        | FirstFactor::EmailOtp
        | FirstFactor::SmsOtp => {
            pool.converse(move |pool, transaction, now| {
                let mut opened = answer.open(pool, transaction, Kind::SelectChallenge, now)?;
                let offered: Vec<FirstFactor> = opened.data()?;
                opened.close()?;
                let account = opened.account.as_ref();
                ask_for(&opened.round, &opened.username, account, factor, &offered).map(Ok)
            })
            .await
        }
    }
}

async fn resume(pool: &UserPool, start: Start, session: Secret) -> Result<Value, Refusal> {
    pool.converse(move |pool, transaction, now| {
        let account = Account::find(transaction, &start.name)?.ok_or_else(challenge::invalid)?;
        next_step::check_open(transaction, &start.caller, &start.name, Some(&account), now)?;
        let waiting = Kind::ConfirmedSignUp;
        challenge::find(
            transaction,
            &start.caller,
            waiting,
            &account.username,
            &session,
            now,
        )?;
        challenge::close(transaction, &session)?;
        let round = Round {
            pool,
            caller: &start.caller,
            transaction,
            now,
            progress: start.progress,
        };
        next_step::second_factor(&round, &account).map(Ok)
    })
    .await
}

fn ask(
    round: &Round<'_>,
    name: &str,
    account: Option<&Account>,
    offered: &[FirstFactor],
) -> Result<Reply, Refusal> {
    let username = next_step::subject(name, account);
    let parameters = json!({ "USERNAME": username });
    let mut body = round.ask(Kind::SelectChallenge, username, parameters, json!(offered))?;
    body["AvailableChallenges"] = json!(offered);
    Ok(Reply::from(body))
}

fn ask_for(
    round: &Round<'_>,
    name: &str,
    account: Option<&Account>,
    factor: FirstFactor,
    offered: &[FirstFactor],
) -> Result<Reply, Refusal> {
    let username = next_step::subject(name, account);
    let bare = |kind| round.ask(kind, username, json!({ "USERNAME": username }), Value::Null);
    let send = |way| match account {
        Some(account) => sent_code::ask(round, account, way, sent_code::Role::FirstFactor),
        None => sent_code::ask_in_vain(round, username, way),
    };
    let mut reply = match factor {
        FirstFactor::Password => Reply::from(bare(Kind::Password)?),
        FirstFactor::PasswordSrp => Reply::from(bare(Kind::PasswordSrp)?),
        FirstFactor::WebAuthn => passkey_sign_in::ask(round, account.ok_or_else(challenge::invalid)?)?,
        FirstFactor::EmailOtp => send(sent_code::EMAIL_OTP)?,
        FirstFactor::SmsOtp => send(sent_code::SMS_OTP)?,
    };
    reply.body["AvailableChallenges"] = json!(offered);
    Ok(reply)
}
