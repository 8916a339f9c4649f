use base::Secret;

use super::{Exchange, HIDDEN, address, error_name, headers, request_body, response_body};

const COGNITO: Exchange<'_> = Exchange {
    service: "Cognito Identity Provider",
    operation: "RespondToAuthChallenge",
};
const S3: Exchange<'_> = Exchange {
    service: "S3",
    operation: "ListObjectsV2",
};

#[test]
fn a_password_a_code_and_a_session_are_hidden_and_their_neighbours_shown() {
    let body = br#"{"ChallengeName":"NEW_PASSWORD_REQUIRED","ClientId":"abc","Session":"canary-session",
        "ChallengeResponses":{"USERNAME":"ada","NEW_PASSWORD":"canary-password","SMS_MFA_CODE":"canary-code"}}"#;

    let text = request_body(COGNITO, Some(body))
        .text
        .expect("a JSON body is shown");

    assert!(!text.contains("canary"), "{text}");
    assert!(text.contains("NEW_PASSWORD_REQUIRED") && text.contains("ada") && text.contains(HIDDEN));
}

#[test]
fn tokens_and_keys_are_hidden_at_any_depth_and_of_any_type() {
    let body = br#"{"AuthenticationResult":{"AccessToken":"canary","ExpiresIn":3600,"NewDeviceMetadata":
        {"DeviceKey":"canary"}},"Credentials":{"SecretKey":"canary","Expiration":1.5},
        "NewMember":[{"deep":["canary"]}],"Number":424242}"#;

    let text = response_body(COGNITO, Some(body), &[])
        .text
        .expect("a JSON body is shown");

    assert!(!text.contains("canary"), "{text}");
    assert!(
        !text.contains("424242"),
        "a member that nobody has decided on is hidden, numbers too"
    );
    assert!(text.contains("3600"));
}

#[test]
fn an_error_that_repeats_what_was_sent_hides_it() {
    let sent = [Secret::from("Canary-1")];
    let body = br#"{"__type":"com.amazonaws#InvalidParameterException","message":"Value 'Canary-1' failed"}"#;

    let shown = response_body(COGNITO, Some(body), &sent);

    assert_eq!(shown.error.as_deref(), Some("InvalidParameterException"));
    let text = shown.text.expect("shown");
    assert!(!text.contains("Canary-1") && text.contains("failed"), "{text}");
}

#[test]
fn an_s3_error_shows_its_code_and_message_only() {
    let body =
        br"<?xml version='1.0'?><Error><Code>ExpiredToken</Code><Message>The token has expired.</Message>
        <Token-0>canary</Token-0></Error>";

    let shown = response_body(S3, Some(body), &[]);

    assert_eq!(
        shown.text.as_deref(),
        Some("ExpiredToken: The token has expired.")
    );
    assert_eq!(shown.error.as_deref(), Some("ExpiredToken"));
}

#[test]
fn a_listing_is_counted_and_never_shown() {
    let body = b"<ListBucketResult><IsTruncated>true</IsTruncated><Contents><Key>canary</Key></Contents>
        <CommonPrefixes><Prefix>canary/</Prefix></CommonPrefixes></ListBucketResult>";

    let shown = response_body(S3, Some(body), &[]);

    assert_eq!(
        shown.text.as_deref(),
        Some("[1 objects, 1 folders, more to come]")
    );
}

#[test]
fn a_stream_and_a_foreign_body_are_only_named() {
    assert_eq!(request_body(S3, None).text.as_deref(), Some("[stream]"));
    assert_eq!(
        request_body(S3, Some(b"canary")).text.as_deref(),
        Some("[6 bytes]")
    );
    assert_eq!(
        request_body(COGNITO, Some(b"canary, not JSON")).text.as_deref(),
        Some("[16 bytes]")
    );
    assert_eq!(request_body(COGNITO, Some(b"")).text, None);
}

#[test]
fn headers_and_query_show_what_is_listed() {
    let given = [
        ("Authorization", "canary"),
        ("X-Amz-Security-Token", "canary"),
        ("Host", "s3"),
    ];
    let (shown, hidden) = headers(given.into_iter());

    assert_eq!(hidden.len(), 2);
    assert!(shown.iter().all(|header| !header.value.contains("canary")));
    assert_eq!(
        address("http://s3/b?list-type=2&X-Amz-Signature=canary&prefix=a%2F&canary"),
        "http://s3/b?list-type=2&X-Amz-Signature=[hidden]&prefix=a%2F&[hidden]"
    );
}

#[test]
fn an_error_name_loses_namespace_and_address() {
    assert_eq!(
        error_name("com.amazonaws.x#NotAuthorizedException:http://internal/"),
        "NotAuthorizedException"
    );
    assert_eq!(error_name("canary with spaces"), "canary");
}

#[test]
fn a_token_endpoint_shows_what_was_asked_and_neither_code_verifier_nor_token() {
    let sent = super::form(
        b"grant_type=authorization_code&client_id=abc&code=canary-code&code_verifier=canary-verifier",
    );
    let text = sent.text.expect("a form is shown");
    assert!(!text.contains("canary"), "{text}");
    assert!(text.contains("grant_type=authorization_code") && text.contains("client_id=abc"));
    assert_eq!(sent.hidden.len(), 2);

    let answer = br#"{"access_token":"canary","id_token":"canary","refresh_token":"canary","expires_in":3600,"token_type":"Bearer"}"#;
    let text = super::json(answer, &sent.hidden).text.expect("JSON is shown");
    assert!(
        !text.contains("canary") && text.contains("3600") && text.contains("Bearer"),
        "{text}"
    );

    let refused = br#"{"error":"invalid_grant","error_description":"canary-code was used"}"#;
    let shown = super::json(refused, &sent.hidden);
    assert_eq!(shown.error.as_deref(), Some("invalid_grant"));
    assert!(
        !shown.text.expect("shown").contains("canary"),
        "what was sent is hidden where it comes back"
    );
}

#[test]
fn a_key_set_shows_which_keys_there_are() {
    let keys = br#"{"keys":[{"kid":"one","kty":"RSA","alg":"RS256","use":"sig","n":"modulus","e":"AQAB","d":"canary"}]}"#;
    let text = super::json(keys, &[]).text.expect("JSON is shown");
    assert!(
        text.contains("one") && text.contains("RS256") && !text.contains("canary"),
        "{text}"
    );
}
