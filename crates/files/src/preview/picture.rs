//! How much memory a picture takes once it is decoded, told before anything decodes it: a file of some kilobytes may
//! hold a hundred thousand pixels by a hundred thousand.

use std::io::Cursor;

use image::ImageReader;

/// The most pixels that are shown unasked: four bytes each.
const SHOWN: u64 = 50_000_000;
/// The most pixels that are shown at all.
const SHOWN_ANYWAY: u64 = 200_000_000;

/// How much a picture is for a web view.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Weight {
    /// It is shown.
    Light,
    /// It is shown if it is asked for.
    Heavy,
    /// It is never shown.
    TooHeavy,
}

/// The weight of the picture that begins like this; none where the beginning does not tell its size.
pub(super) fn weight(beginning: &[u8]) -> Option<Weight> {
    let (width, height) = size(beginning)?;
    let pixels = u64::from(width) * u64::from(height);
    Some(if pixels > SHOWN_ANYWAY {
        Weight::TooHeavy
    } else if pixels > SHOWN {
        Weight::Heavy
    } else {
        Weight::Light
    })
}

/// Width and height. PNG and GIF have them at fixed places; a reader that refuses bombs would not tell those of one.
fn size(beginning: &[u8]) -> Option<(u32, u32)> {
    match beginning {
        [
            0x89,
            b'P',
            b'N',
            b'G',
            _,
            _,
            _,
            _,
            _,
            _,
            _,
            _,
            b'I',
            b'H',
            b'D',
            b'R',
            w0,
            w1,
            w2,
            w3,
            h0,
            h1,
            h2,
            h3,
            ..,
        ] => Some((
            u32::from_be_bytes([*w0, *w1, *w2, *w3]),
            u32::from_be_bytes([*h0, *h1, *h2, *h3]),
        )),
        [b'G', b'I', b'F', b'8', _, _, w0, w1, h0, h1, ..] => Some((
            u16::from_le_bytes([*w0, *w1]).into(),
            u16::from_le_bytes([*h0, *h1]).into(),
        )),
        _ => {
            let reader = ImageReader::new(Cursor::new(beginning))
                .with_guessed_format()
                .ok()?;
            reader.into_dimensions().ok()
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Weight, weight};

    /// The beginning of a PNG that claims to be so large.
    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut file = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".to_vec();
        file.extend(width.to_be_bytes());
        file.extend(height.to_be_bytes());
        file
    }

    #[test]
    fn a_bomb_is_told_by_its_beginning() {
        assert_eq!(weight(&png(4_000, 3_000)), Some(Weight::Light));
        assert_eq!(weight(&png(10_000, 10_000)), Some(Weight::Heavy));
        assert_eq!(weight(&png(100_000, 100_000)), Some(Weight::TooHeavy));
        assert_eq!(weight(b"GIF89a\xff\xff\xff\xff\0\0\0,"), Some(Weight::TooHeavy));
        assert_eq!(weight(b"\x89PNG\r\n\x1a\n"), None);
    }

    proptest! {
        #[test]
        fn no_beginning_makes_it_fall(head in prop::sample::select(vec![
            &b"\x89PNG\r\n\x1a\n"[..], b"\xff\xd8\xff", b"GIF89a", b"RIFF\x20\0\0\0WEBPVP8X", b"BM", b"",
        ]), bytes in prop::collection::vec(any::<u8>(), 0..256)) {
            weight(&[head, &bytes].concat());
        }
    }
}
