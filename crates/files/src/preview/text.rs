//! From bytes to text: UTF-8, UTF-16 with a byte order mark, else Latin-1 unless the bytes look like anything but
//! text.

use std::borrow::Cow;

/// At most one byte in this many may be a control character that texts do not have.
const TEXTLIKE: usize = 100;

/// The text in `bytes`, or none if they are no text. `truncated` says that they are the beginning of more, so that a
/// character may be cut at their end.
pub(super) fn decoded(bytes: &[u8], truncated: bool) -> Option<String> {
    match bytes {
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => unmarked(rest, truncated),
        _ if bytes.starts_with(b"%PDF-") => None,
        _ => unmarked(bytes, truncated),
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Option<String> {
    let (pairs, _cut) = bytes.as_chunks();
    let mut units: Vec<u16> = pairs.iter().map(|&pair| unit(pair)).collect();
    if units.last().is_some_and(|last| (0xd800..0xdc00).contains(last)) {
        units.pop();
    }
    String::from_utf16(&units)
        .ok()
        .filter(|text| !text.contains('\0'))
}

fn unmarked(bytes: &[u8], truncated: bool) -> Option<String> {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(error) if truncated && error.error_len().is_none() => {
            String::from_utf8_lossy(&bytes[..error.valid_up_to()])
        }
        Err(_) => bytes.iter().map(|&byte| char::from(byte)).collect(),
    };
    let odd = text
        .chars()
        .filter(|&c| c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\x0c' | '\x1b'));
    let readable = !text.contains('\0') && odd.count() * TEXTLIKE <= text.len();
    readable.then(|| text.into_owned())
}

#[cfg(test)]
mod tests {
    use super::decoded;

    #[test]
    fn each_encoding_gives_the_same_text() {
        let text = "Zoë: 5 €, 𝄞\n";
        let little: Vec<u8> = [0xfeff]
            .into_iter()
            .chain(text.encode_utf16())
            .flat_map(u16::to_le_bytes)
            .collect();
        let big: Vec<u8> = [0xfeff]
            .into_iter()
            .chain(text.encode_utf16())
            .flat_map(u16::to_be_bytes)
            .collect();
        let marked = [b"\xef\xbb\xbf", text.as_bytes()].concat();

        for bytes in [text.as_bytes(), &little, &big, &marked] {
            assert_eq!(decoded(bytes, false).as_deref(), Some(text));
        }
        assert_eq!(decoded(b"caf\xe9\n", false).as_deref(), Some("café\n"), "Latin-1");
    }

    #[test]
    fn a_character_cut_at_the_end_is_left_out() {
        let text = "report 報";
        let cut = &text.as_bytes()[..text.len() - 1];

        assert_eq!(decoded(cut, true).as_deref(), Some("report "));
        assert_eq!(
            decoded(b"\xff\xfea\0\x34\xd8\x1e", true).as_deref(),
            Some("a"),
            "half of a surrogate pair"
        );
    }

    #[test]
    fn what_is_no_text_is_not_shown_as_text() {
        let noise: Vec<u8> = (0..2_000_u32)
            .map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8 | 1)
            .collect();

        assert_eq!(decoded(b"\x7fELF\x02\x01\x01\0\0\0", false), None);
        assert_eq!(decoded(b"%PDF-1.7\n", false), None);
        assert_eq!(
            decoded(&noise, true),
            None,
            "compressed data need not contain a NUL"
        );
    }
}
