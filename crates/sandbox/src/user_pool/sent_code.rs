//! Codes that are sent, as a first or second factor: SMS_MFA, EMAIL_OTP and SMS_OTP. A code belongs to its session and
//! dies with it; a wrong one keeps the session open. There is no way to have it sent again but to begin anew.

use aws_lc_rs::digest::{SHA256, digest};
use base::Secret;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use subtle::ConstantTimeEq;

use super::account::Account;
use super::answer::Answer;
use super::attempts::{self, Factor};
use super::challenge::Kind;
use super::custom_message::words;
use super::delivery::Destination;
use super::round::{Reply, Round};
use super::{UserPool, mfa_setup, next_step};
use crate::inbox::{self, Message};
use crate::random;
use crate::wire::Refusal;

/// One way of sending codes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Way {
    kind: Kind,
    /// Where the answer has the code.
    parameter: &'static str,
    digits: usize,
    attribute: &'static str,
    factor: Factor,
}

pub(super) const SMS_MFA: Way = Way {
    kind: Kind::SmsMfa,
    parameter: "SMS_MFA_CODE",
    digits: 6,
    attribute: "phone_number",
    factor: Factor::SmsMfa,
};

pub(super) const EMAIL_OTP: Way = Way {
    kind: Kind::EmailOtp,
    parameter: "EMAIL_OTP_CODE",
    digits: 8,
    attribute: "email",
    factor: Factor::EmailOtp,
};

pub(super) const SMS_OTP: Way = Way {
    kind: Kind::SmsOtp,
    parameter: "SMS_OTP_CODE",
    digits: 8,
    attribute: "phone_number",
    factor: Factor::SmsOtp,
};

/// What the code is asked for as.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Role {
    FirstFactor,
    SecondFactor,
    /// Proves an e-mail address that MFA_SETUP was given.
    SetUp {
        email: String,
    },
}

/// What waits for the code.
#[derive(Serialize, Deserialize)]
struct Waiting {
    /// Nothing when no code was sent, because there is no account.
    hash: Option<String>,
    role: Role,
}

/// Sends a code to the account and waits for it.
pub(super) fn ask(round: &Round<'_>, account: &Account, way: Way, role: Role) -> Result<Reply, Refusal> {
    let to = match &role {
        Role::SetUp { email } => Some(email.clone()),
        Role::FirstFactor | Role::SecondFactor => account.attributes.get(way.attribute).cloned(),
    };
    let to = to.ok_or_else(|| {
        Refusal::new(
            "MFAMethodNotFoundException",
            "No MFA mechanism registered for the account.",
        )
    })?;
    let destination = Destination::new(way.attribute, to);
    let code = Secret::new(random::text(way.digits, random::DIGITS)?);
    let message = write(round, &account.username, &destination, &code)?;
    let waiting = Waiting {
        hash: Some(hash(&code)),
        role,
    };
    Ok(Reply {
        body: wait(round, &account.username, way, &destination, &waiting)?,
        message: Some(message),
    })
}

/// Asks a name without an account for a code that nobody has.
pub(super) fn ask_in_vain(round: &Round<'_>, name: &str, way: Way) -> Result<Reply, Refusal> {
    let destination = Destination::simulated(&round.pool.keys, way.attribute, name);
    let waiting = Waiting {
        hash: None,
        role: Role::FirstFactor,
    };
    Ok(Reply::from(wait(round, name, way, &destination, &waiting)?))
}

/// Checks the code.
pub(super) async fn answer(pool: &UserPool, answer: Answer, way: Way) -> Result<Value, Refusal> {
    let code = answer.responses.required(way.parameter)?.clone();
    pool.converse(move |pool, transaction, now| {
        let mut opened = answer.open(pool, transaction, way.kind, now)?;
        let subject = opened.username.clone();
        attempts::check(transaction, &subject, way.factor, now)?;
        let waiting: Waiting = opened.data()?;
        let right = waiting
            .hash
            .is_some_and(|expected| expected.as_bytes().ct_eq(hash(&code).as_bytes()).into());
        let Some(mut account) = opened.account.take().filter(|_| right) else {
            attempts::fail(transaction, &subject, way.factor, now)?;
            return Ok(Err(Refusal::new(
                "CodeMismatchException",
                "Invalid code or auth state for the user.",
            )));
        };
        attempts::succeed(transaction, &subject, way.factor)?;
        if let Role::SetUp { email } = &waiting.role {
            mfa_setup::adopt_email(transaction, &mut account, email, now)?;
        }
        opened.close()?;
        next_step::signed_in(&opened.round, &account).map(Ok)
    })
    .await
}

fn wait(
    round: &Round<'_>,
    username: &str,
    way: Way,
    destination: &Destination,
    waiting: &Waiting,
) -> Result<Value, Refusal> {
    let parameters = json!({
        "USER_ID_FOR_SRP": username,
        "CODE_DELIVERY_DELIVERY_MEDIUM": destination.medium().as_str(),
        "CODE_DELIVERY_DESTINATION": destination.masked(),
    });
    round.ask(way.kind, username, parameters, json!(waiting))
}

fn write(
    round: &Round<'_>,
    username: &str,
    destination: &Destination,
    code: &Secret,
) -> Result<Message, rusqlite::Error> {
    let body = format!("Your authentication code is {}.", code.expose());
    let words = words(
        round.caller.pool(),
        username,
        code,
        "Your authentication code",
        body,
    );
    inbox::write(
        round.transaction,
        round.now,
        destination.medium(),
        destination.to(),
        &words.subject,
        &words.body,
        code,
    )
}

fn hash(code: &Secret) -> String {
    hex::encode(digest(&SHA256, code.expose().as_bytes()))
}
