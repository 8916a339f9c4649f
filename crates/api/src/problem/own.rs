//! What this crate itself finds wrong, in words.

use super::row::{Row, row};
use super::{Problem, ProblemCode as Code, Retry};

/// A fact that this crate states.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Nobody is signed in.
    SignedOut,
    /// The location, listing, transfer, call or file that was named is not known, or no longer.
    NotThere,
    /// The embedded database could not be read or written.
    OwnData,
    /// The sandbox could not be brought back to its beginning.
    SandboxReset,
    /// The sandbox does not do what a tester asks, in its own words.
    SandboxRefused,
    /// The connection has no sandbox.
    NoSandbox,
    /// The operating system could not show its window or its folder.
    Desktop,
    /// What was typed is neither the user name nor the email address.
    NameDiffers,
    /// The person's groups may read this place and not write to it.
    ReadOnly,
    /// An address leads outside the person's places.
    OutsidePlaces,
    /// What was typed is no address of files.
    NoAddress,
    /// There are as many bookmarks as there may be.
    BookmarksFull,
    /// What follows the person was written by a later version of the app.
    BelongingsNewer,
    /// What follows the person is larger than it may be.
    BelongingsTooLarge,
    /// Other devices write so often that this one does not get its turn.
    BelongingsContended,
    /// The connection names no API.
    NoApi,
    /// The address is not one of the connection's API, or not one for secrets.
    ApiAddress,
    /// The request is none that can be sent.
    ApiRequest,
    /// The API does not answer.
    ApiUnreachable,
    /// There is no such connection, or no longer.
    NoConnection,
    /// The app's own connection can neither be changed nor deleted nor given away.
    OwnConnection,
    /// A file that the person has chosen cannot be written.
    FileNotWritten,
    /// The system's clipboard cannot be used.
    Clipboard,
    /// The app is closing.
    Closing,
}

impl From<Fault> for Problem {
    fn from(fault: Fault) -> Self {
        words(fault).problem(None, None)
    }
}

