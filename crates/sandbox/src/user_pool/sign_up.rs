//! `SignUp`: a new, unconfirmed account, and a code to its e-mail address.

use serde_json::{Value, json};

use super::account::{Account, Status, canonical};
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
    pool.check_client(&client_id, secret_hash.as_deref())?;

    if attributes::is_email(&username) {
        return Err(Refusal::invalid_parameter(
            "Username cannot be of email format, since user pool is configured for email alias.",
        ));
    }
    password::check(&pool.world().password_policy, &chosen, password::DID_NOT)?;
    let given = attributes::check(given)?;
    attributes::check_complete(&pool.world().required_attributes, &given)?;

    let username = canonical(&username);
    let verifier = compute({
        let (pool_name, username) = (pool.world().pool_name().to_owned(), username.clone());
        move || Verifier::create(&pool_name, &username, &chosen)
    })
    .await??;
    let account = Account {
        username,
        sub: random::uuid(),
        status: Status::Unconfirmed,
        verifier,
        temporary_until: None,
        totp_key: None,
        totp_step: 0,
        attributes: given,
        groups: Vec::new(),
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
