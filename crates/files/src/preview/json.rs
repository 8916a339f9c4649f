//! JSON (RFC 8259) as lines of a tree. Numbers stay as they are written, so that none is rounded; names stay in their
//! order, doubled ones too. Nothing is recursive, so that no depth exhausts the stack.

/// The most lines of a tree.
const LINES: usize = 20_000;
/// The most characters of a text that are shown.
const SHOWN: usize = 1_000;

/// A tree, or the beginning of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JsonTree {
    /// Its lines, each value's own before those inside it.
    pub lines: Vec<JsonLine>,
    /// Whether there is more than is shown.
    pub more: bool,
}

/// A value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JsonLine {
    /// How many values it is inside of.
    pub depth: u32,
    /// Its name in an object, or its place in a list.
    pub label: Option<String>,
    /// What it is.
    pub kind: JsonKind,
    /// A text without quotes, or a number or word as written; empty for an object or a list.
    pub value: String,
    /// How many lines after this one are inside of it.
    pub inside: u32,
    /// How many values it holds.
    pub count: u32,
}

/// What a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JsonKind {
    /// `{}`.
    Object,
    /// `[]`.
    List,
    /// A text.
    Text,
    /// A number.
    Number,
    /// `true`, `false` or `null`.
    Word,
}

/// The tree in `text`; none where it is no JSON. Several values may follow one another, as in JSON lines. Where
/// `truncated`, the text may end anywhere.
pub(super) fn tree(text: &str, truncated: bool) -> Option<JsonTree> {
    let mut reader = Reader {
        text,
        at: usize::from(text.starts_with('\u{feff}')) * '\u{feff}'.len_utf8(),
        lines: Vec::new(),
        open: Vec::new(),
    };
    let mut more = truncated;
    loop {
        if reader.lines.len() >= LINES {
            more = true;
            break;
        }
        match reader.step() {
            Step::Went => {}
            Step::Ended if truncated || reader.open.is_empty() => break,
            Step::Ended | Step::Wrong => return None,
        }
    }
    while let Some(open) = reader.open.pop() {
        reader.close(open);
    }
    (!reader.lines.is_empty()).then_some(JsonTree {
        lines: reader.lines,
        more,
    })
}

enum Step {
    Went,
    Ended,
    Wrong,
}

/// An object or list that is not closed.
struct Open {
    line: usize,
    object: bool,
    /// Whether a comma may or must come before the next value.
    filled: bool,
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    lines: Vec<JsonLine>,
    open: Vec<Open>,
}

impl Reader<'_> {
    fn peek(&mut self) -> Option<u8> {
        let bytes = self.text.as_bytes();
        while matches!(bytes.get(self.at), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
        bytes.get(self.at).copied()
    }

    /// Reads one value, or the end of the one that it is inside of.
    fn step(&mut self) -> Step {
        let Some(mut byte) = self.peek() else {
            return Step::Ended;
        };
        let mut label = None;
        if let Some(open) = self.open.last() {
            let (object, filled) = (open.object, open.filled);
            if byte == if object { b'}' } else { b']' } {
                self.at += 1;
                if let Some(open) = self.open.pop() {
                    self.close(open);
                }
                return Step::Went;
            }
            if filled {
                if byte != b',' {
                    return Step::Wrong;
                }
                self.at += 1;
                let Some(next) = self.peek() else {
                    return Step::Ended;
                };
                byte = next;
            }
            if object {
                match self.text_value(byte) {
                    Ok(name) => label = Some(name),
                    Err(step) => return step,
                }
                match self.peek() {
                    None => return Step::Ended,
                    Some(b':') => self.at += 1,
                    Some(_) => return Step::Wrong,
                }
                let Some(next) = self.peek() else {
                    return Step::Ended;
                };
                byte = next;
            }
        }
        self.value(byte, label)
    }

    fn value(&mut self, byte: u8, label: Option<String>) -> Step {
        let (kind, value) = match byte {
            b'{' | b'[' => {
                self.at += 1;
                let object = byte == b'{';
                let kind = if object { JsonKind::Object } else { JsonKind::List };
                self.push(label, kind, String::new());
                self.open.push(Open {
                    line: self.lines.len() - 1,
                    object,
                    filled: false,
                });
                return Step::Went;
            }
            b'"' => match self.text_value(byte) {
                Ok(text) => (JsonKind::Text, text),
                Err(step) => return step,
            },
            _ => {
                let token = self.token();
                if ["true", "false", "null"].contains(&token.as_str()) {
                    (JsonKind::Word, token)
                } else if serde_json::from_str::<serde_json::value::Number>(&token).is_ok() || is_huge(&token)
                {
                    (JsonKind::Number, token)
                } else if self.at == self.text.len() {
                    return Step::Ended;
                } else {
                    return Step::Wrong;
                }
            }
        };
        self.push(label, kind, value);
        Step::Went
    }

    fn push(&mut self, label: Option<String>, kind: JsonKind, value: String) {
        let depth = u32::try_from(self.open.len()).unwrap_or(u32::MAX);
        let mut place = None;
        if let Some(open) = self.open.last_mut() {
            open.filled = true;
            let holder = &mut self.lines[open.line];
            place = (!open.object).then(|| holder.count.to_string());
            holder.count += 1;
        }
        self.lines.push(JsonLine {
            depth,
            label: label.or(place),
            kind,
            value,
            inside: 0,
            count: 0,
        });
    }

    fn close(&mut self, open: Open) {
        let inside = self.lines.len() - open.line - 1;
        self.lines[open.line].inside = u32::try_from(inside).unwrap_or(u32::MAX);
    }

    /// A text that begins here.
    fn text_value(&mut self, byte: u8) -> Result<String, Step> {
        if byte != b'"' {
            return Err(Step::Wrong);
        }
        let bytes = self.text.as_bytes();
        let mut end = self.at + 1;
        loop {
            match bytes.get(end) {
                None => return Err(Step::Ended),
                Some(b'"') => break,
                Some(b'\\') => end += 2,
                Some(_) => end += 1,
            }
        }
        let raw = &self.text[self.at..=end];
        let whole: String = serde_json::from_str(raw).map_err(|_| Step::Wrong)?;
        self.at = end + 1;
        Ok(match whole.char_indices().nth(SHOWN) {
            Some((cut, _)) => format!("{}…", &whole[..cut]),
            None => whole,
        })
    }

    /// What stands here up to the next sign or space.
    fn token(&mut self) -> String {
        let rest = &self.text[self.at..];
        let end = rest
            .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.')))
            .unwrap_or(rest.len());
        self.at += end;
        rest[..end].to_owned()
    }
}

