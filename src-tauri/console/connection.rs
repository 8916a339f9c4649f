//! `gatehouse connection`.

use std::path::PathBuf;
use std::process::ExitCode;

use api::import::import;
use clap::Subcommand;

use super::{Failure, bytes, open, print};

/// What to do with connections.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Lists the connections: id and name.
    List,

    /// Prints a connection without its secret, as a file for somebody else.
    Export {
        /// The connection's id or name.
        connection: String,
    },

    /// Reads a file of Amplify, CloudFormation, CDK or Terraform, or any text with ids in it, and prints what it says.
    Review {
        /// The file; `-` for standard input.
        file: String,
    },

    /// Asks the services whether a connection is set up rightly, and names the field to mend.
    Test {
        /// The connection's id or name.
        connection: String,
    },
}

pub(super) async fn run(command: Command, data: Option<PathBuf>) -> Result<ExitCode, Failure> {
    match command {
        Command::List => {
            for (id, name) in open(data).await?.connections().await? {
                print(&format!("{id}\t{name}"))?;
            }
            Ok(ExitCode::SUCCESS)
        }
        Command::Export { connection } => {
            print(open(data).await?.export(&connection).await?.trim_end())?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Test { connection } => {
            let checks = open(data).await?.test(&connection).await?;
            print(&api::console::verdict(&checks))?;
            let wrong = api::console::something_wrong(&checks);
            Ok(if wrong {
                ExitCode::FAILURE
            } else {
                ExitCode::SUCCESS
            })
        }
        Command::Review { file } => {
            let reviewed = import(&bytes(&file)?).map_err(|refused| api::console::refusal(&refused))?;
            print(&api::console::review(&reviewed.view))?;
            Ok(ExitCode::SUCCESS)
        }
    }
}
