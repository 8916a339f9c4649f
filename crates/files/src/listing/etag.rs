//! An ETag in 18 bytes: S3's are MD5s, with the number of parts behind a hyphen where an object was put together.

use std::fmt::Write;

/// There is none.
const NONE: u16 = u16::MAX;
/// It is of another form, and kept as text elsewhere.
const ODD: u16 = u16::MAX - 1;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Etag {
    md5: [u8; 16],
    /// 0 where the object was put in one piece.
    parts: u16,
}

impl Etag {
    pub(super) fn pack(text: Option<&str>) -> Self {
        let empty = |parts| Self { md5: [0; 16], parts };
        match text {
            None => empty(NONE),
            Some(text) => Self::of_md5(text).unwrap_or_else(|| empty(ODD)),
        }
    }

    pub(super) fn is_odd(self) -> bool {
        self.parts == ODD
    }

    /// As the service writes it.
    pub(super) fn text(self) -> Option<String> {
        if self.parts >= ODD {
            return None;
        }
        let mut text = format!("\"{}", hex::encode(self.md5));
        if self.parts > 0 {
            write!(text, "-{}", self.parts).ok()?;
        }
        text.push('"');
        Some(text)
    }

    /// Only what comes out again as it went in.
    fn of_md5(text: &str) -> Option<Self> {
        let bare = text.strip_prefix('"')?.strip_suffix('"')?;
        let (digits, parts) = match bare.split_once('-') {
            Some((digits, parts)) => (digits, parts.parse().ok().filter(|parts| *parts > 0)?),
            None => (bare, 0),
        };
        let mut md5 = [0; 16];
        hex::decode_to_slice(digits, &mut md5).ok()?;
        let packed = Self { md5, parts };
        (packed.text().as_deref() == Some(text)).then_some(packed)
    }
}

#[cfg(test)]
mod tests {
    use super::Etag;

    #[test]
    fn what_would_come_out_differently_is_kept_elsewhere() {
        for text in [
            "\"0123456789abcdef0123456789abcdef\"",
            "\"0123456789abcdef0123456789abcdef-10000\"",
        ] {
            assert_eq!(Etag::pack(Some(text)).text().as_deref(), Some(text));
        }
        for text in [
            "0123456789abcdef0123456789abcdef",
            "\"0123456789ABCDEF0123456789abcdef\"",
            "\"0123456789abcdef0123456789abcdef-0\"",
            "\"0123456789abcdef0123456789abcdef-007\"",
            "\"0123456789abcdef0123456789abcdef-65535\"",
            "\"\"",
        ] {
            assert!(Etag::pack(Some(text)).is_odd(), "{text}");
        }
        assert_eq!(Etag::pack(None).text(), None);
    }
}
