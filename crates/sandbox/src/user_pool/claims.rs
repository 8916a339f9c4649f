//! What the two tokens say. Sources: "Using the ID token" and "Using the access token" in Cognito's guide.

use serde_json::{Map, Value, json};
use time::{Duration, OffsetDateTime};

use super::account::Account;
use super::caller::Caller;
use super::groups::{self, Group};
use super::keys::TokenUse;
use super::tokens::SignIn;
use crate::random;
use crate::world::World;

/// The scope that the user pool's own API asks of an access token.
pub(super) const SCOPE: &str = "aws.cognito.signin.user.admin";

/// Whom and what the claims are about.
#[derive(Clone, Copy)]
pub(super) struct About<'a> {
    pub(super) world: &'a World,
    pub(super) caller: &'a Caller,
    pub(super) account: &'a Account,
    pub(super) groups: &'a [Group],
    pub(super) sign_in: &'a SignIn,
    pub(super) now: OffsetDateTime,
}

/// The claims of an ID token.
pub(super) fn id(about: About<'_>) -> Value {
    let mut claims = common(about, TokenUse::Id);
    for (name, value) in &about.account.attributes {
        let claim = match (name.ends_with("_verified"), value.as_str()) {
            (true, "true") => json!(true),
            (true, _) => json!(false),
            (false, text) => json!(text),
        };
        claims.insert(name.clone(), claim);
    }
    let roles = groups::roles(about.groups);
    if !roles.is_empty() {
        claims.insert("cognito:roles".to_owned(), json!(roles));
    }
    if let Some(role) = groups::preferred_role(about.groups) {
        claims.insert("cognito:preferred_role".to_owned(), json!(role));
    }
    claims.insert("cognito:username".to_owned(), json!(about.account.username));
    claims.insert("aud".to_owned(), json!(about.caller.client().client_id));
    Value::Object(claims)
}

/// The claims of an access token.
pub(super) fn access(about: About<'_>) -> Value {
    let mut claims = common(about, TokenUse::Access);
    claims.insert("username".to_owned(), json!(about.account.username));
    claims.insert("client_id".to_owned(), json!(about.caller.client().client_id));
    claims.insert("scope".to_owned(), json!(SCOPE));
    if let Some(key) = &about.sign_in.device_key {
        claims.insert("device_key".to_owned(), json!(key));
    }
    Value::Object(claims)
}

fn common(about: About<'_>, token_use: TokenUse) -> Map<String, Value> {
    let client = about.caller.client();
    let minutes = match token_use {
        TokenUse::Id => client.id_token_validity,
        TokenUse::Access => client.access_token_validity,
    };
    let expires = about.now + Duration::minutes(i64::from(minutes));
    let groups: Vec<&str> = about.groups.iter().map(|group| group.name.as_str()).collect();
    let mut claims = Map::new();
    let mut claim = |name: &str, value: Value| claims.insert(name.to_owned(), value);
    claim("sub", json!(about.account.sub));
    if !groups.is_empty() {
        claim("cognito:groups", json!(groups));
    }
    claim("iss", json!(about.world.issuer()));
    claim("origin_jti", json!(about.sign_in.origin_jti));
    claim("event_id", json!(about.sign_in.event_id));
    claim("token_use", json!(token_use.as_str()));
    claim("auth_time", json!(about.sign_in.auth_time));
    claim("iat", json!(about.now.unix_timestamp()));
    claim("exp", json!(expires.unix_timestamp()));
    claim("jti", json!(random::uuid()));
    claims
}
