//! Why a file does not become a connection, in words. No value of the file is quoted: it may hold secrets.

use super::row::{Row, row};
use super::{Problem, ProblemCode as Code, Retry::Edit};
use crate::import::{Kind, Place, Refused};

impl Problem {
    /// Why a file is not taken.
    pub fn of_import(refused: &Refused) -> Self {
        words(refused).problem(None, None)
    }
}

const AGAIN: &str = "Download the file again from where it was made, or paste only the ids as text.";
const JSON: &str = "Take it out, or paste only the ids as text.";

fn at(place: Place) -> String {
    format!("line {}, column {}", place.line, place.column)
}

fn named(path: &str) -> String {
    if path.is_empty() {
        "The file".to_owned()
    } else {
        format!("“{path}”")
    }
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Null => "nothing",
        Kind::Boolean => "true or false",
        Kind::Number => "a number",
        Kind::Text => "a text",
        Kind::List => "a list",
        Kind::Object => "a group of settings",
    }
}

fn refused(title: &'static str, detail: String, hint: &'static str) -> Row {
    row(Code::ImportRefused, title, "", hint, Edit).saying(detail)
}

fn words(reason: &Refused) -> Row {
    match reason {
        Refused::TooLarge => row(
            Code::ImportRefused,
            "Too large",
            "A connection’s file has at most 1 MB; this one is larger and was not read.",
            "Choose the file that Amplify, CloudFormation, CDK or Terraform wrote.",
            Edit,
        ),
        Refused::Unreadable => row(
            Code::ImportRefused,
            "Cannot be read",
            "This computer cannot read the file.",
            "Check that it is still there and that you may open it.",
            Edit,
        ),
        Refused::Empty => row(
            Code::ImportRefused,
            "Nothing in it",
            "The file is empty.",
            AGAIN,
            Edit,
        ),
        Refused::Utf16 => row(
            Code::ImportRefused,
            "Another encoding",
            "The file is UTF-16, as some editors and PowerShell write it.",
            "Save it as UTF-8, then try again.",
            Edit,
        ),
        Refused::NotText => row(
            Code::ImportRefused,
            "Not a text",
            "The file is not UTF-8 text.",
            "Choose a JSON or JavaScript file, or save this one as UTF-8.",
            Edit,
        ),
        Refused::Nul(place) => refused(
            "Not a text",
            format!("The file has a NUL byte at {}.", at(*place)),
            AGAIN,
        ),
        Refused::TooDeep(place) => refused(
            "Nested too deeply",
            format!("At {} something is nested more than 64 levels deep.", at(*place)),
            AGAIN,
        ),
        Refused::DuplicateKey { path, at: place } => refused(
            "Something occurs twice",
            format!("{} occurs a second time at {}.", named(path), at(*place)),
            "Keep the one that is right and take out the other.",
        ),
        Refused::ReservedKey { path, at: place } => refused(
            "A name that no setting has",
            format!(
                "{} at {} is a name of JavaScript’s own machinery.",
                named(path),
                at(*place)
            ),
            JSON,
        ),
        Refused::TrailingComma(place) => refused(
            "A comma too many",
            format!(
                "The comma at {} has nothing after it; JSON does not have that.",
                at(*place)
            ),
            "Take it out, then try again.",
        ),
        Refused::Comment(place) => refused(
            "A comment",
            format!("At {} there is a comment; JSON has none.", at(*place)),
            JSON,
        ),
        Refused::Code(place) => refused(
            "Code",
            format!(
                "At {} there is code that would have to be run. It was not.",
                at(*place)
            ),
            "Put the values in its place, or paste only the ids as text.",
        ),
        Refused::Syntax(place) => refused(
            "Cannot be understood",
            format!("At {} the file breaks off or is damaged.", at(*place)),
            AGAIN,
        ),
        Refused::Unseen { path } => refused(
            "Unseen characters",
            format!("{} has characters that cannot be seen.", named(path)),
            "Type the value anew.",
        ),
        Refused::WrongType {
            path,
            expected,
            found,
        } => refused(
            "Not what is expected",
            format!(
                "{} is {}, and should be {}.",
                named(path),
                kind(*found),
                kind(*expected)
            ),
            AGAIN,
        ),
        Refused::WrongValue { path } => refused(
            "Not what is expected",
            format!("{} has a value that it cannot have.", named(path)),
            "Compare it with the AWS console, then try again.",
        ),
        Refused::Version => row(
            Code::ImportRefused,
            "Another version",
            "This is amplify_outputs.json in a version that this app does not know; it knows 1 to 1.5.",
            "Paste only the ids as text, or update this app.",
            Edit,
        ),
        Refused::NothingFound => row(
            Code::ImportRefused,
            "No connection in it",
            "There is no user pool, app client, identity pool or bucket in it.",
            "Paste the ids as text: a user pool’s looks like eu-west-1_AbCdEfGhI.",
            Edit,
        ),
    }
}

#[cfg(test)]
pub(super) mod tests {
    use crate::import::{Kind, Place, Refused};

    const HERE: Place = Place { line: 3, column: 7 };

    fn path() -> String {
        "auth.user_pool_id".to_owned()
    }

    /// The reason after `reason`: a new one must be added here, or this does not compile.
    fn next(reason: &Refused) -> Option<Refused> {
        match reason {
            Refused::TooLarge => Some(Refused::Unreadable),
            Refused::Unreadable => Some(Refused::Empty),
            Refused::Empty => Some(Refused::Utf16),
            Refused::Utf16 => Some(Refused::NotText),
            Refused::NotText => Some(Refused::Nul(HERE)),
            Refused::Nul(_) => Some(Refused::TooDeep(HERE)),
            Refused::TooDeep(_) => Some(Refused::DuplicateKey {
                path: path(),
                at: HERE,
            }),
            Refused::DuplicateKey { .. } => Some(Refused::ReservedKey {
                path: "auth.__proto__".to_owned(),
                at: HERE,
            }),
            Refused::ReservedKey { .. } => Some(Refused::TrailingComma(HERE)),
            Refused::TrailingComma(_) => Some(Refused::Comment(HERE)),
            Refused::Comment(_) => Some(Refused::Code(HERE)),
            Refused::Code(_) => Some(Refused::Syntax(HERE)),
            Refused::Syntax(_) => Some(Refused::Unseen { path: path() }),
            Refused::Unseen { .. } => Some(Refused::WrongType {
                path: path(),
                expected: Kind::Text,
                found: Kind::Number,
            }),
            Refused::WrongType { .. } => Some(Refused::WrongValue { path: path() }),
            Refused::WrongValue { .. } => Some(Refused::Version),
            Refused::Version => Some(Refused::NothingFound),
            Refused::NothingFound => None,
        }
    }

    pub(in crate::problem) fn all() -> Vec<Refused> {
        std::iter::successors(Some(Refused::TooLarge), next).collect()
    }
}
