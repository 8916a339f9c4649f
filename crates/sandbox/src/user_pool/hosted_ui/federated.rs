//! People whom another provider vouches for. Each gets an account of the pool at the first sign-in, named
//! `<provider>_<name there>`, in the provider's own group; attributes follow the provider's at every sign-in. Someone
//! whom an administrator has linked signs in to that account instead.

use serde_json::{Value, json};
use time::OffsetDateTime;

use super::super::account::{Account, Status};
use super::super::caller::Caller;
use super::super::claims::IDENTITIES;
use super::super::{UserPool, attributes, next_step, trigger};
use crate::external::people::Person;
use crate::random;
use crate::settings::{IdentityProvider, PreSignUp, ProviderKind};
use crate::wire::Refusal;

impl UserPool {
    /// The `sub` of the account that a person of `provider` has, made or brought up to date.
    pub(crate) async fn sign_in_from(
        &self,
        client_id: &str,
        provider: IdentityProvider,
        person: Person,
    ) -> Result<String, Refusal> {
        let caller = self.caller(client_id)?.at_hosted_ui();
        self.write(move |pool, transaction, now| {
            let mut account = match provider.links.get(&person.id) {
                Some(name) => {
                    Account::find(transaction, &caller.name(name))?.ok_or_else(next_step::unknown)?
                }
                None => {
                    let username = format!("{}_{}", provider.name, person.id);
                    let mut account = match Account::find(transaction, &username)? {
                        Some(account) => account,
                        None => first_time(pool, &caller, &provider, username)?,
                    };
                    map(&mut account, &person);
                    complete(&caller, &account)?;
                    account
                }
            };
            next_step::check_usable(&account)?;
            identify(&mut account, &provider, &person.id, now);
            account.save(transaction, now)?;
            Ok(account.sub)
        })
        .await
    }
}

/// The new account of somebody who comes for the first time.
fn first_time(
    pool: &UserPool,
    caller: &Caller,
    provider: &IdentityProvider,
    username: String,
) -> Result<Account, Refusal> {
    match &caller.pool().triggers.pre_sign_up {
        PreSignUp::Refuse(sentence) => trigger::run("PreSignUp", Some(sentence))?,
        PreSignUp::None | PreSignUp::AutoConfirm => {}
    }
    let mut account = Account::new(username, random::uuid(), Status::ExternalProvider, None);
    account.groups = vec![format!("{}_{}", pool.world().user_pool_id, provider.name)];
    Ok(account)
}

/// The attribute mapping of both providers. What a provider does not vouch for is not verified.
fn map(account: &mut Account, person: &Person) {
    let values = [
        ("email", &person.email),
        ("given_name", &person.given_name),
        ("family_name", &person.family_name),
    ];
    for (name, value) in values {
        if let Some(value) = value {
            account.attributes.insert(name.to_owned(), value.clone());
        }
    }
    if person.email.is_some() {
        account.set_verified("email", person.email_verified);
    }
}

fn complete(caller: &Caller, account: &Account) -> Result<(), Refusal> {
    let missing = attributes::missing(&caller.pool().required_attributes, &account.attributes);
    if missing.is_empty() {
        return Ok(());
    }
    Err(Refusal::invalid_parameter(format!(
        "attributes required: [{}]",
        missing.join(", ")
    )))
}

/// Writes down where the user comes from: the attribute, and later claim, `identities`.
fn identify(account: &mut Account, provider: &IdentityProvider, id: &str, now: OffsetDateTime) {
    let kept = account.attributes.get(IDENTITIES).map(String::as_str);
    let mut identities: Vec<Value> = kept
        .and_then(|text| serde_json::from_str(text).ok())
        .unwrap_or_default();
    let known = |identity: &Value| identity["userId"] == id && identity["providerName"] == *provider.name;
    if identities.iter().any(known) {
        return;
    }
    let kind = match provider.kind {
        ProviderKind::Oidc => "OIDC",
        ProviderKind::Saml => "SAML",
    };
    let primary = account.status == Status::ExternalProvider;
    identities.push(json!({
        "userId": id,
        "providerName": provider.name,
        "providerType": kind,
        "issuer": null,
        "primary": primary.to_string(),
        "dateCreated": (now.unix_timestamp_nanos() / 1_000_000).to_string(),
    }));
    account
        .attributes
        .insert(IDENTITIES.to_owned(), Value::from(identities).to_string());
}
