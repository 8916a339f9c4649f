//! Whose credentials these are, as AWS sees it: `GetCallerIdentity` of STS works with any. The principal tags stand in
//! the token of the identity pool, where it gives one out.

use std::collections::BTreeMap;

use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use base::Secret;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;

use super::errors::{garbled, read_sts};
use super::{IdentityPool, Issued, Logins};
use crate::error::Error;

/// Principal tags: what policies see as `aws:PrincipalTag/…`, by name.
pub(crate) type Tags = BTreeMap<String, String>;

/// An assumed role, by its ARN `arn:<partition>:sts::<account>:assumed-role/<role>/<session>`. The role's path is not
/// part of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Caller {
    pub(crate) partition: String,
    pub(crate) account: String,
    pub(crate) role: String,
    pub(crate) session: String,
}

impl IdentityPool {
    /// Whose credentials these are.
    pub(crate) async fn caller(&self, issued: &Issued) -> Result<Caller, Error> {
        let credentials = Credentials::builder()
            .access_key_id(&issued.access_key_id)
            .secret_access_key(issued.secret_key.expose())
            .session_token(issued.session_token.expose())
            .provider_name("CognitoIdentityPool")
            .build();
        let output = self
            .sts
            .get_caller_identity()
            .customize()
            .config_override(
                aws_sdk_sts::Config::builder()
                    .credentials_provider(SharedCredentialsProvider::new(credentials)),
            )
            .send()
            .await
            .map_err(|error| read_sts(&error))?;
        output
            .arn
            .as_deref()
            .and_then(Caller::read)
            .ok_or_else(|| garbled(None))
    }

    /// The principal tags that the pool makes of these logins; none where it gives out no token to read them in, which
    /// is so where the basic flow is off.
    pub(crate) async fn tags(&self, identity: &str, logins: &Logins) -> Option<Tags> {
        if let Some(token) = logins.developer_token() {
            return tags_of(token);
        }
        let (_, token) = self.open_id_token(identity, logins).await.ok()?;
        tags_of(&token)
    }
}

impl Caller {
    fn read(arn: &str) -> Option<Self> {
        let mut parts = arn.splitn(6, ':');
        let (_, partition, service) = (parts.next()?, parts.next()?, parts.next()?);
        let (_, account, resource) = (parts.next()?, parts.next()?, parts.next()?);
        let (role, session) = resource.strip_prefix("assumed-role/")?.split_once('/')?;
        (service == "sts").then(|| Self {
            partition: partition.to_owned(),
            account: account.to_owned(),
            role: role.to_owned(),
            session: session.to_owned(),
        })
    }

    /// Whether a role's ARN is that of this caller's role, whatever its path.
    pub(crate) fn is(&self, role_arn: &str) -> bool {
        let prefix = format!("arn:{}:iam::{}:role/", self.partition, self.account);
        let name = role_arn.strip_prefix(&prefix);
        name.is_some_and(|name| name.rsplit('/').next() == Some(self.role.as_str()))
    }

    /// The ARN of the role if it has no path.
    pub(crate) fn plain_role_arn(&self) -> String {
        format!("arn:{}:iam::{}:role/{}", self.partition, self.account, self.role)
    }
}

/// The tags in a token of the identity pool. It is read for show only, and by nobody who would believe it.
pub(crate) fn tags_of(token: &Secret) -> Option<Tags> {
    #[derive(Deserialize)]
    struct Claims {
        #[serde(rename = "https://aws.amazon.com/tags")]
        tags: Option<Session>,
    }
    #[derive(Deserialize)]
    struct Session {
        #[serde(default)]
        principal_tags: BTreeMap<String, Values>,
    }
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Values {
        One(String),
        Many(Vec<String>),
    }
    let payload = token.expose().split('.').nth(1)?;
    let payload = URL_SAFE_NO_PAD.decode(payload).ok()?;
    let Claims { tags } = serde_json::from_slice(&payload).ok()?;
    let tags = tags.map(|session| session.principal_tags).unwrap_or_default();
    let text = |value| match value {
        Values::One(value) => value,
        Values::Many(values) => values.join(","),
    };
    Some(tags.into_iter().map(|(key, value)| (key, text(value))).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_is_known_again_whatever_its_path_and_another_accounts_is_not() {
        let caller =
            Caller::read("arn:aws:sts::123456789012:assumed-role/Editors/CognitoIdentityCredentials")
                .expect("a caller");
        assert_eq!(caller.session, "CognitoIdentityCredentials");
        assert!(caller.is("arn:aws:iam::123456789012:role/teams/north/Editors"));
        assert!(caller.is(&caller.plain_role_arn()));
        assert!(!caller.is("arn:aws:iam::210987654321:role/Editors"));
        assert!(!caller.is("arn:aws:iam::123456789012:role/Editors/Chief"));
        assert_eq!(Caller::read("arn:aws:iam::123456789012:user/ada"), None);
        assert_eq!(Caller::read("rubbish"), None);
    }

    #[test]
    fn tags_are_read_in_either_form_and_a_token_without_them_has_none() {
        let token = |claims: &str| Secret::new(format!("e30.{}.c2ln", URL_SAFE_NO_PAD.encode(claims)));
        let told =
            token(r#"{"https://aws.amazon.com/tags":{"principal_tags":{"team":["north"],"client":"app"}}}"#);
        let tags = tags_of(&told).expect("tags");
        assert_eq!(tags["team"], "north");
        assert_eq!(tags["client"], "app");
        assert_eq!(tags_of(&token("{}")), Some(Tags::new()));
        assert_eq!(tags_of(&"rubbish".into()), None);
    }
}
