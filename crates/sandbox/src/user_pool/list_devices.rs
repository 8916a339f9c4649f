//! `ListDevices`: the confirmed devices of whoever holds the access token, oldest first, at most sixty at a time.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use super::devices::Device;
use super::{UserPool, devices, rules};
use crate::wire::{Members, Refusal};

/// The most devices of one answer, `QueryLimitType`.
const MOST: i64 = 60;

pub(super) async fn call(pool: &UserPool, mut members: Members) -> Result<Value, Refusal> {
    let token = members.secret("AccessToken", rules::TOKEN)?;
    let limit = members.number("Limit", 0..=MOST)?;
    let page = members.text("PaginationToken", rules::PAGE)?;
    members.done()?;
    let after = match page {
        Some(page) => place(&page).ok_or_else(|| Refusal::invalid_parameter("Invalid pagination token."))?,
        None => (i64::MIN, String::new()),
    };
    let count = usize::try_from(limit.filter(|limit| *limit > 0).unwrap_or(MOST)).unwrap_or_default();

    pool.act(token, move |pool, transaction, holder, _| {
        devices::check_tracked(&holder.caller, &holder.account)?;
        let mut found = devices::list(transaction, &holder.account, &after, count + 1)?;
        let more = found.len() > count;
        found.truncate(count);
        let views: Vec<Value> = found
            .iter()
            .map(|device| device.view(pool.world(), &holder.account))
            .collect();
        let mut answer = json!({ "Devices": views });
        if let Some(last) = found.last().filter(|_| more) {
            answer["PaginationToken"] = json!(token_after(last));
        }
        Ok(Ok(answer))
    })
    .await
}

fn token_after(device: &Device) -> String {
    URL_SAFE_NO_PAD.encode(format!("{} {}", device.created_at, device.key))
}

fn place(token: &str) -> Option<(i64, String)> {
    let text = String::from_utf8(URL_SAFE_NO_PAD.decode(token).ok()?).ok()?;
    let (created_at, key) = text.split_once(' ')?;
    Some((created_at.parse().ok()?, key.to_owned()))
}
