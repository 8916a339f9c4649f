//! The user pool's AuthnRequest in the redirect binding: XML in a DEFLATE stream (RFC 1951) of one stored block, in
//! base64. Like the response it has one shape, and nothing else is read.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::document::{quoted, text};

/// Who asks for whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Request {
    pub(super) id: String,
    /// Where the response is to be posted.
    pub(super) consumer: String,
    /// The entity id of who asks.
    pub(super) issuer: String,
}

impl Request {
    /// The value of `SAMLRequest`.
    pub(super) fn encode(&self, destination: &str, at: &str) -> String {
        let document = self.document(destination, at);
        let length = u16::try_from(document.len()).unwrap_or(u16::MAX);
        let mut stream = vec![1];
        stream.extend(length.to_le_bytes());
        stream.extend((!length).to_le_bytes());
        stream.extend(document.bytes().take(usize::from(length)));
        STANDARD.encode(stream)
    }

    /// The request in a `SAMLRequest`.
    pub(super) fn decode(encoded: &str) -> Option<Self> {
        let stream = STANDARD.decode(encoded).ok()?;
        let [1, a, b, c, d, document @ ..] = stream.as_slice() else {
            return None;
        };
        let length = u16::from_le_bytes([*a, *b]);
        if !length != u16::from_le_bytes([*c, *d]) || usize::from(length) != document.len() {
            return None;
        }
        let document = std::str::from_utf8(document).ok()?;
        let value = |before: &str, end: char| {
            let (_, rest) = document.split_once(before)?;
            rest.split_once(end).map(|(value, _)| value.to_owned())
        };
        let request = Self {
            id: value(" ID=\"", '"')?,
            consumer: value(" AssertionConsumerServiceURL=\"", '"')?,
            issuer: value("assertion\">", '<')?,
        };
        let destination = value(" Destination=\"", '"')?;
        let at = value(" IssueInstant=\"", '"')?;
        (request.document(&destination, &at) == document).then_some(request)
    }

    fn document(&self, destination: &str, at: &str) -> String {
        format!(
            "<samlp:AuthnRequest xmlns:samlp=\"urn:oasis:names:tc:SAML:2.0:protocol\" \
             AssertionConsumerServiceURL=\"{}\" Destination=\"{}\" ID=\"{}\" IssueInstant=\"{at}\" \
             ProtocolBinding=\"urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST\" Version=\"2.0\">\
             <saml:Issuer xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\">{}</saml:Issuer></samlp:AuthnRequest>",
            quoted(&self.consumer),
            quoted(destination),
            quoted(&self.id),
            text(&self.issuer),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_read_back_and_nothing_but_it() {
        let request = Request {
            id: "_1".to_owned(),
            consumer: "http://127.0.0.1:1/saml2/idpresponse".to_owned(),
            issuer: "urn:amazon:cognito:sp:eu-west-1_Gatehouse".to_owned(),
        };
        let encoded = request.encode("http://127.0.0.1:1/external/saml/sso", "2026-01-05T10:00:00Z");
        assert_eq!(Request::decode(&encoded), Some(request));
        let mut stream = STANDARD.decode(&encoded).expect("base64");
        stream.push(b' ');
        assert_eq!(
            Request::decode(&STANDARD.encode(&stream)),
            None,
            "one byte too many"
        );
        assert_eq!(Request::decode("AAAA"), None);
        assert_eq!(Request::decode(""), None);
    }
}
