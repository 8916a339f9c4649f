//! What was typed cannot be sent, or is not accepted.

use flow::FieldFault;

use crate::problem::row::{Row, row};
use crate::problem::{ProblemCode as Code, Retry};

pub(super) fn empty() -> Row {
    row(
        Code::FieldRefused,
        "Something is missing",
        "A field that is needed is empty.",
        "Fill it in.",
        Retry::Edit,
    )
}

pub(super) fn malformed(fault: FieldFault) -> Row {
    let fix = |detail, hint| {
        row(
            Code::FieldRefused,
            "Check what you typed",
            detail,
            hint,
            Retry::Edit,
        )
    };
    match fault {
        FieldFault::TooLong(max) => {
            fix("", "Make it shorter.").saying(format!("It may have {max} characters at most."))
        }
        FieldFault::TooShort(min) => {
            fix("", "Make it longer.").saying(format!("It needs {min} characters at least."))
        }
        FieldFault::TooMuch(max) => fix("", "").saying(format!("The number may be {max} at most.")),
        FieldFault::TooLittle(min) => fix("", "").saying(format!("The number must be {min} at least.")),
        FieldFault::Unprintable => fix(
            "It holds characters that cannot be seen and cannot be sent.",
            "Type it by hand; they often come along with what is pasted.",
        ),
        FieldFault::Blank => fix(
            "There is a space in it, and there must be none.",
            "Look at its beginning and its end; a space often comes along with what is pasted.",
        ),
        FieldFault::IsAddress => fix(
            "The user name must not be an email address or a telephone number here.",
            "Choose a name. Later you can sign in with the address as well.",
        ),
        FieldFault::NotEmail => fix("This is not an email address.", "It looks like name@example.com."),
        FieldFault::NotPhone => fix(
            "This is not a telephone number with its country code.",
            "It begins with + and the country code, like +15550100100.",
        ),
        FieldFault::NotDate => fix(
            "This is not a date.",
            "Write year, month and day, like 1990-12-31.",
        ),
        FieldFault::NotNumber => fix("This is not a whole number.", "Use digits only."),
        FieldFault::NotYesNo => fix("This must be yes or no.", ""),
        FieldFault::NotCallback => fix(
            "This is not the address that your browser came back to.",
            "Copy all of the address line of the last page, and paste it here.",
        ),
        FieldFault::NotSixDigits => fix(
            "The code of an authenticator app has six digits.",
            "Enter the six digits that it shows now.",
        ),
    }
}

pub(super) fn attribute() -> Row {
    row(
        Code::FieldRefused,
        "Not accepted",
        "The service does not accept this.",
        "Check that it is filled in and how it is written.",
        Retry::Edit,
    )
}

pub(super) fn attribute_fixed() -> Row {
    row(
        Code::FieldRefused,
        "Cannot be changed",
        "The service does not let you change this.",
        "Leave it as it is. If it is wrong, ask whoever runs this service.",
        Retry::No,
    )
    .asking("Correct this attribute of my account for me (AdminUpdateUserAttributes).")
}

pub(super) fn parameter() -> Row {
    row(
        Code::FieldRefused,
        "Not accepted",
        "Something in this form is too long or has characters that cannot be used here.",
        "Check what you typed.",
        Retry::Edit,
    )
}

pub(super) fn username_taken() -> Row {
    row(
        Code::UsernameTaken,
        "User name taken",
        "Somebody already has this user name.",
        "Choose another; or, if it is yours, sign in or set a new password.",
        Retry::Edit,
    )
}

pub(super) fn address_taken() -> Row {
    row(
        Code::AddressTaken,
        "Address taken",
        "Another account has already confirmed this email address or telephone number.",
        "Sign in to that account, or use another address.",
        Retry::Edit,
    )
}

pub(super) fn concurrent() -> Row {
    row(
        Code::ServiceTrouble,
        "Changed at the same time",
        "The account was being changed from somewhere else at the same moment.",
        "Try again.",
        Retry::Now,
    )
}
