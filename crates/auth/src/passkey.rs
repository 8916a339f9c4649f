//! A software authenticator, for the sandbox only: passkeys are made here, kept in the vault and used without asking
//! anybody. ES256 only, no attestation, always "user verified". Source: W3C Web Authentication, level 3.

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::rand::{self, SystemRandom};
use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair};
use base::Secret;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use flow::Reason;
use serde::Deserialize;
use serde_json::json;
use zeroize::Zeroizing;

use crate::vault::KeptPasskey;

const PRESENT: u8 = 0x01;
const VERIFIED: u8 = 0x04;
const HAS_CREDENTIAL: u8 = 0x40;
/// The algorithm in COSE's list: ECDSA over P-256 with SHA-256.
const ES256: i64 = -7;

#[derive(Deserialize)]
struct Wrapped<T> {
    #[serde(rename = "publicKey")]
    options: T,
}

#[derive(Deserialize)]
struct Request {
    challenge: String,
    #[serde(rename = "rpId")]
    relying_party: String,
    #[serde(rename = "allowCredentials", default)]
    allowed: Vec<Descriptor>,
}

#[derive(Deserialize)]
struct Creation {
    challenge: String,
    rp: RelyingParty,
    user: User,
    #[serde(rename = "pubKeyCredParams", default)]
    algorithms: Vec<Algorithm>,
    #[serde(rename = "excludeCredentials", default)]
    excluded: Vec<Descriptor>,
}

#[derive(Deserialize)]
struct RelyingParty {
    id: String,
}

#[derive(Deserialize)]
struct User {
    id: String,
}

#[derive(Deserialize)]
struct Algorithm {
    alg: i64,
}

#[derive(Deserialize)]
struct Descriptor {
    id: String,
}

/// Answers `CREDENTIAL_REQUEST_OPTIONS` with one of the passkeys that are kept. Gives the `CREDENTIAL` and the passkey
/// with its counter moved on.
///
/// # Errors
///
/// [`Reason::PasskeyElsewhere`] where none fits; [`Reason::Garbled`] for options that make no sense.
pub(crate) fn assert(options: &str, kept: &[KeptPasskey]) -> Result<(String, KeptPasskey), Reason> {
    let request: Request = read(options)?;
    let fits = |passkey: &&KeptPasskey| {
        let listed = |allowed: &Descriptor| allowed.id == passkey.credential_id;
        passkey.relying_party == request.relying_party
            && (request.allowed.is_empty() || request.allowed.iter().any(listed))
    };
    let mut passkey = kept.iter().find(fits).ok_or(Reason::PasskeyElsewhere)?.clone();
    passkey.counter += 1;

    let client = client_json("webauthn.get", &request.challenge, &request.relying_party);
    let authenticator = authenticator_bytes(&request.relying_party, PRESENT | VERIFIED, passkey.counter);
    let signed = [authenticator.as_slice(), sha256(client.as_bytes()).as_ref()].concat();
    let key = URL_SAFE_NO_PAD
        .decode(passkey.private_key.expose())
        .map(Zeroizing::new)
        .map_err(|_| Reason::PasskeyElsewhere)?;
    let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &key)
        .map_err(|_| Reason::PasskeyElsewhere)?;
    let signature = pair
        .sign(&SystemRandom::new(), &signed)
        .map_err(|_| Reason::Unexpected)?;
    let credential = json!({
        "id": passkey.credential_id,
        "rawId": passkey.credential_id,
        "type": "public-key",
        "authenticatorAttachment": "platform",
        "clientExtensionResults": {},
        "response": {
            "authenticatorData": URL_SAFE_NO_PAD.encode(authenticator),
            "clientDataJSON": URL_SAFE_NO_PAD.encode(client),
            "signature": URL_SAFE_NO_PAD.encode(signature),
            "userHandle": passkey.user_handle,
        },
    });
    Ok((credential.to_string(), passkey))
}

