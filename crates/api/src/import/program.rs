//! `aws-exports.js` and its like: a program that consists of one constant. The literal is taken out and read; whatever
//! would have to be run is refused.

use super::literal::{Notation, Reader, Value};
use super::refused::Refused;

/// Whether a text seems to be such a program.
pub(super) fn resembles(text: &str) -> bool {
    let mut reader = Reader::new(text, Notation::Script);
    if reader.blank().is_err() {
        return false;
    }
    let rest = reader.rest();
    let begins = |word: &str| {
        rest.strip_prefix(word)
            .is_some_and(|after| after.starts_with(|c: char| c.is_whitespace() || matches!(c, ';' | '.')))
    };
    let opens = [
        "const",
        "let",
        "var",
        "export",
        "import",
        "module",
        "'use strict'",
        "\"use strict\"",
    ];
    opens.into_iter().any(begins) || (rest.starts_with("window.") && rest.contains('{'))
}

/// The constant of the program.
pub(super) fn constant(text: &str) -> Result<Value, Refused> {
    let mut program = Program {
        reader: Reader::new(text, Notation::Script),
        constants: Vec::new(),
        exported: None,
    };
    while program.statement()? {}
    let Program {
        constants, exported, ..
    } = program;
    match exported {
        Some(Exported::Value(value)) => Some(value),
        Some(Exported::Name(name)) => constants
            .into_iter()
            .find(|(own, _)| *own == name)
            .map(|(_, value)| value),
        None if constants.len() == 1 => constants.into_iter().next().map(|(_, value)| value),
        None => None,
    }
    .ok_or(Refused::NothingFound)
}

struct Program<'a> {
    reader: Reader<'a>,
    constants: Vec<(&'a str, Value)>,
    exported: Option<Exported<'a>>,
}

enum Exported<'a> {
    Value(Value),
    Name(&'a str),
}

impl<'a> Program<'a> {
    /// One statement; says no at the end.
    fn statement(&mut self) -> Result<bool, Refused> {
        self.reader.blank()?;
        let place = self.reader.place();
        match self.reader.peek() {
            None => return Ok(false),
            Some(';') => {
                self.reader.take(";");
                return Ok(true);
            }
            Some(quote @ ('"' | '\'')) => {
                let directive = self.reader.string(quote)?;
                return if directive == "use strict" {
                    Ok(true)
                } else {
                    Err(Refused::Code(place))
                };
            }
            Some(_) => {}
        }
        match self.reader.word() {
            Some("const" | "let" | "var") => self.declaration()?,
            Some("export") => self.export()?,
            Some("module") => {
                self.expect(".")?;
                self.expect_word("exports")?;
                self.expect("=")?;
                self.exported = Some(self.exported_value()?);
            }
            Some("window") => {
                self.expect(".")?;
                self.declaration()?;
            }
            Some(_) | None => return Err(Refused::Code(place)),
        }
        self.end()?;
        Ok(true)
    }

    fn export(&mut self) -> Result<(), Refused> {
        self.reader.blank()?;
        let place = self.reader.place();
        match self.reader.word() {
            Some("default") => {
                self.exported = Some(self.exported_value()?);
                Ok(())
            }
            Some("const" | "let" | "var") => self.declaration(),
            Some(_) | None => Err(Refused::Code(place)),
        }
    }

    /// `name = value`, with or without a type.
    fn declaration(&mut self) -> Result<(), Refused> {
        self.reader.blank()?;
        let name = self.reader.word().ok_or_else(|| self.reader.syntax())?;
        self.reader.blank()?;
        if self.reader.take(":") {
            self.type_name()?;
        }
        self.expect("=")?;
        self.reader.blank()?;
        let value = self.value()?;
        self.constants.push((name, value));
        Ok(())
    }

    fn exported_value(&mut self) -> Result<Exported<'a>, Refused> {
        self.reader.blank()?;
        if self.reader.peek() == Some('{') {
            return self.value().map(Exported::Value);
        }
        let name = self.reader.word();
        name.map(Exported::Name)
            .ok_or_else(|| Refused::Code(self.reader.place()))
    }

    /// A value, and what TypeScript may say of it.
    fn value(&mut self) -> Result<Value, Refused> {
        let value = self.reader.value()?;
        self.reader.blank()?;
        for cast in ["as", "satisfies"] {
            let after = self.reader.rest().strip_prefix(cast);
            if after.is_some_and(|after| after.starts_with(char::is_whitespace)) {
                self.reader.take(cast);
                self.type_name()?;
            }
        }
        Ok(value)
    }

    /// The name of a type, such as `const`, `any` or `Record<string, unknown>`.
    fn type_name(&mut self) -> Result<(), Refused> {
        self.reader.blank()?;
        if self.reader.word().is_none() {
            return Err(self.reader.syntax());
        }
        self.reader.blank()?;
        if self.reader.take("<") {
            while !self.reader.take(">") {
                self.reader.blank()?;
                if self.reader.word().is_none() && !self.reader.take(",") {
                    return Err(self.reader.syntax());
                }
                self.reader.blank()?;
            }
        }
        self.reader.blank()
    }

    fn expect(&mut self, wanted: &str) -> Result<(), Refused> {
        self.reader.blank()?;
        if self.reader.take(wanted) {
            Ok(())
        } else {
            Err(self.reader.code_or_syntax())
        }
    }

    fn expect_word(&mut self, wanted: &str) -> Result<(), Refused> {
        self.reader.blank()?;
        let place = self.reader.place();
        if self.reader.word() == Some(wanted) {
            Ok(())
        } else {
            Err(Refused::Code(place))
        }
    }

    /// A semicolon, a new line's statement, or the end.
    fn end(&mut self) -> Result<(), Refused> {
        self.reader.blank()?;
        if self.reader.take(";") || self.reader.rest().is_empty() {
            return Ok(());
        }
        match self.reader.peek() {
            Some(c) if c.is_alphabetic() => Ok(()),
            _ => Err(Refused::Code(self.reader.place())),
        }
    }
}
