//! Passwords that are proven without being sent, by SRP: USER_SRP_AUTH, CUSTOM_AUTH with SRP, PASSWORD_SRP, and their
//! second round PASSWORD_VERIFIER. The exchange waits under its `SECRET_BLOCK`.

use base::Secret;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rusqlite::Transaction;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use subtle::ConstantTimeEq;
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;
use time::{Duration, OffsetDateTime, PrimitiveDateTime};

use super::account::Account;
use super::answer::Answer;
use super::caller::Caller;
use super::challenge::{self, Kind, State};
use super::initiate_auth::Start;
use super::progress::{Flow, Progress};
use super::round::Round;
use super::srp::{Claim, ClientPublic, Exchange, Verifier};
use super::{UserPool, compute, next_step};
use crate::wire::Refusal;

/// Java's `EEE MMM d HH:mm:ss z yyyy` in English and UTC; the day has no leading zero.
const TIMESTAMP: &[BorrowedFormatItem<'_>] = format_description!(
    "[weekday repr:short] [month repr:short] [day padding:none] [hour]:[minute]:[second] UTC [year]"
);

/// How far the client's clock may be off.
const SKEW: Duration = Duration::minutes(5);

/// An exchange that waits for its signature.
#[derive(Serialize, Deserialize)]
pub(super) struct Waiting {
    /// A, hexadecimal.
    client_public: String,
    /// b, hexadecimal.
    secret: String,
}

impl Waiting {
    pub(super) fn new(client_public: &ClientPublic, exchange: &Exchange) -> Self {
        Self {
            client_public: client_public.hex(),
            secret: hex::encode(exchange.secret().expose()),
        }
    }
}

/// USER_SRP_AUTH: A arrives; salt, B and the secret block go back, without a session, as with AWS.
pub(super) async fn begin(pool: &UserPool, start: Start) -> Result<Value, Refusal> {
    let a = start.parameters.required("SRP_A")?.clone();
    exchange(pool, start.caller, start.name, &a, start.progress).await
}

/// The challenge PASSWORD_SRP: A arrives in a second call.
pub(super) async fn answer(pool: &UserPool, answer: Answer) -> Result<Value, Refusal> {
    check(pool, answer, Kind::PasswordSrp).await
}

/// `SRP_A` in the answer to a challenge of this kind.
pub(super) async fn check(pool: &UserPool, answer: Answer, kind: Kind) -> Result<Value, Refusal> {
    let a = answer.responses.required("SRP_A")?.clone();
    client_public(&a)?;
    let progress = pool
        .write({
            let answer = answer.clone();
            move |pool, transaction, now| {
                let opened = answer.open(pool, transaction, kind, now)?;
                opened.close()?;
                Ok(opened.round.progress)
            }
        })
        .await?;
    exchange(pool, answer.caller, answer.name, &a, progress).await
}

