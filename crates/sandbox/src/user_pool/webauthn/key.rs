//! The public key of a credential: a point of P-256, as a `COSE_Key` (RFC 9053, section 7.1.1) brings it.

use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1, ParsedPublicKey, UnparsedPublicKey};

use super::Fault;
use super::cbor::Item;

/// The COSE number of ECDSA with SHA-256.
pub(crate) const ES256: i64 = -7;

/// An uncompressed point, 65 bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PublicKey(Vec<u8>);

impl PublicKey {
    /// Reads a `COSE_Key`; refuses every algorithm but ES256 and what is no point of the curve.
    pub(super) fn from_cose(key: &Item) -> Result<Self, Fault> {
        let number = |label| match key.numbered(label) {
            Some(Item::Number(number)) => Some(*number),
            Some(_) | None => None,
        };
        let coordinate = |label| match key.numbered(label) {
            Some(Item::Bytes(bytes)) if bytes.len() == 32 => Ok(bytes.as_slice()),
            Some(_) | None => Err(Fault::Malformed),
        };
        if (number(1), number(3), number(-1)) != (Some(2), Some(ES256), Some(1)) {
            return Err(Fault::Unsupported);
        }
        let point = [&[4], coordinate(-2)?, coordinate(-3)?].concat();
        match ParsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, &point) {
            Ok(_) => Ok(Self(point)),
            Err(_) => Err(Fault::Malformed),
        }
    }

    /// A point that was kept.
    pub(crate) fn from_point(point: Vec<u8>) -> Self {
        Self(point)
    }

    pub(crate) fn point(&self) -> &[u8] {
        &self.0
    }

    pub(super) fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, &self.0)
            .verify(message, signature)
            .is_ok()
    }
}
