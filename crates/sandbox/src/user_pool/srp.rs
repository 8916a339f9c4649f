//! The server's side of Cognito's SRP-6a: group 15 of RFC 3526, SHA-256, and the signature that a client gives in
//! PASSWORD_VERIFIER. Numbers are hashed as Java's `BigInteger.toByteArray` writes them. The client's side is
//! deliberately elsewhere and written apart from this, so that they check each other.

use std::sync::LazyLock;

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::error::Unspecified;
use aws_lc_rs::hmac;
use base::Secret;
use crypto_bigint::modular::{FixedMontyForm, FixedMontyParams};
use crypto_bigint::{Odd, U256, U3072};

use super::keys::Keys;
use crate::random;

const N: &str = "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD\
                 EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED\
                 EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F\
                 83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B\
                 E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF6955817183995497CEA956AE515D2261898FA0510\
                 15728E5A8AAAC42DAD33170D04507A33A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7DB3970F85A6E1E4C7\
                 ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864D87602733EC86A64521F2B18177B200C\
                 BBE117577A615D6C770988C0BAD946E208E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF";

type Element = FixedMontyForm<{ U3072::LIMBS }>;

static GROUP: LazyLock<FixedMontyParams<{ U3072::LIMBS }>> =
    LazyLock::new(|| FixedMontyParams::new_vartime(Odd::<U3072>::from_be_hex(N)));

/// k = H(N ‖ g), the same for every exchange.
static K: LazyLock<U256> = LazyLock::new(|| hash(&[&signed(GROUP.modulus().to_be_bytes().as_ref()), &[2]]));

/// What the pool keeps instead of a password.
#[derive(Clone, Debug)]
pub(super) struct Verifier {
    pub(super) salt: [u8; 16],
    /// g^x mod N, 384 bytes.
    pub(super) value: Secret<Vec<u8>>,
}

impl Verifier {
    /// For a new password of `user_id` in the pool called `pool_name`; slow.
    pub(super) fn create(pool_name: &str, user_id: &str, password: &Secret) -> Result<Self, Unspecified> {
        Ok(Self::with_salt(
            pool_name,
            user_id,
            password.expose(),
            random::bytes()?,
        ))
    }

    /// The same for a given salt; slow.
    pub(super) fn with_salt(pool_name: &str, user_id: &str, password: &str, salt: [u8; 16]) -> Self {
        let inner = digest(&SHA256, format!("{pool_name}{user_id}:{password}").as_bytes());
        let x = hash(&[&signed(&salt), inner.as_ref()]);
        let value = element(2).pow(&x).retrieve();
        Self {
            salt,
            value: Secret::new(value.to_be_bytes().as_ref().to_vec()),
        }
    }

    /// For a name without an account, or an account without a password: always the same, belongs to no password.
    pub(super) fn simulated(keys: &Keys, name: &str) -> Self {
        let mut salt = [0; 16];
        salt.copy_from_slice(&keys.conceal("salt", name)[..16]);
        let mut value: Vec<u8> = (0..12)
            .flat_map(|part| keys.conceal(&format!("verifier {part}"), name))
            .collect();
        value[0] = 0;
        Self {
            salt,
            value: Secret::new(value),
        }
    }

    /// One that a device computed itself: both as `BigInteger.toByteArray` writes them. `None` when the salt is longer
    /// than 16 bytes or the value is not in 1..N.
    pub(super) fn received(salt: &[u8], value: &[u8]) -> Option<Self> {
        let mut full = [0; 16];
        let significant = &salt[salt.iter().take_while(|byte| **byte == 0).count()..];
        let start = full.len().checked_sub(significant.len())?;
        full[start..].copy_from_slice(significant);
        let number = padded(value)?;
        let sound = number != U3072::ZERO && number < *GROUP.modulus().as_ref();
        sound.then(|| Self {
            salt: full,
            value: Secret::new(number.to_be_bytes().as_ref().to_vec()),
        })
    }

    /// The salt as Cognito sends it: hexadecimal without leading zeros.
    pub(super) fn salt_hex(&self) -> String {
        hex_number(&self.salt)
    }

    fn number(&self) -> U3072 {
        padded(self.value.expose()).unwrap_or(U3072::ZERO)
    }
}

/// The server's pair of one exchange.
pub(super) struct Exchange {
    b: U256,
    public: U3072,
}

impl Exchange {
    /// A fresh pair; slow.
    pub(super) fn begin(verifier: &Verifier) -> Result<Self, Unspecified> {
        let secret: [u8; 32] = random::bytes()?;
        Ok(Self::with_secret(verifier, &secret))
    }

