//! Texts in quotes.

use super::{Notation, Reader};
use crate::import::refused::{Place, Refused};

impl Reader<'_> {
    /// A text that begins with `quote`, which stands here, and ends with it.
    pub(in crate::import) fn string(&mut self, quote: char) -> Result<String, Refused> {
        let start = self.at;
        self.at += quote.len_utf8();
        let mut read = String::new();
        loop {
            let here = self.at;
            let Some(c) = self.next() else {
                return Err(Refused::Syntax(Place::of(self.text, start)));
            };
            match c {
                c if c == quote => return Ok(read),
                '\\' => {
                    let escaped = self.escape();
                    read.push(escaped.ok_or_else(|| Refused::Syntax(Place::of(self.text, here)))?);
                }
                c if c < ' ' => return Err(Refused::Syntax(Place::of(self.text, here))),
                c => read.push(c),
            }
        }
    }

    fn next(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.at += c.len_utf8();
        Some(c)
    }

    fn escape(&mut self) -> Option<char> {
        let escaped = match self.next()? {
            c @ ('"' | '\\' | '/') => c,
            '\'' if self.notation == Notation::Script => '\'',
            'b' => '\u{8}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => return self.unicode(),
            _ => return None,
        };
        Some(escaped)
    }

    /// `\uXXXX`, or two of them for what lies beyond.
    fn unicode(&mut self) -> Option<char> {
        let first = self.hex()?;
        if !(0xd800..0xdc00).contains(&first) {
            return char::from_u32(first);
        }
        if !self.take("\\u") {
            return None;
        }
        let second = self.hex()?;
        if !(0xdc00..0xe000).contains(&second) {
            return None;
        }
        char::from_u32(0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00))
    }

    fn hex(&mut self) -> Option<u32> {
        let digits = self.rest().get(..4)?;
        if !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return None;
        }
        self.at += 4;
        u32::from_str_radix(digits, 16).ok()
    }
}
