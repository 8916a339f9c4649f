//! `gatehouse profile`.

use std::path::PathBuf;
use std::process::ExitCode;

use api::profile::{Changed, Profile, config_file, install, remove};
use clap::Subcommand;

use super::{Failure, open, print};

/// What to do with a profile.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Writes a profile into the AWS config file, which asks this app for credentials. A copy of the file is kept.
    Install {
        /// The connection's id or name.
        #[arg(long, value_name = "ID")]
        connection: String,

        /// Whose credentials: a user name or an email address. Left out: whoever the window shows.
        #[arg(long, value_name = "NAME")]
        account: Option<String>,

        /// What the profile is called. Left out: `gatehouse-` and the connection's id.
        #[arg(long, value_name = "PROFILE")]
        name: Option<String>,
    },

    /// Takes a profile out that this app has written.
    Remove {
        /// What the profile is called.
        #[arg(long, value_name = "PROFILE")]
        name: String,
    },
}

pub(super) async fn run(command: Command, data: Option<PathBuf>) -> Result<ExitCode, Failure> {
    let home = dirs::home_dir().ok_or("This computer has no home folder for the AWS config file.")?;
    let named = std::env::var_os("AWS_CONFIG_FILE").filter(|path| !path.is_empty());
    let file = config_file(named.map(PathBuf::from), &home);
    match command {
        Command::Install {
            connection,
            account,
            name,
        } => {
            let found = open(data.clone()).await?.connection(&connection).await?;
            // By its id, so that the profile outlives another name of the connection.
            let name = name.unwrap_or_else(|| format!("gatehouse-{}", found.id));
            let process = process(&found.id, account, data)?;
            let profile = Profile::of(&found, &name, process);
            told(&install(&file, &profile)?)?;
            print(&format!("Try it: aws s3 ls --profile {name}"))?;
        }
        Command::Remove { name } => told(&remove(&file, &name)?)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// This program, as it has to be called for credentials.
fn process(connection: &str, account: Option<String>, data: Option<PathBuf>) -> Result<Vec<String>, Failure> {
    let program = std::env::current_exe()?.to_string_lossy().into_owned();
    let mut words = vec![program];
    if let Some(data) = data {
        let data = std::path::absolute(data)?.to_string_lossy().into_owned();
        words.extend(["--data".to_owned(), data]);
    }
    words.extend(["credentials", "--connection", connection].map(str::to_owned));
    if let Some(account) = account {
        words.extend(["--account".to_owned(), account]);
    }
    Ok(words)
}

fn told(changed: &Changed) -> Result<(), Failure> {
    print(&format!("Written: {}", changed.path.display()))?;
    match &changed.backup {
        Some(backup) => print(&format!("What was there before: {}", backup.display())),
        None => Ok(()),
    }
}
