//! The one shape of AcmeSAML's responses. What is digested and what is signed are their own exclusive canonical forms
//! (attributes in order, no empty-element tags, no white space, each namespace where it is first used), so that both
//! are over these very bytes. Reading only picks the values out; whoever reads has to write them again and compare.

use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::{Assertion, instant};

const SUCCESS: &str = "urn:oasis:names:tc:SAML:2.0:status:Success";
const PROTOCOL: &str = "urn:oasis:names:tc:SAML:2.0:protocol";
const ASSERTION: &str = "urn:oasis:names:tc:SAML:2.0:assertion";
const SIGNATURE: &str = "http://www.w3.org/2000/09/xmldsig#";
const EXCLUSIVE: &str = "http://www.w3.org/2001/10/xml-exc-c14n#";

/// The whole response, with the signature over `signed`.
pub(super) fn response(assertion: &Assertion, signed: &str, signature: &str) -> String {
    let signature = format!(
        "<ds:Signature xmlns:ds=\"{SIGNATURE}\">{signed}<ds:SignatureValue>{signature}</ds:SignatureValue></ds:Signature>"
    );
    format!(
        "<samlp:Response xmlns:samlp=\"{PROTOCOL}\" Destination=\"{}\" ID=\"{}\"{} IssueInstant=\"{}\" Version=\"2.0\">\
         <saml:Issuer xmlns:saml=\"{ASSERTION}\">{}</saml:Issuer>\
         <samlp:Status><samlp:StatusCode Value=\"{SUCCESS}\"></samlp:StatusCode></samlp:Status>{}</samlp:Response>",
        quoted(&assertion.recipient),
        quoted(&assertion.response_id),
        answered(assertion),
        instant(assertion.issued_at),
        text(&assertion.issuer),
        self::assertion(assertion, &signature),
    )
}

/// The assertion; with an empty `signature` it is what the digest is over.
pub(super) fn assertion(assertion: &Assertion, signature: &str) -> String {
    let (from, until) = (instant(assertion.issued_at), instant(assertion.not_on_or_after));
    let id = quoted(&assertion.id);
    format!(
        "<saml:Assertion xmlns:saml=\"{ASSERTION}\" ID=\"{id}\" IssueInstant=\"{from}\" Version=\"2.0\">\
         <saml:Issuer>{}</saml:Issuer>{signature}<saml:Subject>\
         <saml:NameID Format=\"urn:oasis:names:tc:SAML:2.0:nameid-format:persistent\">{}</saml:NameID>\
         <saml:SubjectConfirmation Method=\"urn:oasis:names:tc:SAML:2.0:cm:bearer\"><saml:SubjectConfirmationData{} \
         NotOnOrAfter=\"{until}\" Recipient=\"{}\"></saml:SubjectConfirmationData></saml:SubjectConfirmation></saml:Subject>\
         <saml:Conditions NotBefore=\"{from}\" NotOnOrAfter=\"{until}\"><saml:AudienceRestriction><saml:Audience>{}\
         </saml:Audience></saml:AudienceRestriction></saml:Conditions>\
         <saml:AuthnStatement AuthnInstant=\"{from}\" SessionIndex=\"{id}\"><saml:AuthnContext>\
         <saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:Password</saml:AuthnContextClassRef>\
         </saml:AuthnContext></saml:AuthnStatement>{}</saml:Assertion>",
        text(&assertion.issuer),
        text(&assertion.name_id),
        answered(assertion),
        quoted(&assertion.recipient),
        text(&assertion.audience),
        attributes(&assertion.attributes),
    )
}

/// What is signed: the digest of the assertion, and how it was made.
pub(super) fn signed_info(id: &str, digest: &str) -> String {
    format!(
        "<ds:SignedInfo xmlns:ds=\"{SIGNATURE}\"><ds:CanonicalizationMethod Algorithm=\"{EXCLUSIVE}\">\
         </ds:CanonicalizationMethod>\
         <ds:SignatureMethod Algorithm=\"http://www.w3.org/2001/04/xmldsig-more#rsa-sha256\"></ds:SignatureMethod>\
         <ds:Reference URI=\"#{}\"><ds:Transforms><ds:Transform Algorithm=\"{SIGNATURE}enveloped-signature\">\
         </ds:Transform><ds:Transform Algorithm=\"{EXCLUSIVE}\"></ds:Transform></ds:Transforms>\
         <ds:DigestMethod Algorithm=\"http://www.w3.org/2001/04/xmlenc#sha256\"></ds:DigestMethod>\
         <ds:DigestValue>{digest}</ds:DigestValue></ds:Reference></ds:SignedInfo>",
        quoted(id)
    )
}

