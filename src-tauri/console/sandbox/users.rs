//! `gatehouse sandbox users`. Passwords come from standard input: what stands on a command line can be read by others.

use std::io::{self, BufRead, IsTerminal, Write};
use std::path::PathBuf;

use base::Secret;
use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::super::{Failure, bytes, print};
use super::Desk;
use super::table::{Table, plain};

/// What to do with users.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Lists them: name, status, groups, second factors.
    List {
        /// As in AWS's ListUsers, such as 'email ^= "ada"'.
        #[arg(long)]
        filter: Option<String>,
    },
    /// Makes one, as an administrator does. Without a password it is as with AWS: none where a code can let in, elsewhere a
    /// temporary one by mail.
    Create(Create),
    /// Nobody signs in as this user any more.
    Disable(One),
    /// The user may sign in again.
    Enable(One),
    /// Deletes the user.
    Delete(One),
    /// Gives a password, read from standard input.
    SetPassword {
        #[command(flatten)]
        one: One,
        /// It has to be changed at the next sign-in.
        #[arg(long)]
        temporary: bool,
    },
    /// Asks for a new password, and sends the code for it.
    ResetPassword(One),
    /// Confirms a sign-up without its code.
    Confirm(One),
    /// Ends every sign-in of the user.
    SignOut(One),
    /// Writes users and groups down, without passwords.
    Export {
        /// CSV with the header of Cognito's import, in place of JSON.
        #[arg(long)]
        csv: bool,
        /// Where to; left out: standard output.
        file: Option<PathBuf>,
    },
    /// Takes users in, from JSON as `export` writes it or from CSV, which asks them for a new password.
    Import {
        /// The file; `-` for standard input.
        file: String,
        /// It is CSV, whatever its name.
        #[arg(long)]
        csv: bool,
    },
}

/// Whom.
#[derive(Debug, Args)]
pub(super) struct One {
    /// The user name, or an address that is one.
    name: String,
}

/// A new user.
#[derive(Debug, Args)]
pub(super) struct Create {
    /// The user name.
    name: String,
    /// The email address, verified.
    #[arg(long)]
    email: Option<String>,
    /// The phone number, verified.
    #[arg(long)]
    phone: Option<String>,
    /// An attribute, such as `given_name=Ada`.
    #[arg(long = "attribute", value_name = "NAME=VALUE", value_parser = pair)]
    attributes: Vec<(String, String)>,
    /// A group to be in.
    #[arg(long = "group", value_name = "GROUP")]
    groups: Vec<String>,
    /// Reads a password that is good at once from standard input.
    #[arg(long, conflicts_with = "temporary")]
    password: bool,
    /// Reads the temporary password from standard input.
    #[arg(long)]
    temporary: bool,
    /// Sends no invitation.
    #[arg(long)]
    quiet: bool,
}

pub(super) async fn run(desk: &Desk, command: Command) -> Result<(), Failure> {
    match command {
        Command::List { filter } => list(desk, filter).await,
        Command::Create(create) => make(desk, create).await,
        Command::Disable(one) => act(desk, "AdminDisableUser", one, "is disabled").await,
        Command::Enable(one) => act(desk, "AdminEnableUser", one, "is enabled").await,
        Command::Delete(one) => act(desk, "AdminDeleteUser", one, "is deleted").await,
        Command::ResetPassword(one) => {
            act(
                desk,
                "AdminResetUserPassword",
                one,
                "has to choose a new password",
            )
            .await
        }
        Command::Confirm(one) => act(desk, "AdminConfirmSignUp", one, "is confirmed").await,
        Command::SignOut(one) => act(desk, "AdminUserGlobalSignOut", one, "is signed out everywhere").await,
        Command::SetPassword { one, temporary } => {
            let password = secret("Password: ")?;
            let members = json!({
                "Username": one.name, "Password": password.expose(), "Permanent": !temporary,
            });
            let answer = desk.control.act("AdminSetUserPassword", &members).await?;
            desk.say(&answer, &format!("{} has another password.", one.name))
        }
        Command::Export { csv, file } => export(desk, csv, file).await,
        Command::Import { file, csv } => import(desk, &file, csv).await,
    }
}

async fn act(desk: &Desk, action: &str, one: One, done: &str) -> Result<(), Failure> {
    let answer = desk.control.act(action, &json!({ "Username": one.name })).await?;
    desk.say(&answer, &format!("{} {done}.", one.name))
}

