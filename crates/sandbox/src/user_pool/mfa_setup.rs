//! The challenge MFA_SETUP: a second factor is required and the person has none. An authenticator app is set up by
//! AssociateSoftwareToken and VerifySoftwareToken under the challenge's session; an e-mail address by naming it and
//! entering the code that goes there.

use base::Secret;
use rusqlite::Transaction;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use time::OffsetDateTime;

use super::account::{Account, SoftwareToken, canonical};
use super::answer::Answer;
use super::attributes;
use super::challenge::Kind;
use super::mfa::MfaFactor;
use super::round::{Reply, Round};
use super::{UserPool, next_step, sent_code};
use crate::wire::Refusal;

/// What the challenge has got so far.
#[derive(Default, Serialize, Deserialize)]
pub(super) struct SetUp {
    /// Base32, handed out.
    pub(super) key: Option<String>,
    /// The step of the code that proved it.
    pub(super) proven_at: Option<u64>,
    /// `FriendlyDeviceName`.
    pub(super) name: Option<String>,
}

/// Asks for the set-up of what the pool offers.
pub(super) fn ask(round: &Round<'_>, account: &Account) -> Result<Reply, Refusal> {
    let types = round.caller.pool().mfa_types;
    let offered: Vec<&str> = [(types.totp, "SOFTWARE_TOKEN_MFA"), (types.email, "EMAIL_OTP")]
        .into_iter()
        .filter_map(|(on, name)| on.then_some(name))
        .collect();
    if offered.is_empty() {
        return Err(Refusal::new(
            "InvalidUserPoolConfigurationException",
            "MFA is required, but a text message cannot be set up during sign-in.",
        ));
    }
    let parameters = json!({
        "USER_ID_FOR_SRP": account.username,
        "MFAS_CAN_SETUP": json!(offered).to_string(),
    });
    let body = round.ask(
        Kind::MfaSetup,
        &account.username,
        parameters,
        json!(SetUp::default()),
    )?;
    Ok(Reply::from(body))
}

/// With `EMAIL` a code goes there; without, the session has to come from VerifySoftwareToken.
pub(super) async fn answer(pool: &UserPool, answer: Answer) -> Result<Value, Refusal> {
    let email = answer.responses.get("EMAIL").map(|email| email.expose().clone());
    pool.converse(move |pool, transaction, now| {
        let mut opened = answer.open(pool, transaction, Kind::MfaSetup, now)?;
        let mut account = opened.existing()?;
        let set_up: SetUp = opened.data()?;
        let round = &opened.round;
        let reply = match (email, set_up) {
            (Some(email), _) => {
                if !round.caller.pool().mfa_types.email {
                    return Err(Refusal::invalid_parameter(
                        "Email MFA is not enabled for the user pool.",
                    ));
                }
                if !attributes::is_email(&email) {
                    return Err(Refusal::invalid_parameter("Invalid email address format."));
                }
                sent_code::ask(
                    round,
                    &account,
                    sent_code::EMAIL_OTP,
                    sent_code::Role::SetUp { email },
                )?
            }
            (
                None,
                SetUp {
                    key: Some(key),
                    proven_at: Some(step),
                    name,
                },
            ) => {
                account.totp = SoftwareToken {
                    key: Some(Secret::new(key)),
                    pending: None,
                    step,
                    name,
                };
                adopt(&mut account, MfaFactor::SoftwareToken);
                account.save(transaction, round.now)?;
                next_step::signed_in(round, &account)?
            }
            (None, _) => {
                return Err(Refusal::new(
                    "SoftwareTokenMFANotFoundException",
                    "Software token TOTP is not set up.",
                ));
            }
        };
        opened.close()?;
        Ok(Ok(reply))
    })
    .await
}

/// The code proved the address: it is the account's, verified, and its second factor. Another account's verified
/// address is not taken.
pub(super) fn adopt_email(
    transaction: &Transaction<'_>,
    account: &mut Account,
    email: &str,
    now: OffsetDateTime,
) -> Result<(), Refusal> {
    let name = canonical(email, account.own.case_sensitive);
    let holder = Account::find_by_alias(transaction, &name)?;
    if holder.is_some_and(|holder| holder.username != account.username) {
        return Err(attributes::alias_exists("email"));
    }
    account.attributes.insert("email".to_owned(), email.to_owned());
    account.set_verified("email", true);
    adopt(account, MfaFactor::Email);
    account.save(transaction, now)?;
    Ok(())
}

fn adopt(account: &mut Account, factor: MfaFactor) {
    account.mfa.set(factor, true);
    account.mfa.preferred = Some(factor);
    account.own.must_set_up_mfa = false;
}
