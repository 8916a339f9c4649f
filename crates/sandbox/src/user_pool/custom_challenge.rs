//! CUSTOM_AUTH and CUSTOM_CHALLENGE: what Define, Create and Verify Auth Challenge of a pretend Lambda do together. The
//! first round is a riddle, the second a code from a mail. A wrong answer asks the same again under a new session, up
//! to three times a sign-in.

use aws_lc_rs::digest::{SHA256, digest};
use base::Secret;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use subtle::ConstantTimeEq;

use super::account::{Account, Status};
use super::answer::Answer;
use super::challenge::Kind;
use super::delivery::Destination;
use super::initiate_auth::Start;
use super::round::{Reply, Round};
use super::{UserPool, next_step, srp_sign_in};
use crate::inbox;
use crate::random;
use crate::settings::{CustomChallenge, PoolSettings};
use crate::wire::Refusal;
use crate::world::RIDDLE_ANSWER;

/// How many wrong answers end a sign-in.
const MOST_WRONG: u32 = 3;

/// What the private parameters of the Lambda would keep.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum Question {
    Riddle,
    Mail,
}

/// What waits for an answer.
#[derive(Serialize, Deserialize)]
struct Waiting {
    question: Question,
    wrong: u32,
    /// Of the right answer; nothing for a name without an account.
    hash: Option<String>,
}

/// CUSTOM_AUTH: with `CHALLENGE_NAME` = `SRP_A` the password is proven first.
pub(super) async fn begin(pool: &UserPool, start: Start) -> Result<Value, Refusal> {
    let by_srp = match start.parameters.get("CHALLENGE_NAME").map(Secret::expose) {
        None => false,
        Some(name) if name == "SRP_A" => true,
        Some(_) => return Err(Refusal::invalid_parameter("Invalid challenge name.")),
    };
    pool.read({
        let start = start.clone();
        move |_, connection, now| {
            let account = Account::find(connection, &start.name)?;
            rounds(start.caller.pool(), account.as_ref())?;
            next_step::check_open(connection, &start.caller, &start.name, account.as_ref(), now)
        }
    })
    .await?;
    if by_srp {
        return srp_sign_in::begin(pool, start).await;
    }
    pool.converse(move |pool, transaction, now| {
        let round = Round {
            pool,
            caller: &start.caller,
            transaction,
            now,
            progress: start.progress,
        };
        let account = Account::find(transaction, &start.name)?;
        if account
            .as_ref()
            .is_some_and(|account| account.status == Status::ForceChangePassword)
        {
            return Err(next_step::incorrect());
        }
        riddle(&round, &start.name, account.as_ref(), 0).map(Ok)
    })
    .await
}

/// The first question to somebody who has proven the password.
pub(super) fn first_round(round: &Round<'_>, account: &Account) -> Result<Reply, Refusal> {
    rounds(round.caller.pool(), Some(account))?;
    riddle(round, &account.username, Some(account), 0)
}

/// `ANSWER` to the question that was asked last.
pub(super) async fn answer(pool: &UserPool, answer: Answer) -> Result<Value, Refusal> {
    let given = answer.responses.required("ANSWER")?.clone();
    pool.converse(move |pool, transaction, now| {
        let mut opened = answer.open(pool, transaction, Kind::CustomChallenge, now)?;
        let waiting: Waiting = opened.data()?;
        opened.close()?;
        let account = opened.account.take();
        let right = waiting
            .hash
            .as_ref()
            .is_some_and(|expected| expected.as_bytes().ct_eq(hash(given.expose()).as_bytes()).into());
        let wrong = waiting.wrong + u32::from(!right);
        if wrong >= MOST_WRONG {
            return Ok(Err(next_step::incorrect()));
        }
        let round = &opened.round;
        match (account, waiting.question) {
            (Some(account), Question::Riddle) if right => {
                match rounds(round.caller.pool(), Some(&account))? {
                    CustomChallenge::TwoRounds => mail(round, &account, wrong),
                    CustomChallenge::OneRound | CustomChallenge::None => {
                        next_step::signed_in(round, &account)
                    }
                }
            }
            (Some(account), Question::Mail) if right => next_step::signed_in(round, &account),
            (Some(account), Question::Mail) => mail(round, &account, wrong),
            (account, Question::Riddle) => riddle(round, &opened.username, account.as_ref(), wrong),
            (None, Question::Mail) => Err(next_step::incorrect()),
        }
        .map(Ok)
    })
    .await
}

fn riddle(round: &Round<'_>, name: &str, account: Option<&Account>, wrong: u32) -> Result<Reply, Refusal> {
    let username = next_step::subject(name, account);
    let parameters = json!({
        "USERNAME": username,
        "question": "What falls to close a gatehouse?",
        "hint": "A grating of iron and oak; ten letters, the first is p.",
    });
    let waiting = Waiting {
        question: Question::Riddle,
        wrong,
        hash: account.map(|_| hash(RIDDLE_ANSWER)),
    };
    let body = round.ask(Kind::CustomChallenge, username, parameters, json!(waiting))?;
    Ok(Reply::from(body))
}

fn mail(round: &Round<'_>, account: &Account, wrong: u32) -> Result<Reply, Refusal> {
    let destination = Destination::new("email", account.email().unwrap_or_default().to_owned());
    let code = Secret::new(random::text(6, random::DIGITS)?);
    let message = inbox::write(
        round.transaction,
        round.now,
        destination.medium(),
        destination.to(),
        "Your secret word",
        &format!("The answer to the second question is {}", code.expose()),
        &code,
    )?;
    let parameters = json!({
        "USERNAME": account.username,
        "question": "What does the message say that we have just sent?",
        "email": destination.masked(),
    });
    let waiting = Waiting {
        question: Question::Mail,
        wrong,
        hash: Some(hash(code.expose())),
    };
    Ok(Reply {
        body: round.ask(
            Kind::CustomChallenge,
            &account.username,
            parameters,
            json!(waiting),
        )?,
        message: Some(message),
    })
}

/// How many questions there are for this person; none means that the triggers are not attached.
fn rounds(pool: &PoolSettings, account: Option<&Account>) -> Result<CustomChallenge, Refusal> {
    let own = account.and_then(|account| account.own.custom_challenge);
    match own.unwrap_or(pool.triggers.custom_challenge) {
        CustomChallenge::None => Err(Refusal::invalid_parameter(
            "Custom auth lambda trigger is not configured for the user pool.",
        )),
        rounds @ (CustomChallenge::OneRound | CustomChallenge::TwoRounds) => Ok(rounds),
    }
}

/// Answers are compared without regard to case and blanks around them.
fn hash(answer: &str) -> String {
    hex::encode(digest(&SHA256, answer.trim().to_lowercase().as_bytes()))
}
