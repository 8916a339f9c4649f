//! `gatehouse sandbox settings`.

use clap::Subcommand;
use serde_json::Value;

use super::super::{Failure, bytes, print};
use super::Desk;

/// What to do with the settings.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Prints them as JSON.
    Get,
    /// Changes what a file names and leaves the rest (JSON Merge Patch; clients by `client_id`).
    Set {
        /// The file; `-` for standard input.
        file: String,
    },
}

pub(super) async fn run(desk: &Desk, command: Command) -> Result<(), Failure> {
    match command {
        Command::Get => print(&format!("{:#}", desk.control.get("settings").await?)),
        Command::Set { file } => {
            let changes: Value = serde_json::from_slice(&bytes(&file)?)
                .map_err(|error| format!("{file} is no JSON: {error}."))?;
            let answer = desk.control.post("settings", &changes).await?;
            desk.say(&answer, "The settings are in force.")
        }
    }
}
