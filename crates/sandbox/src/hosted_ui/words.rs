//! The pages in the language that `lang` asks for: German, or else English. What the pool itself says of a refusal stays
//! in English, as at Cognito.

use super::authorization::Authorization;

/// A language of the pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Language {
    English,
    German,
}

const GERMAN: &[(&str, &str)] = &[
    ("A code is on its way to", "Ein Code ist unterwegs an"),
    (
        "Add this key to the app, then enter the code that it shows:",
        "Tragen Sie diesen Schlüssel in die App ein und geben Sie den Code ein, den sie zeigt:",
    ),
    ("Authenticator app", "Authenticator-App"),
    ("Choose a new password", "Neues Passwort wählen"),
    ("Choose a second step", "Zweiten Schritt wählen"),
    ("Code", "Code"),
    ("Confirm your account", "Konto bestätigen"),
    ("Continue", "Weiter"),
    ("Continue with", "Weiter mit"),
    ("Create account", "Konto anlegen"),
    ("Email", "E-Mail"),
    ("Email address", "E-Mail-Adresse"),
    ("Enter the code from the email", "Code aus der E-Mail eingeben"),
    (
        "Enter the code from the text message",
        "Code aus der SMS eingeben",
    ),
    ("Enter the code of your app", "Code Ihrer App eingeben"),
    ("First name", "Vorname"),
    ("Forgot your password?", "Passwort vergessen?"),
    ("Last name", "Nachname"),
    ("New password", "Neues Passwort"),
    ("Password", "Passwort"),
    ("Phone number", "Telefonnummer"),
    ("Reset your password", "Passwort zurücksetzen"),
    ("Send a code", "Code senden"),
    ("Send a new code", "Neuen Code senden"),
    ("Set up a second step", "Zweiten Schritt einrichten"),
    ("Sign in", "Anmelden"),
    ("Text message", "SMS"),
    ("The same again", "Noch einmal"),
    ("User name", "Benutzername"),
    ("User name or email", "Benutzername oder E-Mail"),
    ("Where do you get your code?", "Woher bekommen Sie Ihren Code?"),
    ("With an authenticator app", "Mit einer Authenticator-App"),
    ("With email", "Per E-Mail"),
    (
        "Your account is confirmed. Sign in.",
        "Ihr Konto ist bestätigt. Melden Sie sich an.",
    ),
    (
        "Your authenticator app shows a code of six digits.",
        "Ihre Authenticator-App zeigt einen Code aus sechs Ziffern.",
    ),
    (
        "Your password is set. Sign in with it.",
        "Ihr Passwort ist gesetzt. Melden Sie sich damit an.",
    ),
    (
        "Your password was given to you by an administrator.",
        "Ihr Passwort kam von der Verwaltung.",
    ),
    ("or", "oder"),
];

impl Language {
    /// The one that a request asks for.
    pub(super) fn of(authorization: &Authorization) -> Self {
        let asked = authorization.form.get("lang").unwrap_or_default();
        if asked == "de" || asked.starts_with("de-") {
            Self::German
        } else {
            Self::English
        }
    }

    /// Its tag, for the page.
    pub(super) fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
        }
    }

    /// What is said in this language for a text of the pages.
    pub(super) fn say(self, english: &str) -> Option<&'static str> {
        let known = GERMAN.iter().find(|(known, _)| *known == english)?;
        Some(match self {
            Self::English => known.0,
            Self::German => known.1,
        })
    }
}
