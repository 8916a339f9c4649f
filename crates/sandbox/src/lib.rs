//! Pretends to be AWS on loopback: an Amazon Cognito user pool and identity pool over their JSON protocol, and S3
//! with SigV4 and the role's IAM policy. Clients are not told: they speak to it as they would to AWS. State is one
//! SQLite database and a folder of object bytes; codes that AWS would mail arrive in an inbox.

mod control;
mod credentials;
mod db;
mod error;
mod external;
mod faults;
mod foundation;
mod hosted_ui;
mod iam;
mod identity_pool;
mod inbox;
mod oauth;
mod random;
mod s3;
mod sandbox;
mod seed;
mod server;
mod services;
mod settings;
mod signing;
mod user_pool;
mod web;
mod wire;
mod world;

pub use error::Error;
pub use faults::{Fault, Faults};
pub use inbox::{Medium, Message};
pub use sandbox::{Options, Sandbox};
pub use settings::{
    AttributeKind, AuthFlow, AutoVerified, ClientSettings, CustomAttribute, CustomChallenge, DeviceMode,
    DeviceTracking, FirstFactors, HostedUi, IdentityPoolSettings, IdentityProvider, MfaMode, MfaTypes, OAuth,
    OAuthFlow, PoolSettings, PreSignUp, ProviderKind, Risk, Settings, Triggers, UsernameKind, WebAuthn,
};
pub use world::{
    COMPROMISED_PASSWORDS, MO_TOTP_SECRET, PASSWORD, PasswordPolicy, RIDDLE_ANSWER, Roles, SAM_PHONE,
    TEMPORARY_PASSWORD, World,
};
