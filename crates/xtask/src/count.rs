//! How many tests a program ran, read from what it said itself. A program that says nothing of the kind has
//! failed, whatever its exit code: a count nobody can see is a skipped test.

use std::path::PathBuf;

/// What passed and what failed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) passed: u32,
    pub(crate) failed: u32,
}

impl Tally {
    /// Both together.
    pub(crate) fn and(self, other: Self) -> Self {
        Self {
            passed: self.passed + other.passed,
            failed: self.failed + other.failed,
        }
    }
}

/// Where the numbers of a step come from.
#[derive(Debug, Clone)]
pub(crate) enum Count {
    /// The step is one check.
    One,
    /// nextest's summary line.
    Nextest,
    /// The file that vitest's JSON reporter writes.
    Vitest(PathBuf),
}

impl Count {
    /// The tally of a program that wrote `output` and succeeded or not.
    pub(crate) fn tally(&self, output: &str, success: bool) -> Tally {
        let read = match self {
            Self::One => Some(Tally {
                passed: u32::from(success),
                failed: u32::from(!success),
            }),
            Self::Nextest => nextest(output),
            Self::Vitest(report) => std::fs::read(report).ok().and_then(|bytes| vitest(&bytes)),
        };
        match read {
            Some(tally) if tally.failed == 0 && (!success || tally.passed == 0) => {
                Tally { failed: 1, ..tally }
            }
            Some(tally) => tally,
            None => Tally { passed: 0, failed: 1 },
        }
    }
}

fn nextest(output: &str) -> Option<Tally> {
    let summary = output
        .lines()
        .rev()
        .find(|line| line.contains("Summary [") && line.contains(" run:"))?;
    let (head, rest) = summary.split_once(" run:")?;
    let ran = head.split(']').next_back()?.split_whitespace().next()?;
    let ran: u32 = ran.split('/').next_back()?.parse().ok()?;
    let passed = before(rest, "passed").unwrap_or(0);
    Some(Tally {
        passed,
        failed: ran.saturating_sub(passed),
    })
}

fn vitest(report: &[u8]) -> Option<Tally> {
    let report: serde_json::Value = serde_json::from_slice(report).ok()?;
    let number = |name: &str| report[name].as_u64().and_then(|n| u32::try_from(n).ok());
    let left_out = number("numPendingTests")? + number("numTodoTests")?;
    Some(Tally {
        passed: number("numPassedTests")?,
        failed: number("numFailedTests")? + left_out,
    })
}

fn before(text: &str, word: &str) -> Option<u32> {
    let words: Vec<&str> = text
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|part| !part.is_empty())
        .collect();
    let at = words.iter().position(|part| *part == word)?;
    words.get(at.checked_sub(1)?)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::{Count, Tally};

    #[test]
    fn nextest_is_counted_by_its_summary_and_what_did_not_pass_has_failed() {
        let output = "PASS a\n     Summary [   2.5s] 12 tests run: 9 passed (1 leaky), 2 failed, 1 timed out, 4 skipped\n";
        assert_eq!(
            Count::Nextest.tally(output, false),
            Tally { passed: 9, failed: 3 }
        );
    }

    #[test]
    fn an_unfinished_nextest_run_has_failed_for_what_it_did_not_reach() {
        let output = "     Summary [   2.5s] 3/12 tests run: 3 passed, 0 skipped\n";
        assert_eq!(
            Count::Nextest.tally(output, false),
            Tally { passed: 3, failed: 9 }
        );
    }

    #[test]
    fn a_program_that_ran_no_test_has_failed() {
        let none = "Summary [ 0.0s] 0 tests run: 0 passed, 7 skipped";
        assert_eq!(Count::Nextest.tally(none, true).failed, 1);
        assert_eq!(Count::Nextest.tally("error: could not compile", false).failed, 1);
    }

    #[test]
    fn a_failing_program_fails_even_when_all_its_tests_passed() {
        assert_eq!(
            Count::Nextest.tally("Summary [ 0.1s] 14 tests run: 14 passed, 0 skipped", false),
            Tally {
                passed: 14,
                failed: 1
            }
        );
    }
}
