//! The client side of Cognito's variant of SRP-6a: proves a password without sending it. 3072-bit group of
//! RFC 3526, SHA-256, and a key by HKDF. Numbers are hashed as Java writes them (`BigInteger.toByteArray`), whatever
//! superfluous zeros they came with. Constant-time arithmetic; secrets are wiped. The same steps serve a
//! remembered device, whose group key takes the place of the pool's name.

use aws_lc_rs::digest::{self, SHA256};
use aws_lc_rs::hmac::{self, HMAC_SHA256};
use aws_lc_rs::rand;
use base::Secret;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use crypto_bigint::modular::{FixedMontyForm, FixedMontyParams};
use crypto_bigint::{Odd, U1024, U3072};
use thiserror::Error;
use time::OffsetDateTime;
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;
use zeroize::{Zeroize, Zeroizing};

/// RFC 3526, section 4.
const N: Odd<U3072> = Odd::<U3072>::from_be_hex(concat!(
    "ffffffffffffffffc90fdaa22168c234c4c6628b80dc1cd129024e088a67cc74020bbea63b139b22514a08798e3404dd",
    "ef9519b3cd3a431b302b0a6df25f14374fe1356d6d51c245e485b576625e7ec6f44c42e9a637ed6b0bff5cb6f406b7ed",
    "ee386bfb5a899fa5ae9f24117c4b1fe649286651ece45b3dc2007cb8a163bf0598da48361c55d39a69163fa8fd24cf5f",
    "83655d23dca3ad961c62f356208552bb9ed529077096966d670c354e4abc9804f1746c08ca18217c32905e462e36ce3b",
    "e39e772c180e86039b2783a2ec07a28fb5c55df06f4c52c9de2bcbf6955817183995497cea956ae515d2261898fa0510",
    "15728e5a8aaac42dad33170d04507a33a85521abdf1cba64ecfb850458dbef0a8aea71575d060c7db3970f85a6e1e4c7",
    "abf5ae8cdb0933d71e8c94e04a25619dcee3d2261ad2ee6bf12ffa06d98a0864d87602733ec86a64521f2b18177b200c",
    "bbe117577a615d6c770988c0bad946e208e24fa074e5ab3143db5bfce0fd108e4b82d120a93ad2caffffffffffffffff",
));
const G: u8 = 2;
const KEY_NAME: &[u8] = b"Caldera Derived Key\x01";
/// Bits of `a + u·x`: `a` has 1024, the product of two hashes 512, and the sum may carry.
const EXPONENT_BITS: u32 = 1025;
const LONGEST_SALT: usize = 512;

/// Why a proof cannot be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub(crate) enum SrpError {
    /// The server's numbers are not numbers, or are too long.
    #[error("not a number")]
    Malformed,
    /// The server's numbers would give the password away (B ≡ 0 mod N, u = 0).
    #[error("unsafe number")]
    Unsafe,
    /// The operating system has no randomness.
    #[error("no randomness")]
    Randomness,
}

/// The first half: a secret number and its public counterpart.
pub(crate) struct Ephemeral {
    secret: Zeroizing<U1024>,
    public: U3072,
}

/// Who proves what.
pub(crate) struct Identity<'a> {
    /// The pool's short name.
    pub(crate) group: &'a str,
    /// `USER_ID_FOR_SRP`.
    pub(crate) name: &'a str,
    /// The password.
    pub(crate) password: &'a Secret,
}

/// What the server sent for the second half.
pub(crate) struct Riddle<'a> {
    /// `SALT`, hexadecimal.
    pub(crate) salt: &'a str,
    /// `SRP_B`, hexadecimal.
    pub(crate) public: &'a str,
    /// `SECRET_BLOCK`, base64.
    pub(crate) secret_block: &'a str,
}

impl Ephemeral {
    /// Draws a secret number. Slow (milliseconds): call it where blocking is allowed.
    pub(crate) fn draw() -> Result<Self, SrpError> {
        let mut bytes = Zeroizing::new([0; 128]);
        rand::fill(bytes.as_mut()).map_err(|_| SrpError::Randomness)?;
        let ephemeral = Self::from_secret(U1024::from_be_slice(bytes.as_ref()));
        if ephemeral.public == U3072::ZERO {
            Err(SrpError::Unsafe)
        } else {
            Ok(ephemeral)
        }
    }

    fn from_secret(secret: U1024) -> Self {
        let generator = FixedMontyForm::new(&U3072::from_u8(G), &params());
        let public = generator.pow_bounded_exp(&secret, U1024::BITS).retrieve();
        Self {
            secret: Zeroizing::new(secret),
            public,
        }
    }

