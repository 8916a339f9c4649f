//! `encoding-type=url`: how S3 writes keys in a listing so that XML can carry every character of them. A space is
//! `+`, a slash stays as it is.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'*')
    .remove(b'/')
    .remove(b' ');

/// Encodes one key, prefix or delimiter.
pub(super) fn url(text: &str) -> String {
    utf8_percent_encode(text, ENCODED).to_string().replace(' ', "+")
}

#[cfg(test)]
mod tests {
    use super::url;

    #[test]
    fn a_form_decoder_reads_back_what_was_encoded() {
        for (key, expected) in [
            ("a/b c.txt", "a/b+c.txt"),
            ("1+1=2 & 100%", "1%2B1%3D2+%26+100%25"),
            ("日本", "%E6%97%A5%E6%9C%AC"),
            ("bell\u{7}", "bell%07"),
        ] {
            assert_eq!(url(key), expected);
        }
    }
}
