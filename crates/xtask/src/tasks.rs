//! The tasks that start one program and show what it says.

use crate::failure::Failure;
use crate::needs::{self, Purpose};
use crate::page;
use crate::peers;
use crate::report::say;
use crate::run::build_app;
use crate::shell::{command, show, succeeds, target, words};

/// Drives the real window through the main job and writes numbered pictures to `target/tour/`.
pub(crate) fn tour(readme: bool) -> Result<(), Failure> {
    needs::meet(&[Purpose::Build, Purpose::Window, Purpose::Pictures])?;
    page::install()?;
    page::build()?;
    build_app()?;
    show(words("cargo run --locked --quiet --package tests --bin tour").args(readme.then_some("--readme")))
}

/// Writes the generated files anew: the page's types and the diagram of the sign-in. Each is written by the test
/// that finds it stale.
pub(crate) fn bindings() -> Result<(), Failure> {
    for generator in [
        "--package api --test export_bindings",
        "--package flow --test diagram",
    ] {
        say(format!("cargo test {generator}"));
        let line = format!("cargo test --locked --quiet {generator}");
        succeeds(words(&line).env("UPDATE", "1"));
        show(&mut words(&line))?;
    }
    Ok(())
}

/// What is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// The start and the memory of the window.
    Windows,
    /// Listings beside other people's clients.
    Listings,
    /// Transfers beside other people's clients.
    Transfers,
}

/// Measures release builds: the app against a hello-world window with the same settings, and its files against other
/// people's clients.
pub(crate) fn bench(parts: &[Part]) -> Result<(), Failure> {
    for part in parts {
        match part {
            Part::Windows => bench_windows()?,
            Part::Listings => bench_files("listings")?,
            Part::Transfers => bench_files("transfers")?,
        }
    }
    Ok(())
}

fn bench_windows() -> Result<(), Failure> {
    needs::meet(&[Purpose::Build, Purpose::Window])?;
    page::install()?;
    page::build()?;
    show(&mut words("cargo build --locked --release --package gatehouse"))?;
    let hello = "cargo build --release --manifest-path benches/hello/Cargo.toml --target-dir";
    show(words(hello).arg(target().join("hello")))?;
    show(&mut words(
        "cargo run --locked --quiet --package tests --bin bench",
    ))
}

fn bench_files(part: &str) -> Result<(), Failure> {
    needs::meet(&[Purpose::Build, Purpose::QuickTest])?;
    show(&mut words("cargo build --locked --release --package s3-bench"))?;
    let python = peers::of_bench().map_err(Failure::because)?;
    let mut measure = command(&python.to_string_lossy(), ["benches/s3/measure.py"]);
    measure.arg(target().join("release/s3-bench"));
    show(measure.arg(target().join("bench/work")).arg(part))
}

/// Builds the packages for Debian and for RPM systems.
pub(crate) fn package() -> Result<(), Failure> {
    needs::meet(&[Purpose::Build])?;
    page::install()?;
    show(&mut words("ui/node_modules/.bin/tauri build --bundles deb,rpm"))
}