    /// `SRP_A`, hexadecimal.
    pub(crate) fn public(&self) -> String {
        hex::encode(java(&self.public)).trim_start_matches('0').to_owned()
    }

    /// `PASSWORD_CLAIM_SIGNATURE`. Slow (milliseconds): call it where blocking is allowed.
    pub(crate) fn sign(
        self,
        who: &Identity<'_>,
        riddle: &Riddle<'_>,
        timestamp: &str,
    ) -> Result<String, SrpError> {
        let block = STANDARD
            .decode(riddle.secret_block)
            .map_err(|_| SrpError::Malformed)?;
        let key = self.key(who, riddle)?;
        let mut context = hmac::Context::with_key(&hmac::Key::new(HMAC_SHA256, key.as_ref()));
        for part in [
            who.group.as_bytes(),
            who.name.as_bytes(),
            &block,
            timestamp.as_bytes(),
        ] {
            context.update(part);
        }
        Ok(STANDARD.encode(context.sign()))
    }

    fn key(&self, who: &Identity<'_>, riddle: &Riddle<'_>) -> Result<Zeroizing<[u8; 16]>, SrpError> {
        let params = params();
        let their_public = number(riddle.public)?;
        let theirs = FixedMontyForm::new(&their_public, &params);
        if theirs.retrieve() == U3072::ZERO {
            return Err(SrpError::Unsafe);
        }
        let u = hash(&[&java(&self.public), &java(&their_public)]);
        check_scrambler(u.as_ref())?;

        let salt = java_hex(riddle.salt)?;
        let x = exponent(who.group, who.name, who.password, &salt);
        let k = small(hash(&[&java(N.as_ref()), &[G]]).as_ref());

        let generator = FixedMontyForm::new(&U3072::from_u8(G), &params);
        let verifier = Zeroizing::new(generator.pow_bounded_exp(&*x, 256));
        let base = Zeroizing::new(theirs - FixedMontyForm::new(&k, &params) * *verifier);
        let exponent = Zeroizing::new(
            self.secret
                .resize::<{ U3072::LIMBS }>()
                .wrapping_add(&small(u.as_ref()).wrapping_mul(&*x)),
        );
        let shared = Zeroizing::new(base.pow_bounded_exp(&*exponent, EXPONENT_BITS).retrieve());

        let extract = hmac::Key::new(HMAC_SHA256, &java_bytes(u.as_ref()));
        let pseudorandom = hmac::sign(&extract, &java(&shared));
        let expanded = hmac::sign(&hmac::Key::new(HMAC_SHA256, pseudorandom.as_ref()), KEY_NAME);
        let mut key = Zeroizing::new([0; 16]);
        key.copy_from_slice(&expanded.as_ref()[..16]);
        Ok(key)
    }
}

/// What the pool keeps of a device's password, and the password itself. Source: `ConfirmDevice`,
/// `DeviceSecretVerifierConfig`.
pub(crate) struct DeviceVerifier {
    /// Base64 of 40 random bytes; it never leaves this computer.
    pub(crate) password: Secret,
    /// Base64 of the number's bytes, as Java writes them.
    pub(crate) salt: String,
    /// Base64 of the number's bytes, as Java writes them.
    pub(crate) verifier: String,
}

impl DeviceVerifier {
    /// Draws a password and a salt. Slow (milliseconds): call it where blocking is allowed.
    pub(crate) fn draw(group: &str, key: &str) -> Result<Self, SrpError> {
        let mut password = Zeroizing::new([0; 40]);
        let mut salt = [0; 16];
        rand::fill(password.as_mut()).map_err(|_| SrpError::Randomness)?;
        rand::fill(&mut salt).map_err(|_| SrpError::Randomness)?;
        let password = Secret::new(STANDARD.encode(password.as_ref()));
        Ok(Self::of(group, key, password, &salt))
    }

    fn of(group: &str, key: &str, password: Secret, salt: &[u8]) -> Self {
        let salt = java_bytes(salt);
        let x = exponent(group, key, &password, &salt);
        let verifier = FixedMontyForm::new(&U3072::from_u8(G), &params())
            .pow_bounded_exp(&*x, 256)
            .retrieve();
        Self {
            password,
            verifier: STANDARD.encode(&*java(&verifier)),
            salt: STANDARD.encode(&*salt),
        }
    }
}

