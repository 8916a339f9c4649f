//! Why a file is not taken. The place is told by line and column, a member by its path; no value is quoted, because a
//! file may hold secrets.

use std::fmt;

/// Where in a text something stands; both count from 1, the column in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The line.
    pub line: u32,
    /// The column.
    pub column: u32,
}

impl Place {
    /// The place of the byte at `offset`.
    pub(super) fn of(text: &str, offset: usize) -> Self {
        let before = text.get(..offset).unwrap_or(text);
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        Self {
            line: count(line),
            column: count(column),
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}", self.line, self.column)
    }
}

/// What a member of a file is, in plain words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Nothing.
    Null,
    /// Yes or no.
    Boolean,
    /// A number.
    Number,
    /// A text.
    Text,
    /// A list.
    List,
    /// A group of members.
    Object,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Null => "null",
            Self::Boolean => "true or false",
            Self::Number => "a number",
            Self::Text => "a text",
            Self::List => "a list",
            Self::Object => "an object",
        })
    }
}

/// Why a file is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// It is larger than [`super::LARGEST`].
    #[error("larger than 1 MB")]
    TooLarge,
    /// It cannot be read.
    #[error("cannot be read")]
    Unreadable,
    /// There is nothing in it.
    #[error("empty")]
    Empty,
    /// It is UTF-16 or UTF-32.
    #[error("UTF-16")]
    Utf16,
    /// It is not UTF-8 text.
    #[error("not text")]
    NotText,
    /// It has a NUL byte.
    #[error("a NUL byte at {0}")]
    Nul(Place),
    /// Something in it is nested too deeply.
    #[error("nested too deeply at {0}")]
    TooDeep(Place),
    /// A member occurs twice.
    #[error("{path} occurs twice, at {at}")]
    DuplicateKey {
        /// The member.
        path: String,
        /// The second time.
        at: Place,
    },
    /// A member's name belongs to JavaScript's own machinery.
    #[error("{path} at {at}")]
    ReservedKey {
        /// The member.
        path: String,
        /// Where.
        at: Place,
    },
    /// A comma stands before a closing bracket, which JSON does not have.
    #[error("a trailing comma at {0}")]
    TrailingComma(Place),
    /// A comment, which JSON does not have.
    #[error("a comment at {0}")]
    Comment(Place),
    /// Code that would have to be run.
    #[error("code at {0}")]
    Code(Place),
    /// It breaks off, or is not what its beginning promises.
    #[error("not readable at {0}")]
    Syntax(Place),
    /// A text with characters that cannot be seen.
    #[error("{path} has unseen characters")]
    Unseen {
        /// The member.
        path: String,
    },
    /// A member is something else than it has to be.
    #[error("{path} is {found}, not {expected}")]
    WrongType {
        /// The member.
        path: String,
        /// What it has to be.
        expected: Kind,
        /// What it is.
        found: Kind,
    },
    /// A member's value is none that the format knows.
    #[error("{path} has a value that is not known")]
    WrongValue {
        /// The member.
        path: String,
    },
    /// A format's version that is not known.
    #[error("a version that is not known")]
    Version,
    /// Nothing in it is a part of a connection.
    #[error("nothing found")]
    NothingFound,
}
