//! Turns requests and answers into what may be shown. The allow-list decides; and what a request hid, its answer
//! hides too, wherever it repeats it. Bodies of S3 are never shown, only summed up.

use base::Secret;
use serde_json::Value;
use url::form_urlencoded;

use super::allowed;
use crate::view::ClaimView;

/// What stands in place of a value.
pub const HIDDEN: &str = "[hidden]";

/// Bodies above this are not opened.
const OPENED_BYTES: usize = 256 * 1024;

/// Hidden values shorter than this are too common to look for in an answer.
const SOUGHT_LENGTH: usize = 4;

/// Which call a body belongs to.
#[derive(Debug, Clone, Copy)]
pub struct Exchange<'a> {
    /// The service as AWS names it.
    pub service: &'a str,
    /// The API action.
    pub operation: &'a str,
}

/// A body as it may be shown.
#[derive(Debug, Default)]
pub struct Body {
    /// The text, where there is a body at all.
    pub text: Option<String>,
    /// The name of the error in it.
    pub error: Option<String>,
    /// The values that were hidden.
    pub hidden: Vec<Secret>,
}

/// The headers, and the values that were hidden.
pub fn headers<'a>(headers: impl Iterator<Item = (&'a str, &'a str)>) -> (Vec<ClaimView>, Vec<Secret>) {
    let mut hidden = Vec::new();
    let shown = headers.map(|(name, value)| {
        let name = name.to_ascii_lowercase();
        if allowed::header(&name) {
            return ClaimView {
                name,
                value: value.to_owned(),
            };
        }
        hidden.push(Secret::from(value));
        ClaimView {
            name,
            value: HIDDEN.to_owned(),
        }
    });
    (shown.collect(), hidden)
}

/// An address with only the allowed parts of its query.
pub fn address(uri: &str) -> String {
    let Some((path, query)) = uri.split_once('?') else {
        return uri.to_owned();
    };
    let pairs = query.split('&').map(|pair| match pair.split_once('=') {
        Some((name, _)) if !allowed::query(name) => format!("{name}={HIDDEN}"),
        None if !allowed::query(pair) => HIDDEN.to_owned(),
        Some(_) | None => pair.to_owned(),
    });
    format!("{path}?{}", pairs.collect::<Vec<_>>().join("&"))
}

/// A request's body; `None` bytes stand for a stream.
pub fn request_body(exchange: Exchange<'_>, bytes: Option<&[u8]>) -> Body {
    match bytes {
        None => Body {
            text: Some("[stream]".to_owned()),
            ..Body::default()
        },
        Some([]) => Body::default(),
        Some(bytes) if speaks_json(exchange) => json(bytes, &[]),
        Some(bytes) => Body {
            text: Some(size(bytes)),
            ..Body::default()
        },
    }
}

/// An answer's body; `None` bytes stand for a stream. `hidden` is what its request hid.
pub fn response_body(exchange: Exchange<'_>, bytes: Option<&[u8]>, hidden: &[Secret]) -> Body {
    match bytes {
        None => Body {
            text: Some("[stream]".to_owned()),
            ..Body::default()
        },
        Some([]) => Body::default(),
        Some(bytes) if speaks_json(exchange) => json(bytes, hidden),
        Some(bytes) => xml(bytes, hidden),
    }
}

/// An error's name without namespace and web address.
pub fn error_name(raw: &str) -> String {
    let name = raw.rsplit('#').next().unwrap_or(raw);
    let name = name.split(':').next().unwrap_or(name);
    let word = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_');
    name.chars().take_while(word).take(80).collect()
}

/// A form, as a token endpoint takes it.
pub fn form(bytes: &[u8]) -> Body {
    let mut hidden = Vec::new();
    let pairs = form_urlencoded::parse(bytes).map(|(name, value)| {
        if allowed::form(&name) {
            return format!("{name}={value}");
        }
        hidden.push(Secret::from(value.as_ref()));
        format!("{name}={HIDDEN}")
    });
    let text = pairs.collect::<Vec<_>>().join("\n");
    Body {
        text: (!text.is_empty()).then_some(text),
        error: None,
        hidden,
    }
}

