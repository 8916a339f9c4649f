//! Building, testing and running by one command: `cargo xtask <task>`. It finds out what the machine lacks and
//! says so before it acts. The tests themselves live in `tests/` and in each crate; this only starts and counts.

mod count;
mod failure;
mod needs;
mod page;
mod peers;
mod report;
mod run;
mod shell;
mod steps;
mod tasks;
mod test;

use std::process::ExitCode;

use failure::Failure;
use tasks::Part;

const USAGE: &str = "\
Usage: cargo xtask <task>

  run [-- arguments]   install what is missing, build, and start the app on the sandbox
  test [--quick]       everything that has to hold; --quick leaves out the window tests
  tour [--readme]      drive the real window and write screenshots to target/tour/
  bindings             write the generated files anew: ui/src/lib/bindings.ts and docs/FLOW.md
  bench [part]         speed and memory, as ratios measured in one run; the parts are windows, listings, transfers
  package              build the .deb and the .rpm
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match perform(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            if let Some(text) = failure.text() {
                report::say(text);
            }
            ExitCode::FAILURE
        }
    }
}

fn perform(arguments: &[String]) -> Result<(), Failure> {
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    shell::enter_root()?;
    match words.as_slice() {
        ["run"] => run::run(&[]),
        ["run", "--", rest @ ..] => run::run(rest),
        ["test"] => test::test(test::Extent::Full),
        ["test", "--quick"] => test::test(test::Extent::Quick),
        ["tour"] => tasks::tour(false),
        ["tour", "--readme"] => tasks::tour(true),
        ["bindings"] => tasks::bindings(),
        ["bench"] => tasks::bench(&[Part::Windows, Part::Listings, Part::Transfers]),
        ["bench", "windows"] => tasks::bench(&[Part::Windows]),
        ["bench", "listings"] => tasks::bench(&[Part::Listings]),
        ["bench", "transfers"] => tasks::bench(&[Part::Transfers]),
        ["package"] => tasks::package(),
        _ => Err(Failure::because(USAGE)),
    }
}
