//! Failures of listing, looking and moving, in words.

use files::Error;

use super::row::{Row, row};
use super::{Problem, ProblemCode as Code, Retry};

impl Problem {
    /// Why a folder or a file could not be reached.
    pub fn of_files(error: &Error) -> Self {
        words(error).problem(None, error.request_id())
    }
}

const ASK: &str = "Ask whoever runs this service.";

fn words(error: &Error) -> Row {
    use Retry::{Edit, Later, No, Now};
    match error {
        Error::Denied { .. } => row(
            Code::Denied,
            "No access",
            "You have no permission for this folder or file.",
            ASK,
            No,
        ),
        Error::Gone { .. } => row(
            Code::Gone,
            "No longer there",
            "The file was removed or renamed meanwhile.",
            "Refresh the folder.",
            No,
        ),
        Error::NoBucket { .. } => row(
            Code::NoBucket,
            "No files there",
            "The place where the files should be does not exist.",
            "Check the connection.",
            No,
        ),
        Error::WrongRegion { .. } => row(
            Code::ConnectionWrong,
            "Connection not right",
            "The files are in another region than the connection says.",
            "Check the connection.",
            No,
        ),
        Error::Expired { .. } => row(
            Code::SessionEnded,
            "Access has ended",
            "Your access to the files has ended.",
            "Try again. If it stays so, sign in once more.",
            Now,
        ),
        Error::NoCredentials => row(
            Code::ServiceTrouble,
            "No access to the files",
            "You are signed in, but the service gave no access to the files.",
            "Try again in a while.",
            Later,
        ),
        Error::Offline => row(
            Code::Offline,
            "No connection",
            "The service cannot be reached.",
            "Check the connection to the network, then try again.",
            Now,
        ),
        Error::Busy { .. } => row(
            Code::TooManyTries,
            "The service is busy",
            "The service asks to slow down.",
            "Wait a few seconds, then try again.",
            Later,
        ),
        Error::Failing { .. } => row(
            Code::ServiceTrouble,
            "The service is in trouble",
            "The service could not do what it was asked.",
            "Try again in a while.",
            Later,
        ),
        Error::ClockSkewed { .. } => row(
            Code::ClockWrong,
            "Check the clock",
            "The clock of this computer is too far from that of the service.",
            "Set the date and time of this computer, then try again.",
            Now,
        ),
        Error::Changed { .. } => row(
            Code::Changed,
            "Changed meanwhile",
            "The file was replaced while it was read.",
            "Try again to get the new one.",
            Now,
        ),
        Error::Archived { .. } => row(
            Code::RefusedByService,
            "In the archive",
            "The file is in an archive and must be brought back first.",
            ASK,
            No,
        ),
        Error::Damaged => row(
            Code::Damaged,
            "Damaged on the way",
            "What arrived is not what was sent. Nothing was kept of it.",
            "Try again.",
            Now,
        ),
        Error::TooLarge { .. } => row(
            Code::TooLarge,
            "Too large",
            "The file is larger than this service can store.",
            "Split it into smaller files.",
            No,
        ),
        Error::NameTooLong => row(
            Code::RefusedByService,
            "Name too long",
            "The name of the file, its folders included, is longer than this service can store.",
            "Give the file a shorter name.",
            Edit,
        ),
        Error::NoFreeName => row(
            Code::RefusedByService,
            "Name taken",
            "Too many files here have the same name.",
            "Give the file another name.",
            Edit,
        ),
        Error::Taken => row(
            Code::Taken,
            "Name taken",
            "Something with this name is already there.",
            "Choose another name.",
            Edit,
        ),
        Error::IntoItself => row(
            Code::RefusedByService,
            "Already there",
            "A folder cannot be put into itself, and what is here already need not be moved here.",
            "Choose another folder.",
            Edit,
        ),
        Error::TooManyTags => row(
            Code::TooLarge,
            "Too many tags",
            "With the tags that it has already, there would be more than ten.",
            "Take some of its tags away first.",
            Edit,
        ),
        Error::Cancelled => row(
            Code::Unexpected,
            "Stopped",
            "It was stopped before it was done.",
            "Try again if you want the rest.",
            Now,
        ),
        Error::Program => row(
            Code::LocalFile,
            "Not opened",
            "The system would run this file instead of opening it.",
            "Download it, and run it only if you trust whoever put it there.",
            No,
        ),
        Error::Refused { .. } => row(
            Code::Unexpected,
            "Something went wrong",
            "The service refused, and this app does not know why.",
            "Try again. If it stays so, ask whoever runs this service and give them the reference.",
            Now,
        ),
        Error::LocalDenied { .. } => row(
            Code::LocalFile,
            "No access on this computer",
            "This computer does not let the app read or write there.",
            "Choose another place, or change its permissions.",
            Now,
        ),
        Error::LocalGone { .. } => row(
            Code::LocalFile,
            "File not found",
            "The file or folder is no longer on this computer.",
            "Choose it again.",
            Now,
        ),
        Error::NotAFile { .. } => row(
            Code::LocalFile,
            "Not a file",
            "Only single files can be uploaded.",
            "Choose the files inside the folder.",
            No,
        ),
        Error::NotAFolder { .. } => row(
            Code::LocalFile,
            "Not a folder",
            "A file or a link on this device has the name of a folder that is to be made.",
            "Rename it or choose another folder, then try again.",
            Now,
        ),
        Error::FileChanged { .. } => row(
            Code::Changed,
            "Changed meanwhile",
            "The file was written to while it was uploaded.",
            "Try again once it is saved.",
            Now,
        ),
        Error::DiskFull { .. } => row(
            Code::DiskFull,
            "Disk full",
            "There is no room left on the disk.",
            "Free some space, then try again.",
            Now,
        ),
        Error::Local { .. } => row(
            Code::LocalFile,
            "Cannot read or write",
            "The file could not be read or written on this computer.",
            "Check the disk, then try again.",
            Now,
        ),
    }
}

