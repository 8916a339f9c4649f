//! `cargo xtask test`: everything that has to hold, with one line of counts at the end.

use std::process::Command;
use std::time::Instant;

use crate::count::{Count, Tally};
use crate::failure::Failure;
use crate::needs::{self, Purpose};
use crate::page;
use crate::peers;
use crate::report::{say, span};
use crate::shell::{command, target, words};
use crate::steps::{Step, perform};

const NEXTEST: &str = "0.9.143";

/// How much to run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Extent {
    /// Everything.
    Full,
    /// All but the window tests.
    Quick,
}

/// Runs the steps and says the counts. That generated files are not stale is among the Rust tests.
pub(crate) fn test(extent: Extent) -> Result<(), Failure> {
    let began = Instant::now();
    match extent {
        Extent::Full => needs::meet(&[Purpose::Build, Purpose::QuickTest, Purpose::Window])?,
        Extent::Quick => needs::meet(&[Purpose::Build, Purpose::QuickTest])?,
    }
    page::install()?;
    page::build()?;
    say("Running (a line for each step as it ends)");
    let alone = perform(vec![rust_steps(), page_steps()])?;
    let together = perform(vec![joint_steps(extent)])?;
    let total = alone.and(together);
    if extent == Extent::Quick {
        say("The window tests were left out, as asked.");
    }
    say(format!("in {}", span(began.elapsed())));
    say(format!("{} passed, {} failed", total.passed, total.failed));
    match total {
        Tally { failed: 0, .. } => Ok(()),
        Tally { .. } => Err(Failure::reported()),
    }
}

fn rust_steps() -> Vec<Step> {
    let mut steps = vec![
        Step::run("formatting", words("cargo fmt --all --check")),
        Step::refuse(
            "no second TLS stack",
            words("cargo tree --locked --workspace --invert hyper@0.14"),
            "did not match any packages",
        ),
        Step::run(
            "clippy",
            words("cargo clippy --locked --workspace --all-targets -- -D warnings"),
        ),
    ];
    if !crate::shell::succeeds(&mut words("cargo nextest --version")) {
        steps.push(Step::run(
            "install nextest",
            words(&format!("cargo install --locked cargo-nextest@{NEXTEST}")),
        ));
    }
    steps.push(Step::tests(
        "Rust tests",
        nextest("not (binary(interop) or binary(window))"),
        Count::Nextest,
    ));
    steps
}

fn page_steps() -> Vec<Step> {
    let mut steps = vec![
        Step::run("page: types", words("npm --prefix ui run --silent check")),
        Step::look("page: a type error is found", page::type_error_is_found),
        Step::run("page: lint", words("npm --prefix ui run --silent lint")),
        vitest("page: unit tests", "test"),
        vitest("page: screens and axe", "screens"),
    ];
    steps.extend(peers::steps());
    steps
}

fn vitest(name: &'static str, script: &str) -> Step {
    let report = target().join("xtask").join(format!("{script}.json"));
    let _ = std::fs::remove_file(&report);
    let report = std::path::absolute(&report).unwrap_or(report);
    let line = format!("npm --prefix ui run --silent {script} -- --reporter=default --reporter=json");
    let mut command = words(&line);
    command.arg(format!("--outputFile.json={}", report.display()));
    Step::tests(name, command, Count::Vitest(report))
}

fn joint_steps(extent: Extent) -> Vec<Step> {
    let mut steps = vec![Step::tests("interop", nextest("binary(interop)"), Count::Nextest)];
    match extent {
        Extent::Full => {
            steps.push(Step::run("build the app", words(crate::run::BUILD)));
            steps.push(Step::tests("window", nextest("binary(window)"), Count::Nextest));
        }
        Extent::Quick => {}
    }
    steps
}

fn nextest(filter: &str) -> Command {
    command(
        "cargo",
        [
            "nextest",
            "run",
            "--locked",
            "--workspace",
            "--no-fail-fast",
            "--filterset",
            filter,
        ],
    )
}
