//! Tags of objects (`GetObjectTagging`, `PutObjectTagging`), within the limits of S3.

use aws_sdk_s3::types::{Tag as Wire, Tagging};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::{Error, Files, Location};

/// The most tags of an object.
const MOST: usize = 10;
/// The longest key and the longest value, in UTF-16 units.
const LONGEST: (usize, usize) = (128, 256);

/// A tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    /// Its key.
    pub key: String,
    /// Its value.
    pub value: String,
}

/// Why tags cannot be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TagFault {
    /// More than ten.
    TooMany,
    /// A tag without a key.
    NoKey,
    /// A key of more than 128 characters, or a value of more than 256.
    TooLong,
    /// Two tags of one key.
    Twice,
    /// A key that begins with `aws:`, which belongs to the service.
    Reserved,
    /// A character other than letters, digits, spaces and `+ - = . _ : / @`.
    Character,
}

impl TagFault {
    /// What is wrong with these tags.
    pub fn of(tags: &[Tag]) -> Option<Self> {
        let fine = |text: &str| {
            text.chars()
                .all(|c| c.is_alphanumeric() || c == ' ' || "+-=._:/@".contains(c))
        };
        let units = |text: &str| text.encode_utf16().count();
        if tags.len() > MOST {
            return Some(Self::TooMany);
        }
        for (at, tag) in tags.iter().enumerate() {
            if tag.key.trim().is_empty() {
                return Some(Self::NoKey);
            }
            if units(&tag.key) > LONGEST.0 || units(&tag.value) > LONGEST.1 {
                return Some(Self::TooLong);
            }
            if tag.key.to_ascii_lowercase().starts_with("aws:") {
                return Some(Self::Reserved);
            }
            if !fine(&tag.key) || !fine(&tag.value) {
                return Some(Self::Character);
            }
            if tags.iter().skip(at + 1).any(|other| other.key == tag.key) {
                return Some(Self::Twice);
            }
        }
        None
    }
}

impl Files {
    /// The tags of an object, in one of its versions or the newest.
    ///
    /// # Errors
    ///
    /// What the service says.
    pub async fn tags(
        &self,
        location: &Location,
        key: &str,
        version: Option<String>,
    ) -> Result<Vec<Tag>, Error> {
        let answer = self
            .client()
            .get_object_tagging()
            .bucket(&location.bucket)
            .key(location.whole(key))
            .set_version_id(version)
            .send()
            .await?;
        let tags = answer.tag_set.into_iter();
        Ok(tags.map(|Wire { key, value, .. }| Tag { key, value }).collect())
    }

    /// Gives an object these tags in place of those that it has. Judge them by [`TagFault`] before.
    ///
    /// # Errors
    ///
    /// What the service says.
    pub async fn set_tags(&self, location: &Location, key: &str, tags: &[Tag]) -> Result<(), Error> {
        let wire = tags
            .iter()
            .filter_map(|tag| Wire::builder().key(&tag.key).value(&tag.value).build().ok());
        let tagging = Tagging::builder().set_tag_set(Some(wire.collect())).build();
        self.client()
            .put_object_tagging()
            .bucket(&location.bucket)
            .key(location.whole(key))
            .tagging(tagging.map_err(|_| Error::Damaged)?)
            .send()
            .await?;
        Ok(())
    }
}

/// Tags as a write takes them along: a query string.
pub(crate) fn as_header(tags: &[Tag]) -> String {
    let encoded = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
    let pairs = tags
        .iter()
        .map(|tag| format!("{}={}", encoded(&tag.key), encoded(&tag.value)));
    pairs.collect::<Vec<_>>().join("&")
}

/// Tags with others added, or put in the place of those of the same key, and some taken away.
pub(super) fn merged(mut tags: Vec<Tag>, add: &[Tag], remove: &[String]) -> Vec<Tag> {
    tags.retain(|tag| !remove.contains(&tag.key) && !add.iter().any(|new| new.key == tag.key));
    tags.extend(add.iter().cloned());
    tags
}

#[cfg(test)]
mod tests {
    use super::{Tag, TagFault, merged};

    fn tag(key: &str, value: &str) -> Tag {
        Tag {
            key: key.into(),
            value: value.into(),
        }
    }

    #[test]
    fn tags_are_judged_by_the_limits_of_the_service() {
        assert_eq!(TagFault::of(&[tag("project", "Ångström 2026: a/b")]), None);
        assert_eq!(TagFault::of(&vec![tag("a", ""); 11]), Some(TagFault::TooMany));
        assert_eq!(TagFault::of(&[tag(" ", "x")]), Some(TagFault::NoKey));
        assert_eq!(
            TagFault::of(&[tag(&"k".repeat(129), "")]),
            Some(TagFault::TooLong)
        );
        assert_eq!(
            TagFault::of(&[tag("k", &"v".repeat(257))]),
            Some(TagFault::TooLong)
        );
        assert_eq!(
            TagFault::of(&[tag("a", "1"), tag("a", "2")]),
            Some(TagFault::Twice)
        );
        assert_eq!(TagFault::of(&[tag("AWS:x", "1")]), Some(TagFault::Reserved));
        assert_eq!(TagFault::of(&[tag("a", "x;y")]), Some(TagFault::Character));
    }

    #[test]
    fn a_tag_of_the_same_key_is_replaced_and_others_stay() {
        let merged = merged(
            vec![tag("a", "1"), tag("b", "1"), tag("c", "1")],
            &[tag("b", "2")],
            &["c".into()],
        );
        assert_eq!(merged, [tag("a", "1"), tag("b", "2")]);
    }
}
