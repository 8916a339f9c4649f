//! Unpredictable values from the operating system's generator, for codes, keys, tokens and salts.

use aws_lc_rs::error::Unspecified;
use aws_lc_rs::rand;

/// The digits of a code.
pub(crate) const DIGITS: &[u8] = b"0123456789";
/// The characters of an access key id.
pub(crate) const BASE32: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
/// The characters of secret keys and opaque tokens.
pub(crate) const BASE64: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
/// The characters of opaque tokens that must pass for `TokenModelType`.
pub(crate) const URL_SAFE: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// `N` random bytes.
pub(crate) fn bytes<const N: usize>() -> Result<[u8; N], Unspecified> {
    let mut bytes = [0; N];
    rand::fill(&mut bytes)?;
    Ok(bytes)
}

/// `length` characters, each with equal chance one of `alphabet` (at most 256, at least one).
pub(crate) fn text(length: usize, alphabet: &[u8]) -> Result<String, Unspecified> {
    let fair = 256 - 256 % alphabet.len().max(1);
    let mut text = String::with_capacity(length);
    while text.len() < length {
        for byte in bytes::<64>()?
            .into_iter()
            .map(usize::from)
            .filter(|byte| *byte < fair)
        {
            if text.len() < length {
                text.push(char::from(alphabet[byte % alphabet.len()]));
            }
        }
    }
    Ok(text)
}

/// A random UUID as text.
pub(crate) fn uuid() -> String {
    uuid::Uuid::new_v4().to_string()
}
