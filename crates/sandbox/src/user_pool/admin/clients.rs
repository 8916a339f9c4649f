//! App clients: `CreateUserPoolClient`, `DescribeUserPoolClient`, `UpdateUserPoolClient`, `DeleteUserPoolClient` and
//! `ListUserPoolClients`. They are those of the sandbox's settings; the two that it begins with stay.

use base::Secret;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use super::page::Page;
use super::{configure, nothing};
use crate::random;
use crate::settings::{AuthFlow, ClientSettings, OAuth, Settings};
use crate::user_pool::{UserPool, rules};
use crate::wire::{Members, Pattern, Refusal, Rule};

/// `ClientNameType`.
const CLIENT_NAME: Rule = Rule {
    min: 1,
    max: 128,
    pattern: Some(Pattern {
        words: "[\\w\\s+=,.@-]+",
        allows: |c| c.is_alphanumeric() || c.is_whitespace() || "_+=,.@-".contains(c),
    }),
    sensitive: false,
};

/// What ids and secrets consist of.
const LETTERS: &[u8] = b"0123456789abcdefghijklmnopqrstuvwxyz";

/// `TimeUnitsType`.
const UNITS: &[&str] = &["seconds", "minutes", "hours", "days"];

/// `CreateUserPoolClient`.
pub(super) async fn create(pool: &UserPool, mut members: Members) -> Result<Value, Refusal> {
    let pool_id = UserPool::pool_named(&mut members)?;
    let name = members.required("ClientName", CLIENT_NAME)?;
    let with_secret = members.flag("GenerateSecret")?;
    let described = described(&mut members)?;
    members.done()?;
    pool.check_pool(&pool_id)?;
    let secret = with_secret.then(|| random::text(51, LETTERS)).transpose()?;
    let client = ClientSettings {
        client_id: random::text(26, LETTERS)?,
        name,
        secret: secret.map(Secret::new),
        ..described
    };
    let mut settings = Settings::clone(&pool.settings());
    settings.clients.push(client.clone());
    configure(pool, settings).await?;
    Ok(json!({ "UserPoolClient": view(&pool_id, &client) }))
}

/// `DescribeUserPoolClient`.
pub(super) fn describe(pool: &UserPool, mut members: Members) -> Result<Value, Refusal> {
    let (pool_id, client_id) = one_client(&mut members)?;
    members.done()?;
    pool.check_pool(&pool_id)?;
    Ok(json!({ "UserPoolClient": view(&pool_id, &existing(&pool.settings(), &client_id)?) }))
}

/// `UpdateUserPoolClient`: what is not named becomes what it is for a new client; id, secret and name stay.
pub(super) async fn update(pool: &UserPool, mut members: Members) -> Result<Value, Refusal> {
    let (pool_id, client_id) = one_client(&mut members)?;
    let name = members.text("ClientName", CLIENT_NAME)?;
    let described = described(&mut members)?;
    members.done()?;
    pool.check_pool(&pool_id)?;
    let mut settings = Settings::clone(&pool.settings());
    let present = existing(&settings, &client_id)?;
    let client = ClientSettings {
        client_id,
        name: name.unwrap_or(present.name),
        secret: present.secret,
        ..described
    };
    for one in &mut settings.clients {
        if one.client_id == client.client_id {
            one.clone_from(&client);
        }
    }
    configure(pool, settings).await?;
    Ok(json!({ "UserPoolClient": view(&pool_id, &client) }))
}

/// `DeleteUserPoolClient`.
pub(super) async fn delete(pool: &UserPool, mut members: Members) -> Result<Value, Refusal> {
    let (pool_id, client_id) = one_client(&mut members)?;
    members.done()?;
    pool.check_pool(&pool_id)?;
    let mut settings = Settings::clone(&pool.settings());
    existing(&settings, &client_id)?;
    let world = pool.world();
    if [&world.client_id, &world.secret_client_id].contains(&&client_id) {
        return Err(Refusal::invalid_parameter(
            "The two clients that the sandbox begins with cannot be deleted.",
        ));
    }
    settings.clients.retain(|client| client.client_id != client_id);
    configure(pool, settings).await?;
    Ok(nothing())
}

/// `ListUserPoolClients`.
pub(super) fn list(pool: &UserPool, mut members: Members) -> Result<Value, Refusal> {
    let pool_id = UserPool::pool_named(&mut members)?;
    let page = Page::read_of(&mut members, "MaxResults", "NextToken")?;
    members.done()?;
    pool.check_pool(&pool_id)?;
    let mut all = pool.settings().clients.clone();
    all.sort_by(|one, other| one.client_id.cmp(&other.client_id));
    let (found, next) = page.of(all, |client| &client.client_id)?;
    let clients: Vec<Value> = found
        .iter()
        .map(|client| json!({ "ClientId": client.client_id, "UserPoolId": pool_id, "ClientName": client.name }))
        .collect();
    let mut answer = json!({ "UserPoolClients": clients });
    if let Some(next) = next {
        answer["NextToken"] = json!(next);
    }
    Ok(answer)
}

fn one_client(members: &mut Members) -> Result<(String, String), Refusal> {
    let pool_id = UserPool::pool_named(members)?;
    let client_id = members.required("ClientId", rules::CLIENT_ID)?;
    Ok((pool_id, client_id))
}

fn existing(settings: &Settings, client_id: &str) -> Result<ClientSettings, Refusal> {
    let client = settings.client(client_id).cloned();
    client.ok_or_else(|| Refusal::not_found(format!("User pool client {client_id} does not exist.")))
}

