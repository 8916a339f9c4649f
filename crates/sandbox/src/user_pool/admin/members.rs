//! Who is in which group: `ListGroups`, `ListUsersInGroup` and `AdminListGroupsForUser`.

use serde_json::{Value, json};

use super::groups::{existing, one_group};
use super::page::Page;
use super::user::one_user;
use super::{find, view};
use crate::user_pool::UserPool;
use crate::user_pool::account::Account;
use crate::user_pool::groups::{self, Group};
use crate::wire::{Members, Refusal};

/// `ListGroups`.
pub(super) async fn list_groups(pool: &UserPool, mut members: Members) -> Result<Value, Refusal> {
    let pool_id = UserPool::pool_named(&mut members)?;
    let page = Page::read(&mut members, "NextToken")?;
    members.done()?;
    pool.check_pool(&pool_id)?;
    pool.read(move |pool, connection, _| answer(pool, &page, groups::all(connection)?))
        .await
}

/// `AdminListGroupsForUser`.
pub(super) async fn groups_of_user(pool: &UserPool, mut members: Members) -> Result<Value, Refusal> {
    let page = Page::read(&mut members, "NextToken")?;
    let username = one_user(pool, &mut members)?;
    members.done()?;
    pool.read(move |pool, connection, _| {
        let mut found = groups::of(connection, &find(pool, connection, &username)?)?;
        found.sort_by(|one, other| one.name.cmp(&other.name));
        answer(pool, &page, found)
    })
    .await
}

/// `ListUsersInGroup`.
pub(super) async fn users_in_group(pool: &UserPool, mut members: Members) -> Result<Value, Refusal> {
    let page = Page::read(&mut members, "NextToken")?;
    let name = one_group(pool, &mut members)?;
    members.done()?;
    pool.read(move |_, connection, _| {
        existing(connection, &name)?;
        let mut found = Account::all(connection)?;
        found.retain(|account| account.groups.contains(&name));
        let (found, next) = page.of(found, |account| &account.username)?;
        let users: Vec<Value> = found.iter().map(|account| view::user(account, None)).collect();
        Ok(with_next(json!({ "Users": users }), next))
    })
    .await
}

fn answer(pool: &UserPool, page: &Page, found: Vec<Group>) -> Result<Value, Refusal> {
    let (found, next) = page.of(found, |group| &group.name)?;
    let groups: Vec<Value> = found
        .iter()
        .map(|group| view::group(pool.world(), group))
        .collect();
    Ok(with_next(json!({ "Groups": groups }), next))
}

fn with_next(mut answer: Value, next: Option<String>) -> Value {
    if let Some(next) = next {
        answer["NextToken"] = json!(next);
    }
    answer
}