async fn list(desk: &Desk, filter: Option<String>) -> Result<(), Failure> {
    let mut document = desk.control.get("users").await?;
    if let Some(filter) = filter {
        let mut names: Vec<Value> = Vec::new();
        let mut members = json!({ "Filter": filter, "AttributesToGet": ["sub"] });
        loop {
            let page = desk.control.act("ListUsers", &members).await?;
            names.extend(
                page["Users"]
                    .as_array()
                    .into_iter()
                    .flatten()
                    .map(|user| user["Username"].clone()),
            );
            match page["PaginationToken"].as_str() {
                Some(next) => members["PaginationToken"] = json!(next),
                None => break,
            }
        }
        if let Some(users) = document["users"].as_array_mut() {
            users.retain(|user| names.contains(&user["username"]));
        }
    }
    let users = document["users"].clone();
    let mut table = Table::new(&["NAME", "STATUS", "ENABLED", "EMAIL", "GROUPS", "FACTORS"]);
    for user in users.as_array().into_iter().flatten() {
        let factors = ["sms", "totp", "email"]
            .into_iter()
            .filter(|name| user["mfa"][*name] == true);
        table.row([
            plain(&user["username"]),
            plain(&user["status"]),
            plain(&user["enabled"]),
            plain(&user["attributes"]["email"]),
            plain(&user["groups"]),
            factors.collect::<Vec<_>>().join(", "),
        ]);
    }
    desk.show(&users, table)
}

async fn make(desk: &Desk, create: Create) -> Result<(), Failure> {
    let mut attributes: Vec<Value> = create
        .attributes
        .iter()
        .map(|(name, value)| json!({ "Name": name, "Value": value }))
        .collect();
    for (name, value) in [("email", create.email), ("phone_number", create.phone)] {
        if let Some(value) = value {
            attributes.push(json!({ "Name": name, "Value": value }));
            attributes.push(json!({ "Name": format!("{name}_verified"), "Value": "true" }));
        }
    }
    let password = if create.password || create.temporary {
        Some(secret("Password: ")?)
    } else {
        None
    };
    let mut members = json!({ "Username": create.name, "UserAttributes": attributes });
    if create.quiet || create.password {
        members["MessageAction"] = json!("SUPPRESS");
    }
    if let Some(password) = &password {
        members["TemporaryPassword"] = json!(password.expose());
    }
    let answer = desk.control.act("AdminCreateUser", &members).await?;
    for group in create.groups {
        let members = json!({ "Username": create.name, "GroupName": group });
        desk.control.act("AdminAddUserToGroup", &members).await?;
    }
    if let Some(password) = password.filter(|_| create.password) {
        let members = json!({ "Username": create.name, "Password": password.expose(), "Permanent": true });
        desk.control.act("AdminSetUserPassword", &members).await?;
    }
    desk.say(&answer["User"], &format!("{} is made.", create.name))
}

async fn export(desk: &Desk, csv: bool, file: Option<PathBuf>) -> Result<(), Failure> {
    let text = if csv {
        desk.control.users_as_csv().await?
    } else {
        format!("{:#}\n", desk.control.get("users").await?)
    };
    match file {
        Some(file) => std::fs::write(&file, text)
            .map_err(|error| format!("{} cannot be written: {error}.", file.display()).into()),
        None => print(text.trim_end()),
    }
}

async fn import(desk: &Desk, file: &str, csv: bool) -> Result<(), Failure> {
    let text = String::from_utf8(bytes(file)?).map_err(|_| format!("{file} is no text."))?;
    let named = std::path::Path::new(file)
        .extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case("csv"));
    let answer = if csv || named {
        desk.control.post_csv("users", text).await?
    } else {
        let document: Value =
            serde_json::from_str(&text).map_err(|error| format!("{file} is no JSON: {error}."))?;
        desk.control.post("users", &document).await?
    };
    let sentence = format!(
        "{} new, {} changed, {} groups.",
        answer["created"], answer["changed"], answer["groups"]
    );
    desk.say(&answer, &sentence)
}

/// One line of standard input.
fn secret(prompt: &str) -> Result<Secret, Failure> {
    let input = io::stdin();
    if input.is_terminal() {
        let mut told = io::stderr();
        write!(told, "{prompt}")?;
        told.flush()?;
    }
    let mut line = String::new();
    input.lock().read_line(&mut line)?;
    Ok(Secret::from(line.trim_end_matches(['\r', '\n'])))
}

fn pair(text: &str) -> Result<(String, String), &'static str> {
    let (name, value) = text.split_once('=').ok_or("write NAME=VALUE")?;
    Ok((name.to_owned(), value.to_owned()))
}
