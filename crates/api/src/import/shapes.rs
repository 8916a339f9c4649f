//! What ids, hosts and names of AWS look like. Source: the patterns of `UserPoolIdType`, `ClientIdType` and
//! `IdentityPoolId`, and the rules for names of general purpose buckets.

/// Whether a text is a region, such as `eu-west-1`, `us-gov-west-1` or `cn-north-1`.
pub(crate) fn region(text: &str) -> bool {
    let mut parts = text.split('-');
    let first = parts.next().unwrap_or_default();
    let mut rest: Vec<&str> = parts.collect();
    let last = rest.pop().unwrap_or_default();
    let letters = |part: &str| part.len() >= 2 && part.bytes().all(|c| c.is_ascii_lowercase());
    (2..=4).contains(&first.len())
        && letters(first)
        && (1..=2).contains(&rest.len())
        && rest.into_iter().all(letters)
        && (1..=2).contains(&last.len())
        && last.bytes().all(|c| c.is_ascii_digit())
}

/// The region of a user pool's id, `<region>_<name>`.
pub(crate) fn user_pool_region(text: &str) -> Option<&str> {
    let (before, name) = text.split_once('_')?;
    let sound = (1..=55).contains(&text.len())
        && !name.is_empty()
        && name.bytes().all(|c| c.is_ascii_alphanumeric())
        && region(before);
    sound.then_some(before)
}

/// The region of an identity pool's id, `<region>:<uuid>`.
pub(crate) fn identity_pool_region(text: &str) -> Option<&str> {
    let (before, id) = text.split_once(':')?;
    let groups: Vec<usize> = id.split('-').map(str::len).collect();
    let hex = id.bytes().all(|c| c == b'-' || c.is_ascii_hexdigit());
    (groups == [8, 4, 4, 4, 12] && hex && region(before)).then_some(before)
}

/// Whether a text can be an app client's id.
pub(crate) fn client_id(text: &str) -> bool {
    (1..=128).contains(&text.len())
        && text
            .bytes()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, b'_' | b'+'))
}

/// Whether a text has the shape that Cognito gives to app clients' ids: 26 lower-case letters and digits.
pub(super) fn generated_client_id(text: &str) -> bool {
    text.len() == 26
        && text.bytes().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
        && text.bytes().any(|c| c.is_ascii_digit())
        && text.bytes().any(|c| c.is_ascii_lowercase())
}

/// Whether a text can be the name of a bucket.
pub(crate) fn bucket(text: &str) -> bool {
    let edge = |c: Option<u8>| c.is_some_and(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
    (3..=63).contains(&text.len())
        && text
            .bytes()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, b'-' | b'.'))
        && edge(text.bytes().next())
        && edge(text.bytes().last())
        && !text.contains("..")
        && text.parse::<std::net::Ipv4Addr>().is_err()
}

/// The region of a hosted domain that Cognito gives, `<prefix>.auth.<region>.amazoncognito.com`.
pub(super) fn hosted_domain_region(host: &str) -> Option<&str> {
    let before = host
        .strip_suffix(".amazoncognito.com")
        .or_else(|| host.strip_suffix(".amazoncognito.com.cn"))?;
    let (prefix, found) = before
        .split_once(".auth.")
        .or_else(|| before.split_once(".auth-fips."))?;
    (!prefix.is_empty() && host_name(host) && region(found)).then_some(found)
}

/// Whether a text can be the name of a host.
pub(crate) fn host_name(text: &str) -> bool {
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    (1..=253).contains(&text.len()) && text.contains('.') && text.split('.').all(label)
}

/// Whether a character cannot be seen, or turns others round.
pub(crate) fn unseen(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}
