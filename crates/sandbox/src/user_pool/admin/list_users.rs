//! `ListUsers`: the users whom a filter lets through, by user name, at most sixty at a time.

use serde_json::{Value, json};

use super::filter::Filter;
use super::page::Page;
use super::view;
use crate::user_pool::account::Account;
use crate::user_pool::{UserPool, rules};
use crate::wire::{Members, Refusal, Rule};

/// `UserFilterType`.
const FILTER: Rule = Rule {
    min: 0,
    max: 256,
    pattern: None,
    sensitive: false,
};

pub(super) async fn call(pool: &UserPool, mut members: Members) -> Result<Value, Refusal> {
    let pool_id = UserPool::pool_named(&mut members)?;
    let wanted = members.texts_or_none("AttributesToGet", rules::ATTRIBUTE_NAME)?;
    let page = Page::read(&mut members, "PaginationToken")?;
    let filter = members.text("Filter", FILTER)?;
    members.done()?;
    pool.check_pool(&pool_id)?;
    let filter = Filter::parse(filter.as_deref().unwrap_or_default())?;

    pool.read(move |_, connection, _| {
        let mut found = Account::all(connection)?;
        found.retain(|account| filter.as_ref().is_none_or(|filter| filter.fits(account)));
        let (found, next) = page.of(found, |account| &account.username)?;
        let users: Vec<Value> = found
            .iter()
            .map(|account| view::user(account, wanted.as_deref()))
            .collect();
        let mut answer = json!({ "Users": users });
        if let Some(next) = next {
            answer["PaginationToken"] = json!(next);
        }
        Ok(answer)
    })
    .await
}
