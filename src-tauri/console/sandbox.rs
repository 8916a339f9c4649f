//! `gatehouse sandbox`: runs a sandbox without a window, or steers one that runs, in a window or without one.

mod clock;
mod faults;
mod groups;
mod serve;
mod settings;
mod table;
mod users;

use std::path::PathBuf;
use std::process::ExitCode;

use api::console::{ControlError, SandboxControl};
use clap::{Args, Subcommand};
use serde_json::Value;

use super::{Failure, folder, print};
use table::Table;

/// The exit code where no sandbox runs on the folder.
const NOT_RUNNING: u8 = 3;

/// What belongs to every command of the sandbox.
#[derive(Debug, Args)]
pub struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,

    /// The port on 127.0.0.1; 0 lets the system choose.
    #[arg(long, default_value_t = 0)]
    port: u16,

    /// Where the sandbox keeps its state. Left out: in the app's own data.
    #[arg(long, value_name = "FOLDER", global = true)]
    data: Option<PathBuf>,

    /// Prints JSON.
    #[arg(long, global = true)]
    json: bool,
}

/// What to do.
#[derive(Debug, Subcommand)]
enum Command {
    /// Runs a sandbox alone, without a window, until it is interrupted.
    Serve {
        /// The port on 127.0.0.1; 0 lets the system choose.
        #[arg(long, default_value_t = 0)]
        port: u16,
    },
    /// Where the sandbox answers, its time, and what is planned.
    Status,
    /// Users: listed, made, changed, exported and taken in.
    #[command(subcommand)]
    Users(users::Command),
    /// Groups, and who is in them.
    #[command(subcommand)]
    Groups(groups::Command),
    /// The messages that the sandbox has sent, newest first.
    Inbox {
        /// Only those to this address or number.
        #[arg(long, value_name = "ADDRESS")]
        to: Option<String>,
        /// Only the newest code, without anything around it.
        #[arg(long)]
        code: bool,
    },
    /// The sandbox's clock: shown, and moved.
    Clock {
        #[command(subcommand)]
        change: Option<clock::Command>,
    },
    /// What goes wrong with coming calls.
    Faults {
        #[command(subcommand)]
        change: Option<faults::Command>,
    },
    /// The settings of user pool, clients, identity pool and roles.
    #[command(subcommand)]
    Settings(settings::Command),
    /// Back to the first accounts, files and settings.
    Reset,
}

/// What a command needs to do its work.
struct Desk {
    control: SandboxControl,
    json: bool,
}

pub(super) async fn run(arguments: Arguments, data: Option<PathBuf>) -> Result<ExitCode, Failure> {
    let Arguments {
        command,
        port,
        data: own,
        json,
    } = arguments;
    let folder = |data: Option<PathBuf>| match own.clone() {
        Some(folder) => Ok(folder),
        None => folder(data).map(|folder| folder.join(api::connection::SANDBOX)),
    };
    let command = match command {
        None if own.is_none() => {
            return Err("Name a command, or a folder with --data; --help tells more.".into());
        }
        None => Command::Serve { port },
        Some(command) => command,
    };
    if let Command::Serve { port } = command {
        serve::run(port, folder(data)?, json).await?;
        return Ok(ExitCode::SUCCESS);
    }
    let control = match SandboxControl::find(&folder(data)?).await {
        Ok(control) => control,
        Err(error @ ControlError::NotRunning(_)) => {
            super::complain(&error.to_string());
            return Ok(ExitCode::from(NOT_RUNNING));
        }
        Err(error) => return Err(error.into()),
    };
    let desk = Desk { control, json };
    match command {
        Command::Serve { .. } => {}
        Command::Status => desk.status().await?,
        Command::Users(command) => users::run(&desk, command).await?,
        Command::Groups(command) => groups::run(&desk, command).await?,
        Command::Inbox { to, code } => return desk.inbox(to.as_deref(), code).await,
        Command::Clock { change } => clock::run(&desk, change).await?,
        Command::Faults { change } => faults::run(&desk, change).await?,
        Command::Settings(command) => settings::run(&desk, command).await?,
        Command::Reset => desk.say(
            &desk.control.post("reset", &Value::Null).await?,
            "The sandbox is as it was at first.",
        )?,
    }
    Ok(ExitCode::SUCCESS)
}

impl Desk {
    /// Prints an answer: as it is with `--json`, otherwise a sentence.
    fn say(&self, answer: &Value, sentence: &str) -> Result<(), Failure> {
        if self.json {
            print(&format!("{answer:#}"))
        } else {
            print(sentence)
        }
    }

    /// Prints an answer: as it is with `--json`, otherwise as a table.
    fn show(&self, answer: &Value, table: Table) -> Result<(), Failure> {
        if self.json {
            print(&format!("{answer:#}"))
        } else {
            print(table.text().trim_end())
        }
    }

    async fn status(&self) -> Result<(), Failure> {
        let answer = self.control.get("status").await?;
        let mut table = Table::new(&[]);
        for (name, value) in [
            ("url", &answer["url"]),
            ("folder", &answer["folder"]),
            ("time", &answer["clock"]["now"]),
            ("ahead", &answer["clock"]["ahead"]),
            ("app", &answer["clock"]["app"]),
            ("messages", &answer["messages"]),
            ("faults", &answer["faults"]),
            ("offline", &answer["offline"]),
        ] {
            table.row([name.to_owned(), table::plain(value)]);
        }
        self.show(&answer, table)
    }

    /// With `code` the exit code tells whether there is one.
    async fn inbox(&self, to: Option<&str>, code: bool) -> Result<ExitCode, Failure> {
        let answer = self.control.get("inbox").await?;
        let all = answer.as_array().cloned().unwrap_or_default();
        let found: Vec<Value> = all
            .into_iter()
            .filter(|message| to.is_none_or(|to| message["to"] == to))
            .collect();
        if code {
            let newest = found.iter().find_map(|message| message["code"].as_str());
            return match newest {
                Some(code) => print(code).map(|()| ExitCode::SUCCESS),
                None => Err("There is no code in the inbox.".into()),
            };
        }
        let mut table = Table::new(&["AT", "TO", "CODE", "SUBJECT"]);
        for message in &found {
            table.row(["at", "to", "code", "subject"].map(|name| table::plain(&message[name])));
        }
        self.show(&Value::from(found), table)?;
        Ok(ExitCode::SUCCESS)
    }
}
