//! From bytes to text: what is too large, in another encoding or no text at all is refused before anything looks into
//! it.

use std::io::Read;

use super::refused::{Place, Refused};

/// The most that a file may weigh, in bytes. Amplify's largest known files are a hundredth of it.
pub const LARGEST: usize = 1024 * 1024;

/// Reads a file's bytes, and never more than one above [`LARGEST`].
///
/// # Errors
///
/// [`Refused::Unreadable`].
pub fn read(source: impl Read) -> Result<Vec<u8>, Refused> {
    let most = u64::try_from(LARGEST).unwrap_or(u64::MAX).saturating_add(1);
    let mut bytes = Vec::new();
    let taken = source.take(most).read_to_end(&mut bytes);
    taken.map(|_| bytes).map_err(|_| Refused::Unreadable)
}

/// The text, without a byte order mark.
pub(super) fn decode(bytes: &[u8]) -> Result<&str, Refused> {
    if bytes.len() > LARGEST {
        return Err(Refused::TooLarge);
    }
    if wide(bytes) {
        return Err(Refused::Utf16);
    }
    let text = std::str::from_utf8(bytes).map_err(|_| Refused::NotText)?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if let Some(offset) = text.find('\0') {
        return Err(Refused::Nul(Place::of(text, offset)));
    }
    if text.trim().is_empty() {
        return Err(Refused::Empty);
    }
    Ok(text)
}

/// Whether it is UTF-16 or UTF-32: by its mark, or because every other byte of its beginning is zero.
fn wide(bytes: &[u8]) -> bool {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return true;
    }
    match bytes {
        [0, 0, 0xfe, 0xff, ..] => true,
        [a, b, c, d, ..] => {
            let zero = (*a == 0, *b == 0, *c == 0, *d == 0);
            matches!(zero, (true, false, true, false) | (false, true, false, true))
        }
        _ => false,
    }
}
