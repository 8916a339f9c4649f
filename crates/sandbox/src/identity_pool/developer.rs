//! What the actions for developers' backends share: only the IAM user `backend` may call them, and they know one provider.

use super::{IdentityPool, login};
use crate::sigv4::{self, Received, Signer};
use crate::wire::Refusal;

/// Refuses a call that the user `backend` has not signed. No role of the account may make it.
pub(super) async fn check_caller(
    pool: &IdentityPool,
    operation: &str,
    received: &Received,
) -> Result<(), Refusal> {
    match sigv4::verify(&pool.foundation, "cognito-identity", received).await? {
        Signer::Backend => Ok(()),
        Signer::Session(issued) => {
            let world = &pool.foundation.world;
            let session = &issued.session;
            let role = pool.foundation.settings.roles().get(session.role);
            let who = role.map_or_else(String::new, |role| {
                role.session_arn(&world.account_id, &session.name)
            });
            Err(Refusal::new(
                "AccessDeniedException",
                format!(
                    "User: {who} is not authorized to perform: cognito-identity:{operation} on resource: \
                     arn:aws:cognito-identity:{}:{}:identitypool/{} because no identity-based policy allows the \
                     cognito-identity:{operation} action",
                    world.region, world.account_id, world.identity_pool_id
                ),
            ))
        }
    }
}

/// Refuses a provider that the pool does not have.
pub(super) fn check_provider(pool: &IdentityPool, name: &str) -> Result<(), Refusal> {
    if name == pool.foundation.world.developer_provider && pool.settings().providers.developer {
        Ok(())
    } else {
        Err(login::unsupported())
    }
}
