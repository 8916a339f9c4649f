//! Addresses of objects and folders as people paste them, and what lies there. Pure but for the one question to the
//! service.

use percent_encoding::percent_decode_str;

use crate::{Error, Files, Location};

/// A bucket and a key, or the beginning of keys, read from an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// The bucket.
    pub bucket: String,
    /// The key; empty for the whole bucket.
    pub key: String,
}

/// What lies under a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Keys that begin with it and a `/`.
    Folder,
    /// An object.
    Object,
    /// Nothing, as far as may be seen.
    Nothing,
}

/// How the names of AWS's hosts end.
const AWS: [&str; 2] = [".amazonaws.com", ".amazonaws.com.cn"];

impl Address {
    /// Reads `s3://bucket/key`, or an address of the web: with the bucket in the host's name or in the path, presigned
    /// or not. `endpoint` is the host of a service that is not AWS, with its port. A query is left out, for a presigned
    /// address carries a secret there. Nothing where it is no such address.
    pub fn read(text: &str, endpoint: Option<&str>) -> Option<Self> {
        let text = text.trim();
        if let Some(rest) = strip_scheme(text, "s3://") {
            let (bucket, key) = rest.split_once('/').unwrap_or((rest, ""));
            return Self::of(bucket, key.to_owned());
        }
        let rest = strip_scheme(text, "https://").or_else(|| strip_scheme(text, "http://"))?;
        let rest = rest.split(['?', '#']).next().unwrap_or_default();
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        let host = host.to_ascii_lowercase();
        let path = percent_decode_str(path).decode_utf8().ok()?.into_owned();
        let in_path = || {
            let (bucket, key) = path.split_once('/').unwrap_or((&path, ""));
            Self::of(bucket, key.to_owned())
        };
        if let Some(endpoint) = endpoint {
            if host == endpoint {
                return in_path();
            }
            if let Some(bucket) = host
                .strip_suffix(endpoint)
                .and_then(|host| host.strip_suffix('.'))
            {
                return Self::of(bucket, path);
            }
        }
        let name = AWS.iter().find_map(|end| host.strip_suffix(end))?;
        let service = |label: &str| label == "s3" || label.starts_with("s3-");
        let labels: Vec<&str> = name.split('.').collect();
        // The bucket may have dots and may be called like the service: what counts is the last such label.
        let at = labels.iter().rposition(|label| service(label))?;
        match at {
            0 => in_path(),
            at => Self::of(&labels.get(..at)?.join("."), path),
        }
    }

    fn of(bucket: &str, key: String) -> Option<Self> {
        let named = !bucket.is_empty()
            && bucket
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "-._".contains(c));
        named.then(|| Self {
            bucket: bucket.to_owned(),
            key,
        })
    }
}

fn strip_scheme<'a>(text: &'a str, scheme: &str) -> Option<&'a str> {
    let head = text.get(..scheme.len())?;
    head.eq_ignore_ascii_case(scheme)
        .then(|| text.get(scheme.len()..))?
}

impl Files {
    /// What lies under a key below `location`, without a `/` at its end (`ListObjectsV2`).
    ///
    /// # Errors
    ///
    /// The service cannot be asked, or may not be.
    pub async fn look_up(&self, location: &Location, key: &str) -> Result<Place, Error> {
        let whole = location.whole(key);
        let ask = |prefix: String| async move {
            let request = self.client().list_objects_v2();
            let request = request.bucket(&location.bucket).prefix(prefix).max_keys(1);
            request.send().await.map_err(Error::from)
        };
        let below = ask(format!("{whole}/")).await?;
        if !below.contents().is_empty() {
            return Ok(Place::Folder);
        }
        // The key itself comes before all keys that are longer.
        let first = ask(whole.clone()).await?;
        let found = first.contents().first().and_then(|object| object.key());
        Ok(if found == Some(&whole) {
            Place::Object
        } else {
            Place::Nothing
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Address;

    #[test]
    fn an_address_is_read_however_it_is_written() {
        let cases = [
            ("s3://bucket/a/b c.txt", "bucket", "a/b c.txt"),
            (" S3://bucket ", "bucket", ""),
            ("s3://bucket/", "bucket", ""),
            (
                "https://bucket.s3.eu-west-1.amazonaws.com/a/b%20c.txt",
                "bucket",
                "a/b c.txt",
            ),
            (
                "https://my.dotted.bucket.s3.amazonaws.com/a+b",
                "my.dotted.bucket",
                "a+b",
            ),
            ("https://s3.eu-west-1.amazonaws.com/bucket/a/", "bucket", "a/"),
            ("https://s3-eu-west-1.amazonaws.com/bucket/a", "bucket", "a"),
            (
                "https://bucket.s3.dualstack.eu-west-1.amazonaws.com/a",
                "bucket",
                "a",
            ),
            ("https://s3.cn-north-1.amazonaws.com.cn/bucket/a", "bucket", "a"),
            (
                "https://bucket.s3.amazonaws.com/a?X-Amz-Signature=secret&x=/y#z",
                "bucket",
                "a",
            ),
            ("http://127.0.0.1:9000/bucket/%E5%A0%B1/", "bucket", "報/"),
            ("http://bucket.127.0.0.1:9000/a", "bucket", "a"),
        ];
        for (text, bucket, key) in cases {
            let read = Address::read(text, Some("127.0.0.1:9000")).expect(text);
            assert_eq!((read.bucket.as_str(), read.key.as_str()), (bucket, key), "{text}");
        }
    }

    #[test]
    fn what_is_no_address_of_an_object_is_not_taken_for_one() {
        for text in [
            "",
            "Reports/2026",
            "s3://",
            "s3:///key",
            "https://example.com/bucket/key",
            "https://amazonaws.com.example.com/bucket",
            "https://evil.example/?https://bucket.s3.amazonaws.com/a",
            "https://bucket.s3.amazonaws.com/%FF",
        ] {
            assert_eq!(Address::read(text, None), None, "{text}");
        }
    }
}
