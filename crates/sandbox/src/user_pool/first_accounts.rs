//! The accounts that a fresh sandbox has, one for each way into the app. What each is for stands in
//! `docs/SANDBOX.md`.

use std::collections::BTreeMap;

use base::Secret;
use time::{Duration, OffsetDateTime};

use super::account::{Account, Own, SoftwareToken, Status};

use super::mfa::{Mfa, MfaFactor};
use super::srp::Verifier;
use super::{UserPool, confirmation, groups};
use crate::error::Error;
use crate::random;
use crate::settings::{CustomChallenge, DeviceMode, DeviceTracking};
use crate::wire::Refusal;
use crate::world::{MO_TOTP_SECRET, PASSWORD, SAM_PHONE, TEMPORARY_PASSWORD};

/// Longer than the longest that Cognito lets a temporary password live.
const LONG_AGO: Duration = Duration::days(366);

/// Writes them, and the mail with `una`'s code.
pub(super) async fn plant(pool: &UserPool) -> Result<(), Error> {
    let (pool_name, now) = (pool.world().pool_name().to_owned(), pool.now());
    let accounts = tokio::task::spawn_blocking(move || {
        let mut accounts = people(now);
        for account in &mut accounts {
            let password = if account.status == Status::ForceChangePassword {
                TEMPORARY_PASSWORD
            } else {
                PASSWORD
            };
            account.verifier = Some(Verifier::create(
                &pool_name,
                &account.username,
                &Secret::from(password),
            )?);
        }
        Ok::<_, Error>(accounts)
    })
    .await
    .map_err(|_| Error::Crypto)??;

    let message = pool
        .write(move |pool, transaction, now| {
            groups::plant(transaction, pool.world(), now)?;
            for account in &accounts {
                account.save(transaction, now)?;
            }
            let una = accounts
                .iter()
                .find(|account| account.status == Status::Unconfirmed);
            let to = una.and_then(|una| confirmation::destination(&pool.settings().pool, una));
            una.zip(to)
                .map(|(una, to)| {
                    confirmation::send(pool, transaction, &pool.world().client_id, una, &to, now)
                })
                .transpose()
        })
        .await
        .map_err(|_: Refusal| Error::Crypto)?;
    if let Some(message) = message {
        pool.inbox.deliver(message);
    }
    Ok(())
}

fn people(now: OffsetDateTime) -> Vec<Account> {
    let (sel_phone, otto_phone) = (following(SAM_PHONE, 1), following(SAM_PHONE, 2));
    let key = || SoftwareToken {
        key: Some(Secret::from(MO_TOTP_SECRET)),
        ..SoftwareToken::default()
    };
    let invited = |username, at| Account {
        status: Status::ForceChangePassword,
        invited_at: Some(at),
        ..person(username, &[])
    };
    let own = |username: &str, name: &str, own| Account {
        own,
        ..person(username, &[("given_name", name)])
    };
    vec![
        Account {
            groups: vec![groups::EDITORS.to_owned()],
            ..person("ada", &[("given_name", "Ada"), ("family_name", "Lovelace")])
        },
        invited("temp", now),
        invited("newt", now - LONG_AGO),
        Account {
            status: Status::Unconfirmed,
            ..unverified("una", &[("given_name", "Una")])
        },
        Account {
            totp: key(),
            mfa: only(MfaFactor::SoftwareToken),
            ..person("mo", &[("given_name", "Mo")])
        },
        Account {
            mfa: only(MfaFactor::Sms),
            ..with_phone("sam", "Sam", SAM_PHONE)
        },
        Account {
            mfa: only(MfaFactor::Email),
            ..person("emil", &[("given_name", "Emil")])
        },
        Account {
            totp: key(),
            mfa: Mfa {
                sms: true,
                totp: true,
                email: true,
                ..Mfa::default()
            },
            ..with_phone("sel", "Sel", &sel_phone)
        },
        with_phone("otto", "Otto", &otto_phone),
        own(
            "cora",
            "Cora",
            Own {
                custom_challenge: Some(CustomChallenge::TwoRounds),
                ..Own::default()
            },
        ),
        own(
            "nina",
            "Nina",
            Own {
                must_set_up_mfa: true,
                ..Own::default()
            },
        ),
        own(
            "dev",
            "Dev",
            Own {
                device_tracking: Some(DeviceTracking {
                    mode: DeviceMode::OptIn,
                    replaces_mfa: true,
                }),
                ..Own::default()
            },
        ),
        Account {
            status: Status::ResetRequired,
            ..person("rita", &[("given_name", "Rita")])
        },
        Account {
            enabled: false,
            ..person("dora", &[("given_name", "Dora")])
        },
        Account {
            groups: vec![groups::READERS.to_owned()],
            ..person("lea", &[("given_name", "Lea")])
        },
        Account {
            groups: vec![groups::EDITORS.to_owned(), groups::READERS.to_owned()],
            ..person("amy", &[("given_name", "Amy")])
        },
        {
            let mut vera = unverified(
                "vera",
                &[("given_name", "Vera"), ("phone_number", &following(SAM_PHONE, 3))],
            );
            vera.set_verified("phone_number", false);
            vera
        },
    ]
}

fn person(username: &str, attributes: &[(&str, &str)]) -> Account {
    let mut account = unverified(username, attributes);
    account.set_verified("email", true);
    account
}

fn with_phone(username: &str, name: &str, phone: &str) -> Account {
    let mut account = person(username, &[("given_name", name), ("phone_number", phone)]);
    account.set_verified("phone_number", true);
    account
}

fn unverified(username: &str, attributes: &[(&str, &str)]) -> Account {
    let attributes: BTreeMap<String, String> = attributes
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .chain([("email".to_owned(), format!("{username}@example.com"))])
        .collect();
    let mut account = Account {
        attributes,
        ..Account::new(username.to_owned(), random::uuid(), Status::Confirmed, None)
    };
    account.set_verified("email", false);
    account
}

fn only(factor: MfaFactor) -> Mfa {
    let mut mfa = Mfa {
        preferred: Some(factor),
        ..Mfa::default()
    };
    mfa.set(factor, true);
    mfa
}

/// The phone number `by` after `first`, in its last digit.
fn following(first: &str, by: u8) -> String {
    let (front, last) = first.split_at(first.len() - 1);
    format!("{front}{}", last.parse::<u8>().unwrap_or(0) + by)
}
