//! `VerifySoftwareToken`: a code proves that an app has the key that AssociateSoftwareToken handed out. By access
//! token the app is known from then on, and SetUserMFAPreference switches it on; by session MFA_SETUP goes on.

use base::Secret;
use serde_json::{Value, json};
use time::OffsetDateTime;

use super::account::SoftwareToken;
use super::attempts::{self, Factor};
use super::caller::Caller;
use super::challenge::{self, Kind};
use super::holder::Holder;
use super::mfa_setup::SetUp;
use super::round::Round;
use super::{UserPool, rules, software_token};
use crate::wire::{Members, Refusal};

pub(super) async fn call(pool: &UserPool, mut members: Members) -> Result<Value, Refusal> {
    let token = members.text("AccessToken", rules::TOKEN)?.map(Secret::new);
    let session = members.text("Session", rules::SESSION)?.map(Secret::new);
    let code = members.secret("UserCode", rules::SOFTWARE_TOKEN_CODE)?;
    let name = members.text("FriendlyDeviceName", rules::FRIENDLY_NAME)?;
    members.done()?;
    match (token, session) {
        (Some(token), None) => by_token(pool, token, code, name).await,
        (None, Some(session)) => by_session(pool, session, code, name).await,
        (Some(_), Some(_)) | (None, None) => Err(Refusal::invalid_parameter(
            "Either an access token or a session has to be given.",
        )),
    }
}

async fn by_token(
    pool: &UserPool,
    token: Secret,
    code: Secret,
    name: Option<String>,
) -> Result<Value, Refusal> {
    pool.settle(move |pool, transaction, now| {
        let mut account = Holder::find(pool, transaction, &token, now)?.account;
        attempts::check(transaction, &account.username, Factor::SoftwareToken, now)?;
        let key = account
            .totp
            .pending
            .take()
            .ok_or_else(software_token::not_set_up)?;
        let step = match prove(&key, &code, now)? {
            Ok(step) => step,
            Err(refusal) => {
                attempts::fail(transaction, &account.username, Factor::SoftwareToken, now)?;
                return Ok(Err(refusal));
            }
        };
        account.totp = SoftwareToken {
            key: Some(key),
            pending: None,
            step,
            name,
        };
        account.save(transaction, now)?;
        Ok(Ok(json!({ "Status": "SUCCESS" })))
    })
    .await
}

async fn by_session(
    pool: &UserPool,
    session: Secret,
    code: Secret,
    name: Option<String>,
) -> Result<Value, Refusal> {
    pool.settle(move |pool, transaction, now| {
        let waiting = challenge::open(transaction, None, Kind::MfaSetup, &session, now)?;
        attempts::check(transaction, &waiting.username, Factor::SoftwareToken, now)?;
        let set_up: SetUp = serde_json::from_value(waiting.state.data)?;
        let key = set_up.key.ok_or_else(software_token::not_set_up)?;
        let step = match prove(&Secret::new(key.clone()), &code, now)? {
            Ok(step) => step,
            Err(refusal) => {
                attempts::fail(transaction, &waiting.username, Factor::SoftwareToken, now)?;
                return Ok(Err(refusal));
            }
        };
        challenge::close(transaction, &session)?;
        let caller = Caller::find(pool.settings(), &waiting.client_id)?;
        let round = Round {
            pool,
            caller: &caller,
            transaction,
            now,
            progress: waiting.state.progress,
        };
        let set_up = SetUp {
            key: Some(key),
            proven_at: Some(step),
            name,
        };
        let session = round.wait(Kind::MfaSetup, &waiting.username, json!(set_up))?;
        Ok(Ok(json!({ "Status": "SUCCESS", "Session": session.expose() })))
    })
    .await
}

fn prove(key: &Secret, code: &Secret, now: OffsetDateTime) -> Result<Result<u64, Refusal>, Refusal> {
    Ok(software_token::step_of(key, code, now)?.ok_or_else(|| {
        Refusal::new(
            "EnableSoftwareTokenMFAException",
            "Code mismatch and fail enable Software Token MFA",
        )
    }))
}
