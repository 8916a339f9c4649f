//! What an administrator does to users, groups and app clients (the actions of cognito-idp 2016-04-18 that are signed). Over AWS's
//! protocol the IAM user `backend` may call them and nobody else; the control API and the app need no signature.

mod clients;
mod create_user;
mod devices;
mod filter;
mod groups;
mod list_users;
mod members;
mod mfa_config;
mod page;
mod password;
mod sign_in;
mod update_attributes;
mod user;
mod view;

use serde_json::{Value, json};

use super::UserPool;
use super::account::{Account, canonical};
use crate::error::Error;
use crate::settings::Settings;
use crate::sigv4::{self, Received, Signer};
use crate::wire::{Members, Pattern, Refusal, Rule};

/// `UserPoolIdType`.
const USER_POOL_ID: Rule = Rule {
    min: 1,
    max: 55,
    pattern: Some(Pattern {
        words: "[\\w-]+_[0-9a-zA-Z]+",
        allows: |c| c.is_ascii_alphanumeric() || "-_".contains(c),
    }),
    sensitive: false,
};

/// `GroupNameType`.
const GROUP_NAME: Rule = Rule {
    min: 1,
    max: 128,
    pattern: Some(Pattern {
        words: "[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+",
        allows: |c| !c.is_whitespace() && !c.is_control(),
    }),
    sensitive: false,
};

/// Every action of this module.
const ACTIONS: &[&str] = &[
    "AdminAddUserToGroup",
    "AdminConfirmSignUp",
    "AdminCreateUser",
    "AdminDeleteUser",
    "AdminDeleteUserAttributes",
    "AdminDisableUser",
    "AdminEnableUser",
    "AdminForgetDevice",
    "AdminGetDevice",
    "AdminGetUser",
    "AdminInitiateAuth",
    "AdminListDevices",
    "AdminListGroupsForUser",
    "AdminRemoveUserFromGroup",
    "AdminResetUserPassword",
    "AdminRespondToAuthChallenge",
    "AdminSetUserMFAPreference",
    "AdminSetUserPassword",
    "AdminUpdateUserAttributes",
    "AdminUserGlobalSignOut",
    "CreateGroup",
    "CreateUserPoolClient",
    "DeleteGroup",
    "DeleteUserPoolClient",
    "DescribeUserPoolClient",
    "GetGroup",
    "GetUserPoolMfaConfig",
    "ListGroups",
    "ListUserPoolClients",
    "ListUsers",
    "ListUsersInGroup",
    "SetUserPoolMfaConfig",
    "UpdateGroup",
    "UpdateUserPoolClient",
];

/// Those that change the settings, which one at a time may do.
const CONFIGURING: &[&str] = &[
    "CreateUserPoolClient",
    "DeleteUserPoolClient",
    "SetUserPoolMfaConfig",
    "UpdateUserPoolClient",
];

impl UserPool {
    /// Whether an action is an administrator's.
    pub(crate) fn is_administrative(action: &str) -> bool {
        ACTIONS.contains(&action)
    }

    /// Whether an action changes the settings; no other change may be under way.
    pub(crate) fn configures(action: &str) -> bool {
        CONFIGURING.contains(&action)
    }

    /// Refuses a call of an administrator's action that the user `backend` has not signed.
    pub(crate) async fn check_administrator(&self, action: &str, received: &Received) -> Result<(), Refusal> {
        let Signer::Session(issued) = sigv4::verify(&self.foundation, "cognito-idp", received).await? else {
            return Ok(());
        };
        let (world, session) = (self.world(), &issued.session);
        let role = self.foundation.settings.roles().get(session.role);
        let who = role.map_or_else(String::new, |role| {
            role.session_arn(&world.account_id, &session.name)
        });
        Err(Refusal::new(
            "AccessDeniedException",
            format!(
                "User: {who} is not authorized to perform: cognito-idp:{action} on resource: \
                 arn:aws:cognito-idp:{}:{}:userpool/{} because no identity-based policy allows the \
                 cognito-idp:{action} action",
                world.region, world.account_id, world.user_pool_id
            ),
        ))
    }

