//! The UserMigration trigger: whoever the pool does not know and another directory does becomes a user, at a sign-in that
//! sends the password as it is.

use base::Secret;
use subtle::ConstantTimeEq;

use super::account::{Account, Own, Status};
use super::caller::Caller;
use super::srp::Verifier;
use super::{UserPool, compute};
use crate::random;
use crate::settings::CustomMessage;
use crate::wire::Refusal;

/// Makes the user, if nobody has the name and the password is the other directory's.
pub(super) async fn migrate(
    pool: &UserPool,
    caller: &Caller,
    name: &str,
    given: &Secret,
) -> Result<(), Refusal> {
    let Some(migration) = caller.pool().triggers.user_migration.clone() else {
        return Ok(());
    };
    let right: bool = migration
        .password
        .expose()
        .as_bytes()
        .ct_eq(given.expose().as_bytes())
        .into();
    let known = {
        let name = name.to_owned();
        pool.read(move |_, connection, _| Ok(Account::find(connection, &name)?.is_some()))
            .await?
    };
    if !right || known {
        return Ok(());
    }
    let (pool_name, username, password) = (
        pool.world().pool_name().to_owned(),
        name.to_owned(),
        given.clone(),
    );
    let verifier = compute(move || Verifier::create(&pool_name, &username, &password)).await??;
    let status = if migration.reset_required {
        Status::ResetRequired
    } else {
        Status::Confirmed
    };
    let plain = name.split('@').next().unwrap_or(name).to_owned();
    let attributes = migration
        .attributes
        .iter()
        .map(|(attribute, value)| (attribute.clone(), value.replace(CustomMessage::NAME, &plain)));
    let account = Account {
        attributes: attributes.collect(),
        own: Own {
            case_sensitive: caller.pool().case_sensitive,
            ..Own::default()
        },
        ..Account::new(name.to_owned(), random::uuid(), status, Some(verifier))
    };
    pool.write(move |_, transaction, now| {
        if Account::find(transaction, &account.username)?.is_none() {
            account.save(transaction, now)?;
        }
        Ok(())
    })
    .await
}
