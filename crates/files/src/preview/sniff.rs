//! What an object is, by its first bytes alone: only what a web view renders without running anything.

/// What is not text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Family {
    /// A raster picture, with its media type.
    Image(&'static str),
    /// Sound.
    Audio(&'static str),
    /// Film.
    Video(&'static str),
    /// A PDF.
    Pdf,
}

/// The pictures that every web view renders and whose size in pixels can be told before.
const PICTURES: [&str; 5] = ["image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp"];

/// What begins like this, if it is none of text or unknown.
pub(super) fn family(beginning: &[u8]) -> Option<Family> {
    let media_type = infer::get(beginning)?.mime_type();
    if PICTURES.contains(&media_type) {
        return Some(Family::Image(media_type));
    }
    match media_type {
        "application/pdf" => Some(Family::Pdf),
        "audio/midi" => None,
        // What is called so is what the containers are registered as.
        "audio/x-wav" => Some(Family::Audio("audio/wav")),
        "audio/x-flac" => Some(Family::Audio("audio/flac")),
        "audio/m4a" => Some(Family::Audio("audio/mp4")),
        "video/x-m4v" => Some(Family::Video("video/mp4")),
        _ if media_type.starts_with("audio/") => Some(Family::Audio(media_type)),
        _ if media_type.starts_with("video/") => Some(Family::Video(media_type)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Family, family};

    #[test]
    fn a_file_is_told_by_its_first_bytes_and_nothing_active_is_one() {
        assert_eq!(family(b"\x89PNG\r\n\x1a\n...."), Some(Family::Image("image/png")));
        assert_eq!(family(b"\xff\xd8\xff\xe0...."), Some(Family::Image("image/jpeg")));
        assert_eq!(family(b"GIF89a...."), Some(Family::Image("image/gif")));
        assert_eq!(family(b"RIFF\0\0\0\0WEBPVP8 "), Some(Family::Image("image/webp")));
        assert_eq!(family(b"RIFF\0\0\0\0WAVEfmt "), Some(Family::Audio("audio/wav")));
        assert_eq!(family(b"%PDF-1.7\n"), Some(Family::Pdf));
        for active in [
            "<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>",
            "<!doctype html><script>x()</script>",
            "<html><meta http-equiv=refresh content='0;url=http://x'>",
            "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>",
            "MZ\u{90}\0",
            "#!/bin/sh\n",
        ] {
            assert_eq!(family(active.as_bytes()), None, "{active}");
        }
    }

    proptest! {
        #[test]
        fn whatever_comes_has_a_media_type_that_runs_nothing(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
            match family(&bytes) {
                Some(Family::Image(media) | Family::Audio(media) | Family::Video(media)) => {
                    prop_assert!(["image/", "audio/", "video/"].iter().any(|kind| media.starts_with(kind)));
                    prop_assert!(!media.contains("svg"));
                }
                Some(Family::Pdf) | None => {}
            }
        }
    }
}
