//! What a relying party checks of WebAuthn (Level 3): registration with attestation "none" (section 7.1), and
//! assertion (7.2), for the one algorithm that every authenticator has, ES256. Pure: challenges and credentials are
//! kept elsewhere.

mod authenticator_data;
mod cbor;
mod client_data;
mod key;

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine;
use base64::engine::GeneralPurpose;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;

use authenticator_data::AuthenticatorReport;
use cbor::Item;
use client_data::ClientReport;

pub(super) use key::{ES256, PublicKey};

const BASE64: GeneralPurpose = URL_SAFE_NO_PAD;

/// Why a credential or an assertion does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// Not such an answer as the specification describes.
    Malformed,
    /// It answers another challenge, or another kind of request.
    Challenge,
    /// A page of another site asked for it.
    Origin,
    /// It belongs to another relying party.
    RelyingParty,
    /// Nobody was there, or nobody was recognised although that was asked.
    User,
    /// Attestation or algorithm are none that were asked for.
    Unsupported,
    /// The signature is not that of the credential.
    Signature,
    /// The counter went back: the authenticator may have been copied.
    Counter,
}

/// What the relying party asked for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Expected<'a> {
    /// As it was sent, base64url.
    pub(super) challenge: &'a str,
    pub(super) relying_party_id: &'a str,
    /// Whether the user has to be verified and not only present.
    pub(super) verification_required: bool,
}

/// A new credential that was checked.
#[derive(Debug)]
pub(super) struct Registered {
    /// Base64url.
    pub(super) credential_id: String,
    pub(super) key: PublicKey,
    pub(super) counter: u32,
    /// `authenticatorAttachment`.
    pub(super) attachment: Option<String>,
    pub(super) transports: Vec<String>,
}

/// A known credential.
#[derive(Debug)]
pub(super) struct Known<'a> {
    pub(super) key: &'a PublicKey,
    pub(super) counter: u32,
    /// The user handle that the credential was made for.
    pub(super) user_handle: &'a [u8],
}

/// Checks a `RegistrationResponseJSON`.
pub(super) fn register(credential: &Value, expected: Expected<'_>) -> Result<Registered, Fault> {
    let raw_id = identified(credential)?;
    let response = &credential["response"];
    let client_data = bytes(&response["clientDataJSON"])?;
    ClientReport::parse(&client_data)?.check("webauthn.create", expected)?;

    let object = bytes(&response["attestationObject"])?;
    let (object, []) = cbor::read(&object).ok_or(Fault::Malformed)? else {
        return Err(Fault::Malformed);
    };
    let (Some(Item::Text(format)), Some(Item::Bytes(data))) = (object.named("fmt"), object.named("authData"))
    else {
        return Err(Fault::Malformed);
    };
    if format != "none" {
        return Err(Fault::Unsupported);
    }
    let data = AuthenticatorReport::parse(data)?;
    data.check(expected)?;
    let attested = data.credential.as_ref().ok_or(Fault::Malformed)?;
    if attested.id != raw_id {
        return Err(Fault::Malformed);
    }
    let transports = response["transports"].as_array();
    Ok(Registered {
        credential_id: BASE64.encode(&attested.id),
        key: PublicKey::from_cose(&attested.key)?,
        counter: data.counter,
        attachment: credential["authenticatorAttachment"].as_str().map(str::to_owned),
        transports: transports
            .into_iter()
            .flatten()
            .filter_map(|transport| transport.as_str().map(str::to_owned))
            .collect(),
    })
}

/// The credential that an `AuthenticationResponseJSON` says it was made with, base64url.
pub(super) fn credential_id(credential: &Value) -> Result<String, Fault> {
    identified(credential).map(|id| BASE64.encode(id))
}

/// Checks an `AuthenticationResponseJSON`; the new counter.
pub(super) fn assert(credential: &Value, known: &Known<'_>, expected: Expected<'_>) -> Result<u32, Fault> {
    let response = &credential["response"];
    let client_data = bytes(&response["clientDataJSON"])?;
    ClientReport::parse(&client_data)?.check("webauthn.get", expected)?;
    let raw_data = bytes(&response["authenticatorData"])?;
    let data = AuthenticatorReport::parse(&raw_data)?;
    data.check(expected)?;
    let handle = &response["userHandle"];
    if !handle.is_null() && bytes(handle)? != known.user_handle {
        return Err(Fault::User);
    }
    let signed = [raw_data.as_slice(), digest(&SHA256, &client_data).as_ref()].concat();
    if !known.key.verifies(&signed, &bytes(&response["signature"])?) {
        return Err(Fault::Signature);
    }
    let counts = known.counter != 0 || data.counter != 0;
    if counts && data.counter <= known.counter {
        return Err(Fault::Counter);
    }
    Ok(data.counter)
}

fn identified(credential: &Value) -> Result<Vec<u8>, Fault> {
    let id = bytes(&credential["rawId"])?;
    let same = credential["id"].as_str() == Some(&BASE64.encode(&id));
    if credential["type"] == "public-key" && same && !id.is_empty() {
        Ok(id)
    } else {
        Err(Fault::Malformed)
    }
}

fn bytes(value: &Value) -> Result<Vec<u8>, Fault> {
    let text = value.as_str().ok_or(Fault::Malformed)?;
    BASE64
        .decode(text.trim_end_matches('='))
        .map_err(|_| Fault::Malformed)
}

#[cfg(test)]
mod tests;
