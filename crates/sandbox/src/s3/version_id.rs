//! Version ids: opaque to clients, but they begin with the version's number turned round, so that a listing finds its
//! place again even when the version that its marker names has been deleted meanwhile.

use super::buckets::Versioning;
use super::error::StorageError;
use super::index::NULL;
use crate::random;

const LENGTH: usize = 32;
const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._";

/// The id of a new version with that number.
pub(super) fn new(number: i64, versioning: Versioning) -> Result<String, StorageError> {
    match versioning {
        Versioning::Off | Versioning::Suspended => Ok(NULL.to_owned()),
        Versioning::Enabled => {
            let random = random::text(LENGTH - 16, ALPHABET).map_err(|_| StorageError::Random)?;
            Ok(format!("{:016x}{random}", !number))
        }
    }
}

/// Whether text can be a version id.
pub(super) fn is_sound(text: &str) -> bool {
    text == NULL || number(text).is_some()
}

/// The number of the version that had this id; `None` for [`NULL`].
pub(super) fn number(text: &str) -> Option<i64> {
    let head = text.get(..16).filter(|_| text.len() == LENGTH)?;
    let turned = u64::from_str_radix(head, 16).ok()?;
    Some(!i64::from_ne_bytes(turned.to_ne_bytes()))
}

#[cfg(test)]
mod tests {
    use super::{Versioning, is_sound, new, number};

    #[test]
    fn a_version_id_keeps_its_number_and_later_ones_sort_first() {
        let [first, second] = [1, 2].map(|n| new(n, Versioning::Enabled).expect("random bytes"));
        assert_eq!(number(&first), Some(1));
        assert!(second < first, "the younger one comes first in a listing");
        assert!(is_sound(&first) && is_sound("null"));
        assert!(!is_sound("nonsense") && number("null").is_none());
    }
}
