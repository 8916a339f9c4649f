//! Authenticator data (WebAuthn, section 6.1): whose site, what the authenticator saw, its counter, and at
//! registration the new credential.

use aws_lc_rs::digest::{SHA256, digest};

use super::{Expected, Fault, cbor};

const USER_PRESENT: u8 = 0x01;
const USER_VERIFIED: u8 = 0x04;
const ATTESTED: u8 = 0x40;
const EXTENDED: u8 = 0x80;

/// Authenticator data, taken apart.
#[derive(Debug)]
pub(super) struct AuthenticatorReport {
    relying_party: [u8; 32],
    flags: u8,
    pub(super) counter: u32,
    pub(super) credential: Option<Attested>,
}

/// The credential that was made.
#[derive(Debug)]
pub(super) struct Attested {
    pub(super) id: Vec<u8>,
    /// Its public key, a `COSE_Key`.
    pub(super) key: cbor::Item,
}

impl AuthenticatorReport {
    /// Takes apart all of `bytes`.
    pub(super) fn parse(bytes: &[u8]) -> Result<Self, Fault> {
        read(bytes).ok_or(Fault::Malformed)
    }

    /// Refuses another relying party's data, and a user who was absent or should have been verified.
    pub(super) fn check(&self, expected: Expected<'_>) -> Result<(), Fault> {
        if self.relying_party != digest(&SHA256, expected.relying_party_id.as_bytes()).as_ref() {
            return Err(Fault::RelyingParty);
        }
        let verified = self.flags & USER_VERIFIED != 0;
        if self.flags & USER_PRESENT == 0 || expected.verification_required && !verified {
            return Err(Fault::User);
        }
        Ok(())
    }
}

fn read(bytes: &[u8]) -> Option<AuthenticatorReport> {
    let (relying_party, rest) = bytes.split_first_chunk::<32>()?;
    let (flags, rest) = rest.split_first()?;
    let (counter, rest) = rest.split_first_chunk::<4>()?;
    let (credential, rest) = if flags & ATTESTED == 0 {
        (None, rest)
    } else {
        let (_aaguid, rest) = rest.split_first_chunk::<16>()?;
        let (length, rest) = rest.split_first_chunk::<2>()?;
        let (id, rest) = rest.split_at_checked(usize::from(u16::from_be_bytes(*length)))?;
        let (key, rest) = cbor::read(rest)?;
        (Some(Attested { id: id.to_vec(), key }), rest)
    };
    let rest = if flags & EXTENDED == 0 {
        rest
    } else {
        cbor::read(rest)?.1
    };
    rest.is_empty().then_some(AuthenticatorReport {
        relying_party: *relying_party,
        flags: *flags,
        counter: u32::from_be_bytes(*counter),
        credential,
    })
}
