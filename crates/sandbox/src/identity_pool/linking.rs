//! Which identity several logins have together. A new login joins the identity that the others have; a guest who signs
//! in keeps the identity, or is merged into the one that the login already has.

use rusqlite::Transaction;

use super::identities::{self, Identity, forbidden};
use super::login::Login;
use crate::random;
use crate::seed::ADA_IDENTITY;
use crate::wire::Refusal;

/// The most logins that one identity has.
const MOST: usize = 20;

/// The identity of these logins, made when they have none. No logins: a new guest.
pub(super) fn identity_of(
    transaction: &Transaction<'_>,
    logins: &[Login],
    region: &str,
) -> Result<Identity, Refusal> {
    let mut owners = owners(transaction, logins)?;
    let identity = match (owners.pop(), owners.is_empty()) {
        (None, _) => Identity::make(transaction, new_id(transaction, logins, region)?)?,
        (Some(owner), true) => Identity::find(transaction, &owner)?,
        (Some(_), false) => return Err(linked_elsewhere()),
    };
    join(transaction, identity, logins)
}

/// The identity with which a caller goes on who says to be `id` and shows `logins`.
pub(super) fn admit(
    transaction: &Transaction<'_>,
    id: &str,
    logins: &[Login],
    guests: bool,
) -> Result<Identity, Refusal> {
    let identity = Identity::find(transaction, id)?;
    if logins.is_empty() {
        return match (identity.authenticated, guests) {
            (true, _) => Err(forbidden(id)),
            (false, false) => Err(guests_refused()),
            (false, true) => Ok(identity),
        };
    }
    let owners = owners(transaction, logins)?;
    let known = owners.iter().any(|owner| owner == id);
    match (owners.as_slice(), identity.authenticated) {
        ([], false) => join(transaction, identity, logins),
        ([_], true) if known => join(transaction, identity, logins),
        ([owner], false) => {
            let owner = Identity::find(transaction, owner)?;
            identity.merge_into(transaction, &owner)?;
            join(transaction, owner, logins)
        }
        ([_, _, ..], _) => Err(linked_elsewhere()),
        ([] | [_], true) => Err(Refusal::not_authorized(
            "Logins don't match. Please include at least one valid login for this identity or identity pool.",
        )),
    }
}

/// The identities that these logins have, each once.
fn owners(transaction: &Transaction<'_>, logins: &[Login]) -> Result<Vec<String>, Refusal> {
    let mut owners = Vec::new();
    for login in logins {
        let owner = match login {
            Login::Provider {
                provider, subject, ..
            } => identities::of(transaction, provider, subject)?,
            Login::Vouched { identity_id, .. } => Some(identity_id.clone()),
        };
        if let Some(owner) = owner.filter(|owner| !owners.contains(owner)) {
            owners.push(owner);
        }
    }
    Ok(owners)
}

/// Links what is not linked yet. An identity has one login of each provider.
fn join(
    transaction: &Transaction<'_>,
    mut identity: Identity,
    logins: &[Login],
) -> Result<Identity, Refusal> {
    let mut linked = identity.logins(transaction)?;
    for login in logins {
        let Login::Provider {
            provider, subject, ..
        } = login
        else {
            continue;
        };
        if linked.contains(&(provider.clone(), subject.clone())) {
            continue;
        }
        if linked.iter().any(|(known, _)| known == provider) {
            return Err(linked_elsewhere());
        }
        if linked.len() == MOST {
            return Err(Refusal::invalid_parameter(format!(
                "An identity has at most {MOST} logins."
            )));
        }
        identity.link(transaction, provider, subject)?;
        linked.push((provider.clone(), subject.clone()));
    }
    Ok(identity)
}

/// The first account `ada` gets the identity for which files are seeded, unless that was given before.
fn new_id(transaction: &Transaction<'_>, logins: &[Login], region: &str) -> Result<String, rusqlite::Error> {
    let is_ada =
        |login: &Login| matches!(login, Login::Provider { username: Some(name), .. } if name == "ada");
    if logins.iter().any(is_ada) && !identities::exists(transaction, ADA_IDENTITY)? {
        return Ok(ADA_IDENTITY.to_owned());
    }
    Ok(format!("{region}:{}", random::uuid()))
}

pub(super) fn guests_refused() -> Refusal {
    Refusal::not_authorized("Unauthenticated access is not supported for this identity pool.")
}

pub(super) fn linked_elsewhere() -> Refusal {
    Refusal::new(
        "ResourceConflictException",
        "Login is already linked to another identity.",
    )
}

#[cfg(test)]
mod tests;
