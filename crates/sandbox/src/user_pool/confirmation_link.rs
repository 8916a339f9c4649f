//! The page that the link of a sign-up's mail leads to: opening it confirms the account. Its code is random and long,
//! which is all that guards it, as at a user pool's domain.

use base::Secret;
use percent_encoding::percent_decode_str;

use super::UserPool;
use super::account::Account;
use super::code::{self, Purpose};
use super::confirmation;
use super::round::Reply;
use crate::wire::Refusal;

impl UserPool {
    /// Confirms the account of a link's query (`client_id`, `user_name`, `confirmation_code`).
    pub(crate) async fn confirm_by_link(&self, query: &str) -> Result<(), Refusal> {
        let caller = self.caller(&value(query, "client_id"))?;
        let name = caller.name(&value(query, "user_name"));
        let given = Secret::new(value(query, "confirmation_code"));
        self.converse(move |_, transaction, now| {
            let Some(account) = Account::find(transaction, &name)? else {
                return Ok(Err(code::expired()));
            };
            let purpose = Purpose::SignUpLink;
            let confirmed =
                confirmation::confirm(caller.pool(), transaction, account, purpose, &given, false, now)?;
            Ok(confirmed.map(|_| Reply::from(serde_json::json!({}))))
        })
        .await
        .map(drop)
    }
}

fn value(query: &str, name: &str) -> String {
    query
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| percent_decode_str(value).decode_utf8_lossy().into_owned())
        .unwrap_or_default()
}
