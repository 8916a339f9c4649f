//! `GetOpenIdTokenForDeveloperIdentity`: a backend says whom it has signed in, and gets the identity and a token for it.

use base::Secret;
use serde_json::{Value, json};
use time::Duration;

use super::identities::{self, Identity};
use super::login::{Kind, Login};
use super::open_id_token::OpenIdToken;
use super::{IdentityPool, developer, linking, login, rules, tags};
use crate::wire::{Members, Refusal};

/// The life of a token, in seconds, unless the call says otherwise.
const VALID: i64 = 15 * 60;

/// What a backend asks for.
struct Ask {
    user: String,
    identity_id: Option<String>,
    /// Logins of other providers, to be linked.
    others: Vec<(String, Secret)>,
    tags: Vec<(String, String)>,
    /// In seconds.
    valid: i64,
}

pub(super) async fn call(pool: &IdentityPool, mut members: Members) -> Result<Value, Refusal> {
    let pool_id = members.required("IdentityPoolId", rules::ID)?;
    let identity_id = members.text("IdentityId", rules::ID)?;
    let mut others = rules::logins(&mut members)?;
    let tags = members.map("PrincipalTags")?;
    let valid = members.number("TokenDuration", 1..=86400)?.unwrap_or(VALID);
    members.done()?;
    pool.check_pool(&pool_id)?;

    let provider = &pool.foundation.world.developer_provider;
    let at = others
        .iter()
        .position(|(name, _)| name == provider)
        .ok_or_else(login::unsupported)?;
    let (_, user) = others.remove(at);
    let tags = tags
        .into_iter()
        .map(|(key, value)| (key, value.expose().clone()))
        .collect();
    give(
        pool,
        Ask {
            user: user.expose().clone(),
            identity_id,
            others,
            tags,
            valid,
        },
    )
    .await
}

/// The same for a person whom the sandbox's own backend has signed in.
pub(super) async fn for_user(pool: &IdentityPool, user: &str) -> Result<Value, Refusal> {
    let ask = Ask {
        user: user.to_owned(),
        identity_id: None,
        others: Vec::new(),
        tags: Vec::new(),
        valid: VALID,
    };
    give(pool, ask).await
}

async fn give(pool: &IdentityPool, ask: Ask) -> Result<Value, Refusal> {
    let world = &pool.foundation.world;
    developer::check_provider(pool, &world.developer_provider)?;
    tags::check(&ask.tags)?;
    if ask.user.is_empty() || ask.user.chars().count() > rules::USER.max {
        return Err(Refusal::invalid_parameter(
            "The developer user identifier has 1 to 1024 characters.",
        ));
    }
    let now = pool.foundation.clock.now();
    let mut logins = login::verify(pool, &ask.others, now).await?;
    logins.push(Login::Provider {
        kind: Kind::Developer,
        provider: world.developer_provider.clone(),
        subject: ask.user,
        claims: Value::Null,
        username: None,
    });
    let identity = pool
        .foundation
        .database
        .write({
            let (logins, region) = (logins.clone(), world.region.clone());
            move |transaction| match ask.identity_id {
                None => linking::identity_of(transaction, &logins, &region),
                Some(id) => {
                    let mut identity = Identity::find(transaction, &id)?;
                    for login in &logins {
                        let Login::Provider {
                            provider, subject, ..
                        } = login
                        else {
                            continue;
                        };
                        match identities::of(transaction, provider, subject)? {
                            Some(owner) if owner == id => {}
                            Some(_) => return Err(already_registered()),
                            None => identity.link(transaction, provider, subject)?,
                        }
                    }
                    Ok(identity)
                }
            }
        })
        .await?;
    let token = OpenIdToken {
        identity_id: identity.id,
        audience: world.identity_pool_id.clone(),
        amr: login::amr(&logins),
        tags: ask.tags,
    };
    let signed = pool.sign_token(&token, now, Duration::seconds(ask.valid)).await?;
    Ok(json!({ "IdentityId": token.identity_id, "Token": signed.expose() }))
}

fn already_registered() -> Refusal {
    Refusal::new(
        "DeveloperUserAlreadyRegisteredException",
        "The developer user identifier is already registered with a different identity ID.",
    )
}
