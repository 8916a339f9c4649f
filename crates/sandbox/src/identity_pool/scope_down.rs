//! The session policy that AWS puts on guests of the enhanced flow: whatever the role says, only these services.
//! Source: Amazon Cognito Developer Guide, "Access policies for unauthenticated identities", as far as this account has
//! such services and some besides.

use serde_json::{Value, json};

/// The document.
pub(super) fn for_guests() -> Value {
    json!({
        "Version": "2012-10-17",
        "Statement": [{
            "Effect": "Allow",
            "Action": [
                "appsync:*", "cognito-identity:*", "cognito-sync:*", "comprehend:*", "dynamodb:*",
                "firehose:*", "geo:*", "kinesis:*", "lambda:InvokeFunction", "lex:*", "logs:*",
                "mobiletargeting:*", "personalize:*", "polly:*", "rekognition:*", "rum:PutRumEvents", "s3:*",
                "sns:*", "sqs:*", "transcribe:*", "translate:*",
            ],
            "Resource": "*",
        }],
    })
}
