//! Pretends to be AWS on loopback: an Amazon Cognito user pool and identity pool over their JSON protocol, STS, and S3
//! with SigV4 and the role's IAM policy. Clients are not told: they speak to it as they would to AWS. State is one
//! SQLite database and a folder of object bytes; codes that AWS would mail arrive in an inbox.

mod clock;
mod cognito_sync;
mod control;
mod credentials;
mod db;
mod developer_backend;
mod error;
mod external;
mod faults;
mod foundation;
mod given_role;
mod hosted_ui;
mod iam;
mod identity_pool;
mod inbox;
mod oauth;
mod protected_api;
mod random;
mod s3;
mod sandbox;
mod seed;
mod server;
mod services;
mod settings;
mod signing;
mod sigv4;
mod sts;
mod user_pool;
mod users;
mod web;
mod wire;
mod world;

pub use clock::{AppClock, ClockMove, ClockState, Lapsing};
pub use credentials::{Flow, RoleName, RoleReason};
pub use error::Error;
pub use faults::{Fault, Faults, Plan, When};
pub use given_role::GivenRole;
pub use inbox::{Medium, Message};
pub use sandbox::{Options, Sandbox};
pub use settings::{
    AmbiguousRole, AttributeKind, AuthFlow, AutoVerified, ClaimChanges, Claims, ClientSettings,
    CustomAttribute, CustomChallenge, CustomMessage, DeviceMode, DeviceTracking, FirstFactors, GroupChanges,
    HostedUi, IdentityPoolSettings, IdentityProvider, MappedRule, MappingType, MatchType, MfaMode, MfaTypes,
    OAuth, OAuthFlow, PerProvider, PoolSettings, PreSignUp, PrincipalTags, ProviderKind, Risk, RoleMapping,
    RoleSettings, RolesSettings, Settings, Triggers, TrustedProviders, UserMigration, UsernameKind, WebAuthn,
};
pub use users::{AdminRefusal, Imported};
pub use world::{
    COMPROMISED_PASSWORDS, MO_TOTP_SECRET, PASSWORD, PasswordPolicy, RIDDLE_ANSWER, Roles, SAM_PHONE,
    TEMPORARY_PASSWORD, World,
};
