//! The groups themselves, `CreateGroup`, `GetGroup`, `UpdateGroup` and `DeleteGroup`, and who is in them,
//! `AdminAddUserToGroup` and `AdminRemoveUserFromGroup`.

use rusqlite::Connection;
use serde_json::{Value, json};

use super::{GROUP_NAME, find, nothing, view};
use crate::user_pool::account::Account;
use crate::user_pool::groups::{self, Group};
use crate::user_pool::{UserPool, rules};
use crate::wire::{Members, Refusal, Rule};

/// `DescriptionType`.
const DESCRIPTION: Rule = Rule {
    min: 0,
    max: 2048,
    pattern: None,
    sensitive: false,
};

/// `ArnType`.
const ARN: Rule = Rule {
    min: 20,
    max: 2048,
    pattern: None,
    sensitive: false,
};

/// `CreateGroup`.
pub(super) async fn create(pool: &UserPool, members: Members) -> Result<Value, Refusal> {
    let group = described(pool, members)?;
    pool.write(move |pool, transaction, now| {
        if groups::find(transaction, &group.name)?.is_some() {
            return Err(Refusal::new(
                "GroupExistsException",
                "A group with the name already exists.",
            ));
        }
        group.save(transaction, now)?;
        Ok(json!({ "Group": view::group(pool.world(), &existing(transaction, &group.name)?) }))
    })
    .await
}

/// `UpdateGroup`: what is not named stays.
pub(super) async fn update(pool: &UserPool, members: Members) -> Result<Value, Refusal> {
    let change = described(pool, members)?;
    pool.write(move |pool, transaction, now| {
        let present = existing(transaction, &change.name)?;
        let group = Group {
            description: change.description.or(present.description),
            role_arn: change.role_arn.or(present.role_arn),
            precedence: change.precedence.or(present.precedence),
            ..present
        };
        group.save(transaction, now)?;
        Ok(json!({ "Group": view::group(pool.world(), &existing(transaction, &group.name)?) }))
    })
    .await
}

/// `GetGroup`.
pub(super) async fn get(pool: &UserPool, mut members: Members) -> Result<Value, Refusal> {
    let name = one_group(pool, &mut members)?;
    members.done()?;
    pool.read(move |pool, connection, _| {
        Ok(json!({ "Group": view::group(pool.world(), &existing(connection, &name)?) }))
    })
    .await
}

/// `DeleteGroup`: its members are in it no longer.
pub(super) async fn delete(pool: &UserPool, mut members: Members) -> Result<Value, Refusal> {
    let name = one_group(pool, &mut members)?;
    members.done()?;
    pool.write(move |_, transaction, now| {
        existing(transaction, &name)?;
        groups::delete(transaction, &name)?;
        for mut account in Account::all(transaction)? {
            if account.groups.contains(&name) {
                account.groups.retain(|group| *group != name);
                account.save(transaction, now)?;
            }
        }
        Ok(nothing())
    })
    .await
}

/// `AdminAddUserToGroup`; somebody who is in it already stays in it.
pub(super) async fn add_user(pool: &UserPool, mut members: Members) -> Result<Value, Refusal> {
    let username = members.required("Username", rules::USERNAME)?;
    let name = one_group(pool, &mut members)?;
    members.done()?;
    pool.write(move |pool, transaction, now| {
        let mut account = find(pool, transaction, &username)?;
        existing(transaction, &name)?;
        if !account.groups.contains(&name) {
            account.groups.push(name);
            account.save(transaction, now)?;
        }
        Ok(nothing())
    })
    .await
}

/// `AdminRemoveUserFromGroup`.
pub(super) async fn remove_user(pool: &UserPool, mut members: Members) -> Result<Value, Refusal> {
    let username = members.required("Username", rules::USERNAME)?;
    let name = one_group(pool, &mut members)?;
    members.done()?;
    pool.write(move |pool, transaction, now| {
        let mut account = find(pool, transaction, &username)?;
        if !account.groups.contains(&name) {
            existing(transaction, &name)?;
        }
        account.groups.retain(|group| *group != name);
        account.save(transaction, now)?;
        Ok(nothing())
    })
    .await
}

/// Reads `UserPoolId` and `GroupName`.
pub(super) fn one_group(pool: &UserPool, members: &mut Members) -> Result<String, Refusal> {
    let pool_id = UserPool::pool_named(members)?;
    let name = members.required("GroupName", GROUP_NAME)?;
    if !pool_id.is_empty() {
        pool.check_pool(&pool_id)?;
    }
    Ok(name)
}

/// The group of this name.
pub(super) fn existing(connection: &Connection, name: &str) -> Result<Group, Refusal> {
    groups::find(connection, name)?.ok_or_else(|| Refusal::not_found("Group not found."))
}

fn described(pool: &UserPool, mut members: Members) -> Result<Group, Refusal> {
    let group = Group {
        name: one_group(pool, &mut members)?,
        description: members.text("Description", DESCRIPTION)?,
        role_arn: members.text("RoleArn", ARN)?,
        precedence: members.number("Precedence", 0..=i64::from(i32::MAX))?,
        ..Group::default()
    };
    members.done()?;
    Ok(group)
}
