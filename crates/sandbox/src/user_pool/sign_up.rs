//! `SignUp`: a new account, unconfirmed unless the PreSignUp trigger says otherwise, and a code to its address.

use base::Secret;
use serde_json::{Map, Value, json};

use super::account::{Account, Own, Status};
use super::caller::Caller;
use super::{UserPool, attributes, confirmation, first_factor, password, password_history, rules, trigger};
use crate::random;
use crate::settings::{PreSignUp, UsernameKind};
use crate::wire::{Members, Refusal};

pub(super) async fn call(pool: &UserPool, mut members: Members) -> Result<Value, Refusal> {
    let client_id = members.required("ClientId", rules::CLIENT_ID)?;
    let secret_hash = members.text("SecretHash", rules::SECRET_HASH)?;
    let typed = members.required("Username", rules::USERNAME)?;
    let chosen = members.text("Password", rules::PASSWORD)?.map(Secret::new);
    let given = members.attributes("UserAttributes")?;
    members.context()?;
    members.done()?;
    let caller = pool.caller(&client_id)?;
    caller.check_hash(&typed, secret_hash.as_deref())?;
    if !caller.pool().self_sign_up {
        return Err(Refusal::not_authorized(
            "SignUp is not permitted for this user pool",
        ));
    }

    let account = draft(&caller, &typed, given)?;
    let account = Account {
        verifier: match chosen {
            Some(chosen) => Some(
                password_history::choose(pool, caller.pool(), &account.username, &chosen, password::DID_NOT)
                    .await?,
            ),
            None if first_factor::passwordless(caller.pool(), &account) => None,
            None => return Err(password::missing()),
        },
        ..account
    };
    pool.converse(move |pool, transaction, now| {
        if Account::exists(transaction, &account.username)? {
            return Err(Refusal::new("UsernameExistsException", "User already exists"));
        }
        if let Some(attribute) = &account.own.named_by
            && Account::find_by_alias(transaction, &caller.name(&typed))?.is_some()
        {
            return Err(Refusal::new(
                "UsernameExistsException",
                format!("An account with the given {attribute} already exists."),
            ));
        }
        account.save(transaction, now)?;
        let mut answer = Map::new();
        answer.insert("UserSub".to_owned(), json!(account.sub));
        answer.insert(
            "UserConfirmed".to_owned(),
            json!(account.status == Status::Confirmed),
        );
        let message = match confirmation::destination(caller.pool(), &account) {
            Some(destination) if account.status == Status::Unconfirmed => {
                answer.insert("CodeDeliveryDetails".to_owned(), destination.details());
                let client_id = &caller.client().client_id;
                Some(confirmation::send(
                    pool,
                    transaction,
                    client_id,
                    &account,
                    &destination,
                    now,
                )?)
            }
            Some(_) | None => None,
        };
        Ok(Ok(super::round::Reply {
            body: Value::Object(answer),
            message,
        }))
    })
    .await
}

/// The account as its attributes describe it, still without a password.
fn draft(caller: &Caller, typed: &str, mut given: Vec<(String, String)>) -> Result<Account, Refusal> {
    let pool = caller.pool();
    let (username, named_by) = match pool.username_kind {
        UsernameKind::Username if attributes::is_email(typed) => {
            return Err(Refusal::invalid_parameter(
                "Username cannot be of email format, since user pool is configured for email alias.",
            ));
        }
        UsernameKind::Username if attributes::is_phone_number(typed) => {
            return Err(Refusal::invalid_parameter(
                "Username cannot be of phone number format, since user pool is configured for phone number alias.",
            ));
        }
        UsernameKind::Username => (caller.name(typed), None),
        UsernameKind::Email if attributes::is_email(typed) => (random::uuid(), Some("email")),
        UsernameKind::Phone if attributes::is_phone_number(typed) => (random::uuid(), Some("phone_number")),
        UsernameKind::Email => return Err(Refusal::invalid_parameter("Username should be an email.")),
        UsernameKind::Phone => return Err(Refusal::invalid_parameter("Username should be a phone number.")),
    };
    if let Some(attribute) = named_by {
        given.push((attribute.to_owned(), typed.to_owned()));
    }
    let given = attributes::check(pool, given)?;
    attributes::check_complete(&pool.required_attributes, &given)?;

    let sub = named_by.map_or_else(random::uuid, |_| username.clone());
    let mut account = Account {
        attributes: given,
        own: Own {
            case_sensitive: pool.case_sensitive,
            named_by: named_by.map(str::to_owned),
            ..Own::default()
        },
        ..Account::new(username, sub, Status::Unconfirmed, None)
    };
    match &pool.triggers.pre_sign_up {
        PreSignUp::None => {}
        PreSignUp::Refuse(sentence) => trigger::run("PreSignUp", Some(sentence))?,
        PreSignUp::AutoConfirm => {
            account.status = Status::Confirmed;
            for attribute in ["email", "phone_number"] {
                if account.attributes.contains_key(attribute) {
                    account.set_verified(attribute, true);
                }
            }
        }
    }
    Ok(account)
}
