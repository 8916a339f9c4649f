//! Pretends to be Amazon Cognito, STS and S3 on loopback.
