//! `amplifyconfiguration.dart` and `amplify_outputs.dart`: one constant text between triple quotes, which is JSON.

use std::borrow::Cow;

use super::refused::{Place, Refused};

/// The JSON within, where the text seems to be such a file.
pub(super) fn wrapped(text: &str) -> Option<Result<Cow<'_, str>, Refused>> {
    let (head, _) = text.split_once('=')?;
    let declares = head.lines().any(|line| {
        let line = line.trim_start();
        ["const ", "final ", "var ", "String "]
            .into_iter()
            .any(|word| line.starts_with(word))
    });
    let opening = text.find("'''").into_iter().chain(text.find("\"\"\"")).min()?;
    (declares && head.len() < opening).then(|| within(text, opening))
}

fn within(text: &str, opening: usize) -> Result<Cow<'_, str>, Refused> {
    let broken = || Refused::Syntax(Place::of(text, opening));
    let quotes = text.get(opening..opening + 3).ok_or_else(broken)?;
    let before = text.get(..opening).ok_or_else(broken)?;
    let after = text.get(opening + 3..).ok_or_else(broken)?;
    let (json, end) = after.split_once(quotes).ok_or_else(broken)?;
    if !end.trim().trim_start_matches(';').trim().is_empty() {
        return Err(Refused::Code(Place::of(text, text.len() - end.len())));
    }
    if before.ends_with('r') {
        return Ok(Cow::Borrowed(json));
    }
    if let Some(at) = interpolation(json) {
        return Err(Refused::Code(Place::of(text, opening + 3 + at)));
    }
    Ok(if json.contains('\\') {
        Cow::Owned(json.replace("\\$", "$").replace("\\\\", "\\"))
    } else {
        Cow::Borrowed(json)
    })
}

/// A `$` that Dart would replace.
fn interpolation(json: &str) -> Option<usize> {
    let dollars = json.match_indices('$');
    dollars
        .map(|(at, _)| at)
        .find(|at| !json.get(..*at).is_some_and(|before| before.ends_with('\\')))
}
