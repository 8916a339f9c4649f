//! The command line: each command carries its arguments to the [`api`], prints what comes back on standard output, and
//! ends with one sentence on standard error where it fails.

mod connection;
mod credentials;
mod profile;
mod sandbox;

use std::io::{self, Read, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use api::console::{Console, ConsoleParts};
use base::SystemClock;
use clap::Subcommand;

use crate::host::Keyring;

/// What failed, as it is told.
type Failure = Box<dyn std::error::Error + Send + Sync>;

/// The commands that need no window.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Connections: listed, tested, exported, and read from files.
    #[command(subcommand)]
    Connection(connection::Command),

    /// Prints AWS credentials of somebody who stays signed in.
    Credentials(credentials::Arguments),

    /// The sandbox: runs alone, or is steered where it runs.
    Sandbox(sandbox::Arguments),

    /// Profiles for the AWS command line.
    #[command(subcommand)]
    Profile(profile::Command),
}

/// Runs a command. `data` is another folder for the app's own data.
pub fn run(command: Command, data: Option<PathBuf>) -> ExitCode {
    let runtime = tokio::runtime::Runtime::new();
    let done = runtime.map_err(Failure::from).and_then(|runtime| {
        runtime.block_on(async {
            match command {
                Command::Connection(command) => connection::run(command, data).await,
                Command::Credentials(arguments) => credentials::run(arguments, data).await,
                Command::Sandbox(arguments) => sandbox::run(arguments, data).await,
                Command::Profile(command) => profile::run(command, data).await,
            }
        })
    });
    done.unwrap_or_else(|failure| {
        complain(&failure.to_string());
        ExitCode::FAILURE
    })
}

/// Tells what failed. Where nobody can be told, the exit code has to do.
fn complain(sentence: &str) {
    let _ = writeln!(io::stderr(), "{sentence}");
}

/// The app's own data in their folder.
async fn open(data: Option<PathBuf>) -> Result<Console, Failure> {
    let parts = ConsoleParts {
        clock: Arc::new(SystemClock),
        keys: Arc::new(Keyring),
        device_name: gethostname::gethostname().to_string_lossy().into_owned(),
        data_folder: folder(data)?,
    };
    Ok(Console::open(parts).await?)
}

/// Where the window keeps its data, too.
fn folder(data: Option<PathBuf>) -> Result<PathBuf, Failure> {
    let identifier = crate::context::<tauri::Wry>().config().identifier.clone();
    let usual = || dirs::data_dir().map(|folder| folder.join(identifier));
    data.or_else(usual)
        .ok_or_else(|| "This computer has no folder for the app's own data; name one with --data.".into())
}

/// What a file holds, or standard input for `-`.
fn bytes(file: &str) -> Result<Vec<u8>, Failure> {
    let source: Box<dyn Read> = if file == "-" {
        Box::new(io::stdin())
    } else {
        Box::new(std::fs::File::open(file).map_err(|error| format!("{file} cannot be opened: {error}."))?)
    };
    Ok(api::import::read(source)?)
}

fn print(text: &str) -> Result<(), Failure> {
    Ok(writeln!(io::stdout(), "{text}")?)
}