/// An answer without an assertion, such as a refusal; nobody signs it.
pub(super) fn status(
    issuer: &str,
    id: &str,
    recipient: &str,
    in_response_to: Option<&str>,
    code: &str,
    at: &str,
) -> String {
    format!(
        "<samlp:Response xmlns:samlp=\"{PROTOCOL}\" Destination=\"{}\" ID=\"{}\"{} IssueInstant=\"{at}\" Version=\"2.0\">\
         <saml:Issuer xmlns:saml=\"{ASSERTION}\">{}</saml:Issuer><samlp:Status>\
         <samlp:StatusCode Value=\"urn:oasis:names:tc:SAML:2.0:status:Responder\"><samlp:StatusCode Value=\"{}\">\
         </samlp:StatusCode></samlp:StatusCode></samlp:Status></samlp:Response>",
        quoted(recipient),
        quoted(id),
        in_response_to.map_or_else(String::new, |id| format!(" InResponseTo=\"{}\"", quoted(id))),
        text(issuer),
        quoted(code),
    )
}

/// The second-level status code of an answer that [`status`] wrote.
pub(super) fn status_of(document: &str) -> Option<String> {
    let mut reader = Reader(document);
    let first = reader.value("<samlp:StatusCode Value=\"", '"')?;
    (first != SUCCESS)
        .then(|| reader.value("<samlp:StatusCode Value=\"", '"'))
        .flatten()
}

/// The values of a response, and the text of its signature.
pub(super) fn read(document: &str) -> Option<(Assertion, String)> {
    let mut reader = Reader(document);
    let recipient = reader.value("Destination=\"", '"')?;
    let response_id = reader.value(" ID=\"", '"')?;
    let in_response_to = if document.contains(" InResponseTo=\"") {
        Some(reader.value(" InResponseTo=\"", '"')?)
    } else {
        None
    };
    reader.value(">", '<')?;
    let issuer = reader.value("\">", '<')?;
    let id = reader.value(
        "<saml:Assertion xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\" ID=\"",
        '"',
    )?;
    let issued_at = time(&reader.value(" IssueInstant=\"", '"')?)?;
    let signature = reader.value("<ds:SignatureValue>", '<')?;
    let name_id = reader.value("nameid-format:persistent\">", '<')?;
    let not_on_or_after = time(&reader.value(" NotOnOrAfter=\"", '"')?)?;
    let audience = reader.value("<saml:Audience>", '<')?;
    let mut attributes = Vec::new();
    while let Some(name) = reader.value("<saml:Attribute Name=\"", '"') {
        attributes.push((name, reader.value("<saml:AttributeValue>", '<')?));
    }
    let assertion = Assertion {
        response_id,
        id,
        issuer,
        recipient,
        in_response_to,
        audience,
        name_id,
        issued_at,
        not_on_or_after,
        attributes,
    };
    Some((assertion, signature))
}

struct Reader<'a>(&'a str);

impl Reader<'_> {
    /// What stands between the next `before` and the `end` after it.
    fn value(&mut self, before: &str, end: char) -> Option<String> {
        let (_, rest) = self.0.split_once(before)?;
        let at = rest.find(end)?;
        let (value, rest) = rest.split_at(at);
        self.0 = rest;
        Some(unescaped(value))
    }
}

fn time(text: &str) -> Option<OffsetDateTime> {
    OffsetDateTime::parse(text, &Rfc3339).ok()
}

fn answered(assertion: &Assertion) -> String {
    let request = assertion.in_response_to.as_deref();
    request.map_or_else(String::new, |id| format!(" InResponseTo=\"{}\"", quoted(id)))
}

fn attributes(attributes: &[(String, String)]) -> String {
    if attributes.is_empty() {
        return String::new();
    }
    let each: String = attributes
        .iter()
        .map(|(name, value)| {
            format!(
                "<saml:Attribute Name=\"{}\"><saml:AttributeValue>{}</saml:AttributeValue></saml:Attribute>",
                quoted(name),
                text(value)
            )
        })
        .collect();
    format!("<saml:AttributeStatement>{each}</saml:AttributeStatement>")
}

/// The canonical form of character data.
pub(super) fn text(value: &str) -> String {
    value
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('\r', "&#xD;")
}

/// The canonical form of an attribute's value.
pub(super) fn quoted(value: &str) -> String {
    value
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('"', "&quot;")
        .replace('\t', "&#x9;")
        .replace('\n', "&#xA;")
        .replace('\r', "&#xD;")
}

fn unescaped(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#x9;", "\t")
        .replace("&#xA;", "\n")
        .replace("&#xD;", "\r")
        .replace("&amp;", "&")
}
