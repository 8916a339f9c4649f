//! Where to split. A good guess halves what is left of a range; a bad one costs a request that brings nothing, and
//! still tells that nothing lies beyond. What is known of a range is its first name, the last one so far and its end.

use std::collections::BTreeSet;

use super::Found;
use super::range::Range;

/// The characters that names are made of, as far as was seen.
#[derive(Debug, Default)]
pub(super) struct Letters(BTreeSet<char>);

/// Of how many names one is looked at.
const SAMPLE: usize = 50;

impl Letters {
    pub(super) fn learn(&mut self, found: &[Found]) {
        for found in found.iter().step_by(SAMPLE).chain(found.last()) {
            self.0.extend(found.name.chars());
        }
    }

    /// The character halfway between `c` and `limit` among those of its sort: names count and spell. Digits are all
    /// there are, letters those that were seen.
    fn middle(&self, c: char, limit: Option<char>) -> Option<char> {
        let end = match c {
            '0'..='9' => '9',
            'a'..='z' => 'z',
            'A'..='Z' => 'Z',
            _ => return None,
        };
        let others: Vec<char> = (c..=end)
            .skip(1)
            .filter(|other| limit.is_none_or(|limit| *other < limit))
            .filter(|other| other.is_ascii_digit() || self.0.contains(other))
            .collect();
        others.get(others.len() / 2).copied()
    }

    /// Whether a character was seen that comes after `c`.
    fn go_on_after(&self, c: char) -> bool {
        self.0.last().is_some_and(|last| *last > c)
    }
}

/// The range that is most worth splitting, and where.
pub(super) fn choose(ranges: &[Range], seen: &Letters) -> Option<(usize, String)> {
    let mut open: Vec<(usize, &Range)> = ranges
        .iter()
        .enumerate()
        .filter(|(_, range)| !range.done && range.pages > 0)
        .collect();
    open.sort_by_key(|(_, range)| {
        let open_end = range.until.is_none();
        (!open_end, shared(range), u32::MAX - range.pages)
    });
    open.into_iter()
        .find_map(|(at, range)| Some((at, point(range, seen)?)))
}

/// How many characters the last name and the end of a range share: the fewer, the more may lie between them.
fn shared(range: &Range) -> usize {
    match (&range.last, &range.until) {
        (Some(last), Some(until)) => common(last, until),
        _ => 0,
    }
}

/// A name after the last one and before the end.
fn point(range: &Range, seen: &Letters) -> Option<String> {
    let (first, last) = (range.first.as_deref()?, range.last.as_deref()?);
    let until = range.until.as_deref();
    let fits = |name: &String| name.as_str() > last && until.is_none_or(|until| name.as_str() < until);
    let letters: Vec<char> = last.chars().collect();
    let depth = until.map_or(0, |until| common(last, until));
    let varied = common(first, last);
    // The names so far begin alike further than they must: is there anything beyond that beginning?
    if varied > depth {
        let middle = depth + (varied - depth) / 2;
        let beyond = (middle..varied).find_map(|at| beyond(&letters, at).filter(fits));
        if beyond.is_some() {
            return beyond;
        }
    }
    let end: Vec<char> = until.map(|until| until.chars().collect()).unwrap_or_default();
    (depth..letters.len().min(depth + DEEPEST)).find_map(|at| {
        let limit = if at == depth { end.get(at).copied() } else { None };
        let c = *letters.get(at)?;
        let middle = seen.middle(c, limit).map(|c| with(&letters, at, c));
        let beyond = || seen.go_on_after(c).then(|| beyond(&letters, at))?;
        middle.filter(fits).or_else(|| beyond().filter(fits))
    })
}

/// How many characters further down a place to split is looked for.
const DEEPEST: usize = 8;

/// The first name that does not begin with the first `at + 1` letters, and comes after those that do.
fn beyond(letters: &[char], at: usize) -> Option<String> {
    let next = (*letters.get(at)?..=char::MAX).nth(1)?;
    Some(with(letters, at, next))
}

fn with(letters: &[char], at: usize, last: char) -> String {
    letters.iter().take(at).copied().chain([last]).collect()
}

/// How many characters both begin with.
fn common(left: &str, right: &str) -> usize {
    left.chars()
        .zip(right.chars())
        .take_while(|(a, b)| a == b)
        .count()
}
