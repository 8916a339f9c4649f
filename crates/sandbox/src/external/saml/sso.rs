//! The endpoints of AcmeSAML: metadata and single sign-on with its consent page. Whoever comes with a request is sent
//! back with a posted response; whoever comes without one gets an assertion to copy, for signing in directly at the
//! identity pool.

use axum::body::Body;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::header::CONTENT_TYPE;
use http::request::Parts;
use http::{HeaderValue, Response, StatusCode};

use super::super::consent::{self, Choice};
use super::super::{External, people};
use super::document;
use super::request::Request;
use super::{Addressee, entity_id, instant, issue, pool_consumer, pool_entity_id};
use crate::random;
use crate::web::page::{Look, Page, endings, escaped, hidden};
use crate::web::{self, Form};
use crate::wire::Refusal;

const NAME: &str = "AcmeSAML";
/// For whom assertions are that AWS itself takes, and where ("Configure SAML assertions" in IAM's guide).
const AWS_AUDIENCE: &str = "urn:amazon:webservices";
const AWS_CONSUMER: &str = "https://signin.aws.amazon.com/saml";
const SUBMIT: &str = "document.forms[0].submit()";

pub(crate) async fn metadata(external: &External) -> Result<Response<Body>, Refusal> {
    let key = external
        .saml_key()
        .await
        .map_err(|error| Refusal::internal(&error))?;
    let entity = document::quoted(&entity_id(external));
    let document = format!(
        "<md:EntityDescriptor xmlns:md=\"urn:oasis:names:tc:SAML:2.0:metadata\" entityID=\"{entity}\">\
         <md:IDPSSODescriptor protocolSupportEnumeration=\"urn:oasis:names:tc:SAML:2.0:protocol\">\
         <md:KeyDescriptor use=\"signing\"><ds:KeyInfo xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"><ds:KeyValue>\
         <ds:RSAKeyValue><ds:Modulus>{}</ds:Modulus><ds:Exponent>{}</ds:Exponent></ds:RSAKeyValue></ds:KeyValue>\
         </ds:KeyInfo></md:KeyDescriptor>\
         <md:NameIDFormat>urn:oasis:names:tc:SAML:2.0:nameid-format:persistent</md:NameIDFormat>\
         <md:SingleSignOnService Binding=\"urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect\" \
         Location=\"{entity}/sso\"></md:SingleSignOnService></md:IDPSSODescriptor></md:EntityDescriptor>",
        STANDARD.encode(key.modulus()),
        STANDARD.encode(key.exponent()),
    );
    let mut response = Response::new(Body::from(document));
    web::finish(&mut response, &[]);
    response.headers_mut().insert(
        CONTENT_TYPE,
        HeaderValue::from_static("application/samlmetadata+xml"),
    );
    Ok(response)
}

/// The consent page.
pub(crate) fn ask(external: &External, head: &Parts) -> Result<Response<Body>, Refusal> {
    match read(external, head) {
        Ok(_) => consent::ask(external, head, NAME, &people::of_saml()),
        Err(answer) => Ok(answer),
    }
}

/// The posted consent page.
pub(crate) async fn take(external: &External, head: &Parts, body: Body) -> Result<Response<Body>, Refusal> {
    let request = match read(external, head) {
        Ok(request) => request,
        Err(answer) => return Ok(answer),
    };
    let form = Form::read(head, body).await.unwrap_or_default();
    let Some(choice) = consent::choice(head, &form, people::of_saml()) else {
        return Ok(consent::wrong("This form was not made for this browser."));
    };
    let Some((request, relay_state)) = request else {
        return shown(external, choice).await;
    };
    let now = external.foundation.clock.now();
    let response = match choice {
        Choice::Person(person) => {
            let to = Addressee {
                recipient: &request.consumer,
                audience: &request.issuer,
                in_response_to: Some(&request.id),
            };
            issue(external, &person, to, now)
                .await
                .map_err(|error| Refusal::internal(&error))?
        }
        Choice::Declined | Choice::Failed => {
            let reason = if choice == Choice::Declined {
                "RequestDenied"
            } else {
                "AuthnFailed"
            };
            let document = document::status(
                &entity_id(external),
                &format!("_{}", random::uuid()),
                &request.consumer,
                Some(&request.id),
                &format!("urn:oasis:names:tc:SAML:2.0:status:{reason}"),
                &instant(now),
            );
            STANDARD.encode(document)
        }
    };
    let body = format!(
        "<form method=\"post\" action=\"{}\">{}{}<button>Continue</button></form>",
        escaped(&request.consumer),
        hidden("SAMLResponse", &response),
        hidden("RelayState", &relay_state)
    );
    let page = Page {
        look: Look::External,
        lang: "en",
        title: "Back to Gatehouse",
        body,
        leads_to: endings(&external.foundation.settings.now()),
        script: Some(SUBMIT),
    };
    Ok(page.answer(StatusCode::OK, &[]))
}

/// An assertion to copy.
async fn shown(external: &External, choice: Choice) -> Result<Response<Body>, Refusal> {
    let Choice::Person(person) = choice else {
        return Ok(consent::wrong("AcmeSAML gives no assertion."));
    };
    let to = Addressee {
        recipient: AWS_CONSUMER,
        audience: AWS_AUDIENCE,
        in_response_to: None,
    };
    let now = external.foundation.clock.now();
    let response = issue(external, &person, to, now)
        .await
        .map_err(|error| Refusal::internal(&error))?;
    let page = Page {
        look: Look::External,
        lang: "en",
        title: &format!("An assertion about {}", person.name()),
        body: format!(
            "<p>For signing in directly, good for five minutes:</p><form><label for=\"assertion\">SAMLResponse</label>\
             <textarea id=\"assertion\" readonly>{}</textarea></form>",
            escaped(&response)
        ),
        leads_to: String::new(),
        script: None,
    };
    Ok(page.answer(StatusCode::OK, &[]))
}

/// The request of a query and its relay state; nothing when the person came without one.
fn read(external: &External, head: &Parts) -> Result<Option<(Request, String)>, Response<Body>> {
    let form = Form::parse(head.uri.query().unwrap_or_default().as_bytes());
    let Some(encoded) = form.get("SAMLRequest") else {
        return Ok(None);
    };
    let request = Request::decode(encoded)
        .filter(|request| {
            request.issuer == pool_entity_id(external) && request.consumer == pool_consumer(external)
        })
        .ok_or_else(|| consent::wrong("AcmeSAML does not know who asks."))?;
    Ok(Some((request, form.text("RelayState").unwrap_or_default())))
}
