//! The groups of the pool: each may carry an IAM role and a precedence, from which a token's `cognito:roles` and
//! `cognito:preferred_role` follow ("Adding groups to a user pool" in Cognito's guide).

use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use time::OffsetDateTime;

use super::account::Account;
use crate::world::World;

/// The table of this file.
pub(super) const SCHEMA: &str = "
CREATE TABLE groups (
    name TEXT PRIMARY KEY,
    role_arn TEXT,
    precedence INTEGER,
    description TEXT,
    created_at INTEGER NOT NULL,
    modified_at INTEGER NOT NULL
) STRICT;
";

const COLUMNS: &str = "name, role_arn, precedence, description, created_at, modified_at";

/// The group of the first account `ada`.
pub(super) const EDITORS: &str = "editors";
/// A group that counts as much as the editors, with another role.
pub(super) const READERS: &str = "readers";

/// One group, `GroupType`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Group {
    pub(super) name: String,
    pub(super) role_arn: Option<String>,
    /// The lower, the more it counts; none counts least.
    pub(super) precedence: Option<i64>,
    pub(super) description: Option<String>,
    /// Seconds since 1970; nothing for a group that the pool made of a provider's users.
    pub(super) created_at: Option<i64>,
    pub(super) modified_at: Option<i64>,
}

impl Group {
    /// Writes the group, new or changed at `now`.
    pub(super) fn save(
        &self,
        transaction: &Transaction<'_>,
        now: OffsetDateTime,
    ) -> Result<(), rusqlite::Error> {
        let now = now.unix_timestamp();
        transaction.execute(
            &format!("INSERT OR REPLACE INTO groups ({COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6)"),
            params![
                self.name,
                self.role_arn,
                self.precedence,
                self.description,
                self.created_at.unwrap_or(now),
                now
            ],
        )?;
        Ok(())
    }
}

/// Writes the groups of a fresh sandbox.
pub(super) fn plant(
    transaction: &Transaction<'_>,
    world: &World,
    now: OffsetDateTime,
) -> Result<(), rusqlite::Error> {
    for (name, role) in [(EDITORS, &world.roles.editors), (READERS, &world.roles.readers)] {
        let group = Group {
            name: name.to_owned(),
            role_arn: Some(role.clone()),
            precedence: Some(10),
            ..Group::default()
        };
        group.save(transaction, now)?;
    }
    Ok(())
}

/// The group of this name.
pub(super) fn find(connection: &Connection, name: &str) -> Result<Option<Group>, rusqlite::Error> {
    let sql = format!("SELECT {COLUMNS} FROM groups WHERE name = ?1");
    connection.query_row(&sql, [name], read).optional()
}

/// Every group, by name.
pub(super) fn all(connection: &Connection) -> Result<Vec<Group>, rusqlite::Error> {
    connection
        .prepare(&format!("SELECT {COLUMNS} FROM groups ORDER BY name"))?
        .query_map([], read)?
        .collect()
}

/// Takes the group away; its members are the caller's to change.
pub(super) fn delete(transaction: &Transaction<'_>, name: &str) -> Result<(), rusqlite::Error> {
    transaction.execute("DELETE FROM groups WHERE name = ?1", [name])?;
    Ok(())
}

fn read(row: &Row<'_>) -> Result<Group, rusqlite::Error> {
    Ok(Group {
        name: row.get(0)?,
        role_arn: row.get(1)?,
        precedence: row.get(2)?,
        description: row.get(3)?,
        created_at: Some(row.get(4)?),
        modified_at: Some(row.get(5)?),
    })
}

/// The groups that a user is in, those that count most first.
pub(super) fn of(connection: &Connection, account: &Account) -> Result<Vec<Group>, rusqlite::Error> {
    let mut groups = Vec::new();
    for name in &account.groups {
        groups.push(find(connection, name)?.unwrap_or_else(|| Group {
            name: name.clone(),
            ..Group::default()
        }));
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
