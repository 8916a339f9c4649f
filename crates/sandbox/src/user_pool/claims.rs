//! What the two tokens say. Sources: "Using the ID token" and "Using the access token" in Cognito's guide.

use serde_json::{Map, Value, json};
use time::{Duration, OffsetDateTime};

use super::account::Account;
use super::caller::Caller;
use super::groups::{self, Group};
use super::keys::TokenUse;
use super::tokens::SignIn;
use crate::oauth;
use crate::random;
use crate::settings::{ClaimChanges, Claims};
use crate::world::World;

/// The scope that the user pool's own API asks of an access token.
pub(super) const SCOPE: &str = "aws.cognito.signin.user.admin";
/// The attribute that says which identity providers a user comes from: a JSON array.
pub(super) const IDENTITIES: &str = "identities";

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

impl<'a> About<'a> {
    /// What the PreTokenGeneration trigger changes.
    fn changes(self) -> &'a Claims {
        &self.caller.pool().triggers.claims
    }
}

/// Does to a token what the PreTokenGeneration trigger asks for.
fn change(claims: &mut Map<String, Value>, changes: &ClaimChanges) {
    for name in &changes.suppress {
        claims.remove(name);
    }
    for (name, value) in &changes.set {
        claims.insert(name.clone(), value.clone());
    }
}

/// Whether an ID token goes with the access token: always over the API, at the hosted UI if `openid` was granted.
pub(super) fn grants_id_token(sign_in: &SignIn) -> bool {
    let scope = sign_in.scope.as_deref();
    scope.is_none_or(|scope| scope.split(' ').any(|scope| scope == "openid"))
}

/// Whether `scope` lets a client read an attribute. `openid` alone, like `profile`, shows everything.
pub(super) fn shows(scope: &str, attribute: &str) -> bool {
    let granted = |name: &str| scope.split(' ').any(|scope| scope == name);
    if granted("profile") || !(granted("email") || granted("phone")) || attribute == IDENTITIES {
        return true;
    }
    match attribute {
        "email" | "email_verified" => granted("email"),
        "phone_number" | "phone_number_verified" => granted("phone"),
        _ => false,
    }
}

/// The claims of an ID token. Tokens of the hosted UI are bound to the request and to the access token beside them.
pub(super) fn id(about: About<'_>, nonce: Option<&str>, access_token: &str) -> Value {
    let mut claims = common(about, TokenUse::Id);
    let scope = about.sign_in.scope.as_deref();
    for (name, value) in &about.account.attributes {
        if !scope.is_none_or(|scope| shows(scope, name)) {
            continue;
        }
        let claim = match (name.as_str(), value.as_str()) {
            (IDENTITIES, text) => serde_json::from_str(text).unwrap_or_default(),
            (name, text) if name.ends_with("_verified") => json!(text == "true"),
            (_, text) => json!(text),
        };
        claims.insert(name.clone(), claim);
    }
    if scope.is_some() {
        claims.insert("at_hash".to_owned(), json!(oauth::token_hash(access_token)));
    }
    if let Some(nonce) = nonce {
        claims.insert("nonce".to_owned(), json!(nonce));
    }
    let others = about.changes().groups.as_ref();
    let roles = match others {
        Some(others) => others.roles.iter().map(String::as_str).collect(),
        None => groups::roles(about.groups),
    };
    let preferred = match others {
        Some(others) => others.preferred_role.as_deref(),
        None => groups::preferred_role(about.groups),
    };
    if !roles.is_empty() {
        claims.insert("cognito:roles".to_owned(), json!(roles));
    }
    if let Some(role) = preferred {
        claims.insert("cognito:preferred_role".to_owned(), json!(role));
    }
    claims.insert("cognito:username".to_owned(), json!(about.account.username));
    claims.insert("aud".to_owned(), json!(about.caller.client().client_id));
    change(&mut claims, &about.changes().id);
    Value::Object(claims)
}

/// The claims of an access token.
pub(super) fn access(about: About<'_>) -> Value {
    let mut claims = common(about, TokenUse::Access);
    claims.insert("username".to_owned(), json!(about.account.username));
    claims.insert("client_id".to_owned(), json!(about.caller.client().client_id));
    let scope = about.sign_in.scope.as_deref().unwrap_or(SCOPE);
    claims.insert("scope".to_owned(), json!(scope));
    if about.sign_in.scope.is_some() {
        claims.insert("version".to_owned(), json!(2));
    }
    if let Some(key) = &about.sign_in.device_key {
        claims.insert("device_key".to_owned(), json!(key));
    }
    change(&mut claims, &about.changes().access);
    Value::Object(claims)
}

fn common(about: About<'_>, token_use: TokenUse) -> Map<String, Value> {
    let client = about.caller.client();
    let minutes = match token_use {
        TokenUse::Id => client.id_token_validity,
        TokenUse::Access => client.access_token_validity,
    };
    let expires = about.now + Duration::minutes(i64::from(minutes));
    let groups: Vec<&str> = match &about.changes().groups {
        Some(others) => others.groups.iter().map(String::as_str).collect(),
        None => about.groups.iter().map(|group| group.name.as_str()).collect(),
    };
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
