//! `GetCredentialsForIdentity`: temporary AWS credentials for whoever proves to be the identity, good for an hour, in
//! the pool's role for authenticated users.

use rusqlite::OptionalExtension;
use serde_json::{Value, json};
use time::Duration;

use super::{ID, IdentityPool, identity_of, login};
use crate::credentials::RoleName;
use crate::iam::{AssumeBy, Role};
use crate::wire::{Members, Refusal, Rule};

/// `ARNString`.
const ARN: Rule = Rule {
    min: 20,
    max: 2048,
    pattern: None,
    sensitive: false,
};

/// The life of credentials from the enhanced flow.
const VALID: Duration = Duration::HOUR;

pub(super) async fn call(pool: &IdentityPool, mut members: Members) -> Result<Value, Refusal> {
    let identity_id = members.required("IdentityId", ID)?;
    let logins = members.map("Logins")?;
    let custom_role = members.text("CustomRoleArn", ARN)?;
    members.done()?;
    let login = login::verify(pool, &logins, pool.foundation.clock.now())?;
    let sub = login.map(|login| login.sub);

    pool.foundation
        .database
        .read({
            let (identity_id, sub) = (identity_id.clone(), sub.clone());
            move |connection| {
                let known: Option<String> = connection
                    .query_row(
                        "SELECT sub FROM identities WHERE identity_id = ?1",
                        [&identity_id],
                        |row| row.get(0),
                    )
                    .optional()?;
                if known.is_none() {
                    return Err(Refusal::not_found(format!("Identity '{identity_id}' not found.")));
                }
                let Some(sub) = sub else {
                    return Err(Refusal::not_authorized(format!(
                        "Access to Identity '{identity_id}' is forbidden."
                    )));
                };
                if identity_of(connection, &sub)?.as_ref() != Some(&identity_id) {
                    return Err(Refusal::not_authorized(
                        "Logins don't match. Please include at least one valid login for this identity or \
                         identity pool.",
                    ));
                }
                Ok(())
            }
        })
        .await?;
    if custom_role.is_some() {
        return Err(Refusal::not_authorized(
            "The login token names no role that could be chosen.",
        ));
    }

    let provider = pool.foundation.world.login_provider();
    let amr = vec![
        "authenticated".to_owned(),
        provider.clone(),
        format!("{provider}:CognitoSignIn:{}", sub.unwrap_or_default()),
    ];
    let assumed_by = AssumeBy {
        identity_pool_id: &pool.foundation.world.identity_pool_id,
        identity_id: &identity_id,
        amr: &amr,
    };
    let role = Role::load(RoleName::Authenticated).map_err(|error| Refusal::internal(&error))?;
    let assigned = pool.foundation.settings.now().identity_pool.role_assigned;
    if !assigned || !role.may_be_assumed(assumed_by) {
        return Err(Refusal::new(
            "InvalidIdentityPoolConfigurationException",
            "Invalid identity pool configuration. Check assigned IAM roles for this pool.",
        ));
    }
    let issued = pool
        .foundation
        .registry
        .issue(RoleName::Authenticated, &identity_id, amr, VALID)
        .await
        .map_err(|error| Refusal::internal(&error))?;
    Ok(json!({
        "IdentityId": identity_id,
        "Credentials": {
            "AccessKeyId": issued.access_key_id,
            "SecretKey": issued.secret_key.expose(),
            "SessionToken": issued.session_token.expose(),
            "Expiration": issued.expires_at.unix_timestamp(),
        },
    }))
}
