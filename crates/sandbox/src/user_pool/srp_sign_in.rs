//! USER_SRP_AUTH and its challenge PASSWORD_VERIFIER: the password is proven without being sent. The exchange waits
//! under its `SECRET_BLOCK`; there is no `Session` yet, as with AWS.

use base::Secret;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use subtle::ConstantTimeEq;
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;
use time::{Duration, OffsetDateTime, PrimitiveDateTime};

use super::account::Account;
use super::caller::Caller;
use super::challenge::{self, Kind};
use super::parameters::Parameters;
use super::srp::{Claim, ClientPublic, Exchange, Verifier};
use super::{UserPool, compute, next_step};
use crate::wire::Refusal;

/// Java's `EEE MMM d HH:mm:ss z yyyy` in English and UTC; the day has no leading zero.
const TIMESTAMP: &[BorrowedFormatItem<'_>] = format_description!(
    "[weekday repr:short] [month repr:short] [day padding:none] [hour]:[minute]:[second] UTC [year]"
);

/// How far the client's clock may be off.
const SKEW: Duration = Duration::minutes(5);

/// The first round: A arrives; salt, B and the secret block go back.
pub(super) async fn begin(
    pool: &UserPool,
    caller: Caller,
    parameters: &Parameters,
) -> Result<Value, Refusal> {
    let name = parameters.required("USERNAME")?.expose();
    caller.check_hash(
        name,
        parameters.get("SECRET_HASH").map(|hash| hash.expose().as_str()),
    )?;
    let name = caller.name(name);
    let client_public = ClientPublic::parse(parameters.required("SRP_A")?.expose())
        .ok_or_else(|| Refusal::invalid_parameter("Invalid SRP_A"))?;

    let (user_id, verifier) = pool
        .read({
            let name = name.clone();
            move |pool, connection, _| {
                let account = Account::find(connection, &name)?;
                let simulated = || Verifier::simulated(&pool.keys, &name);
                Ok(match account {
                    Some(account) => (account.username, account.verifier.unwrap_or_else(simulated)),
                    None => (name.clone(), simulated()),
                })
            }
        })
        .await?;
    let salt = verifier.salt_hex();
    let exchange = compute(move || Exchange::begin(&verifier)).await??;
    let block = challenge::token()?;
    let state = format!(
        "{} {}",
        client_public.hex(),
        hex::encode(exchange.secret().expose())
    );
    let answer = json!({
        "ChallengeName": Kind::PasswordVerifier.as_str(),
        "ChallengeParameters": {
            "SALT": salt,
            "SRP_B": exchange.public_hex(),
            "SECRET_BLOCK": block.expose(),
            "USER_ID_FOR_SRP": user_id,
            "USERNAME": user_id,
        },
    });
    pool.write(move |_, transaction, now| {
        challenge::set(
            transaction,
            &caller,
            Kind::PasswordVerifier,
            &user_id,
            &block,
            &state,
            now,
        )?;
        Ok(())
    })
    .await?;
    Ok(answer)
}

/// The second round: the signature either fits the exchange or not; the exchange is over in both cases.
pub(super) async fn verify(
    pool: &UserPool,
    caller: Caller,
    parameters: &Parameters,
) -> Result<Value, Refusal> {
    let name = caller.name(parameters.required("USERNAME")?.expose());
    let given = parameters.required("PASSWORD_CLAIM_SIGNATURE")?.clone();
    let block = parameters.required("PASSWORD_CLAIM_SECRET_BLOCK")?.clone();
    let timestamp = parameters.required("TIMESTAMP")?.expose().clone();

    let (verifier, state) = pool
        .write({
            let (caller, name, block) = (caller.clone(), name.clone(), block.clone());
            move |pool, transaction, now| {
                let account = Account::find(transaction, &name)?;
                next_step::check_open(transaction, &name, account.as_ref(), now)?;
                let state = challenge::find(transaction, &caller, Kind::PasswordVerifier, &name, &block, now)
                    .map_err(|_| next_step::incorrect())?;
                challenge::close(transaction, &block)?;
                let verifier = account
                    .and_then(|account| account.verifier)
                    .unwrap_or_else(|| Verifier::simulated(&pool.keys, &name));
                Ok((verifier, Secret::new(state)))
            }
        })
        .await?;

    let timely = is_timely(&timestamp, pool.now());
    let (pool_name, user_id) = (pool.world().pool_name().to_owned(), name.clone());
    let proven = compute(move || {
        let claim = Claim {
            pool_name: &pool_name,
            user_id: &user_id,
            secret_block: &STANDARD.decode(block.expose()).unwrap_or_default(),
            timestamp: &timestamp,
        };
        signature(&state, &verifier, &claim).is_some_and(|expected| {
            let given = STANDARD.decode(given.expose()).unwrap_or_default();
            bool::from(expected.as_slice().ct_eq(&given))
        })
    })
    .await?;
    pool.settle(move |pool, transaction, now| {
        next_step::after_password(pool, transaction, &caller, &name, proven && timely, now)
    })
    .await
}

/// The signature that an exchange kept as `state` (A and the secret of B) expects.
pub(super) fn signature(state: &Secret, verifier: &Verifier, claim: &Claim<'_>) -> Option<[u8; 32]> {
    let (client_public, secret) = state.expose().split_once(' ')?;
    let secret = Secret::new(hex::decode(secret).ok()?);
    let exchange = Exchange::with_secret(verifier, secret.expose().as_slice().try_into().ok()?);
    exchange.signature(&ClientPublic::parse(client_public)?, verifier, claim)
}

/// Whether a `TIMESTAMP` is written as Cognito asks, and now.
pub(super) fn is_timely(timestamp: &str, now: OffsetDateTime) -> bool {
    PrimitiveDateTime::parse(timestamp, TIMESTAMP).is_ok_and(|time| {
        let strict = time.format(TIMESTAMP).is_ok_and(|written| written == timestamp);
        strict && (time.assume_utc() - now).abs() <= SKEW
    })
}
