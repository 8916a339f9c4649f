//! The challenge WEB_AUTHN: a passkey signs a challenge, `PublicKeyCredentialRequestOptionsJSON` (WebAuthn, section
//! 5.5). A wrong answer ends the challenge.

use rusqlite::{Connection, Transaction};
use serde_json::{Value, json};

use super::account::{Account, Status};
use super::answer::Answer;
use super::attempts::{self, Factor};
use super::caller::Caller;
use super::challenge::Kind;
use super::passkeys::{self, Passkey};
use super::round::{Reply, Round};
use super::start_web_authn_registration::relying_party;
use super::webauthn::{self, Expected, Known};
use super::{UserPool, mfa, next_step};
use crate::settings::PoolSettings;
use crate::wire::Refusal;

/// Whether the account can be asked for a passkey: it has one, and it has no second factor that the passkey would not
/// stand for.
pub(super) fn is_possible(
    connection: &Connection,
    pool: &PoolSettings,
    account: &Account,
) -> Result<bool, rusqlite::Error> {
    let counts_for_both = pool.web_authn.multi_factor && account.mfa.passkey;
    let enough = counts_for_both || mfa::usable(pool, account).is_empty();
    Ok(enough
        && account.status == Status::Confirmed
        && relying_party(pool).is_ok()
        && !passkeys::list(connection, account)?.is_empty())
}

/// Sets the challenge.
pub(super) fn ask(round: &Round<'_>, account: &Account) -> Result<Reply, Refusal> {
    let relying_party_id = relying_party(round.caller.pool())?;
    let allowed: Vec<Value> = passkeys::list(round.transaction, account)?
        .iter()
        .map(Passkey::descriptor)
        .collect();
    let challenge = passkeys::challenge()?;
    let options = json!({
        "challenge": challenge,
        "timeout": round.caller.client().session_lives().whole_seconds() * 1000,
        "rpId": relying_party_id,
        "allowCredentials": allowed,
        "userVerification": verification(round.caller, account),
    });
    let parameters = json!({
        "USERNAME": account.username,
        "CREDENTIAL_REQUEST_OPTIONS": options.to_string(),
    });
    let body = round.ask(Kind::WebAuthn, &account.username, parameters, json!(challenge))?;
    Ok(Reply::from(body))
}

/// Takes the answer.
pub(super) async fn answer(pool: &UserPool, answer: Answer) -> Result<Value, Refusal> {
    let credential: Value = serde_json::from_str(answer.responses.required("CREDENTIAL")?.expose())
        .map_err(|_| Refusal::invalid_parameter("CREDENTIAL is not a JSON document."))?;

    pool.converse(move |pool, transaction, now| {
        let mut opened = answer.open(pool, transaction, Kind::WebAuthn, now)?;
        let account = opened.existing()?;
        let name = &account.username;
        attempts::check(transaction, name, Factor::Passkey, now)?;
        opened.close()?;
        let asked: String = opened.data()?;
        let verified = verified(transaction, &answer.caller, &account, &credential, &asked)?;
        let Some((passkey, counter)) = verified else {
            attempts::fail(transaction, name, Factor::Passkey, now)?;
            return Ok(Err(next_step::incorrect()));
        };
        attempts::succeed(transaction, name, Factor::Passkey)?;
        passkeys::count(transaction, &passkey, counter)?;
        next_step::check_usable(&account)?;
        next_step::signed_in(&opened.round, &account).map(Ok)
    })
    .await
}

/// The passkey that gave a right answer, and its new counter.
fn verified(
    transaction: &Transaction<'_>,
    caller: &Caller,
    account: &Account,
    credential: &Value,
    challenge: &str,
) -> Result<Option<(Passkey, u32)>, Refusal> {
    let relying_party_id = relying_party(caller.pool())?;
    let Ok(credential_id) = webauthn::credential_id(credential) else {
        return Ok(None);
    };
    let passkey = passkeys::list(transaction, account)?
        .into_iter()
        .find(|passkey| passkey.credential_id == credential_id);
    let Some(passkey) = passkey else {
        return Ok(None);
    };
    let known = Known {
        key: &passkey.key,
        counter: passkey.counter,
        user_handle: passkeys::user_handle(account),
    };
    let expected = Expected {
        challenge,
        relying_party_id: &relying_party_id,
        verification_required: verification(caller, account) == "required",
    };
    Ok(webauthn::assert(credential, &known, expected)
        .ok()
        .map(|counter| (passkey, counter)))
}

/// `userVerification`: with a passkey as second factor the authenticator has to recognise the user.
fn verification(caller: &Caller, account: &Account) -> &'static str {
    if account.mfa.passkey {
        "required"
    } else {
        caller.pool().web_authn.user_verification()
    }
}
