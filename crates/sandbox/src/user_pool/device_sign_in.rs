//! The challenges DEVICE_SRP_AUTH and DEVICE_PASSWORD_VERIFIER: a remembered device proves itself by SRP, in the
//! place of a second factor if the pool says so, else after it. Its identity is its group key and its key.

use base::Secret;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rusqlite::{Connection, Transaction};
use serde_json::{Value, json};
use subtle::ConstantTimeEq;
use time::OffsetDateTime;

use super::account::Account;
use super::attempts::{self, Factor};
use super::caller::Caller;
use super::challenge::{self, Kind};
use super::devices::{self, Device};
use super::parameters::Parameters;
use super::srp::{Claim, ClientPublic, Exchange, Verifier};
use super::srp_sign_in::{is_timely, signature};
use super::{UserPool, compute, next_step};
use crate::wire::Refusal;

/// The challenge that comes instead of a second factor; `None` when the second factor has to be asked for.
pub(super) fn instead_of_factor(
    transaction: &Transaction<'_>,
    caller: &Caller,
    account: &Account,
    now: OffsetDateTime,
) -> Result<Option<Value>, Refusal> {
    if devices::tracking(caller, account).replaces_mfa {
        before_tokens(transaction, caller, account, now)
    } else {
        Ok(None)
    }
}

/// The challenge that comes before the tokens; `None` when no remembered device signs in.
pub(super) fn before_tokens(
    transaction: &Transaction<'_>,
    caller: &Caller,
    account: &Account,
    now: OffsetDateTime,
) -> Result<Option<Value>, Refusal> {
    let device = devices::presented(transaction, caller, account)?;
    let Some(device) = device.filter(|device| device.remembered && device.verifier.is_some()) else {
        return Ok(None);
    };
    let session = challenge::token()?;
    let name = &account.username;
    challenge::set(
        transaction,
        caller,
        Kind::DeviceSrpAuth,
        name,
        &session,
        &device.key,
        now,
    )?;
    Ok(Some(json!({
        "ChallengeName": Kind::DeviceSrpAuth.as_str(),
        "Session": session.expose(),
        "ChallengeParameters": {},
    })))
}

/// The first round: A arrives; salt, B and the secret block go back.
pub(super) async fn begin(
    pool: &UserPool,
    caller: Caller,
    session: Secret,
    responses: &Parameters,
) -> Result<Value, Refusal> {
    let name = caller.name(responses.required("USERNAME")?.expose());
    let key = responses.required("DEVICE_KEY")?.expose().clone();
    let client_public = ClientPublic::parse(responses.required("SRP_A")?.expose())
        .ok_or_else(|| Refusal::invalid_parameter("Invalid SRP_A"))?;

    let (account, verifier) = pool
        .read({
            let (caller, session, key) = (caller.clone(), session.clone(), key.clone());
            move |_, connection, now| {
                let account = Account::find(connection, &name)?.ok_or_else(challenge::invalid)?;
                let asked = challenge::find(
                    connection,
                    &caller,
                    Kind::DeviceSrpAuth,
                    &account.username,
                    &session,
                    now,
                )?;
                let (_, verifier) = proving(connection, &account, &key, &asked)?;
                Ok((account, verifier))
            }
        })
        .await?;
    let salt = verifier.salt_hex();
    let exchange = compute(move || Exchange::begin(&verifier)).await??;
    let (block, next) = (challenge::token()?, challenge::token()?);
    let secret = hex::encode(exchange.secret().expose());
    let state = format!("{key} {} {} {secret}", block.expose(), client_public.hex());
    let answer = json!({
        "ChallengeName": Kind::DevicePasswordVerifier.as_str(),
        "Session": next.expose(),
        "ChallengeParameters": {
            "SALT": salt,
            "SRP_B": exchange.public_hex(),
            "SECRET_BLOCK": block.expose(),
            "DEVICE_KEY": key,
            "USERNAME": account.username,
        },
    });
    pool.write(move |_, transaction, now| {
        let (kind, name) = (Kind::DeviceSrpAuth, &account.username);
        challenge::find(transaction, &caller, kind, name, &session, now)?;
        challenge::close(transaction, &session)?;
        let kind = Kind::DevicePasswordVerifier;
        challenge::set(transaction, &caller, kind, name, &next, &state, now)?;
        Ok(())
    })
    .await?;
    Ok(answer)
}

/// The second round: the signature either fits the exchange or not; the exchange is over in both cases.
pub(super) async fn verify(
    pool: &UserPool,
    caller: Caller,
    session: Secret,
    responses: &Parameters,
) -> Result<Value, Refusal> {
    let name = caller.name(responses.required("USERNAME")?.expose());
    let key = responses.required("DEVICE_KEY")?.expose().clone();
    let given = responses.required("PASSWORD_CLAIM_SIGNATURE")?.clone();
    let block = responses.required("PASSWORD_CLAIM_SECRET_BLOCK")?.clone();
    let timestamp = responses.required("TIMESTAMP")?.expose().clone();

    let (account, device, verifier, state) = pool
        .write({
            let caller = caller.clone();
            move |_, transaction, now| {
                let account = Account::find(transaction, &name)?.ok_or_else(challenge::invalid)?;
                attempts::check(transaction, &account.username, Factor::Device, now)?;
                let kind = Kind::DevicePasswordVerifier;
                let state = challenge::find(transaction, &caller, kind, &account.username, &session, now)?;
                challenge::close(transaction, &session)?;
                let (asked, state) = state.split_once(' ').ok_or_else(challenge::invalid)?;
                let (device, verifier) = proving(transaction, &account, &key, asked)?;
                Ok((account, device, verifier, Secret::from(state)))
            }
        })
        .await?;

    let timely = is_timely(&timestamp, pool.now());
    let group_key = device.group_key.clone();
    let proven = compute({
        let key = device.key.clone();
        move || proves(&state, &verifier, (&group_key, &key), &block, &timestamp, &given)
    })
    .await?;
    pool.settle(move |pool, transaction, now| {
        if !proven || !timely {
            attempts::fail(transaction, &account.username, Factor::Device, now)?;
            return Ok(Err(next_step::incorrect()));
        }
        attempts::succeed(transaction, &account.username, Factor::Device)?;
        Ok(Ok(next_step::tokens_for(
            pool,
            transaction,
            &caller,
            &account,
            now,
        )?))
    })
    .await
}

/// The device that was asked to prove itself, and what it proves itself by.
fn proving(
    connection: &Connection,
    account: &Account,
    key: &str,
    asked: &str,
) -> Result<(Device, Verifier), Refusal> {
    let device = devices::confirmed(connection, account, key)?;
    match device.verifier.clone() {
        Some(verifier) if key == asked => Ok((device, verifier)),
        Some(_) | None => Err(devices::unknown()),
    }
}

fn proves(
    state: &Secret,
    verifier: &Verifier,
    (group_key, key): (&str, &str),
    block: &Secret,
    timestamp: &str,
    given: &Secret,
) -> bool {
    let Some((expected_block, exchange)) = state.expose().split_once(' ') else {
        return false;
    };
    let claim = Claim {
        pool_name: group_key,
        user_id: key,
        secret_block: &STANDARD.decode(block.expose()).unwrap_or_default(),
        timestamp,
    };
    expected_block == block.expose()
        && signature(&Secret::from(exchange), verifier, &claim).is_some_and(|expected| {
            let given = STANDARD.decode(given.expose()).unwrap_or_default();
            bool::from(expected.as_slice().ct_eq(&given))
        })
}
