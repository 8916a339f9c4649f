//! Refusals of the sign-in, in words.

mod field;

use flow::{Reason, Refusal, State, TokenFault};

use super::row::{Row, row};
use super::{Problem, ProblemCode as Code, Retry};
use field::field;

impl Problem {
    /// Why a step of the sign-in was refused. `state` tells which form is on the screen.
    pub fn of_refusal(refusal: &Refusal, state: &State) -> Self {
        words(&refusal.reason).problem(field(&refusal.reason, state), refusal.request_id.as_deref())
    }
}

const ASK: &str = "Ask whoever runs this service.";

fn words(reason: &Reason) -> Row {
    use Retry::{Edit, Later, No, Now};
    match reason {
        Reason::Empty(_) => row(
            Code::FieldRefused,
            "Something is missing",
            "A field that is needed is empty.",
            "Fill it in.",
            Edit,
        ),
        Reason::Attribute(_) => row(
            Code::FieldRefused,
            "Not accepted",
            "The service did not accept what is in this form.",
            "Check how it is written. A telephone number begins with + and the country code.",
            Edit,
        ),
        Reason::InvalidParameter => row(
            Code::FieldRefused,
            "Not accepted",
            "Something that was typed is too long or has characters that cannot be used here.",
            "Check what you typed.",
            Edit,
        ),
        Reason::WrongCredentials => row(
            Code::WrongCredentials,
            "Wrong user name or password",
            "The user name or the password is not right.",
            "Check both, or set a new password.",
            Edit,
        ),
        Reason::UnknownUser => row(
            Code::UnknownUser,
            "No such account",
            "Nobody here has this user name.",
            "Check the spelling, or create an account.",
            Edit,
        ),
        Reason::Disabled => row(
            Code::AccountDisabled,
            "Account switched off",
            "This account has been switched off.",
            ASK,
            No,
        ),
        Reason::LockedOut => row(
            Code::TooManyTries,
            "Too many tries",
            "After several wrong passwords this account is closed for a short while.",
            "Wait a little, then try again.",
            Later,
        ),
        Reason::WrongCode => row(
            Code::WrongCode,
            "Wrong code",
            "That is not the code we sent.",
            "Use the code in the newest message, or have a new one sent.",
            Edit,
        ),
        Reason::ExpiredCode => row(
            Code::ExpiredCode,
            "Code no longer good",
            "That code has expired, or a newer one has replaced it.",
            "We can send a new one.",
            Edit,
        ),
        Reason::UsedCode => row(
            Code::WrongCode,
            "Code already used",
            "That code has been used once and cannot be used again.",
            "Wait for the next code in your authenticator app.",
            Later,
        ),
        Reason::TooManyWrongCodes => row(
            Code::TooManyTries,
            "Too many tries",
            "Too many wrong codes were entered.",
            "Wait a little, then have a new code sent.",
            Later,
        ),
        Reason::CodeNotDelivered => row(
            Code::CodeNotSent,
            "Code not sent",
            "The account is there, but the code could not be sent.",
            "Have it sent again in a while.",
            Later,
        ),
        Reason::PasswordRules => row(
            Code::PasswordRules,
            "Password does not fit the rules",
            "The new password does not follow the rules of this service.",
            "The list shows what is still missing.",
            Edit,
        ),
        Reason::PasswordReused => row(
            Code::PasswordReused,
            "Password used before",
            "You have used this password before.",
            "Choose another one.",
            Edit,
        ),
        Reason::UsernameTaken => row(
            Code::UsernameTaken,
            "User name taken",
            "Somebody already has this user name.",
            "Choose another, or sign in if it is yours.",
            Edit,
        ),
        Reason::AddressTaken => row(
            Code::AddressTaken,
            "Address taken",
            "Another account already uses this email address or telephone number.",
            "Sign in to that account, or use another address.",
            Edit,
        ),
        Reason::NotConfirmed => row(
            Code::RefusedByService,
            "Account not confirmed yet",
            "This account still waits for the code that confirms it.",
            "Sign in once more to enter the code.",
            Now,
        ),
        Reason::AlreadyConfirmed => row(
            Code::RefusedByService,
            "Already confirmed",
            "This account is confirmed.",
            "Sign in.",
            No,
        ),
        Reason::ResetRequired => row(
            Code::RefusedByService,
            "New password needed",
            "Whoever runs this service asks you to set a new password.",
            "Go to “Forgot password?” to set one.",
            No,
        ),
        Reason::ResetNotPossible => row(
            Code::ResetNotPossible,
            "Not possible yet",
            "This account still has its temporary password, and that cannot be reset.",
            "Sign in with the temporary password, or ask for a new invitation.",
            No,
        ),
        Reason::NoVerifiedAddress => row(
            Code::ResetNotPossible,
            "Nowhere to send a code",
            "This account has no confirmed address that a code could go to.",
            ASK,
            No,
        ),
        Reason::TemporaryPasswordExpired => row(
            Code::InvitationExpired,
            "Invitation too old",
            "The temporary password has expired.",
            "Ask for a new invitation.",
            No,
        ),
        Reason::SignUpNotPermitted => row(
            Code::SignUpClosed,
            "By invitation only",
            "You cannot create an account here yourself.",
            "Ask whoever runs this service for an invitation.",
            No,
        ),
        Reason::ChallengeLapsed => row(
            Code::StepExpired,
            "That took too long",
            "This step of the sign-in has ended.",
            "Sign in once more.",
            Edit,
        ),
        Reason::SessionEnded => row(
            Code::SessionEnded,
            "Signed out",
            "Your session has expired or was ended from another device.",
            "Sign in once more.",
            Edit,
        ),
        Reason::LimitExceeded => row(
            Code::TooManyTries,
            "Too many tries",
            "This was asked for too often in a short time.",
            "Wait a while, then try again.",
            Later,
        ),
        Reason::TooManyRequests => row(
            Code::TooManyTries,
            "The service is busy",
            "Too many people ask at once. It is not your fault.",
            "Wait a few seconds, then try again.",
            Later,
        ),
        Reason::FlowNotEnabled => row(
            Code::ConnectionWrong,
            "Not switched on",
            "This way of signing in is switched off for this app.",
            "Whoever runs this service can switch it on.",
            No,
        ),
        Reason::ClientSecret => row(
            Code::ConnectionWrong,
            "Connection not right",
            "The service does not accept the secret of this connection.",
            "Check the connection.",
            No,
        ),
        Reason::NotFound => row(
            Code::ConnectionWrong,
            "Connection not right",
            "What this connection points to does not exist.",
            "Check the connection: its region and its ids.",
            No,
        ),
        Reason::Configuration => row(
            Code::ConnectionWrong,
            "Service not fully set up",
            "The service is not set up for what it was asked.",
            ASK,
            No,
        ),
        Reason::ClientSecretMissing => row(
            Code::ConnectionWrong,
            "Connection not right",
            "The service wants a secret that this connection does not have.",
            "Add the secret to the connection.",
            No,
        ),
        Reason::ReadReplica => row(
            Code::ConnectionWrong,
            "Wrong region",
            "This region only holds a copy of the accounts.",
            "Check the region of the connection.",
            No,
        ),
        Reason::EmailLimit => row(
            Code::TooManyTries,
            "No more emails today",
            "The service has sent as many emails as it may in a day.",
            "Try again tomorrow, or ask whoever runs this service.",
            Later,
        ),
        Reason::Concurrent => row(
            Code::ServiceTrouble,
            "Changed at the same time",
            "Somebody changed the same thing at the same moment.",
            "Try again.",
            Now,
        ),
        Reason::EmailIsSecondStep => row(
            Code::ResetNotPossible,
            "Not possible by email",
            "Email is the second step of this account, so it cannot also reset the password.",
            ASK,
            No,
        ),
        Reason::CompromisedPassword => row(
            Code::RefusedByService,
            "Password not safe",
            "This password is known to others, and the service does not accept it.",
            "Set a new password.",
            No,
        ),
        Reason::RiskBlocked => row(
            Code::RefusedByService,
            "Blocked for safety",
            "The service took this attempt for somebody else's.",
            "Try later from a network that you use often, or ask whoever runs this service.",
            Later,
        ),
        Reason::PasskeyElsewhere => row(
            Code::QuestionNotSupported,
            "Passkey not here",
            "This app has no passkey for this account.",
            "Sign in another way.",
            No,
        ),
        Reason::PasskeysOff => row(
            Code::ConnectionWrong,
            "Passkeys are switched off",
            "The service does not accept passkeys.",
            ASK,
            No,
        ),
        Reason::PasskeyRefused => row(
            Code::RefusedByService,
            "Passkey not accepted",
            "The service does not accept this passkey.",
            "Sign in another way.",
            No,
        ),
        Reason::DeviceUnknown => row(
            Code::RefusedByService,
            "Device not known",
            "The service does not know this device any more.",
            "Sign in once more.",
            Now,
        ),
        Reason::PasskeyLapsed => row(
            Code::StepExpired,
            "That took too long",
            "Setting up the passkey took too long.",
            "Begin once more.",
            Now,
        ),
        Reason::FactorNotFound => row(
            Code::RefusedByService,
            "No second step",
            "This account has no such second step set up.",
            "Sign in another way.",
            No,
        ),
        Reason::TriggerRefused => row(
            Code::RefusedByService,
            "Refused",
            "A rule of this service refused the request.",
            ASK,
            No,
        ),
        Reason::TriggerFailed => row(
            Code::ServiceTrouble,
            "The service is in trouble",
            "A rule of this service failed.",
            "Try again in a while.",
            Later,
        ),
        Reason::Blocked => row(
            Code::RefusedByService,
            "Blocked",
            "The firewall of this service blocked the request.",
            "Try from another network, or ask whoever runs this service.",
            No,
        ),
        Reason::Unreachable => row(
            Code::Offline,
            "No connection",
            "The service cannot be reached.",
            "Check the connection to the network, then try again.",
            Now,
        ),
        Reason::ServiceFailed => row(
            Code::ServiceTrouble,
            "The service is in trouble",
            "The service could not do what it was asked.",
            "Try again in a while.",
            Later,
        ),
        Reason::Garbled => row(
            Code::ServiceTrouble,
            "Answer not understood",
            "The service answered in a way that this app does not understand.",
            "Try again. If it stays so, check the connection.",
            Now,
        ),
        Reason::Token(TokenFault::Time) => row(
            Code::ClockWrong,
            "Check the clock",
            "The answer of the service belongs to another time than this computer shows.",
            "Set the date and time of this computer, then try again.",
            Now,
        ),
        Reason::Token(
            TokenFault::Malformed
            | TokenFault::Algorithm
            | TokenFault::UnknownKey
            | TokenFault::Signature
            | TokenFault::Issuer
            | TokenFault::Audience
            | TokenFault::Use
            | TokenFault::Mismatch,
        ) => row(
            Code::ConnectionWrong,
            "Answer not trusted",
            "The answer did not prove that it comes from the service of this connection.",
            "Check the connection and the network.",
            No,
        ),
        Reason::UnsupportedChallenge => row(
            Code::QuestionNotSupported,
            "Not possible here",
            "The service asks for a step that this app does not know.",
            "Sign in another way, or ask whoever runs this service.",
            No,
        ),
        Reason::Unexpected => row(
            Code::Unexpected,
            "Something went wrong",
            "The service refused, and this app does not know why.",
            "Try again. If it stays so, ask whoever runs this service and give them the reference.",
            Now,
        ),
    }
}

#[cfg(test)]
pub(super) mod tests;