fn words(fault: Fault) -> Row {
    use Retry::{No, Now};
    match fault {
        Fault::SignedOut => row(
            Code::SignedOut,
            "Not signed in",
            "Nobody is signed in any more.",
            "Sign in once more.",
            No,
        ),
        Fault::NotThere => row(
            Code::Gone,
            "No longer there",
            "What you asked for is no longer there.",
            "Refresh the folder.",
            No,
        ),
        Fault::OwnData => row(
            Code::OwnData,
            "Cannot keep its notes",
            "The app cannot read or write its own data on this computer.",
            "Check that the disk has room, then try again.",
            Now,
        ),
        Fault::SandboxReset => row(
            Code::OwnData,
            "Sandbox not reset",
            "The sandbox could not be brought back to its beginning.",
            "Check that the disk has room, then try again.",
            Now,
        ),
        Fault::SandboxRefused => row(
            Code::FieldRefused,
            "Not taken",
            "The sandbox does not take this.",
            "Change it as the words below say.",
            Retry::Edit,
        ),
        Fault::NoSandbox => row(
            Code::Unexpected,
            "Not a sandbox",
            "This connection is a real service; it has no inbox and cannot be reset.",
            "",
            No,
        ),
        Fault::Desktop => row(
            Code::LocalFile,
            "Could not be shown",
            "This computer could not open the window for it.",
            "Open the folder yourself.",
            Now,
        ),
        Fault::NameDiffers => row(
            Code::FieldRefused,
            "Not the right name",
            "What you typed is neither your user name nor your email address.",
            "Type it as it is shown above.",
            Retry::Edit,
        ),
        Fault::ReadOnly => row(
            Code::Denied,
            "You can look, not change",
            "Your groups may read this place but not write to it.",
            "Choose another place, or ask whoever runs this service.",
            No,
        ),
        Fault::OutsidePlaces => row(
            Code::Denied,
            "Not one of your places",
            "This address lies outside the places that this connection offers you.",
            "Check the address, or ask whoever runs this service.",
            Retry::Edit,
        ),
        Fault::NoAddress => row(
            Code::FieldRefused,
            "Not an address of files",
            "This does not lead to files.",
            "Type a folder, or paste the address of a file.",
            Retry::Edit,
        ),
        Fault::BookmarksFull => row(
            Code::TooLarge,
            "Too many bookmarks",
            "There are as many bookmarks as there can be.",
            "Remove one that you no longer need.",
            Retry::Edit,
        ),
        Fault::BelongingsNewer => row(
            Code::Unexpected,
            "A newer app was here",
            "Your bookmarks were written by a newer version of this app and are left as they are. What you change here \
             stays on this computer.",
            "Update this app.",
            No,
        ),
        Fault::BelongingsTooLarge => row(
            Code::TooLarge,
            "Too much to take along",
            "Your bookmarks are more than can be shared with your other devices. They stay on this computer.",
            "Remove some that you no longer need.",
            Retry::Edit,
        ),
        Fault::BelongingsContended => row(
            Code::TooManyTries,
            "Not shared yet",
            "Other devices are changing your bookmarks right now.",
            "Nothing is lost; it is tried again by itself.",
            Retry::Later,
        ),
        Fault::NoApi => row(
            Code::ConnectionWrong,
            "No API",
            "This connection names no API.",
            "Add its address to the connection.",
            No,
        ),
        Fault::ApiAddress => row(
            Code::FieldRefused,
            "Not the API’s address",
            "Proof of who you are goes to the API of this connection only, over HTTPS or to this computer.",
            "Type a path, or an address below that of the API.",
            Retry::Edit,
        ),
        Fault::ApiRequest => row(
            Code::FieldRefused,
            "Not a request",
            "There is no such method, or the request cannot be signed.",
            "Choose one of GET, HEAD, POST, PUT, PATCH, DELETE and OPTIONS.",
            Retry::Edit,
        ),
        Fault::ApiUnreachable => row(
            Code::Offline,
            "No answer",
            "The API cannot be reached, or did not answer in time.",
            "Check its address and the connection to the network, then try again.",
            Now,
        ),
        Fault::NoConnection => row(
            Code::Gone,
            "No longer there",
            "This connection is no longer there.",
            "Choose another one.",
            No,
        ),
        Fault::OwnConnection => row(
            Code::Denied,
            "The sandbox stays as it is",
            "The sandbox is part of the app. It can be reset, but neither changed nor deleted.",
            "Make a connection of your own.",
            No,
        ),
        Fault::FileNotWritten => row(
            Code::LocalFile,
            "Not saved",
            "The file could not be written there.",
            "Choose another folder, or make room on the disk.",
            Now,
        ),
        Fault::Clipboard => row(
            Code::LocalFile,
            "Not copied",
            "This computer's clipboard cannot be used.",
            "",
            Now,
        ),
        Fault::Closing => row(Code::Unexpected, "Closing", "The app is about to close.", "", No),
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::Fault;

    /// The fault after `fault`: a new one must be added here, or this does not compile.
    fn next(fault: &Fault) -> Option<Fault> {
        match fault {
            Fault::SignedOut => Some(Fault::NotThere),
            Fault::NotThere => Some(Fault::OwnData),
            Fault::OwnData => Some(Fault::SandboxReset),
            Fault::SandboxReset => Some(Fault::SandboxRefused),
            Fault::SandboxRefused => Some(Fault::NoSandbox),
            Fault::NoSandbox => Some(Fault::Desktop),
            Fault::Desktop => Some(Fault::NameDiffers),
            Fault::NameDiffers => Some(Fault::ReadOnly),
            Fault::ReadOnly => Some(Fault::OutsidePlaces),
            Fault::OutsidePlaces => Some(Fault::NoAddress),
            Fault::NoAddress => Some(Fault::BookmarksFull),
            Fault::BookmarksFull => Some(Fault::BelongingsNewer),
            Fault::BelongingsNewer => Some(Fault::BelongingsTooLarge),
            Fault::BelongingsTooLarge => Some(Fault::BelongingsContended),
            Fault::BelongingsContended => Some(Fault::NoApi),
            Fault::NoApi => Some(Fault::ApiAddress),
            Fault::ApiAddress => Some(Fault::ApiRequest),
            Fault::ApiRequest => Some(Fault::ApiUnreachable),
            Fault::ApiUnreachable => Some(Fault::NoConnection),
            Fault::NoConnection => Some(Fault::OwnConnection),
            Fault::OwnConnection => Some(Fault::FileNotWritten),
            Fault::FileNotWritten => Some(Fault::Clipboard),
            Fault::Clipboard => Some(Fault::Closing),
            Fault::Closing => None,
        }
    }

    pub(in crate::problem) fn all() -> Vec<Fault> {
        std::iter::successors(Some(Fault::SignedOut), next).collect()
    }
}
