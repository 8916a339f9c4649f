//! Names and tags that cannot be given, in words.

use files::{NameFault, TagFault};

use super::row::{Row, row};
use super::{Problem, ProblemCode as Code, Retry};

impl Problem {
    /// Why a name cannot be given.
    pub fn of_name(fault: NameFault) -> Self {
        words(fault).problem(Some("name".to_owned()), None)
    }

    /// Why tags cannot be given.
    pub fn of_tags(fault: TagFault) -> Self {
        tag_words(fault).problem(None, None)
    }
}

fn words(fault: NameFault) -> Row {
    let (detail, hint) = match fault {
        NameFault::Empty => ("There is no name yet.", "Type one."),
        NameFault::Slash => (
            "A name cannot have a “/”, which stands between folders.",
            "Leave it out.",
        ),
        NameFault::Dots => (
            "“.” and “..” mean something else to other programs.",
            "Choose another name.",
        ),
        NameFault::DotAtEdge => (
            "Other programs hide or cut off a folder’s name that begins or ends with a dot.",
            "Leave the dot out.",
        ),
        NameFault::SpaceAtEdge => (
            "The name begins or ends with a space, which nobody sees.",
            "Leave it out.",
        ),
        NameFault::Hidden => ("The name has a character that cannot be seen.", "Type it anew."),
        NameFault::TooLong => (
            "The name, its folders included, is longer than this service can store.",
            "Choose a shorter one.",
        ),
        NameFault::Reserved => (
            "The app keeps a folder of this name for itself.",
            "Choose another name.",
        ),
    };
    row(Code::FieldRefused, "Not this name", detail, hint, Retry::Edit)
}

fn tag_words(fault: TagFault) -> Row {
    let (detail, hint) = match fault {
        TagFault::TooMany => ("There can be ten tags at most.", "Take some away."),
        TagFault::NoKey => ("A tag has no name.", "Type one, or take the tag away."),
        TagFault::TooLong => (
            "A tag’s name can have 128 characters, its value 256.",
            "Choose shorter ones.",
        ),
        TagFault::Twice => ("Two tags have the same name.", "Take one of them away."),
        TagFault::Reserved => (
            "A name that begins like this belongs to the service.",
            "Choose another name.",
        ),
        TagFault::Character => (
            "Tags can have letters, digits, spaces and + - = . _ : / @ only.",
            "Leave the other characters out.",
        ),
    };
    row(Code::FieldRefused, "Not these tags", detail, hint, Retry::Edit)
}

#[cfg(test)]
pub(super) mod tests {
    use files::{NameFault, TagFault};

    /// The fault after `fault`: a new one must be added here, or this does not compile.
    fn next(fault: &NameFault) -> Option<NameFault> {
        match fault {
            NameFault::Empty => Some(NameFault::Slash),
            NameFault::Slash => Some(NameFault::Dots),
            NameFault::Dots => Some(NameFault::DotAtEdge),
            NameFault::DotAtEdge => Some(NameFault::SpaceAtEdge),
            NameFault::SpaceAtEdge => Some(NameFault::Hidden),
            NameFault::Hidden => Some(NameFault::TooLong),
            NameFault::TooLong => Some(NameFault::Reserved),
            NameFault::Reserved => None,
        }
    }

    /// The tag fault after `fault`, likewise.
    fn next_tag(fault: &TagFault) -> Option<TagFault> {
        match fault {
            TagFault::TooMany => Some(TagFault::NoKey),
            TagFault::NoKey => Some(TagFault::TooLong),
            TagFault::TooLong => Some(TagFault::Twice),
            TagFault::Twice => Some(TagFault::Reserved),
            TagFault::Reserved => Some(TagFault::Character),
            TagFault::Character => None,
        }
    }

    pub(in crate::problem) fn tags() -> Vec<TagFault> {
        std::iter::successors(Some(TagFault::TooMany), next_tag).collect()
    }

    pub(in crate::problem) fn all() -> Vec<NameFault> {
        std::iter::successors(Some(NameFault::Empty), next).collect()
    }
}
