//! The fixed names of the pretend world: ids that clients are configured with, and the rules of its user pool. They
//! are constants, so that a configuration written yesterday still fits after a reset.

use base::Secret;
use serde::{Deserialize, Serialize};

use crate::credentials::RoleName;

/// The password of every first account but `temp` and `newt`.
pub const PASSWORD: &str = "Gatehouse-1";
/// The temporary password of the first accounts `temp` and `newt`.
pub const TEMPORARY_PASSWORD: &str = "Temporary-1";
/// The TOTP key of the first accounts `mo` and `sel`, base32 as an authenticator app takes it (SHA-1, 6 digits, 30 seconds).
pub const MO_TOTP_SECRET: &str = "GATEHOUSESANDBOXTOTPSECRETFORMOA";

/// The phone number of the first account `sam`; `sel` and `otto` have the two that follow it.
pub const SAM_PHONE: &str = "+15550100";
/// What the riddle of a custom challenge wants to hear.
pub const RIDDLE_ANSWER: &str = "portcullis";
/// The passwords that threat protection takes for stolen ones; they satisfy the pool's policy.
pub const COMPROMISED_PASSWORDS: &[&str] = &["Password-1", "Qwertz-12345", "Letmein-2024!"];

/// The page that a browser may be sent to after signing out.
pub(crate) const SIGNED_OUT_PATH: &str = "/signed-out";

const ACCOUNT_ID: &str = "123456789012";
/// The ports on which an app may wait for the browser.
const LOOPBACK_PORTS: [u16; 3] = [17643, 21643, 28643];
const DEEP_LINK: &str = "io.gatehouse.desktop://";

/// What a client has to know to speak to the sandbox, besides its address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct World {
    /// The AWS Region that ids and signatures name.
    pub region: String,
    /// The user pool, `<region>_<name>`.
    pub user_pool_id: String,
    /// The user pool's first app client; it is public and has no secret.
    pub client_id: String,
    /// A second app client, which has a secret.
    pub secret_client_id: String,
    /// The secret of that client.
    pub secret_client_secret: Secret,
    /// The identity pool, `<region>:<uuid>`.
    pub identity_pool_id: String,
    /// The S3 bucket, which keeps versions.
    pub bucket: String,
    /// A second bucket, in another region and without versions.
    pub archive_bucket: String,
    /// Where that one lies.
    pub archive_region: String,
    /// The AWS account that owns all of it.
    pub account_id: String,
    /// The attributes that SignUp insists on, as seeded.
    pub required_attributes: Vec<String>,
    /// What a password must have, as seeded.
    pub password_policy: PasswordPolicy,
    /// The ARNs of the IAM roles that the identity pool can give.
    pub roles: Roles,
    /// Where STS answers: the sandbox's own origin.
    pub sts_url: String,
    /// The key of `Logins` for identities that the administrator's own backend vouches for.
    pub developer_provider: String,
    /// The path at which that backend signs people in.
    pub developer_backend: String,
    /// The access key id of the IAM user `backend`, which that backend signs its calls with.
    pub backend_access_key_id: String,
    /// The secret key of that user.
    pub backend_secret_key: Secret,
    /// The address of the protected API, without a slash at the end.
    pub api_url: String,
    /// The hosted UI's address, as a connection names it: no slash at the end.
    pub hosted_ui_url: String,
    /// Where a browser may come back to with a code, as seeded.
    pub callback_urls: Vec<String>,
    /// Where a browser may be sent after signing out, as seeded; the first is a page of the sandbox.
    pub logout_urls: Vec<String>,
    /// The issuer of the pretend OpenID Connect provider; without its scheme the key of its tokens in `Logins`.
    pub oidc_issuer: String,
    /// The public client that an app is at that provider, with the callback addresses above.
    pub oidc_client_id: String,
    /// The ARN of the pretend SAML provider, the key of its assertions in `Logins`.
    pub saml_provider_arn: String,
}

/// The ARNs of the IAM roles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Roles {
    /// Whoever is signed in.
    pub authenticated: String,
    /// Whoever is not.
    pub guest: String,
    /// The members of the group `editors`.
    pub editors: String,
    /// The members of the group `readers`.
    pub readers: String,
}

