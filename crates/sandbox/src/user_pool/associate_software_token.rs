//! `AssociateSoftwareToken`: hands out a new key for an authenticator app, to whoever holds an access token or the
//! session of MFA_SETUP. It counts once VerifySoftwareToken has seen a code of it.

use base::Secret;
use serde_json::{Value, json};

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
    members.done()?;
    if !pool.settings().pool.mfa_types.totp {
        return Err(Refusal::new(
            "SoftwareTokenMFANotFoundException",
            "Software Token MFA has not been enabled by the userPool.",
        ));
    }
    match (token, session) {
        (Some(token), None) => by_token(pool, token).await,
        (None, Some(session)) => by_session(pool, session).await,
        (Some(_), Some(_)) | (None, None) => Err(Refusal::invalid_parameter(
            "Either an access token or a session has to be given.",
        )),
    }
}

async fn by_token(pool: &UserPool, token: Secret) -> Result<Value, Refusal> {
    let key = software_token::new_key()?;
    pool.write(move |pool, transaction, now| {
        let mut account = Holder::find(pool, transaction, &token, now)?.account;
        let answer = json!({ "SecretCode": key.expose() });
        account.totp.pending = Some(key);
        account.save(transaction, now)?;
        Ok(answer)
    })
    .await
}

async fn by_session(pool: &UserPool, session: Secret) -> Result<Value, Refusal> {
    let key = software_token::new_key()?;
    pool.write(move |pool, transaction, now| {
        let waiting = challenge::open(transaction, None, Kind::MfaSetup, &session, now)?;
        let caller = Caller::find(pool.settings(), &waiting.client_id)?;
        challenge::close(transaction, &session)?;
        let round = Round {
            pool,
            caller: &caller,
            transaction,
            now,
            progress: waiting.state.progress,
        };
        let set_up = SetUp {
            key: Some(key.expose().clone()),
            ..SetUp::default()
        };
        let session = round.wait(Kind::MfaSetup, &waiting.username, json!(set_up))?;
        Ok(json!({ "SecretCode": key.expose(), "Session": session.expose() }))
    })
    .await
}
