//! Users and groups read out and taken in as a whole, for the sandbox's control; AWS has no such actions.

use base::Secret;
use rusqlite::{Connection, Transaction};
use time::OffsetDateTime;

use super::account::{Account, Own, Status, canonical};
use super::mfa::MfaFactor;
use super::srp::Verifier;
use super::{UserPool, attributes, compute, devices, groups, passkeys, password, password_history};
use crate::random;
use crate::settings::PoolSettings;
use crate::users::{Imported, Written, WrittenGroup, WrittenMfa, WrittenUser};
use crate::wire::Refusal;

impl UserPool {
    /// Every user and group.
    pub(crate) async fn export(&self) -> Result<serde_json::Value, Refusal> {
        self.read(|_, connection, _| {
            let users = Account::all(connection)?
                .iter()
                .map(|account| written(connection, account))
                .collect::<Result<_, Refusal>>()?;
            let groups = groups::all(connection)?.into_iter().map(|group| WrittenGroup {
                name: group.name,
                description: group.description,
                role_arn: group.role_arn,
                precedence: group.precedence,
            });
            let groups = groups.collect();
            Ok(serde_json::to_value(Written { groups, users })?)
        })
        .await
    }

    /// Makes or changes users and groups, all of them or none.
    pub(crate) async fn take_in(&self, document: Written) -> Result<Imported, Refusal> {
        let settings = self.settings();
        let Written { groups, users } = document;
        let mut prepared = Vec::new();
        for user in users {
            let password = user.password.clone().or_else(|| user.temporary_password.clone());
            let name = canonical(&user.username, settings.pool.case_sensitive);
            let verifier = match password {
                Some(password) => {
                    password::check(&settings.pool.password_policy, &password, password::DOES_NOT)?;
                    Some(verifier(self, name, password).await?)
                }
                None => None,
            };
            prepared.push((user, verifier));
        }
        self.write(move |_, transaction, now| {
            let mut done = Imported::default();
            for group in groups {
                take_group(transaction, group, now)?;
                done.groups += 1;
            }
            for (user, verifier) in prepared {
                if take_user(transaction, &settings.pool, user, verifier, now)? {
                    done.created += 1;
                } else {
                    done.changed += 1;
                }
            }
            Ok(done)
        })
        .await
    }
}

async fn verifier(pool: &UserPool, username: String, password: Secret) -> Result<Verifier, Refusal> {
    let pool_name = pool.world().pool_name().to_owned();
    Ok(compute(move || Verifier::create(&pool_name, &username, &password)).await??)
}

fn written(connection: &Connection, account: &Account) -> Result<WrittenUser, Refusal> {
    let seconds = |at: Option<OffsetDateTime>| at.map_or(0, OffsetDateTime::unix_timestamp);
    let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let signed_in_at: Option<i64> = connection.query_row(
        "SELECT max(auth_time) FROM sign_ins WHERE sub = ?1",
        [&account.sub],
        |row| row.get(0),
    )?;
    let after = (i64::MIN, String::new());
    Ok(WrittenUser {
        username: account.username.clone(),
        sub: account.sub.clone(),
        status: Some(account.status.as_str().to_owned()),
        enabled: account.enabled,
        attributes: account.attributes.clone(),
        groups: account.groups.clone(),
        mfa: WrittenMfa {
            sms: account.mfa.sms,
            totp: account.mfa.totp,
            email: account.mfa.email,
            preferred: account.mfa.preferred.map(|factor| factor.as_str().to_owned()),
        },
        has_password: account.verifier.is_some(),
        passkeys: count(passkeys::list(connection, account)?.len()),
        devices: count(devices::list(connection, account, &after, 1_000)?.len()),
        created_at: seconds(account.created_at),
        modified_at: seconds(account.modified_at),
        signed_in_at,
        password: None,
        temporary_password: None,
    })
}

fn take_group(
    transaction: &Transaction<'_>,
    written: WrittenGroup,
    now: OffsetDateTime,
) -> Result<(), Refusal> {
    let present = groups::find(transaction, &written.name)?.unwrap_or_default();
    let group = groups::Group {
        name: written.name,
        description: written.description,
        role_arn: written.role_arn,
        precedence: written.precedence,
        ..present
    };
    Ok(group.save(transaction, now)?)
}

