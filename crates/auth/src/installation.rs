//! A number that tells this installation from others, drawn once. It is no secret and says nothing about anybody; only
//! a pool whose risk analysis is told about devices is told it.

use std::fs;
use std::path::Path;

use aws_lc_rs::rand;

/// The number, in 32 hexadecimal digits; none where it can neither be read nor be kept.
pub(crate) fn number(folder: &Path) -> Option<String> {
    let path = folder.join("installation");
    if let Ok(text) = fs::read_to_string(&path)
        && text.len() == 32
        && text.bytes().all(|byte| byte.is_ascii_hexdigit())
    {
        return Some(text);
    }
    let mut bytes = [0; 16];
    rand::fill(&mut bytes).ok()?;
    let text = hex::encode(bytes);
    fs::create_dir_all(folder).ok()?;
    fs::write(&path, &text).ok()?;
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn the_number_stays_the_same_and_one_that_was_damaged_is_drawn_anew() {
        let folder = tempfile::tempdir().expect("a folder");
        let first = number(folder.path()).expect("a number");
        assert_eq!(number(folder.path()), Some(first.clone()));

        std::fs::write(folder.path().join("installation"), "rubbish").expect("written");
        let second = number(folder.path()).expect("a number");
        assert_ne!(first, second);
    }
}
