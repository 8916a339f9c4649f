mod roles;

use serde_json::{Value, json};

use super::{Decision, Policy, Request, evaluate};

const BUCKET: &str = "arn:aws:s3:::gatehouse-sandbox";
const SUB: &str = "cognito-identity.amazonaws.com:sub";

fn policy(statements: Value) -> Policy {
    Policy::read(json!({ "Version": "2012-10-17", "Statement": statements })).expect("a sound policy")
}

fn allow(extra: Value) -> Policy {
    let mut statement = json!({ "Effect": "Allow", "Action": "s3:*", "Resource": "*" });
    if let (Some(statement), Some(extra)) = (statement.as_object_mut(), extra.as_object()) {
        statement.extend(extra.clone());
    }
    policy(statement)
}

fn get(key: &str) -> Request {
    Request::new("s3:GetObject", format!("{BUCKET}/{key}"))
}

#[test]
fn nothing_is_allowed_that_no_statement_allows() {
    let none: [&Policy; 0] = [];
    assert_eq!(evaluate(none, &get("a")), Decision::ImplicitlyDenied);
    let other = policy(json!([{ "Effect": "Allow", "Action": "s3:PutObject", "Resource": "*" }]));
    assert_eq!(evaluate([&other], &get("a")), Decision::ImplicitlyDenied);
}

#[test]
fn an_explicit_deny_wins_wherever_it_stands() {
    let open = allow(json!({}));
    let shut =
        policy(json!([{ "Effect": "Deny", "Action": "s3:Get*", "Resource": format!("{BUCKET}/secret/*") }]));
    for policies in [[&open, &shut], [&shut, &open]] {
        assert_eq!(evaluate(policies, &get("secret/x")), Decision::ExplicitlyDenied);
        assert_eq!(evaluate(policies, &get("open/x")), Decision::Allowed);
    }
}

#[test]
fn actions_compare_without_case_and_resources_with_it() {
    for (action, resource, expected) in [
        ("s3:getobject", "*", true),
        ("S3:Get*", "*", true),
        ("s3:?etObject", "*", true),
        ("*", "*", true),
        ("s3:GetObjectAcl", "*", false),
        ("s3:*", "arn:aws:s3:::gatehouse-sandbox/A", false),
        ("s3:*", "arn:aws:s3:::gatehouse-sandbox/?", true),
        ("s3:*", "arn:aws:s3:::gatehouse-sandbox", false),
    ] {
        let policy = policy(json!({ "Effect": "Allow", "Action": action, "Resource": resource }));
        let expected = if expected {
            Decision::Allowed
        } else {
            Decision::ImplicitlyDenied
        };
        assert_eq!(evaluate([&policy], &get("a")), expected, "{action} on {resource}");
    }
}

#[test]
fn not_action_and_not_resource_match_all_the_rest() {
    let all_but_put = policy(json!({ "Effect": "Allow", "NotAction": "s3:Put*", "Resource": "*" }));
    assert_eq!(evaluate([&all_but_put], &get("a")), Decision::Allowed);
    let put = Request::new("s3:PutObject", format!("{BUCKET}/a"));
    assert_eq!(evaluate([&all_but_put], &put), Decision::ImplicitlyDenied);

    let elsewhere = policy(json!({
        "Effect": "Deny", "Action": "*", "NotResource": [BUCKET, format!("{BUCKET}/home/*")]
    }));
    let open = allow(json!({}));
    assert_eq!(evaluate([&open, &elsewhere], &get("home/a")), Decision::Allowed);
    assert_eq!(
        evaluate([&open, &elsewhere], &get("other/a")),
        Decision::ExplicitlyDenied
    );
}

/// The rules of the IAM User Guide's pages on condition operators, one row each.
#[test]
fn condition_operators_follow_the_user_guide() {
    let list = Request::new("s3:ListBucket", BUCKET)
        .with("s3:prefix", "home/ada/")
        .with("aws:SecureTransport", "false");
    for (condition, expected, why) in [
        (
            json!({ "StringEquals": { "s3:prefix": "home/ada/" } }),
            true,
            "the same text",
        ),
        (
            json!({ "StringEquals": { "s3:prefix": "home/Ada/" } }),
            false,
            "case counts",
        ),
        (
            json!({ "StringEquals": { "s3:prefix": "home/*" } }),
            false,
            "no wildcards in StringEquals",
        ),
        (
            json!({ "StringEquals": { "S3:PREFIX": "home/ada/" } }),
            true,
            "key names have no case",
        ),
        (
            json!({ "StringEquals": { "s3:prefix": ["x", "home/ada/"] } }),
            true,
            "values are alternatives",
        ),
        (
            json!({ "StringEqualsIgnoreCase": { "s3:prefix": "HOME/ADA/" } }),
            true,
            "case does not count",
        ),
        (
            json!({ "StringNotEquals": { "s3:prefix": ["x", "home/ada/"] } }),
            false,
            "none of the values",
        ),
        (
            json!({ "StringNotEquals": { "s3:prefix": ["x", "y"] } }),
            true,
            "none of the values",
        ),
        (
            json!({ "StringLike": { "s3:prefix": "home/*" } }),
            true,
            "wildcards",
        ),
        (
            json!({ "StringNotLike": { "s3:prefix": "home/*" } }),
            false,
            "wildcards, negated",
        ),
        (
            json!({ "StringEquals": { "s3:delimiter": "/" } }),
            false,
            "a missing key meets no positive operator",
        ),
        (
            json!({ "StringNotEquals": { "s3:delimiter": "/" } }),
            true,
            "a missing key meets a negated one",
        ),
        (
            json!({ "StringEqualsIfExists": { "s3:delimiter": "/" } }),
            true,
            "IfExists forgives a missing key",
        ),
        (
            json!({ "StringEqualsIfExists": { "s3:prefix": "x" } }),
            false,
            "IfExists compares a present key",
        ),
        (
            json!({ "Null": { "s3:delimiter": "true" } }),
            true,
            "the key is absent",
        ),
        (
            json!({ "Null": { "s3:prefix": true } }),
            false,
            "the key is present",
        ),
        (
            json!({ "Null": { "s3:prefix": "false" } }),
            true,
            "the key is present",
        ),
        (
            json!({ "Bool": { "aws:SecureTransport": "false" } }),
            true,
            "the same truth",
        ),
        (
            json!({ "Bool": { "aws:SecureTransport": true } }),
            false,
            "another truth",
        ),
        (
            json!({ "BoolIfExists": { "aws:MultiFactorAuthPresent": "true" } }),
            true,
            "IfExists",
        ),
        (
            json!({ "Bool": { "aws:MultiFactorAuthPresent": "true" } }),
            false,
            "missing",
        ),
        (
            json!({ "StringLike": { "s3:prefix": "home/*" }, "Bool": { "aws:SecureTransport": "true" } }),
            false,
            "operators are joined by and",
        ),
        (
            json!({ "StringLike": { "s3:prefix": "home/*", "s3:delimiter": "/" } }),
            false,
            "keys are joined by and",
        ),
    ] {
        let policy = allow(json!({ "Condition": condition }));
        let expected = if expected {
            Decision::Allowed
        } else {
            Decision::ImplicitlyDenied
        };
        assert_eq!(evaluate([&policy], &list), expected, "{why}: {condition}");
    }
}