#[cfg(test)]
pub(super) mod tests {
    use files::Error;
    use std::io::ErrorKind;
    use std::path::PathBuf;

    /// The error after `error`: a new one must be added here, or this does not compile.
    fn next(error: &Error) -> Option<Error> {
        let request_id = || Some("4442587FB7D0A2F9".to_owned());
        let path = || PathBuf::from("report.pdf");
        let next = match error {
            Error::Denied { .. } => Error::Gone {
                request_id: request_id(),
            },
            Error::Gone { .. } => Error::NoBucket {
                request_id: request_id(),
            },
            Error::NoBucket { .. } => Error::WrongRegion {
                region: None,
                request_id: request_id(),
            },
            Error::WrongRegion { .. } => Error::Expired {
                request_id: request_id(),
            },
            Error::Expired { .. } => Error::NoCredentials,
            Error::NoCredentials => Error::Offline,
            Error::Offline => Error::Busy {
                request_id: request_id(),
            },
            Error::Busy { .. } => Error::Failing {
                status: 500,
                request_id: request_id(),
            },
            Error::Failing { .. } => Error::ClockSkewed {
                request_id: request_id(),
            },
            Error::ClockSkewed { .. } => Error::Changed {
                request_id: request_id(),
            },
            Error::Changed { .. } => Error::Archived {
                request_id: request_id(),
            },
            Error::Archived { .. } => Error::Damaged,
            Error::Damaged => Error::TooLarge { limit: 5 },
            Error::TooLarge { .. } => Error::NameTooLong,
            Error::NameTooLong => Error::NoFreeName,
            Error::NoFreeName => Error::Taken,
            Error::Taken => Error::IntoItself,
            Error::IntoItself => Error::TooManyTags,
            Error::TooManyTags => Error::Cancelled,
            Error::Cancelled => Error::Program,
            Error::Program => Error::Refused {
                code: "Teapot".into(),
                status: 418,
                request_id: request_id(),
            },
            Error::Refused { .. } => Error::LocalDenied { path: path() },
            Error::LocalDenied { .. } => Error::LocalGone { path: path() },
            Error::LocalGone { .. } => Error::NotAFile { path: path() },
            Error::NotAFile { .. } => Error::NotAFolder { path: path() },
            Error::NotAFolder { .. } => Error::FileChanged { path: path() },
            Error::FileChanged { .. } => Error::DiskFull { path: path() },
            Error::DiskFull { .. } => Error::Local {
                path: path(),
                kind: ErrorKind::Other,
            },
            Error::Local { .. } => return None,
        };
        Some(next)
    }

    pub(in crate::problem) fn all() -> Vec<Error> {
        std::iter::successors(Some(Error::Denied { request_id: None }), next).collect()
    }
}
