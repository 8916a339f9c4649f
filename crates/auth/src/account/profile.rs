//! Who the person is: attributes with their rules, groups and roles, and which factors they have.

use aws_sdk_cognitoidentityprovider::operation::get_user::GetUserOutput;
use flow::{Reason, Refusal};

use super::Access;
use crate::error::Error;
use crate::pool::{AttributeRule, Pool, SignInName};
use crate::refusals;
use crate::session::Session;
use crate::user_pool::UserPool;

/// Names of second factors in `UserMFASettingList` and `PreferredMfaSetting`.
const TOTP: &str = "SOFTWARE_TOKEN_MFA";
const SMS: &str = "SMS_MFA";
const EMAIL: &str = "EMAIL_OTP";

/// What nobody may change, whatever the connection says of it.
const FIXED: [&str; 2] = ["sub", "identities"];

/// Who the person is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// The attributes: first those that the connection has rules for, in its order, then the others by name.
    pub attributes: Vec<Attribute>,
    /// The groups (`cognito:groups`).
    pub groups: Vec<String>,
    /// The roles that the groups bring (`cognito:roles`).
    pub roles: Vec<String>,
    /// The role of the group that comes first (`cognito:preferred_role`).
    pub preferred_role: Option<String>,
    /// The factors.
    pub factors: Factors,
}

/// An attribute of the account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribute {
    /// The pool's name for it.
    pub name: String,
    /// Its value; none where it was never set.
    pub value: Option<String>,
    /// Whether the address was proven; none for what is no address.
    pub verified: Option<bool>,
    /// Whether the person may change it, as far as is known.
    pub mutable: bool,
    /// Whether people sign in with it here.
    pub sign_in_name: bool,
    /// The pool's rule, where the connection knows it.
    pub rule: Option<AttributeRule>,
}

/// What the person can prove who they are with.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Factors {
    /// Codes of an authenticator app.
    pub totp: FactorState,
    /// Codes by text message.
    pub sms: FactorState,
    /// Codes by email.
    pub email: FactorState,
    /// What a sign-in without a fixed order may begin with, such as `PASSWORD` or `WEB_AUTHN`
    /// (`ConfiguredUserAuthFactors`); empty where the service does not tell.
    pub first: Vec<String>,
}

/// A second factor.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct FactorState {
    /// Whether it is asked for.
    pub enabled: bool,
    /// Whether it is asked for before the others.
    pub preferred: bool,
    /// Whether it can be turned on now; codes need an address that was proven.
    pub possible: bool,
}

impl Session {
    /// Who the person is (`GetUser`, `GetUserAuthFactors`).
    ///
    /// # Errors
    ///
    /// See [`Error`].
    pub async fn profile(&self) -> Result<Profile, Error> {
        let pool = &self.shared.user_pool;
        let user = self.with_access(|access| get_user(pool, access)).await?;
        let first = self.with_access(|access| first_factors(pool, access)).await;
        let account = self
            .snapshots
            .borrow()
            .account
            .clone()
            .ok_or(Error::NotSignedIn)?;
        let attributes = attributes(&user, pool.pool());
        let factors = factors(&user, &attributes, first.unwrap_or_default());
        Ok(Profile {
            attributes,
            groups: account.groups,
            roles: account.roles,
            preferred_role: account.preferred_role,
            factors,
        })
    }
}

async fn get_user(pool: &UserPool, access: Access) -> Result<GetUserOutput, Refusal> {
    let request = pool.client().get_user().access_token(access.token.expose());
    let answer = request.send().await;
    answer.map_err(|error| refusals::read(&error, Reason::NotPermitted))
}

async fn first_factors(pool: &UserPool, access: Access) -> Result<Vec<String>, Refusal> {
    let request = pool.client().get_user_auth_factors();
    let answer = request.access_token(access.token.expose()).send().await;
    let answer = answer.map_err(|error| refusals::read(&error, Reason::NotPermitted))?;
    let configured = answer.configured_user_auth_factors.unwrap_or_default();
    Ok(configured
        .iter()
        .map(|factor| factor.as_str().to_owned())
        .collect())
}

fn attributes(user: &GetUserOutput, pool: &Pool) -> Vec<Attribute> {
    let value = |name: &str| {
        let found = user.user_attributes().iter().find(|given| given.name() == name);
        found.and_then(|given| given.value()).map(str::to_owned)
    };
    let rules: &[AttributeRule] = pool.sign_up.as_ref().map_or(&[], |rules| &rules.attributes);
    let mut others: Vec<&str> = user
        .user_attributes()
        .iter()
        .map(|given| given.name())
        .filter(|name| !rules.iter().any(|rule| rule.name == *name) && !says_verified(name))
        .collect();
    others.sort_unstable();
    let known = rules.iter().map(|rule| rule.name.as_str());
    known
        .chain(others)
        .map(|name| {
            let rule = rules.iter().find(|rule| rule.name == name).cloned();
            let held = value(name);
            let set_for_good = held.is_some() && rule.as_ref().is_some_and(|rule| !rule.mutable);
            Attribute {
                verified: is_address(name)
                    .then(|| value(&format!("{name}_verified")).as_deref() == Some("true")),
                mutable: !FIXED.contains(&name) && !set_for_good,
                sign_in_name: signs_in_with(name, pool),
                name: name.to_owned(),
                value: held,
                rule,
            }
        })
        .collect()
}

fn factors(user: &GetUserOutput, attributes: &[Attribute], first: Vec<String>) -> Factors {
    let proven = |name: &str| {
        let found = attributes.iter().find(|attribute| attribute.name == name);
        found.is_some_and(|attribute| attribute.value.is_some() && attribute.verified == Some(true))
    };
    let state = |name: &str, possible| {
        let enabled = user.user_mfa_setting_list().iter().any(|factor| factor == name);
        FactorState {
            enabled,
            preferred: user.preferred_mfa_setting() == Some(name),
            possible: possible || enabled,
        }
    };
    Factors {
        totp: state(TOTP, true),
        sms: state(SMS, proven("phone_number")),
        email: state(EMAIL, proven("email")),
        first,
    }
}

fn is_address(name: &str) -> bool {
    matches!(name, "email" | "phone_number")
}

fn says_verified(name: &str) -> bool {
    name.strip_suffix("_verified").is_some_and(is_address)
}

fn signs_in_with(name: &str, pool: &Pool) -> bool {
    let names = pool.sign_up.as_ref().map(|rules| rules.sign_in_names.as_slice());
    names.unwrap_or_default().iter().any(|sign_in| match sign_in {
        SignInName::Username => false,
        SignInName::Email => name == "email",
        SignInName::Phone => name == "phone_number",
    })
}
