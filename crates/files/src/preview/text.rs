//! From bytes to text: UTF-8, UTF-16 with a byte order mark, else Latin-1 unless the bytes look like anything but
//! text.

/// At most one byte in this many may be a control character that texts do not have.
const TEXTLIKE: usize = 100;

/// How the bytes of a text are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8; what is none shows as `U+FFFD`.
    Utf8,
    /// UTF-16, the lower byte first.
    Utf16Le,
    /// UTF-16, the higher byte first.
    Utf16Be,
    /// ISO 8859-1.
    Latin1,
}

/// The text in `bytes`, how they are read and how many of them were, or none if they are no text. `truncated` says
/// that they are the beginning of more, so that a character may be cut at their end.
pub(super) fn decoded(bytes: &[u8], truncated: bool) -> Option<(String, Encoding, usize)> {
    let (mark, encoding) = match bytes {
        [0xff, 0xfe, ..] => (2, Encoding::Utf16Le),
        [0xfe, 0xff, ..] => (2, Encoding::Utf16Be),
        [0xef, 0xbb, 0xbf, ..] => (3, unmarked(&bytes[3..], truncated)),
        _ if bytes.starts_with(b"%PDF-") => return None,
        _ => (0, unmarked(bytes, truncated)),
    };
    let (text, used) = continued(&bytes[mark..], encoding, truncated);
    let strict = matches!(encoding, Encoding::Utf16Le | Encoding::Utf16Be) && text.contains('\u{fffd}');
    (!strict && readable(&text)).then_some((text, encoding, mark + used))
}

/// The text in bytes from the middle of an object, and how many of them were used.
pub(super) fn continued(bytes: &[u8], encoding: Encoding, truncated: bool) -> (String, usize) {
    match encoding {
        Encoding::Utf8 => {
            let whole = if truncated { utf8_end(bytes) } else { bytes.len() };
            (String::from_utf8_lossy(&bytes[..whole]).into_owned(), whole)
        }
        Encoding::Utf16Le => utf16(bytes, u16::from_le_bytes, truncated),
        Encoding::Utf16Be => utf16(bytes, u16::from_be_bytes, truncated),
        Encoding::Latin1 => (bytes.iter().map(|&byte| char::from(byte)).collect(), bytes.len()),
    }
}

/// Where the last character begins that may be cut; all where none is.
fn utf8_end(bytes: &[u8]) -> usize {
    let last = bytes.iter().rposition(|byte| byte & 0xc0 != 0x80).unwrap_or(0);
    match std::str::from_utf8(&bytes[last..]) {
        Err(error) if error.error_len().is_none() && last > 0 => last,
        Ok(_) | Err(_) => bytes.len(),
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16, truncated: bool) -> (String, usize) {
    let (pairs, _cut) = bytes.as_chunks();
    let mut units: Vec<u16> = pairs.iter().map(|&pair| unit(pair)).collect();
    if truncated && units.len() > 1 && units.last().is_some_and(|last| (0xd800..0xdc00).contains(last)) {
        units.pop();
    }
    let used = if truncated { units.len() * 2 } else { bytes.len() };
    (String::from_utf16_lossy(&units), used)
}

fn unmarked(bytes: &[u8], truncated: bool) -> Encoding {
    match std::str::from_utf8(bytes) {
        Ok(_) => Encoding::Utf8,
        Err(error) if truncated && error.error_len().is_none() => Encoding::Utf8,
        Err(_) => Encoding::Latin1,
    }
}

fn readable(text: &str) -> bool {
    let odd = text
        .chars()
        .filter(|&c| c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\x0c' | '\x1b'));
    !text.contains('\0') && odd.count() * TEXTLIKE <= text.len()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Encoding, continued};

    fn decoded(bytes: &[u8], truncated: bool) -> Option<String> {
        super::decoded(bytes, truncated).map(|(text, ..)| text)
    }

    proptest! {
        #[test]
        fn a_text_that_is_read_in_parts_is_the_same_text(text in any::<String>(), size in 4_usize..40) {
            let units = |order: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(order).collect::<Vec<u8>>();
            for (bytes, encoding) in [
                (text.as_bytes().to_vec(), Encoding::Utf8),
                (units(u16::to_le_bytes), Encoding::Utf16Le),
                (units(u16::to_be_bytes), Encoding::Utf16Be),
            ] {
                let (mut start, mut read) = (0, String::new());
                while start < bytes.len() {
                    let end = (start + size).min(bytes.len());
                    let (part, used) = continued(&bytes[start..end], encoding, end < bytes.len());
                    prop_assert!(used > 0, "it goes on");
                    read.push_str(&part);
                    start += used;
                }
                prop_assert_eq!(&read, &text);
            }
        }

        #[test]
        fn no_bytes_make_it_fall(bytes in prop::collection::vec(any::<u8>(), 0..80), truncated: bool) {
            super::decoded(&bytes, truncated);
        }
    }

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
