//! The memory of this process, as Linux counts it, in bytes.

/// What is in memory now.
pub(super) fn resident() -> u64 {
    of("VmRSS:")
}

/// The most that was.
pub(super) fn peak() -> u64 {
    of("VmHWM:")
}

fn of(name: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("Linux");
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix(name))
        .expect("a line of that name");
    let kilobytes = line
        .split_whitespace()
        .next()
        .and_then(|number| number.parse::<u64>().ok());
    kilobytes.expect("a number") * 1024
}
