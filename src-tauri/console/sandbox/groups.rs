//! `gatehouse sandbox groups`.

use clap::Subcommand;
use serde_json::{Value, json};

use super::super::Failure;
use super::Desk;
use super::table::{Table, plain};

/// What to do with groups.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Lists them: name, precedence, role.
    List,
    /// Makes one, or changes it.
    Create {
        /// The group's name.
        name: String,
        /// The ARN of its IAM role.
        #[arg(long, value_name = "ARN")]
        role: Option<String>,
        /// The lower, the more its role counts.
        #[arg(long)]
        precedence: Option<u32>,
        /// What it is for.
        #[arg(long)]
        description: Option<String>,
    },
    /// Deletes one.
    Delete {
        /// The group's name.
        name: String,
    },
    /// Puts a user into one.
    Add {
        /// The group's name.
        name: String,
        /// The user's.
        user: String,
    },
    /// Takes a user out of one.
    Remove {
        /// The group's name.
        name: String,
        /// The user's.
        user: String,
    },
}

pub(super) async fn run(desk: &Desk, command: Command) -> Result<(), Failure> {
    match command {
        Command::List => list(desk).await,
        Command::Create {
            name,
            role,
            precedence,
            description,
        } => {
            let mut members = json!({ "GroupName": name });
            for (member, value) in [
                ("RoleArn", role.map(Value::from)),
                ("Precedence", precedence.map(Value::from)),
                ("Description", description.map(Value::from)),
            ] {
                if let Some(value) = value {
                    members[member] = value;
                }
            }
            let known = desk
                .control
                .act("GetGroup", &json!({ "GroupName": name }))
                .await
                .is_ok();
            let action = if known { "UpdateGroup" } else { "CreateGroup" };
            let answer = desk.control.act(action, &members).await?;
            desk.say(&answer["Group"], &format!("The group {name} is there."))
        }
        Command::Delete { name } => {
            let answer = desk
                .control
                .act("DeleteGroup", &json!({ "GroupName": name }))
                .await?;
            desk.say(&answer, &format!("The group {name} is deleted."))
        }
        Command::Add { name, user } => member(desk, "AdminAddUserToGroup", &name, &user, "is in").await,
        Command::Remove { name, user } => {
            member(desk, "AdminRemoveUserFromGroup", &name, &user, "is no longer in").await
        }
    }
}

async fn member(desk: &Desk, action: &str, group: &str, user: &str, done: &str) -> Result<(), Failure> {
    let members = json!({ "GroupName": group, "Username": user });
    let answer = desk.control.act(action, &members).await?;
    desk.say(&answer, &format!("{user} {done} {group}."))
}

async fn list(desk: &Desk) -> Result<(), Failure> {
    let groups = desk.control.get("users").await?["groups"].clone();
    let mut table = Table::new(&["NAME", "PRECEDENCE", "ROLE", "DESCRIPTION"]);
    for group in groups.as_array().into_iter().flatten() {
        table.row(["name", "precedence", "role_arn", "description"].map(|name| plain(&group[name])));
    }
    desk.show(&groups, table)
}
