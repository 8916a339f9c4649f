//! One field of a form: what it takes, how what was typed is read, and what cannot be sent as it is. The limits are
//! those that the service would name itself, so that nobody waits for it to do so.
//! Source: the shapes of the Cognito user pools API.

use base::Secret;
use time::{Date, Month};

use crate::event::Values;
use crate::reason::{FieldFault, Reason};

/// One field of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// The name under which the answer is given.
    pub name: String,
    /// What kind of input it is.
    pub kind: FieldKind,
    /// Whether it must be filled in.
    pub required: bool,
    /// The least number, or the least number of characters.
    pub min: Option<i64>,
    /// The greatest number, or the greatest number of characters.
    pub max: Option<i64>,
}

/// What kind of input a field is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldKind {
    /// Any text.
    Text,
    /// A user name.
    Username,
    /// A one-time code.
    Code,
    /// The current password.
    Password,
    /// A new password.
    NewPassword,
    /// An email address.
    Email,
    /// A telephone number with its country code (E.164).
    Phone,
    /// A date, `YYYY-MM-DD`.
    Date,
    /// A number.
    Number,
    /// `true` or `false`.
    Boolean,
}

/// `UsernameType`, in characters.
const USERNAME: i64 = 128;
/// `PasswordType`, in characters.
const PASSWORD: i64 = 256;
/// `AttributeValueType` and `ConfirmationCodeType`, in characters.
const VALUE: i64 = 2048;
/// `SoftwareTokenMFAUserCodeType`, in digits.
const TOTP: i64 = 6;

impl Field {
    pub(crate) fn required(name: &str, kind: FieldKind) -> Self {
        let most = match kind {
            FieldKind::Username => Some(USERNAME),
            FieldKind::Password | FieldKind::NewPassword => Some(PASSWORD),
            FieldKind::Text | FieldKind::Code | FieldKind::Email | FieldKind::Phone => Some(VALUE),
            FieldKind::Date | FieldKind::Number | FieldKind::Boolean => None,
        };
        Self {
            name: name.to_owned(),
            kind,
            required: true,
            min: None,
            max: most,
        }
    }

    pub(crate) fn optional(name: &str, kind: FieldKind) -> Self {
        Self {
            required: false,
            ..Self::required(name, kind)
        }
    }

    /// The code of an authenticator app. Other codes are of any length.
    pub(crate) fn totp() -> Self {
        Self::required("code", FieldKind::Code).within(Some(TOTP), Some(TOTP))
    }

    /// What people sign in with: a user name, an email address or a telephone number.
    pub fn username(kind: FieldKind) -> Self {
        Self::required("username", kind).within(None, Some(USERNAME))
    }

    /// The password of a sign-in.
    pub fn password() -> Self {
        Self::required("password", FieldKind::Password)
    }

    /// The password of a new account.
    pub fn first_password() -> Self {
        Self::required("password", FieldKind::NewPassword)
    }

    /// The field for an attribute of the user pool, such as `email`, `birthdate` or `custom:team`.
    pub fn attribute(name: &str, required: bool) -> Self {
        let kind = match name {
            "email" => FieldKind::Email,
            "phone_number" => FieldKind::Phone,
            "birthdate" => FieldKind::Date,
            _ => FieldKind::Text,
        };
        Self {
            required,
            ..Self::required(name, kind)
        }
    }

    /// The same for an attribute of this kind.
    #[must_use]
    pub fn of_kind(self, kind: FieldKind) -> Self {
        Self {
            required: self.required,
            ..Self::required(&self.name, kind)
        }
    }

    /// The same with these limits; the service's own stay where none is given.
    #[must_use]
    pub fn within(self, min: Option<i64>, max: Option<i64>) -> Self {
        Self {
            min: min.or(self.min),
            max: max.or(self.max),
            ..self
        }
    }

    /// Takes what was typed into this field, without what pasting brings along.
    ///
    /// # Errors
    ///
    /// [`Reason::Malformed`]: it cannot be sent as it is. Whether it may be empty is for the caller to say.
    pub fn read(&self, values: &Values) -> Result<Secret, Reason> {
        let Some(typed) = values.get(&self.name) else {
            return Ok(Secret::default());
        };
        let typed = self.kind.tidy(typed);
        match self.fault(typed.expose()) {
            Some(fault) if !typed.expose().is_empty() => Err(Reason::Malformed {
                field: self.name.clone(),
                fault,
            }),
            Some(_) | None => Ok(typed),
        }
    }