    /// Carries out an administrator's action; who calls has been judged.
    pub(crate) async fn administer(&self, action: &str, members: Members) -> Result<Value, Refusal> {
        match action {
            "AdminAddUserToGroup" => groups::add_user(self, members).await,
            "AdminConfirmSignUp" => user::confirm_sign_up(self, members).await,
            "AdminCreateUser" => create_user::call(self, members).await,
            "AdminDeleteUser" => user::delete(self, members).await,
            "AdminDeleteUserAttributes" => update_attributes::delete(self, members).await,
            "AdminDisableUser" => user::disable(self, members).await,
            "AdminEnableUser" => user::enable(self, members).await,
            "AdminForgetDevice" => devices::forget(self, members).await,
            "AdminGetDevice" => devices::get(self, members).await,
            "AdminGetUser" => user::get(self, members).await,
            "AdminInitiateAuth" => sign_in::begin(self, members).await,
            "AdminListDevices" => devices::list(self, members).await,
            "AdminListGroupsForUser" => members::groups_of_user(self, members).await,
            "AdminRemoveUserFromGroup" => groups::remove_user(self, members).await,
            "AdminResetUserPassword" => password::reset(self, members).await,
            "AdminRespondToAuthChallenge" => sign_in::answer(self, members).await,
            "AdminSetUserMFAPreference" => user::set_mfa_preference(self, members).await,
            "AdminSetUserPassword" => password::set(self, members).await,
            "AdminUpdateUserAttributes" => update_attributes::update(self, members).await,
            "AdminUserGlobalSignOut" => user::global_sign_out(self, members).await,
            "CreateGroup" => groups::create(self, members).await,
            "CreateUserPoolClient" => clients::create(self, members).await,
            "DeleteGroup" => groups::delete(self, members).await,
            "DeleteUserPoolClient" => clients::delete(self, members).await,
            "DescribeUserPoolClient" => clients::describe(self, members),
            "GetGroup" => groups::get(self, members).await,
            "GetUserPoolMfaConfig" => mfa_config::get(self, members),
            "ListGroups" => members::list_groups(self, members).await,
            "ListUserPoolClients" => clients::list(self, members),
            "ListUsers" => list_users::call(self, members).await,
            "ListUsersInGroup" => members::users_in_group(self, members).await,
            "SetUserPoolMfaConfig" => mfa_config::set(self, members).await,
            "UpdateGroup" => groups::update(self, members).await,
            "UpdateUserPoolClient" => clients::update(self, members).await,
            _ => Err(Refusal::unknown_operation()),
        }
    }

    /// Refuses another pool than this one.
    fn check_pool(&self, pool_id: &str) -> Result<(), Refusal> {
        if pool_id == self.world().user_pool_id {
            Ok(())
        } else {
            Err(Refusal::not_found(format!("User pool {pool_id} does not exist.")))
        }
    }

    /// Reads `UserPoolId`, and whatever else a request has, of an administrator's action.
    fn pool_named(members: &mut Members) -> Result<String, Refusal> {
        members.required("UserPoolId", USER_POOL_ID)
    }
}

/// The user whom an administrator means by a user name, an alias or a `sub`.
fn find(pool: &UserPool, connection: &rusqlite::Connection, typed: &str) -> Result<Account, Refusal> {
    let name = canonical(typed, pool.settings().pool.case_sensitive);
    let found = match Account::find(connection, &name)? {
        Some(account) => Some(account),
        None => Account::find_by_sub(connection, typed)?,
    };
    found.ok_or_else(|| Refusal::new("UserNotFoundException", "User does not exist."))
}

/// Puts other settings in force; what Cognito would not let an administrator choose is refused.
async fn configure(pool: &UserPool, settings: Settings) -> Result<(), Refusal> {
    let (in_force, database) = (&pool.foundation.settings, &pool.foundation.database);
    in_force.change(database, settings).await.map_err(|error| {
        if let Error::Settings { reason } = error {
            Refusal::invalid_parameter(reason)
        } else {
            Refusal::internal(&error)
        }
    })
}

/// The answer of an action that has none.
fn nothing() -> Value {
    json!({})
}