    /// The pair that `secret` stands for; slow.
    pub(super) fn with_secret(verifier: &Verifier, secret: &[u8; 32]) -> Self {
        let b = U256::from_be_slice(secret);
        let kv = Element::new(&K.resize(), &GROUP).mul(&Element::new(&verifier.number(), &GROUP));
        let public = kv.add(&element(2).pow(&b)).retrieve();
        Self { b, public }
    }

    /// B as Cognito sends it.
    pub(super) fn public_hex(&self) -> String {
        hex_number(self.public.to_be_bytes().as_ref())
    }

    /// The secret to resume the exchange with.
    pub(super) fn secret(&self) -> Secret<Vec<u8>> {
        Secret::new(self.b.to_be_bytes().as_ref().to_vec())
    }

    /// The signature that a client who knows the password computes; slow. `None` when u is zero.
    pub(super) fn signature(
        &self,
        a: &ClientPublic,
        verifier: &Verifier,
        claim: &Claim<'_>,
    ) -> Option<[u8; 32]> {
        let a_bytes = signed(a.0.to_be_bytes().as_ref());
        let b_bytes = signed(self.public.to_be_bytes().as_ref());
        let u = hash(&[&a_bytes, &b_bytes]);
        if u == U256::ZERO {
            return None;
        }
        let v_u = Element::new(&verifier.number(), &GROUP).pow(&u);
        let s = Element::new(&a.0, &GROUP).mul(&v_u).pow(&self.b).retrieve();

        let salt = hmac::Key::new(hmac::HMAC_SHA256, &signed(u.to_be_bytes().as_ref()));
        let extracted = hmac::sign(&salt, &signed(s.to_be_bytes().as_ref()));
        let expand = hmac::Key::new(hmac::HMAC_SHA256, extracted.as_ref());
        let expanded = hmac::sign(&expand, b"Caldera Derived Key\x01");
        let key = hmac::Key::new(hmac::HMAC_SHA256, &expanded.as_ref()[..16]);
        let mut signing = hmac::Context::with_key(&key);
        for part in [
            claim.pool_name.as_bytes(),
            claim.user_id.as_bytes(),
            claim.secret_block,
        ] {
            signing.update(part);
        }
        signing.update(claim.timestamp.as_bytes());
        signing.sign().as_ref().try_into().ok()
    }
}

/// What the signature is over, besides the shared key.
pub(super) struct Claim<'a> {
    pub(super) pool_name: &'a str,
    pub(super) user_id: &'a str,
    pub(super) secret_block: &'a [u8],
    pub(super) timestamp: &'a str,
}

/// A client's A, in 1..N.
pub(super) struct ClientPublic(U3072);

impl ClientPublic {
    /// Reads `SRP_A`; refuses what is no number, too long, zero, or not below N.
    pub(super) fn parse(text: &str) -> Option<Self> {
        if text.len() > 770 {
            return None;
        }
        let even = if text.len().is_multiple_of(2) {
            text.to_owned()
        } else {
            format!("0{text}")
        };
        let number = padded(&hex::decode(even).ok()?)?;
        (number != U3072::ZERO && number < *GROUP.modulus().as_ref()).then_some(Self(number))
    }

    pub(super) fn hex(&self) -> String {
        hex_number(self.0.to_be_bytes().as_ref())
    }
}

fn element(value: u8) -> Element {
    Element::new(&U3072::from(value), &GROUP)
}

fn hash(parts: &[&[u8]]) -> U256 {
    U256::from_be_slice(digest(&SHA256, &parts.concat()).as_ref())
}

/// As `BigInteger.toByteArray`: no needless zero in front, but one where the highest bit would read as a sign.
fn signed(bytes: &[u8]) -> Vec<u8> {
    let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
    let significant = &bytes[zeros..];
    let mut signed = Vec::with_capacity(significant.len() + 1);
    if significant.first().is_none_or(|byte| *byte >= 0x80) {
        signed.push(0);
    }
    signed.extend_from_slice(significant);
    signed
}

/// As `BigInteger.toString(16)`.
fn hex_number(bytes: &[u8]) -> String {
    let text = hex::encode(bytes);
    let significant = text.trim_start_matches('0');
    if significant.is_empty() {
        "0".to_owned()
    } else {
        significant.to_owned()
    }
}

fn padded(bytes: &[u8]) -> Option<U3072> {
    let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
    let significant = &bytes[zeros..];
    let mut full = [0; U3072::BYTES];
    let start = full.len().checked_sub(significant.len())?;
    full[start..].copy_from_slice(significant);
    Some(U3072::from_be_slice(&full))
}

#[cfg(test)]
mod tests;
