//! Whether single values of a connection have the form that AWS gives them. What they name may still not exist.
//! Sources: the patterns of `UserPoolIdType`, `ClientIdType`, `IdentityPoolId`, `ArnType`; the naming rules of S3 buckets.

use std::net::IpAddr;

use url::{Host, Url};

/// What a deep link of this app begins with.
pub(super) const DEEP_LINK: &str = "io.gatehouse.desktop://";

/// The region before the sign in an id such as `eu-west-1_AbC` or `eu-west-1:…`.
pub(crate) fn region_of(id: &str, sign: char) -> Option<String> {
    let (region, _) = id.split_once(sign)?;
    self::region(region).then(|| region.to_owned())
}

/// `eu-west-1`, `us-gov-west-1`.
pub(super) fn region(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let letters = |part: &&str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase());
    let digits = |part: &str| !part.is_empty() && part.len() <= 2 && part.bytes().all(|b| b.is_ascii_digit());
    match parts.split_last() {
        Some((last, words)) => (2..=4).contains(&words.len()) && digits(last) && words.iter().all(letters),
        None => false,
    }
}

/// `[\w-]+_[0-9a-zA-Z]+`, with a region before the sign.
pub(super) fn user_pool_id(text: &str) -> bool {
    let name = text.split_once('_').map(|(_, name)| name);
    text.len() <= 55
        && region_of(text, '_').is_some()
        && name.is_some_and(|name| !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric()))
}

/// `[\w+]+`.
pub(super) fn client_id(text: &str) -> bool {
    (1..=128).contains(&text.len())
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'+'))
}

/// `[\w-]+:[0-9a-f-]+`, with a region and a UUID.
pub(super) fn identity_pool_id(text: &str) -> bool {
    let id = text.split_once(':').map(|(_, id)| id);
    region_of(text, ':').is_some()
        && id.is_some_and(|id| id.len() == 36 && uuid::Uuid::try_parse(id).is_ok() && id == id.to_lowercase())
}

/// `arn:aws:iam::123456789012:role/Name`.
pub(super) fn role_arn(text: &str) -> bool {
    let parts: Vec<&str> = text.splitn(6, ':').collect();
    let [arn, partition, service, region, account, resource] = parts[..] else {
        return false;
    };
    arn == "arn"
        && matches!(partition, "aws" | "aws-cn" | "aws-us-gov")
        && service == "iam"
        && region.is_empty()
        && account.len() == 12
        && account.bytes().all(|b| b.is_ascii_digit())
        && resource.strip_prefix("role/").is_some_and(|name| {
            !name.is_empty()
                && !name.ends_with('/')
                && name
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b"_+=,.@-/".contains(&b))
        })
}

/// The naming rules of general purpose buckets.
pub(super) fn bucket(text: &str) -> bool {
    let edge = |b: Option<u8>| b.is_some_and(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    (3..=63).contains(&text.len())
        && text
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'.' | b'-'))
        && edge(text.bytes().next())
        && edge(text.bytes().last())
        && !text.contains("..")
        && text.parse::<IpAddr>().is_err()
        && !["xn--", "sthree-", "amzn-s3-demo-"]
            .iter()
            .any(|reserved| text.starts_with(reserved))
        && !["-s3alias", "--ol-s3", ".mrap", "--x-s3"]
            .iter()
            .any(|reserved| text.ends_with(reserved))
}

/// Empty, or keys of folders that end with `/`.
pub(super) fn prefix(text: &str) -> bool {
    text.is_empty()
        || (text.len() <= 1_024
            && text.ends_with('/')
            && !text.starts_with('/')
            && !text.contains("//")
            && !text.chars().any(char::is_control))
}

/// A tag such as `de` or `pt-BR` (RFC 5646), as `lang` of the hosted UI takes it.
pub(super) fn language(text: &str) -> bool {
    let mut parts = text.split('-');
    let word = |part: &str, lengths: std::ops::RangeInclusive<usize>| {
        lengths.contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric())
    };
    let first = parts.next().unwrap_or_default();
    word(first, 2..=3) && first.bytes().all(|b| b.is_ascii_lowercase()) && parts.all(|part| word(part, 2..=8))
}

/// `GroupNameType`: up to 128 characters, no blanks.
pub(super) fn group(text: &str) -> bool {
    let blank = |c: char| c.is_whitespace() || c.is_control();
    (1..=128).contains(&text.chars().count()) && !text.contains(blank)
}

/// A registered `logout_uri`: an address, or a deep link of this app.
pub(super) fn sign_out_to(text: &str) -> bool {
    text.starts_with(DEEP_LINK) || address(text).is_some()
}

/// An address with `https`, or one on this computer.
pub(super) fn address(text: &str) -> Option<Url> {
    let url = Url::parse(text).ok()?;
    let plain = url.username().is_empty() && url.password().is_none() && url.fragment().is_none();
    let safe = url.scheme() == "https" || (url.scheme() == "http" && loopback(&url));
    (plain && safe && url.host().is_some()).then_some(url)
}

