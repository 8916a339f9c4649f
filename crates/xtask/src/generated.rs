//! Files that are written by a program and committed. Nobody edits them; a stale one is found by writing it anew
//! and comparing.

use crate::failure::Failure;
use crate::report::say;
use crate::shell::{output, show, words};
use crate::steps::Step;

/// A generated file and the program that writes it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Generated {
    step: &'static str,
    file: &'static str,
    generator: &'static str,
}

impl Generated {
    /// All of them.
    pub(crate) fn all() -> Vec<Self> {
        vec![
            Self {
                step: "generated: bindings.ts",
                file: "ui/src/lib/bindings.ts",
                generator: "cargo test --locked --quiet --package api --lib export_bindings",
            },
            Self {
                step: "generated: FLOW.md",
                file: "docs/FLOW.md",
                generator: "cargo run --locked --quiet --package flow --example diagram",
            },
        ]
    }

    /// Writes the file anew and says whether it differs from before.
    pub(crate) fn write(self) -> Result<(), Failure> {
        let before = std::fs::read(self.file).unwrap_or_default();
        let _ = std::fs::remove_file(self.file);
        let mut generator = words(self.generator);
        if let Err(failure) = show(&mut generator) {
            let _ = std::fs::write(self.file, before);
            return Err(failure);
        }
        let changed = std::fs::read(self.file).unwrap_or_default() != before;
        say(format!(
            "{} {}",
            self.file,
            if changed { "written anew" } else { "was up to date" }
        ));
        Ok(())
    }

    /// The check that the file is what its program writes. The file is left as it was.
    pub(crate) fn into_step(self) -> Step {
        Step::look(self.step, move || {
            let before = std::fs::read(self.file).map_err(|error| format!("{}: {error}", self.file))?;
            std::fs::remove_file(self.file).map_err(|error| format!("{}: {error}", self.file))?;
            let said = output(words(self.generator).stderr(std::process::Stdio::null()));
            let after = std::fs::read(self.file).unwrap_or_default();
            std::fs::write(self.file, &before).map_err(|error| format!("{}: {error}", self.file))?;
            match said {
                None => Err(format!("`{}` failed", self.generator)),
                Some(_) if after != before => {
                    Err(format!("{} is stale: run `cargo xtask bindings`", self.file))
                }
                Some(_) => Ok(()),
            }
        })
    }
}
