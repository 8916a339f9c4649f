use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::stage::{Stage, assert_refused, assert_signed_in};

/// Every exception of the unsigned calls of cognito-idp, with an operation that can raise it (service model of
/// 2016-04-18).
const USER_POOL: [(&str, &str); 44] = [
    ("NotAuthorizedException", "InitiateAuth"),
    ("UserNotConfirmedException", "InitiateAuth"),
    ("PasswordResetRequiredException", "InitiateAuth"),
    ("UserNotFoundException", "ForgotPassword"),
    ("InvalidParameterException", "SignUp"),
    ("ResourceNotFoundException", "InitiateAuth"),
    ("TooManyRequestsException", "InitiateAuth"),
    ("LimitExceededException", "ResendConfirmationCode"),
    ("CodeMismatchException", "ConfirmSignUp"),
    ("ExpiredCodeException", "ConfirmSignUp"),
    ("InvalidPasswordException", "SignUp"),
    ("PasswordHistoryPolicyViolationException", "ConfirmForgotPassword"),
    ("UsernameExistsException", "SignUp"),
    ("AliasExistsException", "ConfirmSignUp"),
    ("CodeDeliveryFailureException", "SignUp"),
    ("TooManyFailedAttemptsException", "ConfirmSignUp"),
    ("UserLambdaValidationException", "SignUp"),
    ("UnexpectedLambdaException", "SignUp"),
    ("InvalidLambdaResponseException", "SignUp"),
    ("InvalidSmsRoleAccessPolicyException", "SignUp"),
    ("InvalidSmsRoleTrustRelationshipException", "SignUp"),
    ("InvalidEmailRoleAccessPolicyException", "SignUp"),
    ("MFAMethodNotFoundException", "RespondToAuthChallenge"),
    ("SoftwareTokenMFANotFoundException", "AssociateSoftwareToken"),
    ("EnableSoftwareTokenMFAException", "VerifySoftwareToken"),
    ("InvalidUserPoolConfigurationException", "InitiateAuth"),
    ("ForbiddenException", "InitiateAuth"),
    ("InternalErrorException", "InitiateAuth"),
    ("UnsupportedOperationException", "RevokeToken"),
    ("UnsupportedTokenTypeException", "RevokeToken"),
    ("UnauthorizedException", "RevokeToken"),
    ("RefreshTokenReuseException", "GetTokensFromRefreshToken"),
    ("OperationNotEnabledException", "InitiateAuth"),
    ("ConcurrentModificationException", "AssociateSoftwareToken"),
    ("DeviceKeyExistsException", "ConfirmDevice"),
    ("WebAuthnNotEnabledException", "StartWebAuthnRegistration"),
    (
        "WebAuthnConfigurationMissingException",
        "StartWebAuthnRegistration",
    ),
    (
        "WebAuthnChallengeNotFoundException",
        "CompleteWebAuthnRegistration",
    ),
    ("WebAuthnClientMismatchException", "CompleteWebAuthnRegistration"),
    (
        "WebAuthnOriginNotAllowedException",
        "CompleteWebAuthnRegistration",
    ),
    (
        "WebAuthnRelyingPartyMismatchException",
        "CompleteWebAuthnRegistration",
    ),
    (
        "WebAuthnCredentialNotSupportedException",
        "CompleteWebAuthnRegistration",
    ),
    ("UserPoolAddOnNotEnabledException", "UpdateAuthEventFeedback"),
    ("FeatureUnavailableInTierException", "InitiateAuth"),
];

/// The same of cognito-identity.
const IDENTITY_POOL: [(&str, &str); 9] = [
    ("NotAuthorizedException", "GetId"),
    ("InvalidParameterException", "GetId"),
    ("ResourceNotFoundException", "GetId"),
    ("ResourceConflictException", "GetId"),
    ("TooManyRequestsException", "GetCredentialsForIdentity"),
    ("InternalErrorException", "GetCredentialsForIdentity"),
    ("LimitExceededException", "GetId"),
    ("ExternalServiceException", "GetCredentialsForIdentity"),
    (
        "InvalidIdentityPoolConfigurationException",
        "GetCredentialsForIdentity",
    ),
];

async fn plan(stage: &Stage, method: Method, body: Value) -> StatusCode {
    stage
        .http
        .request(method, format!("{}/_sandbox/faults", stage.sandbox.url()))
        .bearer_auth(stage.sandbox.control_token().expose())
        .body(body.to_string())
        .send()
        .await
        .expect("an answer")
        .status()
}

#[tokio::test]
async fn every_exception_can_be_asked_for_and_looks_as_aws_sends_it() {
    let stage = Stage::set().await;
    for (error, operation) in USER_POOL {
        let message = format!("{error} in so many words");
        let fault = json!({ "operation": operation, "error": error, "message": message });
        assert_eq!(plan(&stage, Method::POST, fault).await, StatusCode::OK);
        assert_refused(stage.pool(operation, json!({})).await, error, &message);
    }
    for (error, operation) in IDENTITY_POOL {
        let message = format!("{error} in so many words");
        let fault = json!({ "operation": operation, "error": error, "message": message });
        assert_eq!(plan(&stage, Method::POST, fault).await, StatusCode::OK);
        assert_refused(stage.identity(operation, json!({})).await, error, &message);
    }
}

#[tokio::test]
async fn faults_come_in_lists_and_several_times_until_they_are_cleared() {
    let stage = Stage::set().await;
    let sign_in = || stage.sign_in("ada", sandbox::PASSWORD);
    let limited = |times: u16| {
        json!({
            "operation": "InitiateAuth", "error": "TooManyRequestsException", "message": "Rate exceeded", "times": times,
        })
    };
    let list = json!([limited(2), { "operation": "InitiateAuth", "delay": 1 }]);
    assert_eq!(plan(&stage, Method::POST, list).await, StatusCode::OK);
    for _ in 0..2 {
        assert_refused(sign_in().await, "TooManyRequestsException", "Rate exceeded");
    }
    assert_signed_in(&sign_in().await);
    plan(&stage, Method::POST, limited(5)).await;
    assert_eq!(plan(&stage, Method::DELETE, json!({})).await, StatusCode::OK);
    assert_signed_in(&sign_in().await);
}

#[tokio::test]
async fn a_plan_that_makes_no_sense_is_refused_as_a_whole() {
    let stage = Stage::set().await;
    let good = json!({ "operation": "InitiateAuth", "drop": "request" });
    for bad in [
        json!({ "operation": "InitiateAuth" }),
        json!({ "operation": "InitiateAuth", "error": "X", "delay": 1 }),
        json!({ "operation": "InitiateAuth", "error": "X", "status": 200 }),
        json!({ "operation": "InitiateAuth", "drop": "everything" }),
        json!({ "error": "X" }),
    ] {
        let list = json!([good, bad]);
        assert_eq!(
            plan(&stage, Method::POST, list).await,
            StatusCode::BAD_REQUEST,
            "{bad}"
        );
    }
    assert_signed_in(&stage.sign_in("ada", sandbox::PASSWORD).await);
}
