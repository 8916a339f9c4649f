//! `UnlinkDeveloperIdentity`: takes a backend's user from an identity.

use serde_json::{Value, json};

use super::identities::{self, Identity};
use super::{IdentityPool, developer, rules};
use crate::wire::{Members, Refusal};

pub(super) async fn call(pool: &IdentityPool, mut members: Members) -> Result<Value, Refusal> {
    let identity_id = members.required("IdentityId", rules::ID)?;
    let pool_id = members.required("IdentityPoolId", rules::ID)?;
    let provider = members.required("DeveloperProviderName", rules::PROVIDER_NAME)?;
    let user = members.required("DeveloperUserIdentifier", rules::USER)?;
    members.done()?;
    pool.check_pool(&pool_id)?;
    developer::check_provider(pool, &provider)?;
    pool.foundation
        .database
        .write(move |transaction| {
            Identity::find(transaction, &identity_id)?;
            if identities::of(transaction, &provider, &user)?.as_ref() != Some(&identity_id) {
                return Err(Refusal::not_found("The developer user identifier is not known."));
            }
            identities::unlink(transaction, &provider, &user)?;
            Ok(json!({}))
        })
        .await
}
