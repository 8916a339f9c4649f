//! The tasks that start one program and show what it says.

use crate::failure::Failure;
use crate::generated::Generated;
use crate::needs::{self, Purpose};
use crate::page;
use crate::run::build_app;
use crate::shell::{show, words};

/// Drives the real window through the main job and writes numbered pictures to `target/tour/`.
pub(crate) fn tour(readme: bool) -> Result<(), Failure> {
    needs::meet(&[Purpose::Build, Purpose::Window, Purpose::Pictures])?;
    page::install()?;
    page::build()?;
    build_app()?;
    show(words("cargo run --locked --quiet --package tests --bin tour").args(readme.then_some("--readme")))
}

/// Writes the generated files anew.
pub(crate) fn bindings() -> Result<(), Failure> {
    Generated::all().into_iter().try_for_each(Generated::write)
}

/// Measures the release build against a hello-world window with the same settings.
pub(crate) fn bench() -> Result<(), Failure> {
    needs::meet(&[Purpose::Build, Purpose::Window])?;
    page::install()?;
    page::build()?;
    show(&mut words("cargo build --locked --release --package gatehouse"))?;
    show(&mut words(
        "cargo build --release --manifest-path benches/hello/Cargo.toml --target-dir target/hello",
    ))?;
    show(&mut words(
        "cargo run --locked --quiet --package tests --bin bench",
    ))
}

/// Builds the packages for Debian and for RPM systems.
pub(crate) fn package() -> Result<(), Failure> {
    needs::meet(&[Purpose::Build])?;
    page::install()?;
    show(&mut words("ui/node_modules/.bin/tauri build --bundles deb,rpm"))
}
