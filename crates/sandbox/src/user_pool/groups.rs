//! The groups of the pool: each may carry an IAM role and a precedence, from which a token's `cognito:roles` and
//! `cognito:preferred_role` follow ("Adding groups to a user pool" in Cognito's guide).

use rusqlite::{Connection, OptionalExtension, Transaction, params};

use super::account::Account;
use crate::world::World;

/// The table of this file.
pub(super) const SCHEMA: &str = "
CREATE TABLE groups (name TEXT PRIMARY KEY, role_arn TEXT, precedence INTEGER) STRICT;
";

/// The group of the first account `ada`.
pub(super) const EDITORS: &str = "editors";
/// A group that counts as much as the editors, with another role.
pub(super) const READERS: &str = "readers";

/// One group, `GroupType`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Group {
    pub(super) name: String,
    pub(super) role_arn: Option<String>,
    /// The lower, the more it counts; none counts least.
    pub(super) precedence: Option<i64>,
}

/// Writes the groups of a fresh sandbox.
pub(super) fn plant(transaction: &Transaction<'_>, world: &World) -> Result<(), rusqlite::Error> {
    for (name, role) in [(EDITORS, &world.roles.editors), (READERS, &world.roles.readers)] {
        transaction.execute("INSERT INTO groups VALUES (?1, ?2, 10)", params![name, role])?;
    }
    Ok(())
}

/// The groups that a user is in, those that count most first.
pub(super) fn of(connection: &Connection, account: &Account) -> Result<Vec<Group>, rusqlite::Error> {
    let mut groups = Vec::new();
    for name in &account.groups {
        let known = connection
            .query_row(
                "SELECT role_arn, precedence FROM groups WHERE name = ?1",
                [name],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
            .optional()?;
        let (role_arn, precedence) = known.unwrap_or_default();
        groups.push(Group {
            name: name.clone(),
            role_arn,
            precedence,
        });
    }
    groups.sort_by_key(|group| group.precedence.unwrap_or(i64::MAX));
    Ok(groups)
}

/// The roles of these groups, each once.
pub(super) fn roles(groups: &[Group]) -> Vec<&str> {
    let mut roles = Vec::new();
    for role in groups.iter().filter_map(|group| group.role_arn.as_deref()) {
        if !roles.contains(&role) {
            roles.push(role);
        }
    }
    roles
}

/// The role of the group that counts most. `None` when groups with different roles count alike.
pub(super) fn preferred_role(groups: &[Group]) -> Option<&str> {
    let rank = |group: &Group| group.precedence.unwrap_or(i64::MAX);
    let with_role = || groups.iter().filter(|group| group.role_arn.is_some());
    let best = with_role().map(rank).min()?;
    let mut roles = with_role()
        .filter(|group| rank(group) == best)
        .filter_map(|group| group.role_arn.as_deref());
    let first = roles.next()?;
    roles.all(|role| role == first).then_some(first)
}

#[cfg(test)]
mod tests;
