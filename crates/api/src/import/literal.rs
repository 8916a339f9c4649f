//! A strict reader of JSON, and of the object literals of JavaScript that hold the same. It knows where it stands, so
//! that a refusal can say so; it refuses what readers disagree on: a member that occurs twice, names of JavaScript's
//! own machinery, nesting without end. Source: RFC 8259, ECMA-262 §13.2.5.

mod strings;

use super::refused::{Kind, Place, Refused};

/// How deeply brackets may be nested.
const DEEPEST: usize = 64;

/// Names through which JavaScript reaches an object's own machinery.
const RESERVED: [&str; 3] = ["__proto__", "constructor", "prototype"];

/// What was read.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    Null,
    Boolean(bool),
    /// As it is written.
    Number(String),
    Text(String),
    List(Vec<Value>),
    Object(Vec<(String, Value)>),
}

impl Value {
    pub(super) fn kind(&self) -> Kind {
        match self {
            Self::Null => Kind::Null,
            Self::Boolean(_) => Kind::Boolean,
            Self::Number(_) => Kind::Number,
            Self::Text(_) => Kind::Text,
            Self::List(_) => Kind::List,
            Self::Object(_) => Kind::Object,
        }
    }

    /// A member of an object.
    pub(super) fn get(&self, name: &str) -> Option<&Self> {
        match self {
            Self::Object(members) => members
                .iter()
                .find(|(own, _)| own == name)
                .map(|(_, value)| value),
            Self::Null | Self::Boolean(_) | Self::Number(_) | Self::Text(_) | Self::List(_) => None,
        }
    }

    pub(super) fn text(&self) -> Option<&str> {
        if let Self::Text(text) = self {
            Some(text)
        } else {
            None
        }
    }
}

/// Which notation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Notation {
    /// JSON, to the letter.
    Json,
    /// JavaScript: names without quotes, single quotes, comments, trailing commas.
    Script,
}

/// Reads from a text, step by step.
pub(super) struct Reader<'a> {
    text: &'a str,
    at: usize,
    notation: Notation,
    path: Vec<String>,
}

/// All of a text as one value.
pub(super) fn json(text: &str) -> Result<Value, Refused> {
    let mut reader = Reader::new(text, Notation::Json);
    reader.blank()?;
    let value = reader.value()?;
    reader.blank()?;
    if reader.rest().is_empty() {
        Ok(value)
    } else {
        Err(reader.syntax())
    }
}

impl<'a> Reader<'a> {
    pub(super) fn new(text: &'a str, notation: Notation) -> Self {
        Self {
            text,
            at: 0,
            notation,
            path: Vec::new(),
        }
    }

    pub(super) fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    pub(super) fn place(&self) -> Place {
        Place::of(self.text, self.at)
    }

    pub(super) fn syntax(&self) -> Refused {
        Refused::Syntax(self.place())
    }

    /// Goes on if `wanted` comes next.
    pub(super) fn take(&mut self, wanted: &str) -> bool {
        let found = self.rest().starts_with(wanted);
        if found {
            self.at += wanted.len();
        }
        found
    }

    /// Skips what separates: spaces, and comments where the notation has them.
    pub(super) fn blank(&mut self) -> Result<(), Refused> {
        loop {
            let rest = self.rest();
            let word = match self.notation {
                Notation::Json => rest.trim_start_matches([' ', '\t', '\n', '\r']),
                Notation::Script => rest.trim_start(),
            };
            self.at += rest.len() - word.len();
            let end = if word.starts_with("//") {
                word.find('\n').unwrap_or(word.len())
            } else if word.starts_with("/*") {
                word.find("*/").map(|end| end + 2).ok_or_else(|| self.syntax())?
            } else {
                return Ok(());
            };
            if self.notation == Notation::Json {
                return Err(Refused::Comment(self.place()));
            }
            self.at += end;
        }
    }

