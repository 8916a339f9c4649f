//! `LookupDeveloperIdentity`: the identity of a backend's user, or the users of an identity.

use serde_json::{Value, json};

use super::identities::{self, Identity};
use super::{IdentityPool, rules};
use crate::wire::{Members, Refusal, Rule};

/// `PaginationKey`.
const PAGE: Rule = Rule {
    min: 1,
    max: 65535,
    pattern: None,
    sensitive: false,
};

pub(super) async fn call(pool: &IdentityPool, mut members: Members) -> Result<Value, Refusal> {
    let pool_id = members.required("IdentityPoolId", rules::ID)?;
    let identity_id = members.text("IdentityId", rules::ID)?;
    let user = members.text("DeveloperUserIdentifier", rules::USER)?;
    members.number("MaxResults", 1..=60)?;
    members.text("NextToken", PAGE)?;
    members.done()?;
    pool.check_pool(&pool_id)?;
    let provider = pool.foundation.world.developer_provider.clone();
    pool.foundation
        .database
        .read(move |connection| {
            let of_user = match &user {
                Some(user) => Some(
                    identities::of(connection, &provider, user)?
                        .ok_or_else(|| Refusal::not_found("The developer user identifier is not known."))?,
                ),
                None => None,
            };
            let identity_id = match (identity_id, of_user) {
                (None, None) => {
                    return Err(Refusal::invalid_parameter(
                        "Either IdentityId or DeveloperUserIdentifier is needed.",
                    ));
                }
                (Some(id), Some(found)) if id != found => {
                    return Err(Refusal::new(
                        "ResourceConflictException",
                        "The developer user identifier is registered with another identity.",
                    ));
                }
                (Some(id), _) | (None, Some(id)) => id,
            };
            let users: Vec<String> = Identity::find(connection, &identity_id)?
                .logins(connection)?
                .into_iter()
                .filter(|(known, _)| *known == provider)
                .map(|(_, subject)| subject)
                .collect();
            Ok(json!({ "IdentityId": identity_id, "DeveloperUserIdentifierList": users }))
        })
        .await
}
