//! `CompleteWebAuthnRegistration`: the passkey that an authenticator made is checked and kept.

use serde_json::{Value, json};

use super::start_web_authn_registration::{not_enabled, relying_party};
use super::webauthn::{self, Expected, Fault};
use super::{UserPool, passkeys, rules};
use crate::wire::{Members, Refusal};

pub(super) async fn call(pool: &UserPool, mut members: Members) -> Result<Value, Refusal> {
    let token = members.secret("AccessToken", rules::TOKEN)?;
    let credential = members.document("Credential");
    members.done()?;

    pool.act(token, move |_, transaction, holder, now| {
        let rules = holder.caller.pool();
        let relying_party_id = relying_party(rules).map_err(|_| not_enabled())?;
        let pending = passkeys::pending(transaction, &holder.account, now)?.ok_or_else(no_challenge)?;
        if pending.client_id != holder.caller.client().client_id {
            return Err(Refusal::new(
                "WebAuthnClientMismatchException",
                "The registration was started by another app client.",
            ));
        }
        let expected = Expected {
            challenge: &pending.challenge,
            relying_party_id: &relying_party_id,
            verification_required: rules.web_authn.verification_required,
        };
        let registered = webauthn::register(&credential, expected).map_err(refusal)?;
        if passkeys::exists(transaction, &registered.credential_id)? {
            return Err(refusal(Fault::Malformed));
        }
        passkeys::keep(transaction, &holder.account, &relying_party_id, &registered, now)?;
        Ok(Ok(json!({})))
    })
    .await
}

fn no_challenge() -> Refusal {
    Refusal::new(
        "WebAuthnChallengeNotFoundException",
        "The challenge of this registration is not known or has expired.",
    )
}

fn refusal(fault: Fault) -> Refusal {
    match fault {
        Fault::Challenge => no_challenge(),
        Fault::Origin => Refusal::new(
            "WebAuthnOriginNotAllowedException",
            "The origin of the credential is not allowed for the relying party.",
        ),
        Fault::RelyingParty => Refusal::new(
            "WebAuthnRelyingPartyMismatchException",
            "The credential was made for another relying party.",
        ),
        Fault::Unsupported | Fault::User => Refusal::new(
            "WebAuthnCredentialNotSupportedException",
            "The credential is of a kind that is not supported.",
        ),
        Fault::Malformed | Fault::Signature | Fault::Counter => {
            Refusal::invalid_parameter("The credential is not valid.")
        }
    }
}