    /// A name as programs have them.
    pub(super) fn word(&mut self) -> Option<&'a str> {
        let rest = self.rest();
        let letter = |c: char| c.is_alphanumeric() || matches!(c, '_' | '$');
        let end = rest.find(|c| !letter(c)).unwrap_or(rest.len());
        let word = rest.get(..end)?;
        if word.is_empty() || word.starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        self.at += end;
        Some(word)
    }

    pub(super) fn value(&mut self) -> Result<Value, Refused> {
        match self.peek() {
            Some('{') => self.nested(Self::object),
            Some('[') => self.nested(Self::list),
            Some('"') => self.string('"').map(Value::Text),
            Some('\'') if self.notation == Notation::Script => self.string('\'').map(Value::Text),
            Some('-' | '0'..='9') => self.number(),
            Some(_) => self.named(),
            None => Err(self.syntax()),
        }
    }

    fn nested(&mut self, read: fn(&mut Self) -> Result<Value, Refused>) -> Result<Value, Refused> {
        if self.path.len() >= DEEPEST {
            return Err(Refused::TooDeep(self.place()));
        }
        self.path.push(String::new());
        let value = read(self);
        self.path.pop();
        value
    }

    fn object(&mut self) -> Result<Value, Refused> {
        let mut members: Vec<(String, Value)> = Vec::new();
        let mut names = std::collections::HashSet::new();
        self.at += 1;
        self.blank()?;
        while !self.take("}") {
            let at = self.place();
            let name = self.key()?;
            self.enter(name.clone());
            if RESERVED.contains(&name.as_str()) {
                return Err(Refused::ReservedKey {
                    path: self.path(),
                    at,
                });
            }
            if !names.insert(name.clone()) {
                return Err(Refused::DuplicateKey {
                    path: self.path(),
                    at,
                });
            }
            self.blank()?;
            if !self.take(":") {
                return Err(self.code_or_syntax());
            }
            self.blank()?;
            members.push((name, self.value()?));
            self.separator('}')?;
        }
        Ok(Value::Object(members))
    }

    fn list(&mut self) -> Result<Value, Refused> {
        let mut items = Vec::new();
        self.at += 1;
        self.blank()?;
        while !self.take("]") {
            self.enter(items.len().to_string());
            items.push(self.value()?);
            self.separator(']')?;
        }
        Ok(Value::List(items))
    }

    /// A comma with more after it, or the end in sight.
    fn separator(&mut self, end: char) -> Result<(), Refused> {
        self.blank()?;
        let comma = self.place();
        if !self.take(",") {
            return if self.peek() == Some(end) {
                Ok(())
            } else {
                Err(self.code_or_syntax())
            };
        }
        self.blank()?;
        if self.peek() == Some(end) && self.notation == Notation::Json {
            return Err(Refused::TrailingComma(comma));
        }
        Ok(())
    }

    fn key(&mut self) -> Result<String, Refused> {
        match self.peek() {
            Some('"') => self.string('"'),
            Some('\'') if self.notation == Notation::Script => self.string('\''),
            Some('.' | '[') if self.notation == Notation::Script => Err(Refused::Code(self.place())),
            Some(_) if self.notation == Notation::Script => {
                self.word().map(str::to_owned).ok_or_else(|| self.syntax())
            }
            _ => Err(self.syntax()),
        }
    }

    fn named(&mut self) -> Result<Value, Refused> {
        let at = self.place();
        if self.peek() == Some('`') && self.notation == Notation::Script {
            return Err(Refused::Code(at));
        }
        match self.word() {
            Some("null") => Ok(Value::Null),
            Some("undefined") if self.notation == Notation::Script => Ok(Value::Null),
            Some("true") => Ok(Value::Boolean(true)),
            Some("false") => Ok(Value::Boolean(false)),
            Some(_) if self.notation == Notation::Script => Err(Refused::Code(at)),
            Some(_) => Err(Refused::Syntax(at)),
            None => Err(self.code_or_syntax()),
        }
    }

    fn number(&mut self) -> Result<Value, Refused> {
        let rest = self.rest();
        let part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '+' | '.');
        let end = rest.find(|c| !part(c)).unwrap_or(rest.len());
        let word = rest.get(..end).unwrap_or_default();
        let number = serde_json::from_str::<serde_json::Number>(word).map_err(|_| self.syntax())?;
        self.at += end;
        Ok(Value::Number(number.to_string()))
    }

    /// What stands here is an expression of a program, or no notation at all.
    pub(super) fn code_or_syntax(&self) -> Refused {
        let operator = |c: char| matches!(c, '(' | '.' | '+' | '?' | '=' | '`' | '&' | '|' | '[');
        match (self.notation, self.peek()) {
            (Notation::Script, Some(c)) if operator(c) => Refused::Code(self.place()),
            (Notation::Script | Notation::Json, _) => self.syntax(),
        }
    }

    fn enter(&mut self, name: String) {
        if let Some(last) = self.path.last_mut() {
            *last = name;
        }
    }

    fn path(&self) -> String {
        self.path
            .iter()
            .map(|name| shown(name))
            .collect::<Vec<_>>()
            .join(".")
    }
}

/// A member's name as it can be shown: short, and without what cannot be seen.
pub(super) fn shown(name: &str) -> String {
    const LONGEST: usize = 60;
    let plain = name
        .chars()
        .map(|c| if super::shapes::unseen(c) { '?' } else { c });
    let short: String = plain.take(LONGEST).collect();
    if name.chars().count() > LONGEST {
        format!("{short}…")
    } else {
        short
    }
}