/// Makes a passkey for the `CredentialCreationOptions` of `StartWebAuthnRegistration`. Gives the `Credential` of
/// `CompleteWebAuthnRegistration` and what is to be kept once that has succeeded.
///
/// # Errors
///
/// [`Reason::PasskeyRefused`] where one is kept already or another algorithm is wanted; [`Reason::Garbled`] for options
/// that make no sense.
pub(crate) fn register(
    options: &str,
    username: &str,
    kept: &[KeptPasskey],
) -> Result<(String, KeptPasskey), Reason> {
    let creation: Creation = read(options)?;
    let there = |excluded: &Descriptor| kept.iter().any(|passkey| passkey.credential_id == excluded.id);
    let possible =
        creation.algorithms.is_empty() || creation.algorithms.iter().any(|wanted| wanted.alg == ES256);
    if creation.excluded.iter().any(there) || !possible {
        return Err(Reason::PasskeyRefused);
    }
    let mut id = [0; 32];
    rand::fill(&mut id).map_err(|_| Reason::Unexpected)?;
    let document = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &SystemRandom::new())
        .map_err(|_| Reason::Unexpected)?;
    let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, document.as_ref())
        .map_err(|_| Reason::Unexpected)?;

    let client = client_json("webauthn.create", &creation.challenge, &creation.rp.id);
    let mut authenticator = authenticator_bytes(&creation.rp.id, PRESENT | VERIFIED | HAS_CREDENTIAL, 0);
    authenticator.extend([0; 16]);
    authenticator.extend([0, 32]);
    authenticator.extend(id);
    authenticator.extend(cose_key(pair.public_key().as_ref()).ok_or(Reason::Unexpected)?);
    let passkey = KeptPasskey {
        credential_id: URL_SAFE_NO_PAD.encode(id),
        relying_party: creation.rp.id,
        user_handle: creation.user.id,
        username: username.to_owned(),
        private_key: Secret::new(URL_SAFE_NO_PAD.encode(document.as_ref())),
        counter: 0,
    };
    let credential = json!({
        "id": passkey.credential_id,
        "rawId": passkey.credential_id,
        "type": "public-key",
        "authenticatorAttachment": "platform",
        "clientExtensionResults": {},
        "response": {
            "attestationObject": URL_SAFE_NO_PAD.encode(unattested(&authenticator)),
            "authenticatorData": URL_SAFE_NO_PAD.encode(&authenticator),
            "clientDataJSON": URL_SAFE_NO_PAD.encode(client),
            "publicKeyAlgorithm": ES256,
            "transports": ["internal"],
        },
    });
    Ok((credential.to_string(), passkey))
}

/// The options are given bare, or as the browsers take them, under `publicKey`.
fn read<T: for<'a> Deserialize<'a>>(options: &str) -> Result<T, Reason> {
    serde_json::from_str(options)
        .or_else(|_| serde_json::from_str::<Wrapped<T>>(options).map(|wrapped| wrapped.options))
        .map_err(|_| Reason::Garbled)
}

/// `CollectedClientData`: the app is its own client, and the relying party's domain the origin.
fn client_json(kind: &str, challenge: &str, relying_party: &str) -> String {
    json!({
        "type": kind,
        "challenge": challenge,
        "origin": format!("https://{relying_party}"),
        "crossOrigin": false,
    })
    .to_string()
}

fn authenticator_bytes(relying_party: &str, flags: u8, counter: u32) -> Vec<u8> {
    let mut bytes = sha256(relying_party.as_bytes()).as_ref().to_vec();
    bytes.push(flags);
    bytes.extend(counter.to_be_bytes());
    bytes
}

/// A public key as COSE writes it (RFC 9053, section 7.1), from an uncompressed point.
fn cose_key(point: &[u8]) -> Option<Vec<u8>> {
    let (x, y) = point.strip_prefix(&[4])?.split_at_checked(32)?;
    let mut key = vec![0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20];
    key.extend(x);
    key.extend([0x22, 0x58, 0x20]);
    key.extend(y);
    Some(key)
}

/// `{"fmt": "none", "attStmt": {}, "authData": …}` as CBOR. The bytes are more than 23 and fewer than 256.
fn unattested(authenticator: &[u8]) -> Vec<u8> {
    let mut object = b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x58".to_vec();
    object.push(u8::try_from(authenticator.len()).unwrap_or(u8::MAX));
    object.extend(authenticator);
    object
}

fn sha256(bytes: &[u8]) -> aws_lc_rs::digest::Digest {
    digest(&SHA256, bytes)
}

#[cfg(test)]
mod tests;
