//! `AdminCreateUser`: an account that an administrator makes, with a temporary password, given or invented, or with none
//! where a code can let in; and the invitation, which can be sent again.

use base::Secret;
use rusqlite::Transaction;
use serde_json::{Value, json};
use time::OffsetDateTime;

use super::update_attributes::{Given, check_free, sort};
use super::{find, view};
use crate::inbox::{self, Message};
use crate::random;
use crate::settings::{PoolSettings, PreSignUp, UsernameKind};
use crate::user_pool::account::{Account, Own, Status, canonical};
use crate::user_pool::custom_message::words;
use crate::user_pool::delivery::Destination;
use crate::user_pool::round::Reply;
use crate::user_pool::{UserPool, attributes, first_factor, password, password_history, rules, trigger};
use crate::wire::{Members, Refusal};
use crate::world::PasswordPolicy;

/// One request.
#[derive(Debug)]
struct Request {
    username: String,
    given: Given,
    temporary: Option<Secret>,
    force_alias: bool,
    resend: bool,
    suppress: bool,
    /// `email` and `phone_number`, as far as they are wanted; empty wants what there is.
    mediums: Vec<&'static str>,
}

pub(super) async fn call(pool: &UserPool, mut members: Members) -> Result<Value, Refusal> {
    let request = read(pool, &mut members)?;
    members.done()?;
    if request.resend {
        return resend(pool, request).await;
    }
    let settings = pool.settings();
    let rules = &settings.pool;
    if let PreSignUp::Refuse(sentence) = &rules.triggers.pre_sign_up {
        trigger::run("PreSignUp", Some(sentence))?;
    }
    let mut account = draft(rules, &request)?;
    let temporary = match &request.temporary {
        Some(given) => Some(given.clone()),
        None if first_factor::passwordless(rules, &account) => None,
        None => Some(temporary_password(&rules.password_policy)?),
    };
    match &temporary {
        Some(temporary) => {
            let opening = password::DID_NOT;
            let name = account.username.clone();
            account.verifier = Some(password_history::choose(pool, rules, &name, temporary, opening).await?);
        }
        None => account.status = Status::Confirmed,
    }
    pool.converse(move |pool, transaction, now| {
        keep(transaction, pool, &request, &mut account, now)?;
        let message = temporary
            .filter(|_| !request.suppress)
            .map(|password| {
                invite(
                    &pool.settings().pool,
                    transaction,
                    &request,
                    &account,
                    &password,
                    now,
                )
            })
            .transpose()?
            .flatten();
        answer(pool, transaction, &account.username, message)
    })
    .await
}

/// A password that satisfies every policy that asks for no more than twelve characters.
fn temporary_password(policy: &PasswordPolicy) -> Result<Secret, Refusal> {
    let length = policy.min_length.max(12) - 4;
    let letters = random::text(
        length,
        b"abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789",
    )?;
    let upper = random::text(1, b"ABCDEFGHJKLMNPQRSTUVWXYZ")?;
    let lower = random::text(1, b"abcdefghijkmnopqrstuvwxyz")?;
    let digit = random::text(1, random::DIGITS)?;
    let symbol = random::text(1, b"-_!?.")?;
    Ok(Secret::new(format!("{upper}{letters}{lower}{digit}{symbol}")))
}

fn read(pool: &UserPool, members: &mut Members) -> Result<Request, Refusal> {
    let pool_id = UserPool::pool_named(members)?;
    let username = members.required("Username", rules::USERNAME)?;
    let given = members.attributes("UserAttributes")?;
    members.attributes("ValidationData")?;
    let temporary = members.text("TemporaryPassword", rules::TEMPORARY_PASSWORD)?;
    let force_alias = members.flag("ForceAliasCreation")?;
    let action = members.one_of_or_none("MessageAction", &["RESEND", "SUPPRESS"])?;
    let mediums = members.texts_or_none("DesiredDeliveryMediums", rules::FRIENDLY_NAME)?;
    members.context()?;
    if !pool_id.is_empty() {
        pool.check_pool(&pool_id)?;
    }
    let mediums = mediums
        .unwrap_or_default()
        .iter()
        .map(|medium| match medium.as_str() {
            "EMAIL" => Ok("email"),
            "SMS" => Ok("phone_number"),
            other => Err(Refusal::invalid_parameter(format!(
                "1 validation error detected: Value '[{other}]' at 'desiredDeliveryMediums' failed to satisfy \
                 constraint: Member must satisfy constraint: [Member must satisfy enum value set: [SMS, EMAIL]]"
            ))),
        })
        .collect::<Result<_, _>>()?;
    Ok(Request {
        username,
        given: sort(&pool.settings().pool, given)?,
        temporary: temporary.filter(|text| !text.is_empty()).map(Secret::new),
        force_alias,
        resend: action.as_deref() == Some("RESEND"),
        suppress: action.as_deref() == Some("SUPPRESS"),
        mediums,
    })
}

