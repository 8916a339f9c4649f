//! `SignUp`: a new, unconfirmed account, and a code to its e-mail address.

use serde_json::{Value, json};

use super::account::{Account, Own, Status};
use super::code::{self, Purpose};
use super::srp::Verifier;
use super::{UserPool, attributes, compute, delivery, password, rules};
use crate::random;
use crate::wire::{Members, Refusal};

pub(super) async fn call(pool: &UserPool, mut members: Members) -> Result<Value, Refusal> {
    let client_id = members.required("ClientId", rules::CLIENT_ID)?;
    let secret_hash = members.text("SecretHash", rules::SECRET_HASH)?;
    let username = members.required("Username", rules::USERNAME)?;
    let chosen = members.secret("Password", rules::PASSWORD)?;
    let given = members.attributes("UserAttributes")?;
    members.done()?;
    let caller = pool.caller(&client_id)?;
    caller.check_hash(&username, secret_hash.as_deref())?;
    let username = caller.name(&username);

    if attributes::is_email(&username) {
        return Err(Refusal::invalid_parameter(
            "Username cannot be of email format, since user pool is configured for email alias.",
        ));
    }
    password::check(&caller.pool().password_policy, &chosen, password::DID_NOT)?;
    let given = attributes::check(given)?;
    attributes::check_complete(&caller.pool().required_attributes, &given)?;

    let verifier = compute({
        let (pool_name, username) = (pool.world().pool_name().to_owned(), username.clone());
        move || Verifier::create(&pool_name, &username, &chosen)
    })
    .await??;
    let account = Account {
        attributes: given,
        own: Own {
            case_sensitive: caller.pool().case_sensitive,
            ..Own::default()
        },
        ..Account::new(username, random::uuid(), Status::Unconfirmed, Some(verifier))
    };
    let (account, message) = pool
        .write(move |_, transaction, now| {
            if Account::exists(transaction, &account.username)? {
                return Err(Refusal::new("UsernameExistsException", "User already exists"));
            }
            account.save(transaction)?;
            let message = code::send(transaction, &account, Purpose::SignUp, now)?;
            Ok((account, message))
        })
        .await?;
    pool.inbox.deliver(message);
    Ok(json!({
        "CodeDeliveryDetails": delivery::to(&account),
        "UserConfirmed": false,
        "UserSub": account.sub,
    }))
}
