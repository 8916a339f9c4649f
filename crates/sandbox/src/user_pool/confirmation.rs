//! What makes a new account usable: the code or the link of its mail proves an address, which becomes a second name.
//! An address that another account has verified moves only by force.

use base::Secret;
use rusqlite::Transaction;
use time::OffsetDateTime;

use super::UserPool;
use super::account::{Account, Status, canonical};
use super::code::{self, Purpose};
use super::delivery::Destination;
use super::{attributes, trigger};
use crate::inbox::Message;
use crate::settings::PoolSettings;
use crate::wire::Refusal;

/// The path of the page that a link leads to, as at a user pool's domain.
pub(crate) const PATH: &str = "/confirmUser";

/// Where the code of a sign-up goes; nowhere when the pool verifies nothing that the account has.
pub(super) fn destination(pool: &PoolSettings, account: &Account) -> Option<Destination> {
    let of = |on: bool, attribute: &'static str| {
        account
            .attributes
            .get(attribute)
            .filter(|_| on)
            .map(|to| Destination::new(attribute, to.clone()))
    };
    of(pool.auto_verified.phone_number, "phone_number").or_else(|| of(pool.auto_verified.email, "email"))
}

/// Sends a code and a link.
pub(super) fn send(
    pool: &UserPool,
    transaction: &Transaction<'_>,
    client_id: &str,
    account: &Account,
    destination: &Destination,
    now: OffsetDateTime,
) -> Result<Message, Refusal> {
    let name = percent_encoding::utf8_percent_encode(&account.username, percent_encoding::NON_ALPHANUMERIC);
    let link = format!(
        "{}{PATH}?client_id={client_id}&user_name={name}&confirmation_code=",
        pool.foundation.origin
    );
    code::send_sign_up(
        &pool.settings().pool,
        transaction,
        account,
        destination,
        &link,
        now,
    )
}

/// Confirms the account that `code` was sent to, by mail or link.
pub(super) fn confirm(
    pool: &PoolSettings,
    transaction: &Transaction<'_>,
    mut account: Account,
    purpose: Purpose,
    given: &Secret,
    force_alias: bool,
    now: OffsetDateTime,
) -> Result<Result<Account, Refusal>, Refusal> {
    if account.status != Status::Unconfirmed {
        return Ok(Err(Refusal::not_authorized(format!(
            "User cannot be confirmed. Current status is {}",
            account.status.as_str()
        ))));
    }
    if let Err(refusal) = code::check(transaction, &account, purpose, given, now) {
        return Ok(Err(refusal));
    }
    if let Some(destination) = destination(pool, &account) {
        let attribute = destination.attribute();
        let name = canonical(destination.to(), account.own.case_sensitive);
        let holder = Account::find_by_alias(transaction, &name)?;
        if let Some(mut holder) = holder.filter(|holder| holder.username != account.username) {
            if !force_alias {
                return Ok(Err(attributes::alias_exists(attribute)));
            }
            holder.set_verified(attribute, false);
            holder.save(transaction, now)?;
        }
        account.set_verified(attribute, true);
    }
    account.status = Status::Confirmed;
    account.save(transaction, now)?;
    code::forget(transaction, &account, Purpose::SignUp)?;
    code::forget(transaction, &account, Purpose::SignUpLink)?;
    let trigger = pool.triggers.post_confirmation.as_deref();
    Ok(trigger::run("PostConfirmation", trigger).map(|()| account))
}
