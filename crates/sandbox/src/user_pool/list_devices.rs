//! `ListDevices`: the confirmed devices of whoever holds the access token, oldest first, at most sixty at a time.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rusqlite::Connection;
use serde_json::{Value, json};

use super::account::Account;
use super::devices::Device;
use super::{UserPool, devices, rules};
use crate::wire::{Members, Refusal};

/// The most devices of one answer, `QueryLimitType`.
const MOST: i64 = 60;

pub(super) async fn call(pool: &UserPool, mut members: Members) -> Result<Value, Refusal> {
    let token = members.secret("AccessToken", rules::TOKEN)?;
    let page = Page::read(&mut members)?;
    members.done()?;

    pool.act(token, move |pool, transaction, holder, _| {
        devices::check_tracked(holder.caller.pool(), &holder.account)?;
        page.of(pool, transaction, &holder.account).map(Ok)
    })
    .await
}

/// The part of a user's devices that a request asks for.
#[derive(Debug)]
pub(super) struct Page {
    /// When the last device of the page before was made, and its key.
    after: Option<String>,
    count: usize,
}

impl Page {
    /// `Limit` and `PaginationToken`.
    pub(super) fn read(members: &mut Members) -> Result<Self, Refusal> {
        let limit = members.number("Limit", 0..=MOST)?;
        Ok(Self {
            after: members.text("PaginationToken", rules::PAGE)?,
            count: usize::try_from(limit.filter(|limit| *limit > 0).unwrap_or(MOST)).unwrap_or_default(),
        })
    }

    /// The answer: devices, and where to go on when there are more.
    pub(super) fn of(
        &self,
        pool: &UserPool,
        connection: &Connection,
        account: &Account,
    ) -> Result<Value, Refusal> {
        let after = match &self.after {
            Some(page) => {
                place(page).ok_or_else(|| Refusal::invalid_parameter("Invalid pagination token."))?
            }
            None => (i64::MIN, String::new()),
        };
        let mut found = devices::list(connection, account, &after, self.count + 1)?;
        let more = found.len() > self.count;
        found.truncate(self.count);
        let views: Vec<Value> = found
            .iter()
            .map(|device| device.view(pool.world(), account))
            .collect();
        let mut answer = json!({ "Devices": views });
        if let Some(last) = found.last().filter(|_| more) {
            answer["PaginationToken"] = json!(token_after(last));
        }
        Ok(answer)
    }
}

fn token_after(device: &Device) -> String {
    URL_SAFE_NO_PAD.encode(format!("{} {}", device.created_at, device.key))
}

fn place(token: &str) -> Option<(i64, String)> {
    let text = String::from_utf8(URL_SAFE_NO_PAD.decode(token).ok()?).ok()?;
    let (created_at, key) = text.split_once(' ')?;
    Some((created_at.parse().ok()?, key.to_owned()))
}
