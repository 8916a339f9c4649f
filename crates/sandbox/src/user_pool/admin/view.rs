//! How users and groups look to an administrator: `UserType` and `GroupType`.

use serde_json::{Value, json};
use time::OffsetDateTime;

use crate::user_pool::account::Account;
use crate::user_pool::groups::Group;
use crate::world::World;

/// The attributes of a user as a list of names and values, `sub` first.
pub(super) fn attributes(account: &Account, wanted: Option<&[String]>) -> Vec<Value> {
    let sub = [("sub", account.sub.as_str())];
    let own = account
        .attributes
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()));
    sub.into_iter()
        .chain(own)
        .filter(|(name, _)| wanted.is_none_or(|wanted| wanted.iter().any(|one| one == name)))
        .map(|(name, value)| json!({ "Name": name, "Value": value }))
        .collect()
}

/// `UserType`; with the names of attributes it has no others.
pub(super) fn user(account: &Account, wanted: Option<&[String]>) -> Value {
    let mut user = state(account);
    user["Attributes"] = json!(attributes(account, wanted));
    user
}

/// What `UserType` and the answer of `AdminGetUser` share: everything but the attributes.
pub(super) fn state(account: &Account) -> Value {
    let seconds = |at: Option<OffsetDateTime>| at.map_or(0, OffsetDateTime::unix_timestamp);
    let mut user = json!({
        "Username": account.username,
        "UserCreateDate": seconds(account.created_at),
        "UserLastModifiedDate": seconds(account.modified_at),
        "Enabled": account.enabled,
        "UserStatus": account.status.as_str(),
    });
    if account.mfa.sms {
        user["MFAOptions"] = json!([{ "DeliveryMedium": "SMS", "AttributeName": "phone_number" }]);
    }
    user
}

/// `GroupType`.
pub(super) fn group(world: &World, group: &Group) -> Value {
    let mut view = json!({ "GroupName": group.name, "UserPoolId": world.user_pool_id });
    let members = [
        ("Description", group.description.as_ref().map(|text| json!(text))),
        ("RoleArn", group.role_arn.as_ref().map(|arn| json!(arn))),
        ("Precedence", group.precedence.map(|rank| json!(rank))),
        ("CreationDate", group.created_at.map(|at| json!(at))),
        ("LastModifiedDate", group.modified_at.map(|at| json!(at))),
    ];
    for (name, value) in members {
        if let Some(value) = value {
            view[name] = value;
        }
    }
    view
}
