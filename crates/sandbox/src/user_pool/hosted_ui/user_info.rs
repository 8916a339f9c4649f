//! What the userInfo endpoint tells (OpenID Connect Core, section 5.3): the attributes that the token's scopes show.

use base::Secret;
use serde_json::{Map, Value, json};

use super::super::holder::Holder;
use super::super::{UserPool, claims};
use crate::wire::Refusal;

impl UserPool {
    /// The claims about whoever holds an access token with the scope `openid`. Flags are text, as with Cognito.
    pub(crate) async fn user_info(&self, access_token: Secret) -> Result<Value, Refusal> {
        self.read(move |pool, connection, now| {
            let holder = Holder::find_with_scope(pool, connection, &access_token, "openid", now)?;
            let mut answer = Map::new();
            answer.insert("sub".to_owned(), json!(holder.account.sub));
            for (name, value) in &holder.account.attributes {
                if claims::shows(&holder.scope, name) {
                    answer.insert(name.clone(), json!(value));
                }
            }
            answer.insert("username".to_owned(), json!(holder.account.username));
            Ok(Value::Object(answer))
        })
        .await
    }
}
