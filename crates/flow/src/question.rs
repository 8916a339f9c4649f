//! A question of the service, described so that one screen renders them all.

use base::Secret;

use crate::challenge::Challenge;
use crate::event::Values;
use crate::field::{Field, FieldKind};
use crate::reason::Reason;

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Question {
    /// The code that confirms a new account.
    ConfirmSignUp {
        /// Whose account.
        username: String,
        /// Where the code went, where the service said so.
        destination: Option<Destination>,
        /// Whether the address can be corrected: the sign-up form is still at hand.
        can_change_address: bool,
    },
    /// The code and the new password after a forgotten one.
    ResetPassword {
        /// Whose password.
        username: String,
        /// Where the code went, where the service said so.
        destination: Option<Destination>,
    },
    /// A challenge of a sign-in.
    Challenge(Challenge),
    /// The key of a new authenticator app, to be taken over and proven by a first code (`MFA_SETUP`).
    SetUpTotp {
        /// The challenge that asks for it.
        challenge: Challenge,
        /// The key.
        setup: TotpSetup,
    },
}

/// The key of a new authenticator app. Source: `AssociateSoftwareToken`; RFC 6238 with SHA-1, 6 digits, 30 s.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TotpSetup {
    /// The key in base32, to be typed.
    pub secret: Secret,
    /// The same as an `otpauth://` address, to be scanned.
    pub uri: Secret,
    /// Whose key the authenticator app will say that it is.
    pub account: String,
    /// What for.
    pub issuer: String,
}

/// Where a code went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Destination {
    /// How it was sent.
    pub medium: Medium,
    /// The masked address, as the service gave it.
    pub address: String,
}

/// How a code is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Medium {
    /// By email.
    Email,
    /// By text message.
    Sms,
}

impl Question {
    /// Who is asked, as typed.
    pub fn username(&self) -> &str {
        match self {
            Self::ConfirmSignUp { username, .. } | Self::ResetPassword { username, .. } => username,
            Self::Challenge(challenge) | Self::SetUpTotp { challenge, .. } => &challenge.username,
        }
    }

    /// The fields to fill in, in order; a choice is not among them.
    pub fn fields(&self) -> Vec<Field> {
        match self {
            Self::ConfirmSignUp { .. } => vec![Field::required("code", FieldKind::Code)],
            Self::SetUpTotp { .. } => vec![Field::totp()],
            Self::ResetPassword { .. } => vec![
                Field::required("code", FieldKind::Code),
                Field::required("newPassword", FieldKind::NewPassword),
            ],
            Self::Challenge(challenge) => challenge.fields(),
        }
    }

    /// What can be chosen; answered under the name `choice`. Empty: no choice is asked.
    pub fn choices(&self) -> Vec<String> {
        match self {
            Self::ConfirmSignUp { .. } | Self::ResetPassword { .. } | Self::SetUpTotp { .. } => Vec::new(),
            Self::Challenge(challenge) => challenge.choices(),
        }
    }

    /// Where a code went.
    pub fn destination(&self) -> Option<Destination> {
        match self {
            Self::ConfirmSignUp { destination, .. } | Self::ResetPassword { destination, .. } => {
                destination.clone()
            }
            Self::Challenge(challenge) => challenge.destination(),
            Self::SetUpTotp { .. } => None,
        }
    }

    /// Whether another code can be asked for. A challenge has no such action in the API: its sign-in begins anew.
    pub fn can_resend(&self) -> bool {
        match self {
            Self::ConfirmSignUp { .. } | Self::ResetPassword { .. } => true,
            Self::Challenge(challenge) => challenge.is_sent_code(),
            Self::SetUpTotp { .. } => false,
        }
    }

    /// The challenge behind it, where there is one.
    pub fn challenge(&self) -> Option<&Challenge> {
        match self {
            Self::Challenge(challenge) | Self::SetUpTotp { challenge, .. } => Some(challenge),
            Self::ConfirmSignUp { .. } | Self::ResetPassword { .. } => None,
        }
    }

    /// Takes what was typed, field by field.
    ///
    /// # Errors
    ///
    /// [`Reason::Empty`] and [`Reason::Malformed`] name the first field that cannot be sent as it is.
    pub(crate) fn read(&self, values: &Values) -> Result<Values, Reason> {
        let mut read = Values::new();
        if !self.choices().is_empty() {
            let choice = values
                .get("choice")
                .filter(|value| self.choices().contains(value.expose()));
            read.insert(
                "choice".to_owned(),
                choice
                    .cloned()
                    .ok_or_else(|| Reason::Empty("choice".to_owned()))?,
            );
        }
        let chose_password = read
            .get("choice")
            .is_some_and(|choice| choice.expose().starts_with("PASSWORD"));
        let chose_email = read
            .get("choice")
            .is_some_and(|choice| choice.expose().starts_with("EMAIL"));
        for field in self.fields() {
            let typed = field.read(values)?;
            let needed = field.required
                || (chose_password && field.name == "password")
                || (chose_email && field.name == "email");
            if typed.expose().is_empty() && needed {
                return Err(Reason::Empty(field.name));
            }
            read.insert(field.name, typed);
        }
        Ok(read)
    }
}