/// A user pool's `PasswordPolicyType`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasswordPolicy {
    /// The least number of characters.
    pub min_length: usize,
    /// Whether a lower-case Latin letter is needed.
    pub lowercase: bool,
    /// Whether an upper-case Latin letter is needed.
    pub uppercase: bool,
    /// Whether a digit is needed.
    pub number: bool,
    /// Whether one of Cognito's special characters is needed.
    pub symbol: bool,
}

impl World {
    /// The world of a sandbox that is reached at `origin`.
    pub(crate) fn at(origin: &str) -> Self {
        Self {
            region: "eu-west-1".to_owned(),
            user_pool_id: "eu-west-1_Gatehouse".to_owned(),
            client_id: "4gatehouse5sandbox6client7".to_owned(),
            secret_client_id: "5gatehouse6secret7client8a".to_owned(),
            secret_client_secret: Secret::from("gatehousesandboxclientsecret0123456789abcdefghijklm"),
            identity_pool_id: "eu-west-1:6a7e4005-e5a9-4b0c-8d1e-2f3a4b5c6d7e".to_owned(),
            bucket: "gatehouse-sandbox".to_owned(),
            archive_bucket: "gatehouse-sandbox-archive".to_owned(),
            archive_region: "eu-central-1".to_owned(),
            account_id: ACCOUNT_ID.to_owned(),
            required_attributes: vec!["email".to_owned(), "given_name".to_owned()],
            password_policy: PasswordPolicy {
                min_length: 8,
                lowercase: true,
                uppercase: true,
                number: true,
                symbol: true,
            },
            roles: Roles {
                authenticated: role_arn("authenticated"),
                guest: role_arn("guest"),
                editors: role_arn("editors"),
                readers: role_arn("readers"),
            },
            sts_url: origin.to_owned(),
            developer_provider: "login.gatehouse.example".to_owned(),
            developer_backend: "/backend/sign-in".to_owned(),
            backend_access_key_id: "AKIAGATEHOUSEBACKEND".to_owned(),
            backend_secret_key: Secret::from("gatehouse/sandbox/backend/secret/key/012"),
            api_url: format!("{origin}/api"),
            hosted_ui_url: origin.to_owned(),
            callback_urls: LOOPBACK_PORTS
                .iter()
                .map(|port| format!("http://localhost:{port}/callback"))
                .chain([format!("{DEEP_LINK}callback")])
                .collect(),
            logout_urls: vec![
                format!("{origin}{SIGNED_OUT_PATH}"),
                format!("{DEEP_LINK}signed-out"),
            ],
            oidc_issuer: format!("{origin}/external/oidc"),
            oidc_client_id: "acme-desktop-gatehouse".to_owned(),
            saml_provider_arn: format!("arn:aws:iam::{ACCOUNT_ID}:saml-provider/AcmeSAML"),
        }
    }

    /// The issuer of the user pool's tokens, the `iss` claim.
    pub fn issuer(&self) -> String {
        format!("https://{}", self.login_provider())
    }

    /// The key under which an identity pool's `Logins` carry this user pool's ID token.
    pub fn login_provider(&self) -> String {
        format!("cognito-idp.{}.amazonaws.com/{}", self.region, self.user_pool_id)
    }

    /// The ARN of a role.
    pub(crate) fn role_arn(&self, name: RoleName) -> &str {
        match name {
            RoleName::Authenticated => &self.roles.authenticated,
            RoleName::Guest => &self.roles.guest,
            RoleName::Editors => &self.roles.editors,
            RoleName::Readers => &self.roles.readers,
        }
    }

    /// The role of this ARN, if the account has it.
    pub(crate) fn role(&self, arn: &str) -> Option<RoleName> {
        RoleName::ALL.into_iter().find(|name| self.role_arn(*name) == arn)
    }

    /// The part of the pool id that SRP hashes, after the underscore.
    pub(crate) fn pool_name(&self) -> &str {
        self.user_pool_id.split_once('_').map_or("", |(_, name)| name)
    }
}

impl Default for World {
    /// The world of a sandbox that nobody has to reach.
    fn default() -> Self {
        Self::at("http://127.0.0.1")
    }
}

fn role_arn(name: &str) -> String {
    format!("arn:aws:iam::{ACCOUNT_ID}:role/{name}")
}
