//! Steps of a long check: each runs with its output kept in a file, is timed, and is counted by what it really
//! ran. A step that fails does not stop the others, so that one run tells everything.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use crate::count::{Count, Tally};
use crate::failure::Failure;
use crate::report::{say, span, tail};
use crate::shell::{target, typed};

const SILENCE: Duration = Duration::from_secs(30);

/// What a step does.
pub(crate) enum Action {
    /// Runs a program; it passes when the program succeeds.
    Run(Command),
    /// Runs a program that has to fail and to say this.
    Refuse(Command, &'static str),
    /// Looks at something in here; the error is what is wrong.
    Look(Box<dyn FnOnce() -> Result<(), String> + Send>),
}

/// One step.
pub(crate) struct Step {
    name: &'static str,
    action: Action,
    count: Count,
}

impl Step {
    /// A program that passes or fails as one.
    pub(crate) fn run(name: &'static str, command: Command) -> Self {
        Self {
            name,
            action: Action::Run(command),
            count: Count::One,
        }
    }

    /// A program that runs many tests, counted by `count`.
    pub(crate) fn tests(name: &'static str, command: Command, count: Count) -> Self {
        Self {
            name,
            action: Action::Run(command),
            count,
        }
    }

    /// A program that has to fail and to say `because`.
    pub(crate) fn refuse(name: &'static str, command: Command, because: &'static str) -> Self {
        Self {
            name,
            action: Action::Refuse(command, because),
            count: Count::One,
        }
    }

    /// A look at something.
    pub(crate) fn look(
        name: &'static str,
        look: impl FnOnce() -> Result<(), String> + Send + 'static,
    ) -> Self {
        Self {
            name,
            action: Action::Look(Box::new(look)),
            count: Count::One,
        }
    }

    fn log(&self) -> PathBuf {
        let name: String = self
            .name
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
            .collect();
        target().join("xtask").join("logs").join(format!("{name}.log"))
    }

    fn perform(self, log: &Path) -> Tally {
        let result = match self.action {
            Action::Run(command) => logged(command, log),
            Action::Refuse(command, because) => match logged(command, log) {
                Ok(()) => Err("it should have failed".to_owned()),
                Err(_) if read(log).contains(because) => Ok(()),
                Err(error) => Err(format!("{error}, but without saying `{because}`")),
            },
            Action::Look(look) => look(),
        };
        if let Err(error) = &result {
            append(log, error);
        }
        self.count.tally(&read(log), result.is_ok())
    }
}

enum News {
    Began(&'static str, PathBuf),
    Ended(&'static str, PathBuf, Tally, Duration),
}

/// Runs lanes of steps beside each other, each lane in its order, and reports every step as it ends.
pub(crate) fn perform(lanes: Vec<Vec<Step>>) -> Result<Tally, Failure> {
    std::fs::create_dir_all(target().join("xtask").join("logs"))
        .map_err(|error| Failure::because(format!("the logs' folder: {error}")))?;
    let (news, reports) = mpsc::channel();
    for lane in lanes {
        let news = news.clone();
        thread::spawn(move || {
            for step in lane {
                let (name, log, began) = (step.name, step.log(), Instant::now());
                let _ = std::fs::remove_file(&log);
                let _ = news.send(News::Began(name, log.clone()));
                let tally = step.perform(&log);
                let _ = news.send(News::Ended(name, log, tally, began.elapsed()));
            }
        });
    }
    drop(news);
    Ok(follow(&reports))
}

fn follow(reports: &mpsc::Receiver<News>) -> Tally {
    let mut total = Tally::default();
    let mut running: Vec<(&'static str, PathBuf)> = Vec::new();
    loop {
        match reports.recv_timeout(SILENCE) {
            Ok(News::Began(name, log)) => running.push((name, log)),
            Ok(News::Ended(name, log, tally, time)) => {
                running.retain(|(other, _)| *other != name);
                tell(name, &log, tally, time);
                total = total.and(tally);
            }
            Err(RecvTimeoutError::Timeout) => {
                for (name, log) in &running {
                    let text = read(log);
                    let last = text
                        .lines()
                        .rev()
                        .find(|line| !line.trim().is_empty())
                        .unwrap_or("…");
                    say(format!(
                        "        …  {name}: {}",
                        last.trim().chars().take(90).collect::<String>()
                    ));
                }
            }
            Err(RecvTimeoutError::Disconnected) => return total,
        }
    }
}

fn tell(name: &str, log: &Path, tally: Tally, time: Duration) {
    let mark = if tally.failed == 0 { "ok  " } else { "FAIL" };
    let counts = format!("{} passed, {} failed", tally.passed, tally.failed);
    say(format!("  {mark}  {name:<34} {counts:<24} {}", span(time)));
    if tally.failed > 0 {
        say(tail(&read(log), 60));
        say(format!("    (all of it: {})", log.display()));
    }
}

fn logged(mut command: Command, log: &Path) -> Result<(), String> {
    let file = File::create(log).map_err(|error| format!("{}: {error}", log.display()))?;
    let errors = file
        .try_clone()
        .map_err(|error| format!("{}: {error}", log.display()))?;
    command
        .stdin(Stdio::null())
        .stdout(file)
        .stderr(errors)
        .env("CARGO_TERM_COLOR", "never")
        .env("NO_COLOR", "1");
    let status = command
        .status()
        .map_err(|error| format!("`{}` could not be started: {error}", typed(&command)))?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("`{}` ended with {status}", typed(&command)))
    }
}

fn append(log: &Path, text: &str) {
    use std::io::Write;
    if let Ok(mut file) = File::options().append(true).create(true).open(log) {
        let _ = writeln!(file, "{text}");
    }
}

fn read(log: &Path) -> String {
    std::fs::read(log)
        .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
        .unwrap_or_default()
}
