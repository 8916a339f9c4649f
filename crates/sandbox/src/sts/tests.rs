use bytes::Bytes;
use http::Request;

use super::*;

fn request(address: &str, body: &'static str) -> Received {
    let (head, ()) = Request::post(address).body(()).expect("a request").into_parts();
    Received {
        head,
        body: Bytes::from_static(body.as_bytes()),
    }
}

#[test]
fn fields_come_in_the_body_or_in_the_address() {
    for (address, body) in [
        ("/", "Action=GetCallerIdentity&Version=2011-06-15"),
        ("/?Action=GetCallerIdentity&Version=2011-06-15", ""),
    ] {
        assert_eq!(Query::read(&request(address, body)).action(), "GetCallerIdentity");
    }
    assert_eq!(Query::read(&request("/", "")).action(), "");
}

#[test]
fn fields_are_held_against_the_model_like_members() {
    use crate::wire::Rule;
    let rule = Rule {
        min: 2,
        max: 4,
        pattern: None,
        sensitive: false,
    };
    let query = Query::read(&request("/", "RoleSessionName=x&DurationSeconds=99999"));
    let mut members = query.members().expect("fields");
    members.required("RoleSessionName", rule).expect("text");
    members.number("DurationSeconds", 900..=43200).expect("a number");
    let denial = Denial::from(members.done().expect_err("two constraints are broken"));
    assert_eq!(denial.code(), "ValidationError");

    let words = Query::read(&request("/", "DurationSeconds=soon"));
    assert_eq!(words.members().expect_err("no number").code(), "MalformedInput");
}