/// Begins an exchange. Outside USER_SRP_AUTH it has a session too.
pub(super) async fn exchange(
    pool: &UserPool,
    caller: Caller,
    name: String,
    a: &Secret,
    progress: Progress,
) -> Result<Value, Refusal> {
    let client_public = client_public(a)?;
    let (user_id, verifier) = pool
        .read({
            let caller = caller.clone();
            move |pool, connection, _| {
                let account = Account::find(connection, &name)?;
                if account.is_none() && !caller.hides_existence() {
                    return Err(next_step::unknown());
                }
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
    let waiting = json!(Waiting::new(&client_public, &exchange));
    let parameters = json!({
        "SALT": salt,
        "SRP_B": exchange.public_hex(),
        "SECRET_BLOCK": block.expose(),
        "USER_ID_FOR_SRP": user_id,
        "USERNAME": user_id,
    });
    pool.write(move |pool, transaction, now| {
        let state = State {
            progress,
            data: waiting,
        };
        challenge::set(
            transaction,
            &caller,
            Kind::SecretBlock,
            &user_id,
            &block,
            &state,
            now,
        )?;
        if progress.flow == Flow::Password {
            return Ok(json!({
                "ChallengeName": Kind::PasswordVerifier.as_str(),
                "ChallengeParameters": parameters,
            }));
        }
        let round = Round {
            pool,
            caller: &caller,
            transaction,
            now,
            progress,
        };
        round.ask(Kind::PasswordVerifier, &user_id, parameters, Value::Null)
    })
    .await
}

/// The challenge PASSWORD_VERIFIER: the signature either fits the exchange or not; the exchange is over in both
/// cases.
pub(super) async fn verify(pool: &UserPool, answer: Answer) -> Result<Value, Refusal> {
    let given = answer.responses.required("PASSWORD_CLAIM_SIGNATURE")?.clone();
    let block = answer.responses.required("PASSWORD_CLAIM_SECRET_BLOCK")?.clone();
    let timestamp = answer.responses.required("TIMESTAMP")?.expose().clone();

    let (verifier, waiting, progress) = pool
        .write({
            let (answer, block) = (answer.clone(), block.clone());
            move |pool, transaction, now| take(pool, transaction, &answer, &block, now)
        })
        .await?;

    let timely = is_timely(&timestamp, pool.now());
    let (pool_name, user_id) = (pool.world().pool_name().to_owned(), answer.name.clone());
    let proven = compute(move || {
        let claim = Claim {
            pool_name: &pool_name,
            user_id: &user_id,
            secret_block: &STANDARD.decode(block.expose()).unwrap_or_default(),
            timestamp: &timestamp,
        };
        signature(&waiting, &verifier, &claim).is_some_and(|expected| {
            let given = STANDARD.decode(given.expose()).unwrap_or_default();
            bool::from(expected.as_slice().ct_eq(&given))
        })
    })
    .await?;
    pool.converse(move |pool, transaction, now| {
        let round = Round {
            pool,
            caller: &answer.caller,
            transaction,
            now,
            progress,
        };
        next_step::after_password(&round, &answer.name, proven && timely)
    })
    .await
}

/// Takes the exchange from under its secret block, and closes its session.
fn take(
    pool: &UserPool,
    transaction: &Transaction<'_>,
    answer: &Answer,
    block: &Secret,
    now: OffsetDateTime,
) -> Result<(Verifier, Waiting, Progress), Refusal> {
    let account = Account::find(transaction, &answer.name)?;
    next_step::check_open(transaction, &answer.caller, &answer.name, account.as_ref(), now)?;
    let state = challenge::find(
        transaction,
        &answer.caller,
        Kind::SecretBlock,
        &answer.name,
        block,
        now,
    )
    .map_err(|_| next_step::incorrect())?;
    challenge::close(transaction, block)?;
    let progress = state.progress;
    if progress.flow != Flow::Password {
        answer
            .open(pool, transaction, Kind::PasswordVerifier, now)?
            .close()?;
    }
    let verifier = account
        .and_then(|account| account.verifier)
        .unwrap_or_else(|| Verifier::simulated(&pool.keys, &answer.name));
    Ok((verifier, serde_json::from_value(state.data)?, progress))
}

/// A, if it is one.
pub(super) fn client_public(a: &Secret) -> Result<ClientPublic, Refusal> {
    ClientPublic::parse(a.expose()).ok_or_else(|| Refusal::invalid_parameter("Invalid SRP_A"))
}

/// The signature that an exchange expects.
pub(super) fn signature(waiting: &Waiting, verifier: &Verifier, claim: &Claim<'_>) -> Option<[u8; 32]> {
    let secret = Secret::new(hex::decode(&waiting.secret).ok()?);
    let exchange = Exchange::with_secret(verifier, secret.expose().as_slice().try_into().ok()?);
    exchange.signature(&ClientPublic::parse(&waiting.client_public)?, verifier, claim)
}

/// Whether a `TIMESTAMP` is written as Cognito asks, and now.
pub(super) fn is_timely(timestamp: &str, now: OffsetDateTime) -> bool {
    PrimitiveDateTime::parse(timestamp, TIMESTAMP).is_ok_and(|time| {
        let strict = time.format(TIMESTAMP).is_ok_and(|written| written == timestamp);
        strict && (time.assume_utc() - now).abs() <= SKEW
    })
}