/// Whether a number is one by the grammar, though larger than any that a computer works with.
fn is_huge(token: &str) -> bool {
    let Some((mantissa, exponent)) = token.split_once(['e', 'E']) else {
        return token.parse::<f64>().is_ok_and(f64::is_infinite);
    };
    serde_json::from_str::<f64>(mantissa).is_ok()
        && exponent
            .trim_start_matches(['+', '-'])
            .bytes()
            .all(|byte| byte.is_ascii_digit())
        && !exponent.is_empty()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;

    fn values(value: &Value) -> usize {
        1 + match value {
            Value::Array(list) => list.iter().map(values).sum(),
            Value::Object(object) => object.values().map(values).sum(),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => 0,
        }
    }

    #[test]
    fn a_tree_keeps_names_numbers_and_order_as_they_are_written() {
        let tree = tree(
            r#"{"b": 12345678901234567890123, "a": [1.10, "x\ny"], "b": null}"#,
            false,
        )
        .expect("JSON");
        let shown: Vec<_> = tree
            .lines
            .iter()
            .map(|line| {
                (
                    line.depth,
                    line.label.as_deref().unwrap_or(""),
                    line.value.as_str(),
                    line.inside,
                )
            })
            .collect();
        assert_eq!(
            shown,
            [
                (0, "", "", 5),
                (1, "b", "12345678901234567890123", 0),
                (1, "a", "", 2),
                (2, "0", "1.10", 0),
                (2, "1", "x\ny", 0),
                (1, "b", "null", 0),
            ]
        );
        assert!(!tree.more);
    }

    #[test]
    fn a_depth_of_ten_thousand_is_only_long() {
        let deep = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
        let tree = tree(&deep, false).expect("JSON");
        assert_eq!((tree.lines.len(), tree.lines[0].inside), (10_000, 9_999));
        assert!(super::tree(&"[".repeat(10_000_000), true).expect("cut JSON").more);
    }

    #[test]
    fn what_is_no_json_is_none() {
        for text in [
            "",
            "{",
            "[1,",
            "[1 2]",
            "{\"a\" 1}",
            "{a:1}",
            "nul",
            "'a'",
            "[1]]",
            "\"\\x\"",
            "-",
            "1e",
            "0x1",
        ] {
            assert_eq!(tree(text, false), None, "{text}");
        }
        assert!(tree("{\"a\":1}\n{\"a\":2}\n", false).is_some(), "JSON lines");
    }

    fn value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(json!(null)),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            any::<String>().prop_map(Value::from),
        ];
        leaf.prop_recursive(5, 64, 6, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
                prop::collection::hash_map(any::<String>(), inner, 0..6)
                    .prop_map(|map| Value::Object(map.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn all_json_has_as_many_lines_as_values(value in value(), pretty: bool) {
            let text = if pretty { format!("{value:#}") } else { value.to_string() };
            let tree = tree(&text, false).expect("JSON");
            prop_assert_eq!(tree.lines.len(), values(&value));
        }

        #[test]
        fn the_beginning_of_json_is_shown_as_far_as_it_goes(value in value(), cut in 0.0..1.0_f64) {
            let text = value.to_string();
            let end = text.floor_char_boundary((text.len() as f64 * cut) as usize);
            if let Some(tree) = tree(&text[..end], true) {
                prop_assert!(tree.lines.len() <= values(&value));
            }
        }

        #[test]
        fn no_text_makes_it_fall(text in "[\\[\\]{},:\" 0-9a-z\\\\é\u{0}]{0,80}", truncated: bool) {
            tree(&text, truncated);
        }
    }
}