/// What the password, whose it is, and the salt make together.
fn exponent(group: &str, name: &str, password: &Secret, salt: &[u8]) -> Zeroizing<U3072> {
    let inner = hash(&[
        group.as_bytes(),
        name.as_bytes(),
        b":",
        password.expose().as_bytes(),
    ]);
    Zeroizing::new(small(hash(&[salt, inner.as_ref()]).as_ref()))
}

/// With u = 0 the shared secret would not depend on the password (RFC 2945, section 3).
fn check_scrambler(u: &[u8]) -> Result<(), SrpError> {
    if u.iter().all(|byte| *byte == 0) {
        return Err(SrpError::Unsafe);
    }
    Ok(())
}

/// `TIMESTAMP`: English names, no zero before the day, always UTC.
pub(crate) fn timestamp(at: OffsetDateTime) -> Option<String> {
    const FORMAT: &[BorrowedFormatItem<'_>] = format_description!(
        "[weekday repr:short] [month repr:short] [day padding:none] [hour]:[minute]:[second] UTC [year]"
    );
    at.to_offset(time::UtcOffset::UTC).format(FORMAT).ok()
}

fn params() -> FixedMontyParams<{ U3072::LIMBS }> {
    const PARAMS: FixedMontyParams<{ U3072::LIMBS }> = FixedMontyParams::new_vartime(N);
    PARAMS
}

fn hash(parts: &[&[u8]]) -> digest::Digest {
    let mut context = digest::Context::new(&SHA256);
    for part in parts {
        context.update(part);
    }
    context.finish()
}

/// A number of up to 32 bytes, widened.
fn small(bytes: &[u8]) -> U3072 {
    let mut wide = Zeroizing::new([0; U3072::BYTES]);
    wide[U3072::BYTES - bytes.len()..].copy_from_slice(bytes);
    U3072::from_be_slice(wide.as_ref())
}

/// Reads a number of up to 3072 bits.
fn number(hexadecimal: &str) -> Result<U3072, SrpError> {
    let bytes = decode(hexadecimal, U3072::BYTES)?;
    let mut wide = [0; U3072::BYTES];
    wide[U3072::BYTES - bytes.len()..].copy_from_slice(&bytes);
    Ok(U3072::from_be_slice(&wide))
}

/// Decodes hexadecimal digits, even or odd in number, to at most `longest` bytes without leading zeros.
fn decode(hexadecimal: &str, longest: usize) -> Result<Vec<u8>, SrpError> {
    let digits = hexadecimal.trim_start_matches('0');
    if hexadecimal.is_empty() || digits.len() > 2 * longest {
        return Err(SrpError::Malformed);
    }
    let even = if digits.len().is_multiple_of(2) {
        digits.to_owned()
    } else {
        format!("0{digits}")
    };
    hex::decode(even).map_err(|_| SrpError::Malformed)
}

/// The bytes that Java's `BigInteger.toByteArray` gives for a number.
fn java(number: &U3072) -> Zeroizing<Vec<u8>> {
    let mut bytes = number.to_be_bytes();
    let java = java_bytes(bytes.as_ref());
    bytes.as_mut().zeroize();
    java
}

/// The same for an unsigned number in big-endian bytes: no superfluous zeros, one where the top bit is set.
fn java_bytes(bytes: &[u8]) -> Zeroizing<Vec<u8>> {
    let start = bytes.iter().position(|byte| *byte != 0).unwrap_or(bytes.len());
    let digits = &bytes[start..];
    let mut out = Zeroizing::new(Vec::with_capacity(digits.len() + 1));
    if digits.first().is_none_or(|byte| byte & 0x80 != 0) {
        out.push(0);
    }
    out.extend_from_slice(digits);
    out
}

/// The same for hexadecimal digits, which may be below zero: then it is the two's complement.
fn java_hex(hexadecimal: &str) -> Result<Zeroizing<Vec<u8>>, SrpError> {
    let Some(magnitude) = hexadecimal.strip_prefix('-') else {
        return Ok(java_bytes(&decode(hexadecimal, LONGEST_SALT)?));
    };
    let mut bytes = decode(magnitude, LONGEST_SALT)?;
    bytes.insert(0, 0);
    let mut carry = true;
    for byte in bytes.iter_mut().rev() {
        (*byte, carry) = (!*byte).overflowing_add(u8::from(carry));
    }
    let superfluous = bytes
        .iter()
        .zip(&bytes[1..])
        .take_while(|(a, b)| **a == 0xff && **b & 0x80 != 0)
        .count();
    bytes.drain(..superfluous);
    Ok(Zeroizing::new(bytes))
}

#[cfg(test)]
mod tests;
