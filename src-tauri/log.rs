//! The log: a file in the data folder, for our own crates. Libraries that see requests, headers or keys are held
//! at warnings whatever anybody sets, because at finer levels they print what they carry.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::panic;
use std::path::Path;
use std::sync::Mutex;

use tracing::level_filters::LevelFilter;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

/// Sets the level of our own crates: `error`, `warn`, `info` (the default), `debug` or `trace`.
const LEVEL: &str = "GATEHOUSE_LOG";

/// Above this, in bytes, the file is set aside at the next start.
const LARGEST: u64 = 4 * 1024 * 1024;

const OURS: [&str; 7] = [
    "api",
    "auth",
    "files",
    "flow",
    "gatehouse_shell",
    "sandbox",
    "store",
];

/// Begins to log into `folder`. A second call changes nothing.
pub(crate) fn begin(folder: &Path) {
    let Ok(file) = open(folder) else { return };
    let level = std::env::var(LEVEL)
        .ok()
        .and_then(|level| level.parse().ok())
        .unwrap_or(LevelFilter::INFO);
    let lines = tracing_subscriber::fmt::layer()
        .with_ansi(false)
        .with_writer(Mutex::new(file));
    if tracing_subscriber::registry()
        .with(lines)
        .with(caps(level))
        .try_init()
        .is_ok()
    {
        panic::set_hook(Box::new(|panicked| {
            let place = panicked.location().map(ToString::to_string).unwrap_or_default();
            tracing::error!(place, "a panic; its text is left out");
        }));
    }
}

/// Our crates at `level`, everything else at warnings.
fn caps(level: LevelFilter) -> Targets {
    OURS.iter()
        .fold(Targets::new().with_default(LevelFilter::WARN), |caps, ours| {
            caps.with_target(*ours, level)
        })
}

fn open(folder: &Path) -> io::Result<File> {
    fs::create_dir_all(folder)?;
    let path = folder.join("gatehouse.log");
    if fs::metadata(&path).is_ok_and(|file| file.len() > LARGEST) {
        fs::rename(&path, folder.join("gatehouse.log.1"))?;
    }
    OpenOptions::new().create(true).append(true).open(path)
}

#[cfg(test)]
mod tests {
    use super::caps;
    use tracing::Level;
    use tracing::level_filters::LevelFilter;

    #[test]
    fn libraries_that_print_requests_stay_quiet_at_the_finest_level() {
        let caps = caps(LevelFilter::TRACE);

        assert!(
            caps.would_enable("auth::session", &Level::TRACE),
            "our own crates do as they are told"
        );
        for library in [
            "aws_smithy_runtime::client::orchestrator",
            "aws_sdk_cognitoidentityprovider",
            "hyper::proto",
            "h2::codec",
            "rustls::client",
            "reqwest::connect",
            "s3s::service",
            "zbus::connection",
        ] {
            assert!(!caps.would_enable(library, &Level::INFO), "{library}");
            assert!(
                caps.would_enable(library, &Level::WARN),
                "{library}: warnings are wanted"
            );
        }
    }
}
