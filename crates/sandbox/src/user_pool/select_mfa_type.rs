//! The challenge SELECT_MFA_TYPE: several second factors are on and none is preferred.

use serde_json::{Value, json};

use super::account::Account;
use super::answer::Answer;
use super::challenge::Kind;
use super::mfa::MfaFactor;
use super::round::{Reply, Round};
use super::{UserPool, next_step};
use crate::wire::Refusal;

/// Asks which of `factors` it shall be.
pub(super) fn ask(round: &Round<'_>, account: &Account, factors: &[MfaFactor]) -> Result<Reply, Refusal> {
    let parameters = json!({
        "USER_ID_FOR_SRP": account.username,
        "MFAS_CAN_CHOOSE": json!(factors).to_string(),
    });
    let body = round.ask(Kind::SelectMfaType, &account.username, parameters, json!(factors))?;
    Ok(Reply::from(body))
}

/// `ANSWER` names a factor. The API's text calls e-mail `EMAIL_MFA`, clients send `EMAIL_OTP`; both do.
pub(super) async fn answer(pool: &UserPool, answer: Answer) -> Result<Value, Refusal> {
    let chosen = match answer.responses.required("ANSWER")?.expose().as_str() {
        "EMAIL_MFA" => Some(MfaFactor::Email),
        name => MfaFactor::parse(name),
    };
    pool.converse(move |pool, transaction, now| {
        let mut opened = answer.open(pool, transaction, Kind::SelectMfaType, now)?;
        let account = opened.existing()?;
        let offered: Vec<MfaFactor> = opened.data()?;
        let Some(factor) = chosen.filter(|factor| offered.contains(factor)) else {
            return Err(Refusal::invalid_parameter("Invalid MFA type selected."));
        };
        opened.close()?;
        next_step::ask_for(&opened.round, &account, factor).map(Ok)
    })
    .await
}