/// What creating and updating share, without id, name and secret; what is missing is as Cognito gives it to a new client.
fn described(members: &mut Members) -> Result<ClientSettings, Refusal> {
    let mut units = members
        .structure("TokenValidityUnits")?
        .unwrap_or_else(|| Members::over(Map::new()));
    let usual_flows = || vec![AuthFlow::UserSrp, AuthFlow::Custom, AuthFlow::RefreshToken];
    let names = |members: &mut Members, member: &str| {
        let names = members.texts_or_none(member, rules::FRIENDLY_NAME)?;
        Ok::<_, Refusal>(names.unwrap_or_default())
    };
    let at_hosted_ui = members.flag("AllowedOAuthFlowsUserPoolClient")?;
    let existence = members.one_of_or_none("PreventUserExistenceErrors", &["LEGACY", "ENABLED"])?;
    let session = members.number("AuthSessionValidity", 3..=15)?;
    let client = ClientSettings {
        client_id: String::new(),
        name: String::new(),
        secret: None,
        auth_flows: listed(members, "ExplicitAuthFlows")?.unwrap_or_else(usual_flows),
        prevent_user_existence_errors: existence.as_deref() == Some("ENABLED"),
        session_validity: session.map_or(3, small),
        access_token_validity: minutes(members, &mut units, "AccessToken", "hours", 60)?,
        id_token_validity: minutes(members, &mut units, "IdToken", "hours", 60)?,
        refresh_token_validity: minutes(members, &mut units, "RefreshToken", "days", 30 * 24 * 60)?,
        refresh_rotation: rotation(members)?,
        revocation: members.flag_or("EnableTokenRevocation", true)?,
        user_context: members.flag("EnablePropagateAdditionalUserContextData")?,
        oauth: OAuth {
            flows: listed(members, "AllowedOAuthFlows")?
                .filter(|_| at_hosted_ui)
                .unwrap_or_default(),
            scopes: names(members, "AllowedOAuthScopes")?,
            callback_urls: names(members, "CallbackURLs")?,
            logout_urls: names(members, "LogoutURLs")?,
            identity_providers: names(members, "SupportedIdentityProviders")?,
        },
    };
    members.absorb(units);
    Ok(client)
}

/// How long a token is good, in minutes; 0 is the same as nothing.
fn minutes(
    members: &mut Members,
    units: &mut Members,
    token: &str,
    usual: &str,
    unset: u32,
) -> Result<u32, Refusal> {
    let unit = units.one_of_or_none(token, UNITS)?;
    let number = members.number(&format!("{token}Validity"), 0..=315_360_000)?;
    let Some(number) = number.filter(|number| *number > 0) else {
        return Ok(unset);
    };
    let seconds = match unit.as_deref().unwrap_or(usual) {
        "seconds" => 1,
        "minutes" => 60,
        "hours" => 3_600,
        _ => 86_400,
    };
    Ok(small(number.saturating_mul(seconds) / 60))
}

/// `RefreshTokenRotation`: the grace period where tokens rotate.
fn rotation(members: &mut Members) -> Result<Option<u32>, Refusal> {
    let Some(mut rotation) = members.structure("RefreshTokenRotation")? else {
        return Ok(None);
    };
    let feature = rotation.one_of("Feature", &["ENABLED", "DISABLED"])?;
    let grace = rotation.number("RetryGracePeriodSeconds", 0..=60)?;
    members.absorb(rotation);
    Ok((feature == "ENABLED").then(|| grace.map_or(0, small)))
}

/// A list of an enum's values, which the settings name as the API does.
fn listed<T: DeserializeOwned>(members: &mut Members, member: &str) -> Result<Option<Vec<T>>, Refusal> {
    let Some(names) = members.texts_or_none(member, rules::FRIENDLY_NAME)? else {
        return Ok(None);
    };
    let values = names.into_iter().map(|name| {
        serde_json::from_value(Value::from(name.as_str())).map_err(|_| {
            Refusal::invalid_parameter(format!("{member}: {name} is not among what this pool knows."))
        })
    });
    values.collect::<Result<_, _>>().map(Some)
}

fn small(number: i64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// `UserPoolClientType`; when it was made and changed is not kept.
fn view(pool_id: &str, client: &ClientSettings) -> Value {
    let oauth = &client.oauth;
    let mut view = json!({
        "UserPoolId": pool_id,
        "ClientId": client.client_id,
        "ClientName": client.name,
        "ExplicitAuthFlows": client.auth_flows,
        "PreventUserExistenceErrors": if client.prevent_user_existence_errors { "ENABLED" } else { "LEGACY" },
        "AuthSessionValidity": client.session_validity,
        "AccessTokenValidity": client.access_token_validity,
        "IdTokenValidity": client.id_token_validity,
        "RefreshTokenValidity": client.refresh_token_validity,
        "TokenValidityUnits": { "AccessToken": "minutes", "IdToken": "minutes", "RefreshToken": "minutes" },
        "EnableTokenRevocation": client.revocation,
        "EnablePropagateAdditionalUserContextData": client.user_context,
        "AllowedOAuthFlowsUserPoolClient": !oauth.flows.is_empty(),
        "AllowedOAuthFlows": oauth.flows,
        "AllowedOAuthScopes": oauth.scopes,
        "CallbackURLs": oauth.callback_urls,
        "LogoutURLs": oauth.logout_urls,
        "SupportedIdentityProviders": oauth.identity_providers,
    });
    if let Some(secret) = &client.secret {
        view["ClientSecret"] = json!(secret.expose());
    }
    if let Some(grace) = client.refresh_rotation {
        view["RefreshTokenRotation"] = json!({ "Feature": "ENABLED", "RetryGracePeriodSeconds": grace });
    }
    view
}
