use http::Request;
use time::macros::datetime;

use super::*;

/// The example of "Create a signed AWS API request" in the IAM User Guide, with AWS's own numbers.
const AUTHORIZATION: &str = "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, \
     SignedHeaders=content-type;host;x-amz-date, \
     Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7";
const SECRET: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
const DATE: &str = "20150830T123600Z";

fn example(query: &str, extra: Option<(&str, &str)>) -> Received {
    let mut request = Request::get(format!("https://iam.amazonaws.com/?{query}"))
        .header("host", "iam.amazonaws.com")
        .header("content-type", "application/x-www-form-urlencoded; charset=utf-8")
        .header("x-amz-date", DATE);
    if let Some((name, value)) = extra {
        request = request.header(name, value);
    }
    let (head, ()) = request.body(()).expect("a request").into_parts();
    Received {
        head,
        body: Bytes::new(),
    }
}

fn authorization() -> Authorization<'static> {
    Authorization::read(AUTHORIZATION).expect("a sound header")
}

#[test]
fn awss_own_example_has_awss_own_signature() {
    for query in [
        "Action=ListUsers&Version=2010-05-08",
        "Version=2010-05-08&Action=ListUsers",
    ] {
        let expected = authorization().expected(SECRET, DATE, &example(query, None));
        assert_eq!(
            expected,
            authorization().signature,
            "the order of a query does not count"
        );
    }
}

#[test]
fn another_query_key_or_body_has_another_signature() {
    let query = "Action=ListUsers&Version=2010-05-08";
    let signed = authorization();
    assert_ne!(
        signed.expected(
            SECRET,
            DATE,
            &example("Action=DeleteUser&Version=2010-05-08", None)
        ),
        signed.signature
    );
    assert_ne!(
        signed.expected("other", DATE, &example(query, None)),
        signed.signature
    );
    let with_body = Received {
        body: Bytes::from_static(b"x"),
        ..example(query, None)
    };
    assert_ne!(signed.expected(SECRET, DATE, &with_body), signed.signature);
}

#[test]
fn what_matters_has_to_be_signed() {
    let received = example("", Some(("x-amz-target", "Another.Operation")));
    assert!(matches!(
        authorization().check_coverage(&received.head.headers),
        Err(SignatureFault::Mismatch)
    ));
}

#[test]
fn the_scope_has_to_be_of_the_day_the_region_and_the_service() {
    let signed = authorization();
    assert!(signed.check_scope("us-east-1", "iam", DATE).is_ok());
    for (region, service, date) in [
        ("eu-west-1", "iam", DATE),
        ("us-east-1", "s3", DATE),
        ("us-east-1", "iam", "20150831T000000Z"),
    ] {
        assert!(
            signed.check_scope(region, service, date).is_err(),
            "{region} {service} {date}"
        );
    }
}

#[test]
fn a_signature_is_good_for_five_minutes_to_either_side() {
    let signed = datetime!(2015-08-30 12:36:00 UTC);
    for (by, fits) in [(0, true), (299, true), (301, false), (-299, true), (-301, false)] {
        assert_eq!(
            check_age(DATE, signed + Duration::seconds(by)).is_ok(),
            fits,
            "{by} seconds"
        );
    }
    assert!(check_age("yesterday", signed).is_err());
}