/// The account as the request describes it, without a password. Required attributes may be missing: the first sign-in
/// asks for them.
fn draft(rules: &PoolSettings, request: &Request) -> Result<Account, Refusal> {
    let typed = request.username.as_str();
    let named_by = match rules.username_kind {
        UsernameKind::Username if attributes::is_email(typed) => {
            return Err(Refusal::invalid_parameter(
                "Username cannot be of email format, since user pool is configured for email alias.",
            ));
        }
        UsernameKind::Username => None,
        UsernameKind::Email if attributes::is_email(typed) => Some("email"),
        UsernameKind::Phone if attributes::is_phone_number(typed) => Some("phone_number"),
        UsernameKind::Email => return Err(Refusal::invalid_parameter("Username should be an email.")),
        UsernameKind::Phone => return Err(Refusal::invalid_parameter("Username should be a phone number.")),
    };
    let sub = random::uuid();
    let username = named_by.map_or_else(|| canonical(typed, rules.case_sensitive), |_| sub.clone());
    let mut account = Account {
        attributes: request.given.values.clone(),
        own: Own {
            case_sensitive: rules.case_sensitive,
            named_by: named_by.map(str::to_owned),
            ..Own::default()
        },
        ..Account::new(username, sub, Status::ForceChangePassword, None)
    };
    if let Some(attribute) = named_by {
        account.attributes.insert(attribute.to_owned(), typed.to_owned());
    }
    for attribute in ["email", "phone_number"] {
        if account.attributes.contains_key(attribute) {
            let verified = request.given.verified.get(attribute).copied();
            account.set_verified(attribute, verified.unwrap_or(false));
        }
    }
    Ok(account)
}

/// Writes the new account, unless somebody has its name or one of its verified addresses.
fn keep(
    transaction: &Transaction<'_>,
    pool: &UserPool,
    request: &Request,
    account: &mut Account,
    now: OffsetDateTime,
) -> Result<(), Refusal> {
    let named = account.own.named_by.is_some();
    if Account::exists(transaction, &account.username)?
        || (named && find(pool, transaction, &request.username).is_ok())
    {
        return Err(Refusal::new(
            "UsernameExistsException",
            "User account already exists",
        ));
    }
    for attribute in ["email", "phone_number"] {
        let Some(value) = account
            .attributes
            .get(attribute)
            .filter(|_| account.is_verified(attribute))
        else {
            continue;
        };
        if check_free(transaction, account, attribute, value).is_err() {
            if !request.force_alias {
                return Err(Refusal::new(
                    "UsernameExistsException",
                    format!("An account with the given {attribute} already exists."),
                ));
            }
            let name = canonical(value, account.own.case_sensitive);
            if let Some(mut holder) = Account::find_by_alias(transaction, &name)? {
                holder.set_verified(attribute, false);
                holder.save(transaction, now)?;
            }
        }
    }
    account.invited_at = (account.status == Status::ForceChangePassword).then_some(now);
    account.save(transaction, now)?;
    Ok(())
}

/// Another invitation, with a new temporary password.
async fn resend(pool: &UserPool, request: Request) -> Result<Value, Refusal> {
    let settings = pool.settings();
    let username = request.username.clone();
    let account = pool
        .read(move |pool, connection, _| find(pool, connection, &username))
        .await?;
    if account.status != Status::ForceChangePassword {
        return Err(Refusal::new(
            "UnsupportedUserStateException",
            format!(
                "Resend not possible. {} status is not FORCE_CHANGE_PASSWORD",
                account.username
            ),
        ));
    }
    let temporary = match &request.temporary {
        Some(given) => given.clone(),
        None => temporary_password(&settings.pool.password_policy)?,
    };
    let opening = password::DID_NOT;
    let verifier =
        password_history::choose(pool, &settings.pool, &account.username, &temporary, opening).await?;
    pool.converse(move |pool, transaction, now| {
        let mut account = find(pool, transaction, &account.username)?;
        password_history::replace(transaction, &mut account, verifier)?;
        account.invited_at = Some(now);
        account.save(transaction, now)?;
        let message = invite(
            &pool.settings().pool,
            transaction,
            &request,
            &account,
            &temporary,
            now,
        )?;
        answer(pool, transaction, &account.username, message)
    })
    .await
}

/// Writes the invitation; nothing where there is nowhere to send it.
fn invite(
    rules: &PoolSettings,
    transaction: &Transaction<'_>,
    request: &Request,
    account: &Account,
    password: &Secret,
    now: OffsetDateTime,
) -> Result<Option<Message>, Refusal> {
    let wanted = |attribute: &str| request.mediums.is_empty() || request.mediums.contains(&attribute);
    let to = ["email", "phone_number"]
        .into_iter()
        .filter(|attribute| wanted(attribute))
        .find_map(|attribute| {
            let to = account.attributes.get(attribute)?;
            Some(Destination::new(attribute, to.clone()))
        });
    let Some(to) = to else {
        return Ok(None);
    };
    let body = format!(
        "Your username is {} and temporary password is {}",
        request.username,
        password.expose()
    );
    let words = words(
        rules,
        &request.username,
        password,
        "Your temporary password",
        body,
    );
    let message = inbox::write(
        transaction,
        now,
        to.medium(),
        to.to(),
        &words.subject,
        &words.body,
        password,
    )?;
    Ok(Some(message))
}

fn answer(
    pool: &UserPool,
    transaction: &Transaction<'_>,
    username: &str,
    message: Option<Message>,
) -> Result<Result<Reply, Refusal>, Refusal> {
    let account = find(pool, transaction, username)?;
    Ok(Ok(Reply {
        body: json!({ "User": view::user(&account, None) }),
        message,
    }))
}
