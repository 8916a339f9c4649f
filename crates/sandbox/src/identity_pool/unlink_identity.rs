//! `UnlinkIdentity`: takes logins from an identity, shown that one of its logins is the caller's. An identity without
//! logins cannot be used again.

use serde_json::{Value, json};

use super::identities::{self, Identity};
use super::{IdentityPool, linking, login, rules};
use crate::wire::{Members, Refusal, Rule};

/// `IdentityProviderName`.
const PROVIDER: Rule = Rule {
    min: 1,
    max: 128,
    pattern: None,
    sensitive: false,
};

pub(super) async fn call(pool: &IdentityPool, mut members: Members) -> Result<Value, Refusal> {
    let identity_id = members.required("IdentityId", rules::ID)?;
    let logins = rules::logins(&mut members)?;
    let removed = members.texts("LoginsToRemove", PROVIDER)?;
    members.done()?;
    if logins.is_empty() {
        return Err(identities::forbidden(&identity_id));
    }
    let logins = login::verify(pool, &logins, pool.foundation.clock.now()).await?;
    pool.foundation
        .database
        .write(move |transaction| {
            Identity::find(transaction, &identity_id)?;
            let identity = linking::admit(transaction, &identity_id, &logins, false)?;
            for provider in &removed {
                let linked = identity.logins(transaction)?;
                let (provider, subject) =
                    linked
                        .iter()
                        .find(|(known, _)| known == provider)
                        .ok_or_else(|| {
                            Refusal::invalid_parameter(format!("The identity has no login of {provider}."))
                        })?;
                identities::unlink(transaction, provider, subject)?;
            }
            Ok::<_, Refusal>(json!({}))
        })
        .await
}