/// Whether the user is new.
fn take_user(
    transaction: &Transaction<'_>,
    pool: &PoolSettings,
    written: WrittenUser,
    verifier: Option<Verifier>,
    now: OffsetDateTime,
) -> Result<bool, Refusal> {
    let username = canonical(&written.username, pool.case_sensitive);
    let fits = !username.is_empty() && !username.contains(|c: char| c.is_control());
    if !fits || username.len() > 128 {
        return Err(Refusal::invalid_parameter(format!(
            "no user can be called {username:?}"
        )));
    }
    let present = Account::find(transaction, &username)?.filter(|account| account.username == username);
    let new = present.is_none();
    let mut account = present.unwrap_or_else(|| Account {
        own: Own {
            case_sensitive: pool.case_sensitive,
            ..Own::default()
        },
        ..Account::new(
            username.clone(),
            new_sub(transaction, &written),
            Status::Confirmed,
            None,
        )
    });
    take_attributes(pool, &mut account, &written)?;
    check_addresses(transaction, &account)?;
    let temporary = written.temporary_password.is_some();
    let asked = match written.status.as_deref() {
        Some(status) => Some(Status::named(status).ok_or_else(|| {
            Refusal::invalid_parameter(format!("{username} cannot have the status {status}"))
        })?),
        None => None,
    };
    if let Some(verifier) = verifier {
        password_history::replace(transaction, &mut account, verifier)?;
        account.status = asked.unwrap_or(if temporary {
            Status::ForceChangePassword
        } else {
            Status::Confirmed
        });
    } else if let Some(asked) = asked {
        account.status = asked;
    }
    if account.status == Status::ForceChangePassword && (temporary || account.invited_at.is_none()) {
        account.invited_at = Some(now);
    }
    account.enabled = written.enabled;
    for group in &written.groups {
        let external = account.status == Status::ExternalProvider;
        if !external && groups::find(transaction, group)?.is_none() {
            return Err(Refusal::invalid_parameter(format!(
                "{username} is to be in {group}, which is no group"
            )));
        }
    }
    account.groups = written.groups;
    take_factors(&mut account, &written.mfa)?;
    account.save(transaction, now)?;
    Ok(new)
}

/// The `sub` that was written, if it is free.
fn new_sub(transaction: &Transaction<'_>, written: &WrittenUser) -> String {
    let free = Account::find_by_sub(transaction, &written.sub).is_ok_and(|other| other.is_none());
    if free && !written.sub.is_empty() {
        written.sub.clone()
    } else {
        random::uuid()
    }
}

fn take_attributes(pool: &PoolSettings, account: &mut Account, written: &WrittenUser) -> Result<(), Refusal> {
    let (own, plain): (Vec<_>, Vec<_>) = written
        .attributes
        .clone()
        .into_iter()
        .partition(|(name, _)| name.ends_with("_verified") || name == "identities");
    account.attributes = attributes::check(pool, plain).map_err(|refusal| {
        Refusal::invalid_parameter(format!("{}: {}", written.username, refusal.message()))
    })?;
    for (name, value) in own {
        if let Some(attribute) = name.strip_suffix("_verified") {
            account.set_verified(attribute, value.eq_ignore_ascii_case("true"));
        } else {
            account.attributes.insert(name, value);
        }
    }
    Ok(())
}

/// Refuses an address or number that somebody else has verified.
fn check_addresses(transaction: &Transaction<'_>, account: &Account) -> Result<(), Refusal> {
    for name in ["email", "phone_number"] {
        let Some(value) = account.attributes.get(name).filter(|_| account.is_verified(name)) else {
            continue;
        };
        let known = canonical(value, account.own.case_sensitive);
        let holder = Account::find_by_alias(transaction, &known)?;
        if let Some(holder) = holder.filter(|holder| holder.username != account.username) {
            return Err(Refusal::invalid_parameter(format!(
                "{} has verified {value}, so that {} cannot",
                holder.username, account.username
            )));
        }
    }
    Ok(())
}

/// A factor without which nobody could be asked is left off: the key of an authenticator app is not written down.
fn take_factors(account: &mut Account, written: &WrittenMfa) -> Result<(), Refusal> {
    let has = |name: &str| account.attributes.contains_key(name);
    let wanted = [
        (MfaFactor::Sms, written.sms && has("phone_number")),
        (MfaFactor::Email, written.email && has("email")),
        (
            MfaFactor::SoftwareToken,
            written.totp && account.totp.key.is_some(),
        ),
    ];
    for (factor, on) in wanted {
        account.mfa.set(factor, on);
    }
    account.mfa.preferred = match &written.preferred {
        Some(name) => {
            let factor = MfaFactor::parse(name)
                .ok_or_else(|| Refusal::invalid_parameter(format!("{name} is no second factor")))?;
            Some(factor).filter(|factor| account.mfa.is_on(*factor))
        }
        None => None,
    };
    Ok(())
}
