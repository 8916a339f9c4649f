use time::macros::datetime;

use super::*;

fn assertion() -> Assertion {
    Assertion {
        response_id: "_r".to_owned(),
        id: "_a".to_owned(),
        issuer: "http://127.0.0.1:1/external/saml".to_owned(),
        recipient: "http://127.0.0.1:1/saml2/idpresponse".to_owned(),
        in_response_to: Some("_q".to_owned()),
        audience: "urn:amazon:cognito:sp:eu-west-1_Gatehouse".to_owned(),
        name_id: "O'Brien & <Sons> \"Ltd\"".to_owned(),
        issued_at: datetime!(2026-01-05 10:00:00 UTC),
        not_on_or_after: datetime!(2026-01-05 10:05:00 UTC),
        attributes: vec![
            ("email".to_owned(), "a&b@acme.example".to_owned()),
            ("given_name".to_owned(), "Ünal".to_owned()),
        ],
    }
}

#[test]
fn what_is_written_is_read_back_to_the_last_value() {
    let alone = Assertion {
        in_response_to: None,
        attributes: Vec::new(),
        ..assertion()
    };
    for assertion in [assertion(), alone] {
        let signed = document::signed_info(&assertion.id, "DIGEST");
        let text = document::response(&assertion, &signed, "SIGNATURE");
        assert_eq!(document::read(&text), Some((assertion, "SIGNATURE".to_owned())));
    }
}

#[test]
fn an_element_slipped_in_is_not_what_would_have_been_written() {
    let assertion = assertion();
    let signed = document::signed_info(&assertion.id, "DIGEST");
    let text = document::response(&assertion, &signed, "SIGNATURE");
    for (place, slipped) in [
        ("<saml:Subject>", "<saml:Advice></saml:Advice><saml:Subject>"),
        ("Version=\"2.0\"", "Version='2.0'"),
        ("<saml:Conditions", "<!-- a comment --><saml:Conditions"),
        ("Brien", "Brien<!---->"),
    ] {
        let forged = text.replacen(place, slipped, 1);
        assert_ne!(forged, text, "{place}");
        let same = document::read(&forged)
            .is_some_and(|(read, signature)| document::response(&read, &signed, &signature) == forged);
        assert!(!same, "{slipped}");
    }
}

#[test]
fn a_refusal_says_its_reason_and_is_no_assertion() {
    let text = document::status("issuer", "_r", "there", None, "urn:x:RequestDenied", "now");
    assert_eq!(document::status_of(&text), Some("urn:x:RequestDenied".to_owned()));
    assert_eq!(document::read(&text), None);
    let success = document::response(&assertion(), "", "");
    assert_eq!(document::status_of(&success), None);
}
