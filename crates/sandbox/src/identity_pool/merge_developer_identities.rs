//! `MergeDeveloperIdentities`: two users of a backend become one identity; that of the source is disabled.

use serde_json::{Value, json};

use super::identities::{self, Identity};
use super::{IdentityPool, developer, linking, rules};
use crate::wire::{Members, Refusal};

pub(super) async fn call(pool: &IdentityPool, mut members: Members) -> Result<Value, Refusal> {
    let source = members.required("SourceUserIdentifier", rules::USER)?;
    let destination = members.required("DestinationUserIdentifier", rules::USER)?;
    let provider = members.required("DeveloperProviderName", rules::PROVIDER_NAME)?;
    let pool_id = members.required("IdentityPoolId", rules::ID)?;
    members.done()?;
    pool.check_pool(&pool_id)?;
    developer::check_provider(pool, &provider)?;
    pool.foundation
        .database
        .write(move |transaction| {
            let find = |user: &str| {
                let id = identities::of(transaction, &provider, user)?
                    .ok_or_else(|| Refusal::not_found("The developer user identifier is not known."))?;
                Identity::find(transaction, &id)
            };
            let (source, destination) = (find(&source)?, find(&destination)?);
            let id = destination.id.clone();
            if source.id != id {
                let theirs = destination.logins(transaction)?;
                let clash = source
                    .logins(transaction)?
                    .into_iter()
                    .any(|(known, _)| known != provider && theirs.iter().any(|(other, _)| *other == known));
                if clash {
                    return Err(linking::linked_elsewhere());
                }
                source.merge_into(transaction, &destination)?;
            }
            Ok(json!({ "IdentityId": id }))
        })
        .await
}