fn speaks_json(exchange: Exchange<'_>) -> bool {
    exchange.service.starts_with("Cognito")
}

fn size(bytes: &[u8]) -> String {
    format!("[{} bytes]", bytes.len())
}

/// JSON, with the allowed members alone. `mask` is what its request hid.
pub fn json(bytes: &[u8], mask: &[Secret]) -> Body {
    if bytes.is_empty() {
        return Body::default();
    }
    if bytes.len() > OPENED_BYTES {
        return Body {
            text: Some(size(bytes)),
            ..Body::default()
        };
    }
    let Ok(mut value) = serde_json::from_slice::<Value>(bytes) else {
        return Body {
            text: Some(size(bytes)),
            ..Body::default()
        };
    };
    let named = value.get("__type").or_else(|| value.get("error"));
    let error = named.and_then(Value::as_str).map(error_name);
    let mut hidden = Vec::new();
    cover(&mut value, "", mask, &mut hidden);
    Body {
        text: serde_json::to_string_pretty(&value).ok(),
        error,
        hidden,
    }
}

fn cover(value: &mut Value, path: &str, mask: &[Secret], hidden: &mut Vec<Secret>) {
    match value {
        Value::Object(members) if path.is_empty() || allowed::opened(path) => {
            for (name, member) in members {
                let below = if path.is_empty() {
                    name.clone()
                } else {
                    format!("{path}.{name}")
                };
                cover(member, &below, mask, hidden);
            }
        }
        Value::Array(items) if allowed::opened(path) || allowed::shown(path) => {
            items.iter_mut().for_each(|item| cover(item, path, mask, hidden));
        }
        Value::String(text) if allowed::shown(path) => *text = masked(text, mask),
        Value::Number(_) | Value::Bool(_) | Value::Null if allowed::shown(path) => {}
        Value::Null
        | Value::Bool(_)
        | Value::Number(_)
        | Value::String(_)
        | Value::Array(_)
        | Value::Object(_) => {
            gather(value, hidden);
            *value = Value::String(HIDDEN.to_owned());
        }
    }
}

fn gather(value: &Value, hidden: &mut Vec<Secret>) {
    match value {
        Value::String(text) => hidden.push(Secret::from(text.as_str())),
        Value::Array(items) => items.iter().for_each(|item| gather(item, hidden)),
        Value::Object(members) => members.values().for_each(|member| gather(member, hidden)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn masked(text: &str, mask: &[Secret]) -> String {
    let sought = mask
        .iter()
        .map(Secret::expose)
        .filter(|value| value.len() >= SOUGHT_LENGTH);
    sought.fold(text.to_owned(), |text, value| {
        text.replace(value.as_str(), HIDDEN)
    })
}

fn xml(bytes: &[u8], mask: &[Secret]) -> Body {
    let text = String::from_utf8_lossy(bytes);
    if let Some(code) = text.contains("<Error>").then(|| element(&text, "Code")).flatten() {
        let message = element(&text, "Message")
            .map(|message| masked(message, mask))
            .unwrap_or_default();
        let name = error_name(code);
        return Body {
            text: Some(format!("{name}: {message}")),
            error: Some(name),
            hidden: Vec::new(),
        };
    }
    if text.contains("<ListBucketResult") {
        let objects = text.matches("<Contents>").count();
        let folders = text.matches("<CommonPrefixes>").count();
        let more = if text.contains("<IsTruncated>true") {
            ", more to come"
        } else {
            ""
        };
        return Body {
            text: Some(format!("[{objects} objects, {folders} folders{more}]")),
            ..Body::default()
        };
    }
    Body {
        text: Some(size(bytes)),
        ..Body::default()
    }
}

fn element<'a>(xml: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = xml.split_once(&format!("<{name}>"))?;
    rest.split_once(&format!("</{name}>")).map(|(value, _)| value)
}

#[cfg(test)]
mod tests;
