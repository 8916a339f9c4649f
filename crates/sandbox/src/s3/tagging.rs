//! Object tags: their rules, and the form in which `x-amz-tagging` carries them.
//! Source: Amazon S3 User Guide, "Categorizing your objects using tags".

use std::collections::BTreeMap;

use s3s::dto::{Tag, TagSet};
use s3s::{S3ErrorCode, S3Result};

use super::error::{invalid_argument, named, refusal};

/// The most tags of an object.
const MOST: usize = 10;
/// The most characters of a key and of a value.
const LONGEST: (usize, usize) = (128, 256);

/// The tags of a request's body.
pub(super) fn read(tags: TagSet) -> S3Result<BTreeMap<String, String>> {
    checked(
        tags.into_iter()
            .map(|tag| (tag.key.unwrap_or_default(), tag.value.unwrap_or_default())),
    )
}

/// The tags of `x-amz-tagging`, in the form of a query.
pub(super) fn parse(header: &str) -> S3Result<BTreeMap<String, String>> {
    let decode = |text: &str| {
        percent_encoding::percent_decode_str(&text.replace('+', " "))
            .decode_utf8()
            .map(|text| text.into_owned())
            .map_err(|_| {
                invalid_argument(
                    "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query \
                                  parameters without tag name duplicates.",
                )
            })
    };
    let pairs = header
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            Ok((decode(key)?, decode(value)?))
        })
        .collect::<S3Result<Vec<_>>>()?;
    checked(pairs)
}

/// The tags as XML has them.
pub(super) fn shown(tags: &BTreeMap<String, String>) -> TagSet {
    tags.iter()
        .map(|(key, value)| Tag {
            key: Some(key.clone()),
            value: Some(value.clone()),
        })
        .collect()
}

fn checked(pairs: impl IntoIterator<Item = (String, String)>) -> S3Result<BTreeMap<String, String>> {
    let mut tags = BTreeMap::new();
    for (key, value) in pairs {
        let length = key.chars().count();
        if length == 0 || length > LONGEST.0 || !permitted(&key) || key.starts_with("aws:") {
            return Err(refusal(
                S3ErrorCode::InvalidTag,
                "The TagKey you have provided is invalid",
            ));
        }
        if value.chars().count() > LONGEST.1 || !permitted(&value) {
            return Err(refusal(
                S3ErrorCode::InvalidTag,
                "The TagValue you have provided is invalid",
            ));
        }
        if tags.insert(key, value).is_some() {
            return Err(refusal(
                S3ErrorCode::InvalidTag,
                "Cannot provide multiple Tags with the same key",
            ));
        }
    }
    if tags.len() > MOST {
        return Err(named(
            "BadRequest",
            http::StatusCode::BAD_REQUEST,
            "Object tags cannot be greater than 10",
        ));
    }
    Ok(tags)
}

/// Letters, numbers, spaces and `+ - = . _ : / @`.
fn permitted(text: &str) -> bool {
    text.chars()
        .all(|c| c.is_alphanumeric() || c == ' ' || "+-=._:/@".contains(c))
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn tags_come_out_of_the_header_decoded() {
        let tags = parse("project=gate+house&owner=ada%20l&empty").expect("tags");
        let tags: Vec<(&str, &str)> = tags.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
        assert_eq!(
            tags,
            [("empty", ""), ("owner", "ada l"), ("project", "gate house")]
        );
    }

    #[test]
    fn doubled_reserved_overlong_and_too_many_tags_are_refused() {
        let many: String = (0..11).map(|n| format!("k{n}=v&")).collect();
        let long = "k".repeat(129);
        for header in ["a=1&a=2", "aws:x=1", "=1", "a=%3C", &many, &long] {
            assert!(parse(header).is_err(), "{header}");
        }
    }
}
