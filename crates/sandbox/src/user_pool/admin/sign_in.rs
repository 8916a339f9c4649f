//! `AdminInitiateAuth` and `AdminRespondToAuthChallenge`: a server signs somebody in, with the client's rules.

use serde_json::Value;

use crate::user_pool::initiate_auth::{self, Asker};
use crate::user_pool::{UserPool, respond_to_auth_challenge};
use crate::wire::{Members, Refusal};

/// `AdminInitiateAuth`.
pub(super) async fn begin(pool: &UserPool, mut members: Members) -> Result<Value, Refusal> {
    let pool_id = UserPool::pool_named(&mut members)?;
    let request = initiate_auth::Request::read(&mut members)?;
    members.done()?;
    pool.check_pool(&pool_id)?;
    initiate_auth::begin(pool, request, Asker::Administrator).await
}

/// `AdminRespondToAuthChallenge`.
pub(super) async fn answer(pool: &UserPool, mut members: Members) -> Result<Value, Refusal> {
    let pool_id = UserPool::pool_named(&mut members)?;
    let request = respond_to_auth_challenge::Request::read(&mut members)?;
    members.done()?;
    pool.check_pool(&pool_id)?;
    respond_to_auth_challenge::answer(pool, request).await
}
