//! `GetCredentialsForIdentity` (the enhanced flow): temporary AWS credentials for whoever proves to be the identity, good
//! for an hour, in the role that the pool chooses.

use serde_json::{Value, json};
use time::Duration;

use super::{IdentityPool, SESSION_NAME, linking, login, role_choice, rules, scope_down, tags};
use crate::credentials::Session;
use crate::iam::AssumeBy;
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
    let identity_id = members.required("IdentityId", rules::ID)?;
    let logins = rules::logins(&mut members)?;
    let custom_role = members.text("CustomRoleArn", ARN)?;
    members.done()?;
    let logins = login::verify(pool, &logins, pool.foundation.clock.now()).await?;
    let settings = pool.settings();

    let identity = pool
        .foundation
        .database
        .write({
            let (logins, guests) = (logins.clone(), settings.guests);
            move |transaction| linking::admit(transaction, &identity_id, &logins, guests)
        })
        .await?;
    let world = &pool.foundation.world;
    let choice = role_choice::choose(world, &settings, &logins, custom_role.as_deref())?;
    let (amr, tags) = (login::amr(&logins), tags::of(&settings, &logins)?);
    let assumed_by = AssumeBy {
        identity_pool_id: &world.identity_pool_id,
        identity_id: &identity.id,
        amr: &amr,
        tags: &tags,
    };
    let role = pool.foundation.settings.roles().get(choice.role);
    if !role.is_some_and(|role| role.may_be_assumed(assumed_by)) {
        return Err(role_choice::no_role());
    }
    let session = Session {
        role: choice.role,
        name: SESSION_NAME.to_owned(),
        identity_id: identity.id,
        amr,
        tags,
        policies: match logins.is_empty() {
            true => vec![scope_down::for_guests()],
            false => Vec::new(),
        },
        origin: choice.origin,
    };
    let issued = pool.foundation.registry.issue(session, VALID).await?;
    Ok(json!({
        "IdentityId": issued.session.identity_id,
        "Credentials": {
            "AccessKeyId": issued.access_key_id,
            "SecretKey": issued.secret_key.expose(),
            "SessionToken": issued.session_token.expose(),
            "Expiration": issued.expires_at.unix_timestamp(),
        },
    }))
}