#[test]
fn set_qualifiers_ask_for_any_or_for_all_values() {
    let both = Request::new("s3:GetObject", BUCKET)
        .with("aws:TagKeys", "a")
        .with("aws:TagKeys", "b");
    let none = Request::new("s3:GetObject", BUCKET);
    for (operator, values, with_both, with_none) in [
        ("ForAnyValue:StringLike", json!(["a"]), true, false),
        ("ForAnyValue:StringEquals", json!(["c"]), false, false),
        ("ForAllValues:StringEquals", json!(["a"]), false, true),
        ("ForAllValues:StringEquals", json!(["a", "b", "c"]), true, true),
        ("ForAnyValue:StringNotEquals", json!(["a"]), true, false),
    ] {
        let policy = allow(json!({ "Condition": { operator: { "aws:TagKeys": values } } }));
        assert_eq!(
            evaluate([&policy], &both) == Decision::Allowed,
            with_both,
            "{operator} {values} of two"
        );
        assert_eq!(
            evaluate([&policy], &none) == Decision::Allowed,
            with_none,
            "{operator} {values} of none"
        );
    }
}

#[test]
fn a_policy_variable_is_the_callers_own_value() {
    let policy = policy(json!({
        "Effect": "Allow", "Action": "s3:GetObject",
        "Resource": format!("{BUCKET}/${{{SUB}}}/${{aws:PrincipalTag/team}}/*"),
    }));
    let request = |key: &str| {
        get(key)
            .with(SUB, "eu-west-1:1")
            .with("aws:PrincipalTag/team", "red")
    };
    assert_eq!(
        evaluate([&policy], &request("eu-west-1:1/red/x")),
        Decision::Allowed
    );
    assert_eq!(
        evaluate([&policy], &request("eu-west-1:2/red/x")),
        Decision::ImplicitlyDenied
    );
    assert_eq!(
        evaluate([&policy], &get("eu-west-1:1/red/x")),
        Decision::ImplicitlyDenied
    );
}

#[test]
fn variables_are_plain_text_in_a_policy_without_the_current_version() {
    let old = Policy::read(json!({
        "Statement": { "Effect": "Allow", "Action": "s3:*", "Resource": format!("{BUCKET}/${{{SUB}}}/*") }
    }))
    .expect("a sound policy");
    assert_eq!(
        evaluate([&old], &get("1/x").with(SUB, "1")),
        Decision::ImplicitlyDenied
    );
}

#[test]
fn a_document_that_cannot_be_evaluated_exactly_is_refused() {
    for (document, why) in [
        (
            json!({ "Version": "2020-01-01", "Statement": [] }),
            "no such version",
        ),
        (
            json!({ "Statement": { "Effect": "Allow", "Action": "*" } }),
            "no resource",
        ),
        (
            json!({ "Statement": { "Effect": "allow", "Action": "*", "Resource": "*" } }),
            "no such effect",
        ),
        (
            json!({ "Statement": { "Effect": "Allow", "Action": "*", "NotAction": "*", "Resource": "*" } }),
            "both Action and NotAction",
        ),
        (
            json!({ "Statement": { "Effect": "Deny", "Action": "*", "Resource": "*",
                "Condition": { "IpAddress": { "aws:SourceIp": "10.0.0.0/8" } } } }),
            "an operator that is not evaluated here",
        ),
        (
            json!({ "Statement": { "Effect": "Deny", "Action": "*", "Resource": "*",
                "Condition": { "Bool": { "aws:SecureTransport": "maybe" } } } }),
            "not a truth value",
        ),
        (
            json!({ "Statement": { "Effect": "Allow", "Action": "*", "Resource": "*", "Extra": 1 } }),
            "unknown element",
        ),
    ] {
        assert!(Policy::read(document).is_err(), "{why}");
    }
}
