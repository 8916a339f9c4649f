//! Whether a copy is its original: by size and by a checksum of the whole object that both have, else by entity tag.

use aws_sdk_s3::types::ServerSideEncryption;

use super::about::About;
use crate::Error;

/// Whether two objects are certain to have the same bytes.
pub(super) fn same(one: &About, other: &About) -> bool {
    one.size == other.size
        && checksums(one, other).unwrap_or_else(|| one.etag.is_some() && one.etag == other.etag)
}

/// Judges a copy that the service has just made, and whose entity tag it told to be `told`. An object that was made of
/// parts, or is encrypted by a key of one's own, has an entity tag that says nothing of its bytes; without a checksum in
/// common the service's word then counts, if the copy is still the one that it spoke of.
pub(super) fn verify(original: &About, copy: &About, told: Option<&str>) -> Result<(), Error> {
    let right = original.size == copy.size
        && checksums(original, copy).unwrap_or_else(|| {
            let etag = copy.etag.as_deref();
            etag.is_some() && (copy.etag == original.etag || (etag == told && !(md5(original) && md5(copy))))
        });
    if right { Ok(()) } else { Err(Error::Damaged) }
}

/// Whether the checksums agree; none where there is none in common.
fn checksums(one: &About, other: &About) -> Option<bool> {
    one.checksums.iter().find_map(|(name, value)| {
        let (_, theirs) = other.checksums.iter().find(|(theirs, _)| theirs == name)?;
        Some(theirs == value)
    })
}

/// Whether the entity tag is the MD5 of the bytes.
fn md5(about: &About) -> bool {
    matches!(about.encryption, None | Some(ServerSideEncryption::Aes256))
        && about.etag.as_deref().is_some_and(|etag| !etag.contains('-'))
}

#[cfg(test)]
mod tests {
    use super::{About, same, verify};

    fn about(size: u64, etag: &str, crc: Option<&str>) -> About {
        About {
            size,
            etag: Some(etag.to_owned()),
            checksums: crc.map(|crc| ("CRC64NVME", crc.to_owned())).into_iter().collect(),
            ..About::default()
        }
    }

    #[test]
    fn a_checksum_in_common_decides_whatever_the_entity_tags_say() {
        assert!(same(
            &about(3, "\"a\"", Some("x")),
            &about(3, "\"b-2\"", Some("x"))
        ));
        assert!(!same(
            &about(3, "\"a\"", Some("x")),
            &about(3, "\"a\"", Some("y"))
        ));
        assert!(
            verify(
                &about(3, "\"a\"", Some("x")),
                &about(3, "\"a\"", Some("y")),
                Some("\"a\"")
            )
            .is_err()
        );
    }

    #[test]
    fn without_one_two_plain_entity_tags_must_be_equal() {
        assert!(verify(&about(3, "\"a\"", None), &about(3, "\"a\"", None), Some("\"a\"")).is_ok());
        assert!(
            verify(&about(3, "\"a\"", None), &about(3, "\"b\"", None), Some("\"b\"")).is_err(),
            "both are the MD5 of the bytes, and differ"
        );
        assert!(!same(&about(3, "\"a\"", None), &about(3, "\"b\"", None)));
    }

    #[test]
    fn a_copy_of_parts_counts_if_it_is_the_one_that_the_service_told_of() {
        let original = about(9, "\"a-3\"", None);
        assert!(verify(&original, &about(9, "\"b\"", None), Some("\"b\"")).is_ok());
        assert!(
            verify(&original, &about(9, "\"c\"", None), Some("\"b\"")).is_err(),
            "somebody wrote there since"
        );
        assert!(
            verify(&original, &about(8, "\"b\"", None), Some("\"b\"")).is_err(),
            "a byte is missing"
        );
    }
}
