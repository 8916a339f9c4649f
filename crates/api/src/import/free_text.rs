//! Any text with ids in it: a mail, a page of a wiki, a `.env` file, a table on a terminal. What has a label is taken by
//! it, the rest by its shape.

use super::draft::Draft;
use super::names::{Found, meaning};
use super::refused::Refused;

/// How many words may stand between a label and its value: "User pool ID is: …".
const BETWEEN: usize = 3;

pub(super) fn read(draft: &mut Draft, text: &str) -> Result<(), Refused> {
    let mut found = Found::default();
    for line in text.lines() {
        let words: Vec<&str> = words(line).collect();
        for (at, word) in words.iter().enumerate() {
            let taken = (1..=BETWEEN.min(at)).any(|back| {
                let label = words.get(at - back..at).unwrap_or_default().concat();
                meaning(&label).is_some() && looks_like_value(word) && found.take(&label, word)
            });
            if !taken {
                found.take_by_shape(word);
            }
        }
    }
    found.settle(draft);
    Ok(())
}

/// The words of a line, without what surrounds them.
fn words(line: &str) -> impl Iterator<Item = &str> {
    line.split(|c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '=' | '|' | '"' | '\'' | '`' | ',' | ';' | '<' | '>' | '(' | ')' | '│'
            )
    })
    .map(|word| word.trim_matches(|c: char| matches!(c, ':' | '.' | '!' | '?' | '*' | '{' | '}')))
    .filter(|word| !word.is_empty())
}

/// Whether a word is one that a label can be about, and not the next word of a sentence.
fn looks_like_value(word: &str) -> bool {
    word.chars().any(|c| c.is_ascii_digit()) || word.contains(['-', '.'])
}
