//! How hard a new password is to guess.

use base::Secret;

use crate::view::{StrengthForm, StrengthView};

/// Characters that are looked at: more make no difference to the answer, only to the time that it takes.
const LOOKED_AT: usize = 100;

/// Takes milliseconds of computing.
pub(crate) fn strength(form: &StrengthForm) -> StrengthView {
    let password: Secret = form
        .password
        .expose()
        .chars()
        .take(LOOKED_AT)
        .collect::<String>()
        .into();
    let words: Vec<String> = form
        .words
        .iter()
        .map(|word| word.chars().take(LOOKED_AT).collect())
        .collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let guessed = zxcvbn::zxcvbn(password.expose(), &words);
    StrengthView {
        score: u8::from(guessed.score()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn score(password: &str, words: &[&str]) -> u8 {
        let form = StrengthForm {
            password: password.into(),
            words: words.iter().map(|word| (*word).to_owned()).collect(),
        };
        strength(&form).score
    }

    #[test]
    fn what_everybody_uses_is_weak_and_what_nobody_has_seen_is_strong() {
        assert_eq!(score("", &[]), 0);
        assert_eq!(score("password1", &[]), 0);
        assert_eq!(score("copper-lantern-drifts-over-7-hills", &[]), 4);
    }

    #[test]
    fn ones_own_name_makes_a_password_weak() {
        assert!(score("winterbottom", &["winterbottom"]) < score("winterbottom", &[]));
    }

    #[test]
    fn ten_thousand_characters_are_judged_by_the_first_hundred() {
        assert_eq!(score(&"a".repeat(10_000), &[]), score(&"a".repeat(100), &[]));
    }
}
