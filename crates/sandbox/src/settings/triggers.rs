//! The Lambda triggers that pretend to be attached, each with what a developer would have written into it.

use std::collections::BTreeMap;

use base::Secret;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::client::exposed_text;
use super::refused;
use crate::error::Error;

/// Claims that no trigger can change ("Pre token generation Lambda trigger" in Cognito's guide).
const FIXED: &[&str] = &[
    "acr",
    "amr",
    "at_hash",
    "aud",
    "auth_time",
    "azp",
    "client_id",
    "cognito:username",
    "device_key",
    "event_id",
    "exp",
    "iat",
    "identities",
    "iss",
    "jti",
    "nbf",
    "nonce",
    "origin_jti",
    "scope",
    "sub",
    "token_use",
    "username",
    "version",
];

/// What the claims that are added may weigh together, in characters.
const LARGEST_CLAIMS: usize = 1_000;

/// The triggers; a text is the sentence with which a trigger refuses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Triggers {
    /// Before an account is made.
    pub pre_sign_up: PreSignUp,
    /// Before a sign-in begins.
    #[serde(default)]
    pub pre_authentication: Option<String>,
    /// After an account was confirmed.
    #[serde(default)]
    pub post_confirmation: Option<String>,
    /// Before tokens are made.
    #[serde(default)]
    pub pre_token_generation: Option<String>,
    /// What the same trigger changes in the tokens, where it does not refuse.
    #[serde(default)]
    pub claims: Claims,
    /// Takes over users whom another directory knows.
    #[serde(default)]
    pub user_migration: Option<UserMigration>,
    /// Words messages.
    #[serde(default)]
    pub custom_message: Option<CustomMessage>,
    /// Define, Create and Verify Auth Challenge together.
    pub custom_challenge: CustomChallenge,
}

/// What the PreSignUp trigger does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PreSignUp {
    /// There is none.
    None,
    /// It confirms the account and verifies the addresses.
    AutoConfirm,
    /// It throws an error with this sentence.
    Refuse(String),
}

/// How many questions a custom challenge has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CustomChallenge {
    /// The triggers are not attached.
    None,
    /// One riddle.
    OneRound,
    /// The riddle, then a code from a mail.
    TwoRounds,
}

/// What the PreTokenGeneration trigger changes (`claimsAndScopeOverrideDetails`).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Claims {
    /// In the ID token.
    pub id: ClaimChanges,
    /// In the access token.
    pub access: ClaimChanges,
    /// The groups and roles, in place of those that the user has (`groupOverrideDetails`).
    pub groups: Option<GroupChanges>,
}

/// The changes of one token.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ClaimChanges {
    /// `claimsToAddOrOverride`.
    pub set: BTreeMap<String, Value>,
    /// `claimsToSuppress`.
    pub suppress: Vec<String>,
}

/// Other groups than those that the user is in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct GroupChanges {
    /// `groupsToOverride`.
    pub groups: Vec<String>,
    /// `iamRolesToOverride`.
    pub roles: Vec<String>,
    /// `preferredRole`.
    pub preferred_role: Option<String>,
}

/// The UserMigration trigger: a name that the pool does not know becomes a user, if the password is this one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UserMigration {
    /// The password that the other directory has for everybody.
    #[serde(serialize_with = "exposed_text")]
    pub password: Secret,
    /// The attributes of whoever comes; `{username}` stands for the name.
    #[serde(default = "migrated_attributes")]
    pub attributes: BTreeMap<String, String>,
    /// `finalUserStatus` is `RESET_REQUIRED`: a new password has to be chosen.
    #[serde(default)]
    pub reset_required: bool,
}

/// The CustomMessage trigger.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CustomMessage {
    /// `emailSubject`; as usual where it is missing.
    pub subject: Option<String>,
    /// `emailMessage` and `smsMessage`: `{####}` stands for the code and has to be there, `{username}` for the name.
    pub body: String,
}

impl CustomMessage {
    /// What Cognito puts the code in place of.
    pub(crate) const CODE: &str = "{####}";
    /// What it puts the name in place of.
    pub(crate) const NAME: &str = "{username}";
}

impl Triggers {
    pub(super) fn check(&self) -> Result<(), Error> {
        for changes in [&self.claims.id, &self.claims.access] {
            changes.check()?;
        }
        if let Some(message) = &self.custom_message
            && !message.body.contains(CustomMessage::CODE)
        {
            return Err(refused(&"a custom message needs {####} where the code belongs"));
        }
        match &self.user_migration {
            Some(migration) if migration.password.expose().is_empty() => {
                Err(refused(&"user migration needs a password"))
            }
            Some(_) | None => Ok(()),
        }
    }
}

impl ClaimChanges {
    fn check(&self) -> Result<(), Error> {
        let named = self.set.keys().chain(&self.suppress);
        if let Some(fixed) = named.into_iter().find(|name| FIXED.contains(&name.as_str())) {
            return Err(refused(&format!("no trigger can change the claim {fixed}")));
        }
        let reserved = |name: &&String| name.starts_with("cognito:") || name.starts_with("aws:");
        if let Some(reserved) = self.set.keys().find(reserved) {
            return Err(refused(&format!("{reserved} is a reserved name")));
        }
        let weight = serde_json::to_string(&self.set).map_or(usize::MAX, |text| text.chars().count());
        if weight > LARGEST_CLAIMS {
            return Err(refused(&format!(
                "the claims have {weight} characters, {LARGEST_CLAIMS} are the most"
            )));
        }
        Ok(())
    }
}

fn migrated_attributes() -> BTreeMap<String, String> {
    [("email", "{username}@example.com"), ("email_verified", "true")]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into()
}
