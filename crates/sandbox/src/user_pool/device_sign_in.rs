//! The challenges DEVICE_SRP_AUTH and DEVICE_PASSWORD_VERIFIER: a remembered device proves itself by SRP, in the
//! place of a second factor if the pool says so, else after it. Its identity is its group key and its key.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use subtle::ConstantTimeEq;

use super::account::Account;
use super::answer::Answer;
use super::attempts::{self, Factor};
use super::challenge::{self, Kind};
use super::devices::{self, Device};
use super::round::{Reply, Round};
use super::srp::{Claim, Exchange, Verifier};
use super::srp_sign_in::{Waiting, is_timely, signature};
use super::{UserPool, compute, next_step, srp_sign_in};
use crate::wire::Refusal;

/// What waits for the signature of a device.
#[derive(Serialize, Deserialize)]
struct Proof {
    /// The device that was asked.
    key: String,
    block: String,
    exchange: Waiting,
}

/// The challenge that comes instead of a second factor; `None` when the second factor has to be asked for.
pub(super) fn instead_of_factor(round: &Round<'_>, account: &Account) -> Result<Option<Reply>, Refusal> {
    if devices::tracking(round.caller.pool(), account).replaces_mfa {
        before_tokens(round, account)
    } else {
        Ok(None)
    }
}

/// The challenge that comes before the tokens; `None` when no remembered device signs in.
pub(super) fn before_tokens(round: &Round<'_>, account: &Account) -> Result<Option<Reply>, Refusal> {
    let device = devices::presented(round.transaction, round.caller, account)?;
    let Some(device) = device.filter(|device| device.remembered && device.verifier.is_some()) else {
        return Ok(None);
    };
    let body = round.ask(
        Kind::DeviceSrpAuth,
        &account.username,
        json!({}),
        json!(device.key),
    )?;
    Ok(Some(Reply::from(body)))
}

/// The first round: A arrives; salt, B and the secret block go back.
pub(super) async fn begin(pool: &UserPool, answer: Answer) -> Result<Value, Refusal> {
    let key = answer.responses.required("DEVICE_KEY")?.expose().clone();
    let client_public = srp_sign_in::client_public(answer.responses.required("SRP_A")?)?;

    let verifier = pool
        .write({
            let (answer, key) = (answer.clone(), key.clone());
            move |pool, transaction, now| {
                let mut opened = answer.open(pool, transaction, Kind::DeviceSrpAuth, now)?;
                let account = opened.existing()?;
                let asked: String = opened.data()?;
                let (_, verifier) = proving(transaction, &account, &key, &asked)?;
                Ok(verifier)
            }
        })
        .await?;
    let salt = verifier.salt_hex();
    let exchange = compute(move || Exchange::begin(&verifier)).await??;
    let block = challenge::token()?;
    let parameters = json!({
        "SALT": salt,
        "SRP_B": exchange.public_hex(),
        "SECRET_BLOCK": block.expose(),
        "DEVICE_KEY": key,
        "USERNAME": answer.name,
    });
    let proof = Proof {
        key,
        block: block.expose().clone(),
        exchange: Waiting::new(&client_public, &exchange),
    };
    pool.write(move |pool, transaction, now| {
        let opened = answer.open(pool, transaction, Kind::DeviceSrpAuth, now)?;
        opened.close()?;
        let kind = Kind::DevicePasswordVerifier;
        opened.round.ask(kind, &opened.username, parameters, json!(proof))
    })
    .await
}

/// The second round: the signature either fits the exchange or not; the exchange is over in both cases.
pub(super) async fn verify(pool: &UserPool, answer: Answer) -> Result<Value, Refusal> {
    let key = answer.responses.required("DEVICE_KEY")?.expose().clone();
    let given = answer.responses.required("PASSWORD_CLAIM_SIGNATURE")?.clone();
    let block = answer.responses.required("PASSWORD_CLAIM_SECRET_BLOCK")?.clone();
    let timestamp = answer.responses.required("TIMESTAMP")?.expose().clone();

    let (account, progress, device, verifier, proof) = pool
        .write({
            let answer = answer.clone();
            move |pool, transaction, now| {
                let mut opened = answer.open(pool, transaction, Kind::DevicePasswordVerifier, now)?;
                attempts::check(transaction, &opened.username, Factor::Device, now)?;
                opened.close()?;
                let account = opened.existing()?;
                let proof: Proof = opened.data()?;
                let (device, verifier) = proving(transaction, &account, &key, &proof.key)?;
                Ok((account, opened.round.progress, device, verifier, proof))
            }
        })
        .await?;

    let timely = is_timely(&timestamp, pool.now());
    let proven = compute(move || {
        let claim = Claim {
            pool_name: &device.group_key,
            user_id: &device.key,
            secret_block: &STANDARD.decode(block.expose()).unwrap_or_default(),
            timestamp: &timestamp,
        };
        proof.block == *block.expose()
            && signature(&proof.exchange, &verifier, &claim).is_some_and(|expected| {
                let given = STANDARD.decode(given.expose()).unwrap_or_default();
                bool::from(expected.as_slice().ct_eq(&given))
            })
    })
    .await?;
    pool.converse(move |pool, transaction, now| {
        if !proven || !timely {
            attempts::fail(transaction, &account.username, Factor::Device, now)?;
            return Ok(Err(next_step::incorrect()));
        }
        attempts::succeed(transaction, &account.username, Factor::Device)?;
        let round = Round {
            pool,
            caller: &answer.caller,
            transaction,
            now,
            progress,
        };
        next_step::tokens_for(&round, &account).map(Ok)
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
