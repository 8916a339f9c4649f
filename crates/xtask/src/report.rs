//! What the person at the terminal reads.

use std::io::Write;
use std::time::Duration;

/// Writes one line. A closed terminal is no reason to stop.
pub(crate) fn say(text: impl AsRef<str>) {
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "{}", text.as_ref().trim_end());
    let _ = out.flush();
}

/// `8 s` or `2 min 5 s`.
pub(crate) fn span(time: Duration) -> String {
    match (time.as_secs() / 60, time.as_secs() % 60) {
        (0, 0) => format!("{:.1} s", time.as_secs_f32()),
        (0, seconds) => format!("{seconds} s"),
        (minutes, seconds) => format!("{minutes} min {seconds} s"),
    }
}

/// The last `lines` lines of `text`, indented.
pub(crate) fn tail(text: &str, lines: usize) -> String {
    let all: Vec<&str> = text.lines().collect();
    all[all.len().saturating_sub(lines)..]
        .iter()
        .map(|line| format!("    {line}\n"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{span, tail};
    use std::time::Duration;

    #[test]
    fn a_span_reads_as_a_person_would_say_it() {
        assert_eq!(span(Duration::from_millis(250)), "0.2 s");
        assert_eq!(span(Duration::from_secs(8)), "8 s");
        assert_eq!(span(Duration::from_secs(125)), "2 min 5 s");
    }

    #[test]
    fn a_tail_is_the_end_and_nothing_more_than_there_is() {
        assert_eq!(tail("a\nb\nc", 2), "    b\n    c\n");
        assert_eq!(tail("a", 9), "    a\n");
    }
}