    /// What is wrong with a text that is not empty.
    fn fault(&self, text: &str) -> Option<FieldFault> {
        let unprintable = |c: char| c.is_control() && !(c == '\n' && self.kind == FieldKind::Text);
        if text.contains(unprintable) {
            return Some(FieldFault::Unprintable);
        }
        let blank = text.contains(char::is_whitespace);
        match self.kind {
            FieldKind::Code if self.is_totp() => {
                let six = text.len() == 6 && text.bytes().all(|byte| byte.is_ascii_digit());
                (!six).then_some(FieldFault::NotSixDigits)
            }
            FieldKind::Text | FieldKind::Code => self.length(text),
            FieldKind::Username | FieldKind::Password | FieldKind::NewPassword if blank => {
                Some(FieldFault::Blank)
            }
            FieldKind::Username | FieldKind::Password | FieldKind::NewPassword => self.length(text),
            FieldKind::Email => self
                .length(text)
                .or((!is_email(text)).then_some(FieldFault::NotEmail)),
            FieldKind::Phone => (!is_phone(text)).then_some(FieldFault::NotPhone),
            FieldKind::Date => (!is_date(text)).then_some(FieldFault::NotDate),
            FieldKind::Number => self.number(text),
            FieldKind::Boolean => (!matches!(text, "true" | "false")).then_some(FieldFault::NotYesNo),
        }
    }

    fn is_totp(&self) -> bool {
        self.kind == FieldKind::Code && self.min == Some(TOTP) && self.max == Some(TOTP)
    }

    fn length(&self, text: &str) -> Option<FieldFault> {
        let count = i64::try_from(text.chars().count()).unwrap_or(i64::MAX);
        match (self.min, self.max) {
            (_, Some(max)) if count > max => Some(FieldFault::TooLong(max)),
            (Some(min), _) if count < min => Some(FieldFault::TooShort(min)),
            _ => None,
        }
    }

    fn number(&self, text: &str) -> Option<FieldFault> {
        let Ok(number) = text.parse::<i64>() else {
            return Some(FieldFault::NotNumber);
        };
        match (self.min, self.max) {
            (_, Some(max)) if number > max => Some(FieldFault::TooMuch(max)),
            (Some(min), _) if number < min => Some(FieldFault::TooLittle(min)),
            _ => None,
        }
    }
}

/// Reads a whole form.
///
/// # Errors
///
/// [`Reason::Empty`] and [`Reason::Malformed`] name the first field that cannot be sent as it is.
pub(crate) fn read(fields: &[Field], values: &Values) -> Result<Values, Reason> {
    let read = fields.iter().map(|field| {
        let typed = field.read(values)?;
        if typed.expose().is_empty() && field.required {
            return Err(Reason::Empty(field.name.clone()));
        }
        Ok((field.name.clone(), typed))
    });
    read.collect()
}

impl FieldKind {
    /// Blanks and dashes leave a code, punctuation leaves a telephone number, blanks around it leave anything but a
    /// password; and marks that nobody can see leave names, addresses and codes.
    fn tidy(self, value: &Secret) -> Secret {
        let text = value.expose();
        match self {
            Self::Code => {
                let noise = |c: char| c.is_whitespace() || is_dash(c) || is_invisible(c);
                Secret::new(text.replace(noise, ""))
            }
            Self::Phone => {
                let noise = |c: char| c.is_whitespace() || is_dash(c) || is_invisible(c) || "().".contains(c);
                Secret::new(text.replace(noise, ""))
            }
            Self::Username | Self::Email => Secret::from(text.replace(is_invisible, "").trim()),
            Self::Password | Self::NewPassword => value.clone(),
            Self::Text | Self::Date | Self::Number | Self::Boolean => Secret::from(text.trim()),
        }
    }
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}')
}

/// Marks of the writing direction and of width zero, which come along when text is copied.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

/// Loose on purpose: the only proof of an address is a message that arrives.
fn is_email(text: &str) -> bool {
    let blank = text.contains(char::is_whitespace);
    !blank
        && text
            .rsplit_once('@')
            .is_some_and(|(name, host)| !name.is_empty() && !host.is_empty())
}

/// E.164: a plus and at most 15 digits, of which the first is no zero.
fn is_phone(text: &str) -> bool {
    text.strip_prefix('+').is_some_and(|digits| {
        (7..=15).contains(&digits.len())
            && digits.bytes().all(|byte| byte.is_ascii_digit())
            && !digits.starts_with('0')
    })
}

fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts.as_slice() else {
        return false;
    };
    let date = || {
        let month = Month::try_from(month.parse::<u8>().ok()?).ok()?;
        Date::from_calendar_date(year.parse().ok()?, month, day.parse().ok()?).ok()
    };
    let plain = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    plain && (year.len(), month.len(), day.len()) == (4, 2, 2) && date().is_some()
}

#[cfg(test)]
mod tests;
