//! `ListWebAuthnCredentials`: the passkeys of whoever holds the access token, oldest first. The page token is the
//! last credential's id.

use serde_json::{Value, json};

use super::passkeys::{self, Passkey};
use super::{UserPool, rules};
use crate::wire::{Members, Refusal};

/// The most passkeys of one answer, `WebAuthnCredentialsQueryLimitType`.
const MOST: i64 = 20;

pub(super) async fn call(pool: &UserPool, mut members: Members) -> Result<Value, Refusal> {
    let token = members.secret("AccessToken", rules::TOKEN)?;
    let after = members.text("NextToken", rules::PAGE)?;
    let limit = members.number("MaxResults", 0..=MOST)?;
    members.done()?;
    let count = usize::try_from(limit.filter(|limit| *limit > 0).unwrap_or(MOST)).unwrap_or_default();

    pool.act(token, move |_, transaction, holder, _| {
        let known = passkeys::list(transaction, &holder.account)?;
        let start = match &after {
            None => 0,
            Some(after) => {
                let last = known.iter().position(|passkey| passkey.credential_id == *after);
                last.ok_or_else(|| Refusal::invalid_parameter("Invalid pagination token."))? + 1
            }
        };
        let page: Vec<&Passkey> = known.iter().skip(start).take(count).collect();
        let views: Vec<Value> = page.iter().map(|passkey| passkey.view()).collect();
        let mut answer = json!({ "Credentials": views });
        if let Some(last) = page.last().filter(|_| known.len() > start + count) {
            answer["NextToken"] = json!(last.credential_id);
        }
        Ok(Ok(answer))
    })
    .await
}