/// Whether an address leads to this computer.
pub(crate) fn loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        None => false,
    }
}

/// An address of a service: host and port, nothing behind.
pub(super) fn endpoint(text: &str) -> Option<Url> {
    address(text).filter(|url| url.query().is_none())
}

/// A host name with a dot, or an address on this computer with its scheme.
pub(super) fn domain(text: &str) -> bool {
    if text.contains("://") {
        return endpoint(text).is_some_and(|url| url.path() == "/");
    }
    let Some(url) = Url::parse(&format!("https://{text}")).ok() else {
        return false;
    };
    url.path() == "/"
        && url.query().is_none()
        && url.username().is_empty()
        && matches!(url.host(), Some(Host::Domain(name)) if name.contains('.'))
}

/// A key of `Logins`: host and path of an issuer, or the ARN of a SAML provider.
pub(super) fn login(text: &str) -> bool {
    let saml = text.starts_with("arn:") && text.contains(":saml-provider/");
    let issuer = !text.contains("://")
        && !text.chars().any(char::is_whitespace)
        && Url::parse(&format!("https://{text}")).is_ok_and(|url| url.host().is_some());
    saml || (issuer && !text.starts_with("arn:"))
}

#[cfg(test)]
mod tests {
    use super::{
        address, bucket, client_id, domain, identity_pool_id, prefix, region, role_arn, user_pool_id,
    };

    /// Whether `fits` takes all of `good` and none of `bad`.
    fn tells(fits: impl Fn(&str) -> bool, good: &[&str], bad: &[&str]) {
        for text in good {
            assert!(fits(text), "{text} fits");
        }
        for text in bad {
            assert!(!fits(text), "{text} does not fit");
        }
    }

    #[test]
    fn ids_have_the_form_that_aws_gives_them() {
        tells(
            user_pool_id,
            &["eu-west-1_AbC123", "us-gov-west-1_x9"],
            &[
                "",
                "AbC123",
                "eu-west-1_",
                "eu-west-1-AbC",
                "eu-west-1_a b",
                "euwest1_AbC",
            ],
        );
        tells(
            client_id,
            &["1h57kf5cpq17m0eml12EXAMPLE", "a"],
            &["", "a b", "a-b"],
        );
        tells(
            identity_pool_id,
            &["eu-west-1:12345678-90ab-cdef-1234-567890abcdef"],
            &[
                "12345678-90ab-cdef-1234-567890abcdef",
                "eu-west-1:12345678",
                "eu-west-1_12345678-90ab-cdef-1234-567890abcdef",
                "eu-west-1:1234567890abcdef1234567890abcdef0000",
            ],
        );
        tells(
            region,
            &["eu-west-1", "us-gov-east-1", "ap-southeast-12", "us-iso-east-1"],
            &[
                "",
                "eu",
                "eu-west",
                "EU-WEST-1",
                "eu-west-100",
                "eu--1",
                "Ireland",
            ],
        );
        tells(
            role_arn,
            &[
                "arn:aws:iam::123456789012:role/Reader",
                "arn:aws-cn:iam::123456789012:role/service-role/A_b+c",
            ],
            &[
                "",
                "Reader",
                "arn:aws:iam::123456789012:user/ada",
                "arn:aws:iam::123456789012:role/",
                "arn:aws:iam::12345:role/Reader",
                "arn:aws:s3:::bucket",
            ],
        );
    }

    #[test]
    fn buckets_and_prefixes_follow_the_rules_of_s3() {
        tells(
            bucket,
            &["acme-files", "a.b-c.1", "123"],
            &[
                "",
                "ab",
                "Acme",
                "acme_files",
                "-acme",
                "acme-",
                "a..b",
                "192.168.0.1",
                "xn--acme",
                "acme-s3alias",
                "acme/files",
            ],
        );
        tells(
            prefix,
            &["", "public/", "private/{identity_id}/", "a b/ü/"],
            &["/", "/a/", "public", "a//b/", "a\n/"],
        );
    }

    #[test]
    fn a_service_is_reached_safely_or_on_this_computer() {
        let reached = |text: &str| address(text).is_some();
        tells(
            reached,
            &[
                "https://minio.example.com",
                "https://10.0.0.1:9000",
                "http://127.0.0.1:4566",
                "http://localhost:9000/base",
                "http://[::1]:80",
            ],
            &[
                "",
                "minio.example.com",
                "http://minio.example.com",
                "http://10.0.0.1:9000",
                "http://127.0.0.1.example.com",
                "https://ada:secret@example.com",
                "ftp://example.com",
                "file:///etc/passwd",
                "javascript:alert(1)",
            ],
        );
        tells(
            domain,
            &[
                "acme.auth.eu-west-1.amazoncognito.com",
                "login.acme.com",
                "http://127.0.0.1:8080",
            ],
            &[
                "",
                "acme",
                "acme.com/path",
                "http://acme.com",
                "a b.com",
                "ada@acme.com",
            ],
        );
    }
}
