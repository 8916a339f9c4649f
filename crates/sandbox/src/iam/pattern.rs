//! The text patterns of a policy: `*` is any run of characters, `?` is any one, `${…}` is filled in from the
//! request. A filled-in value is taken literally, so that nobody widens a policy by a name with a `*` in it.

use super::Request;

/// A pattern as written in a policy document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pattern(Vec<Piece>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Text(String),
    AnyRun,
    AnyOne,
    Variable { key: String, default: Option<String> },
}

/// One character of a pattern whose variables are filled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token {
    Literal(char),
    AnyRun,
    AnyOne,
}

impl Pattern {
    /// Reads `text`. `variables` is false in documents older than version 2012-10-17, where `${` is only text.
    pub(super) fn parse(text: &str, variables: bool) -> Self {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            if variables && let Some((piece, after)) = variable(rest) {
                pieces.push(piece);
                rest = after;
                continue;
            }
            match first {
                '*' => pieces.push(Piece::AnyRun),
                '?' => pieces.push(Piece::AnyOne),
                letter => match pieces.last_mut() {
                    Some(Piece::Text(text)) => text.push(letter),
                    Some(Piece::AnyRun | Piece::AnyOne | Piece::Variable { .. }) | None => {
                        pieces.push(Piece::Text(letter.to_string()));
                    }
                },
            }
            rest = &rest[first.len_utf8()..];
        }
        Self(pieces)
    }

    /// The pattern with its variables filled in; `None` when the request lacks one that has no default, in which
    /// case the pattern matches nothing.
    pub(super) fn tokens(&self, request: &Request) -> Option<Vec<Token>> {
        let mut tokens = Vec::new();
        for piece in &self.0 {
            match piece {
                Piece::Text(text) => tokens.extend(text.chars().map(Token::Literal)),
                Piece::AnyRun => tokens.push(Token::AnyRun),
                Piece::AnyOne => tokens.push(Token::AnyOne),
                Piece::Variable { key, default } => {
                    let value = match request.values(key) {
                        Some([value]) => value,
                        Some(_) | None => default.as_ref()?,
                    };
                    tokens.extend(value.chars().map(Token::Literal));
                }
            }
        }
        Some(tokens)
    }

    /// The pattern with its variables filled in and its wildcards taken as plain characters, for operators that
    /// know no wildcards.
    pub(super) fn text(&self, request: &Request) -> Option<String> {
        let letters = self.tokens(request)?.into_iter().map(|token| match token {
            Token::Literal(letter) => letter,
            Token::AnyRun => '*',
            Token::AnyOne => '?',
        });
        Some(letters.collect())
    }
}

/// Reads a `${…}` at the start of `text`; `None` when there is none that is closed.
fn variable(text: &str) -> Option<(Piece, &str)> {
    let (inside, after) = text.strip_prefix("${")?.split_once('}')?;
    let piece = match inside {
        "*" | "?" | "$" => Piece::Text(inside.to_owned()),
        named => {
            let (key, default) = match named.split_once(',') {
                Some((key, default)) => (key.trim(), Some(default.trim().trim_matches('\'').to_owned())),
                None => (named, None),
            };
            Piece::Variable {
                key: key.to_owned(),
                default,
            }
        }
    };
    Some((piece, after))
}

/// Whether the whole of `text` fits `tokens`. Linear in memory, and at most `tokens` × `text` in time.
pub(super) fn fits(tokens: &[Token], text: &str) -> bool {
    let text: Vec<char> = text.chars().collect();
    let (mut at, mut token) = (0, 0);
    let mut retry: Option<(usize, usize)> = None;
    while at < text.len() {
        let step = match tokens.get(token) {
            Some(Token::AnyRun) => {
                retry = Some((token, at));
                token += 1;
                continue;
            }
            Some(Token::AnyOne) => true,
            Some(Token::Literal(letter)) => *letter == text[at],
            None => false,
        };
        if step {
            at += 1;
            token += 1;
        } else if let Some((run, from)) = retry {
            retry = Some((run, from + 1));
            token = run + 1;
            at = from + 1;
        } else {
            return false;
        }
    }
    tokens[token..].iter().all(|left| *left == Token::AnyRun)
}

/// Whether `arn` fits a resource pattern: part by part, so that a wildcard in one part of an ARN does not reach
/// into the next. The sixth part, the resource itself, may hold colons.
pub(super) fn fits_arn(tokens: &[Token], arn: &str) -> bool {
    if tokens == [Token::AnyRun] {
        return true;
    }
    let patterns: Vec<&[Token]> = tokens.splitn(6, |token| *token == Token::Literal(':')).collect();
    let parts: Vec<&str> = arn.splitn(6, ':').collect();
    patterns.len() == parts.len()
        && patterns
            .iter()
            .zip(&parts)
            .all(|(pattern, part)| fits(pattern, part))
}

#[cfg(test)]
mod tests {
    use super::{Pattern, fits, fits_arn};
    use crate::iam::Request;

    fn matches(pattern: &str, text: &str) -> bool {
        let request = Request::new("s3:GetObject", "*").with("aws:username", "a*b");
        Pattern::parse(pattern, true)
            .tokens(&request)
            .is_some_and(|tokens| fits(&tokens, text))
    }

    #[test]
    fn a_star_is_any_run_and_a_question_mark_is_any_one_character() {
        for (pattern, text, expected) in [
            ("", "", true),
            ("*", "", true),
            ("*", "a/b/c", true),
            ("?", "", false),
            ("?", "é", true),
            ("a*c", "abbbc", true),
            ("a*c", "abbbcd", false),
            ("a*b*c", "a-b-b-c", true),
            ("*.png", "x.png.png", true),
            ("a?c", "ac", false),
            ("abc", "ABC", false),
            ("**a**", "a", true),
        ] {
            assert_eq!(matches(pattern, text), expected, "{pattern:?} on {text:?}");
        }
    }

    #[test]
    fn a_value_from_the_request_is_never_a_wildcard() {
        assert!(matches("home/${aws:username}/x", "home/a*b/x"));
        assert!(!matches("home/${aws:username}/x", "home/azzb/x"));
    }

    #[test]
    fn a_variable_that_the_request_lacks_matches_nothing_unless_it_has_a_default() {
        assert!(!matches("home/${aws:nobody}/*", "home//x"));
        assert!(matches("home/${aws:nobody, 'shared'}/*", "home/shared/x"));
    }

    #[test]
    fn escaped_wildcards_are_plain_characters() {
        assert!(matches("a${*}b", "a*b"));
        assert!(!matches("a${*}b", "axb"));
        assert!(matches("${$}{x}", "${x}"));
    }

    #[test]
    fn a_wildcard_stays_within_its_part_of_an_arn() {
        let request = Request::new("s3:GetObject", "*");
        for (pattern, arn, expected) in [
            ("*", "arn:aws:s3:::bucket/key", true),
            ("arn:aws:s3:::bucket/*", "arn:aws:s3:::bucket/a:b/c", true),
            ("arn:aws:s3:::bucket/*", "arn:aws:s3:::bucket", false),
            ("arn:*:bucket/*", "arn:aws:s3:::bucket/key", false),
            ("arn:aws:s3:*:*:bucket", "arn:aws:s3:::bucket", true),
        ] {
            let tokens = Pattern::parse(pattern, true)
                .tokens(&request)
                .expect("no variables");
            assert_eq!(fits_arn(&tokens, arn), expected, "{pattern:?} on {arn:?}");
        }
    }
}
