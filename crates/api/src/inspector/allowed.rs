//! What the timeline may show. Anything that is not named here is hidden: a new member of an AWS answer is secret
//! until somebody has decided otherwise.

/// Header names, in lower case, whose values are shown.
const HEADERS: &[&str] = &[
    "accept-ranges",
    "amz-sdk-invocation-id",
    "amz-sdk-request",
    "cache-control",
    "content-encoding",
    "content-length",
    "content-range",
    "content-type",
    "date",
    "etag",
    "host",
    "if-match",
    "if-none-match",
    "last-modified",
    "range",
    "server",
    "transfer-encoding",
    "user-agent",
    "x-amz-bucket-region",
    "x-amz-checksum-crc32",
    "x-amz-checksum-crc64nvme",
    "x-amz-checksum-mode",
    "x-amz-checksum-sha256",
    "x-amz-checksum-type",
    "x-amz-content-sha256",
    "x-amz-date",
    "x-amz-decoded-content-length",
    "x-amz-id-2",
    "x-amz-request-id",
    "x-amz-sdk-checksum-algorithm",
    "x-amz-target",
    "x-amz-trailer",
    "x-amz-user-agent",
    "x-amzn-errortype",
    "x-amzn-requestid",
];

/// Query parameters whose values are shown.
const QUERY: &[&str] = &[
    "delete",
    "delimiter",
    "encoding-type",
    "fetch-owner",
    "list-type",
    "location",
    "max-keys",
    "max-parts",
    "part-number-marker",
    "partNumber",
    "prefix",
    "start-after",
    "uploads",
    "versioning",
    "versions",
    "x-id",
];

/// Fields of a form to a token endpoint whose values are shown.
const FORM: &[&str] = &[
    "client_id",
    "grant_type",
    "redirect_uri",
    "scope",
    "token_type_hint",
];

/// Members whose own members are listed; the values of these still need a row of their own.
const OPENED: &[&str] = &[
    "AuthParameters",
    "AuthenticationResult",
    "ChallengeParameters",
    "ChallengeResponses",
    "CodeDeliveryDetails",
    "CodeDeliveryDetailsList",
    "Credentials",
    "Logins",
    "UserAttributes",
    "keys",
];

/// Members that are shown in any JSON request or answer of the two Cognito services, of a token endpoint, of a provider's
/// configuration and key set. A path leads through lists without saying so.
const SHOWN: &[&str] = &[
    "AuthFlow",
    "AuthParameters.USERNAME",
    "AuthenticationResult.ExpiresIn",
    "AuthenticationResult.TokenType",
    "AvailableChallenges",
    "ChallengeName",
    "ChallengeParameters.CODE_DELIVERY_DELIVERY_MEDIUM",
    "ChallengeParameters.CODE_DELIVERY_DESTINATION",
    "ChallengeParameters.MFAS_CAN_CHOOSE",
    "ChallengeParameters.MFAS_CAN_SETUP",
    "ChallengeParameters.USERNAME",
    "ChallengeParameters.USER_ID_FOR_SRP",
    "ChallengeParameters.requiredAttributes",
    "ChallengeResponses.ANSWER_TYPE",
    "ChallengeResponses.TIMESTAMP",
    "ChallengeResponses.USERNAME",
    "ClientId",
    "CodeDeliveryDetails.AttributeName",
    "CodeDeliveryDetails.DeliveryMedium",
    "CodeDeliveryDetails.Destination",
    "Credentials.Expiration",
    "CustomRoleArn",
    "IdentityId",
    "IdentityPoolId",
    "LoginsToRemove",
    "PreferredMfaSetting",
    "UserAttributes.Name",
    "UserConfirmed",
    "UserMFASettingList",
    "UserSub",
    "Username",
    "__type",
    "authorization_endpoint",
    "authorization_response_iss_parameter_supported",
    "code_challenge_methods_supported",
    "end_session_endpoint",
    "error",
    "error_description",
    "expires_in",
    "grant_types_supported",
    "id_token_signing_alg_values_supported",
    "issuer",
    "jwks_uri",
    "keys.alg",
    "keys.kid",
    "keys.kty",
    "keys.use",
    "message",
    "Message",
    "reasonCode",
    "response_types_supported",
    "revocation_endpoint",
    "scope",
    "scopes_supported",
    "subject_types_supported",
    "token_endpoint",
    "token_endpoint_auth_methods_supported",
    "token_type",
    "userinfo_endpoint",
];

pub(super) fn header(name: &str) -> bool {
    HEADERS.contains(&name)
}

pub(super) fn query(name: &str) -> bool {
    QUERY.contains(&name)
}

pub(super) fn form(name: &str) -> bool {
    FORM.contains(&name)
}

pub(super) fn opened(path: &str) -> bool {
    OPENED.contains(&path)
}

pub(super) fn shown(path: &str) -> bool {
    SHOWN.contains(&path)
}
