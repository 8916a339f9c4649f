//! `StartWebAuthnRegistration`: what an authenticator needs to make a passkey for whoever holds the access token,
//! `PublicKeyCredentialCreationOptionsJSON` (WebAuthn, section 5.4).

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use super::webauthn::ES256;
use super::{UserPool, passkeys, rules};
use crate::settings::PoolSettings;
use crate::wire::{Members, Refusal};

pub(super) async fn call(pool: &UserPool, mut members: Members) -> Result<Value, Refusal> {
    let token = members.secret("AccessToken", rules::TOKEN)?;
    members.done()?;

    pool.act(token, |_, transaction, holder, now| {
        let relying_party_id = relying_party(holder.caller.pool())?;
        let known = passkeys::list(transaction, &holder.account)?;
        if known.len() >= passkeys::MOST {
            return Err(Refusal::new(
                "LimitExceededException",
                "The user has as many passkeys as are allowed.",
            ));
        }
        let challenge = passkeys::challenge()?;
        passkeys::begin(transaction, &holder.caller, &holder.account, &challenge, now)?;
        let excluded: Vec<Value> = known.iter().map(passkeys::Passkey::descriptor).collect();
        let name = holder.account.email().unwrap_or(&holder.account.username);
        Ok(Ok(json!({
            "CredentialCreationOptions": {
                "rp": { "id": relying_party_id, "name": relying_party_id },
                "user": {
                    "id": URL_SAFE_NO_PAD.encode(passkeys::user_handle(&holder.account)),
                    "name": name,
                    "displayName": name,
                },
                "challenge": challenge,
                "pubKeyCredParams": [{ "type": "public-key", "alg": ES256 }],
                "timeout": passkeys::REGISTRATION.whole_milliseconds() as i64,
                "excludeCredentials": excluded,
                "authenticatorSelection": {
                    "requireResidentKey": true,
                    "residentKey": "required",
                    "userVerification": holder.caller.pool().web_authn.user_verification(),
                },
                "attestation": "none",
            },
        })))
    })
    .await
}

/// The relying party of a pool that has passkeys.
pub(super) fn relying_party(pool: &PoolSettings) -> Result<String, Refusal> {
    if !pool.first_factors.web_authn {
        return Err(not_enabled());
    }
    pool.web_authn.relying_party_id.clone().ok_or_else(|| {
        Refusal::new(
            "WebAuthnConfigurationMissingException",
            "The user pool has no relying party id.",
        )
    })
}

/// The pool has no passkeys.
pub(super) fn not_enabled() -> Refusal {
    Refusal::new(
        "WebAuthnNotEnabledException",
        "WebAuthn is not enabled for this user pool.",
    )
}
