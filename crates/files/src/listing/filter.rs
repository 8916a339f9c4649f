//! Which rows are wanted: by name, kind, size and time. A text is looked for regardless of case, anywhere in the name;
//! with `*` or `?` it is a pattern for the whole of it, and with `/` it is compared with the path, not the name alone.

use time::OffsetDateTime;

use crate::Kind;

/// What a row must be like. The default lets every row through.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wanted {
    /// A part of the name, or a pattern with `*` and `?`.
    pub name: String,
    /// The kinds; with none, any.
    pub kinds: Vec<Kind>,
    /// The least size, in bytes.
    pub at_least: Option<u64>,
    /// The largest size, in bytes.
    pub at_most: Option<u64>,
    /// Changed at this time or later.
    pub since: Option<OffsetDateTime>,
    /// Changed before this time.
    pub before: Option<OffsetDateTime>,
}

/// [`Wanted`], made ready to look at many rows.
#[derive(Debug, Clone)]
pub(super) struct Filter {
    needle: String,
    pattern: bool,
    kinds: Vec<Kind>,
    sizes: (u64, u64),
    times: Option<(i64, i64)>,
    buffer: String,
}

impl Filter {
    /// Nothing where every row is wanted.
    pub(super) fn of(wanted: &Wanted) -> Option<Self> {
        let needle = wanted.name.trim().to_lowercase();
        let all = Wanted {
            name: wanted.name.clone(),
            ..Wanted::default()
        };
        if needle.is_empty() && *wanted == all {
            return None;
        }
        let seconds = |time: OffsetDateTime| time.unix_timestamp();
        let dated = wanted.since.is_some() || wanted.before.is_some();
        Some(Self {
            pattern: needle.contains(['*', '?']),
            needle,
            kinds: wanted.kinds.clone(),
            sizes: (wanted.at_least.unwrap_or(0), wanted.at_most.unwrap_or(u64::MAX)),
            times: dated.then(|| {
                let since = wanted.since.map_or(i64::MIN, seconds);
                (since, wanted.before.map_or(i64::MAX, seconds))
            }),
            buffer: String::new(),
        })
    }

    /// Whether a row is wanted. A folder has neither size nor time: where those are asked for, it is not.
    pub(super) fn takes(&mut self, kind: Kind, size: u64, modified: i64, name: &str) -> bool {
        let measured = self.sizes != (0, u64::MAX) || self.times.is_some();
        if measured && kind == Kind::Folder {
            return false;
        }
        let (least, most) = self.sizes;
        let sized = (least..=most).contains(&size);
        let timed = self
            .times
            .is_none_or(|(since, before)| (since..before).contains(&modified));
        let kind = self.kinds.is_empty() || self.kinds.contains(&kind);
        sized && timed && kind && self.names(name)
    }

    fn names(&mut self, name: &str) -> bool {
        if self.needle.is_empty() {
            return true;
        }
        let name = if self.needle.contains('/') {
            name
        } else {
            crate::names::last_part(name)
        };
        self.buffer.clear();
        if name.is_ascii() {
            self.buffer.push_str(name);
            self.buffer.make_ascii_lowercase();
        } else {
            self.buffer.extend(name.chars().flat_map(char::to_lowercase));
        }
        if self.pattern {
            fits(&self.needle, &self.buffer)
        } else {
            self.buffer.contains(&self.needle)
        }
    }
}

/// Whether a pattern fits the whole of a name: `*` stands for anything, `?` for one character. Going back only to the
/// last `*` makes it linear in practice and never worse than the product of both lengths.
fn fits(pattern: &str, name: &str) -> bool {
    let (mut pattern, mut name) = (pattern.chars(), name.chars());
    let mut back: Option<(std::str::Chars<'_>, std::str::Chars<'_>)> = None;
    loop {
        let rest = name.clone();
        match (pattern.next(), name.next()) {
            (None, None) => return true,
            (Some('*'), _) => {
                name = rest;
                back = Some((pattern.clone(), name.clone()));
                continue;
            }
            (Some('?'), Some(_)) => continue,
            (Some(wanted), Some(found)) if wanted == found => continue,
            _ => {}
        }
        let Some((after_star, mut skipped)) = back.take() else {
            return false;
        };
        if skipped.next().is_none() {
            return false;
        }
        (pattern, name) = (after_star.clone(), skipped.clone());
        back = Some((after_star, skipped));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_pattern_is_for_the_whole_name() {
        let cases = [
            ("*.jpg", "photo.jpg", true),
            ("*.jpg", "photo.jpg.zip", false),
            ("a*b*c", "a--b--b-c", true),
            ("a*b*c", "a--b--b-", false),
            ("photo ?.png", "photo 1.png", true),
            ("photo ?.png", "photo 10.png", false),
            ("*", "", true),
            ("?", "報", true),
            ("", "a", false),
        ];
        for (pattern, name, expected) in cases {
            assert_eq!(fits(pattern, name), expected, "{pattern} for {name}");
        }
    }

    #[test]
    fn nothing_asked_for_is_no_filter() {
        assert!(Filter::of(&Wanted::default()).is_none());
        let blank = Wanted {
            name: "  ".to_owned(),
            ..Wanted::default()
        };
        assert!(Filter::of(&blank).is_none());
    }

    fn slow(pattern: &[char], name: &[char]) -> bool {
        match (pattern.split_first(), name.split_first()) {
            (None, None) => true,
            (Some(('*', rest)), _) if slow(rest, name) => true,
            (Some(('*', _)), Some((_, others))) => slow(pattern, others),
            (Some((wanted, rest)), Some((found, others))) => {
                (*wanted == '?' || wanted == found) && *wanted != '*' && slow(rest, others)
            }
            _ => false,
        }
    }

    proptest! {
        #[test]
        fn patterns_fit_as_their_meaning_says(pattern in "[ab*?]{0,7}", name in "[ab]{0,8}") {
            let chars = |text: &str| text.chars().collect::<Vec<_>>();
            prop_assert_eq!(fits(&pattern, &name), slow(&chars(&pattern), &chars(&name)));
        }
    }
}
