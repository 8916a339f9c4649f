//! `DeleteWebAuthnCredential`: the passkey can sign in no longer.

use serde_json::{Value, json};

use super::{UserPool, passkeys, rules};
use crate::wire::{Members, Refusal};

pub(super) async fn call(pool: &UserPool, mut members: Members) -> Result<Value, Refusal> {
    let token = members.secret("AccessToken", rules::TOKEN)?;
    let credential_id = members.required("CredentialId", rules::PAGE)?;
    members.done()?;

    pool.act(token, move |_, transaction, holder, now| {
        let mut account = holder.account;
        if !passkeys::forget(transaction, &account, &credential_id)? {
            return Err(Refusal::not_found("The WebAuthn credential does not exist."));
        }
        if account.mfa.passkey && passkeys::list(transaction, &account)?.is_empty() {
            account.mfa.passkey = false;
            account.save(transaction, now)?;
        }
        Ok(Ok(json!({})))
    })
    .await
}
