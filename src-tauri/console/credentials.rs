//! `gatehouse credentials`.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, ValueEnum};

use super::{Failure, open, print};

/// Whose credentials, and how written.
#[derive(Debug, Args)]
pub struct Arguments {
    /// The connection's id or name.
    #[arg(long, value_name = "ID")]
    connection: String,

    /// Whose: a user name or an email address. Left out: whoever the window shows.
    #[arg(long, value_name = "NAME")]
    account: Option<String>,

    /// How they are written.
    #[arg(long, value_enum, default_value = "process")]
    format: Format,
}

/// How credentials are written.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    /// JSON for `credential_process`.
    Process,
    /// `export` lines for sh, bash and zsh.
    Env,
    /// Lines for PowerShell.
    Powershell,
    /// Lines for fish.
    Fish,
}

pub(super) async fn run(arguments: Arguments, data: Option<PathBuf>) -> Result<ExitCode, Failure> {
    let Arguments {
        connection,
        account,
        format,
    } = arguments;
    let console = open(data).await?;
    let connection = console.connection(&connection).await?;
    let keys = console.credentials(&connection, account.as_deref()).await?;
    let format = match format {
        Format::Process => api::console::Format::Process,
        Format::Env => api::console::Format::Env,
        Format::Powershell => api::console::Format::PowerShell,
        Format::Fish => api::console::Format::Fish,
    };
    print(keys.written(format).expose())?;
    Ok(ExitCode::SUCCESS)
}
