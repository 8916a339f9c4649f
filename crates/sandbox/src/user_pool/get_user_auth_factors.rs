//! `GetUserAuthFactors`: what whoever holds the access token could sign in with.

use serde_json::{Value, json};

use super::{UserPool, get_user, passkeys, rules};
use crate::wire::{Members, Refusal};

pub(super) async fn call(pool: &UserPool, mut members: Members) -> Result<Value, Refusal> {
    let token = members.secret("AccessToken", rules::TOKEN)?;
    members.done()?;

    pool.act(token, |_, transaction, holder, _| {
        let (account, allowed) = (holder.account, holder.caller.pool().first_factors);
        let passkey = allowed.web_authn && !passkeys::list(transaction, &account)?.is_empty();
        let factors: Vec<&str> = [
            ("PASSWORD", account.verifier.is_some()),
            ("EMAIL_OTP", allowed.email_otp && account.is_verified("email")),
            ("SMS_OTP", allowed.sms_otp && account.is_verified("phone_number")),
            ("WEB_AUTHN", passkey),
            ("SOFTWARE_TOKEN", account.totp.key.is_some()),
        ]
        .into_iter()
        .filter_map(|(name, has)| has.then_some(name))
        .collect();
        let mut answer = json!({ "Username": account.username, "ConfiguredUserAuthFactors": factors });
        get_user::add_mfa(&mut answer, &account);
        Ok(Ok(answer))
    })
    .await
}
