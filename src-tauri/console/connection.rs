//! `gatehouse connection`.

use std::path::PathBuf;
use std::process::ExitCode;

use api::import::import;
use clap::Subcommand;

use super::{Failure, bytes, print};

/// What to do with connections.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Reads a file of Amplify, CloudFormation, CDK or Terraform, or any text with ids in it, and prints what it says.
    Review {
        /// The file; `-` for standard input.
        file: String,
    },
}

pub(super) async fn run(command: Command, _: Option<PathBuf>) -> Result<ExitCode, Failure> {
    match command {
        Command::Review { file } => {
            let reviewed = import(&bytes(&file)?).map_err(|refused| api::console::refusal(&refused))?;
            print(&api::console::review(&reviewed.view))?;
            Ok(ExitCode::SUCCESS)
        }
    }
}
