//! The accounts that a fresh sandbox has, one for each way into the app: `ada` simply signs in, `temp` must choose a
//! password, `una` has not confirmed her address, `mo` uses an authenticator app.

use std::collections::BTreeMap;

use base::Secret;
use time::Duration;

use super::UserPool;
use super::account::{Account, Status};
use super::code::{self, Purpose};
use super::srp::Verifier;
use crate::error::Error;
use crate::random;
use crate::wire::Refusal;
use crate::world::{MO_TOTP_SECRET, PASSWORD, TEMPORARY_PASSWORD};

/// The longest that Cognito lets a temporary password live.
const INVITED: Duration = Duration::days(365);

/// Writes them, and the mail with `una`'s code.
pub(super) async fn plant(pool: &UserPool) -> Result<(), Error> {
    let accounts = tokio::task::spawn_blocking({
        let pool = pool.clone();
        move || {
            let ada = confirmed(
                &pool,
                "ada",
                &[("given_name", "Ada"), ("family_name", "Lovelace")],
            )?;
            let una = account(
                &pool,
                "una",
                PASSWORD,
                Status::Unconfirmed,
                &[("given_name", "Una")],
            )?;
            let temp = account(
                &pool,
                "temp",
                TEMPORARY_PASSWORD,
                Status::ForceChangePassword,
                &[],
            )?;
            let mo = confirmed(&pool, "mo", &[("given_name", "Mo")])?;
            Ok::<_, Error>([
                Account {
                    groups: vec!["editors".to_owned()],
                    ..ada
                },
                Account {
                    temporary_until: Some(pool.now() + INVITED),
                    ..temp
                },
                Account {
                    totp_key: Some(Secret::from(MO_TOTP_SECRET)),
                    ..mo
                },
                una,
            ])
        }
    })
    .await
    .map_err(|_| Error::Crypto)??;

    let message = pool
        .write(move |_, transaction, now| {
            for account in &accounts {
                account.save(transaction)?;
            }
            let [_, _, _, una] = &accounts;
            code::send(transaction, una, Purpose::SignUp, now)
        })
        .await
        .map_err(|_: Refusal| Error::Crypto)?;
    pool.inbox.deliver(message);
    Ok(())
}

fn confirmed(pool: &UserPool, username: &str, attributes: &[(&str, &str)]) -> Result<Account, Error> {
    account(pool, username, PASSWORD, Status::Confirmed, attributes)
}

fn account(
    pool: &UserPool,
    username: &str,
    password: &str,
    status: Status,
    attributes: &[(&str, &str)],
) -> Result<Account, Error> {
    let verified = status != Status::Unconfirmed;
    let email = format!("{username}@example.com");
    let own = [
        ("email", email.as_str()),
        ("email_verified", if verified { "true" } else { "false" }),
    ];
    let attributes: BTreeMap<String, String> = own
        .iter()
        .chain(attributes)
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    Ok(Account {
        username: username.to_owned(),
        sub: random::uuid(),
        status,
        verifier: Verifier::create(pool.world().pool_name(), username, &Secret::from(password))?,
        temporary_until: None,
        totp_key: None,
        totp_step: 0,
        attributes,
        groups: Vec::new(),
    })
}
