//! `gatehouse sandbox clock`.

use clap::{Subcommand, ValueEnum};
use serde_json::{Value, json};

use super::super::Failure;
use super::Desk;

/// Where to move the clock.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// On by so much, or back with a minus: 90, 15m, 2h, 3d.
    By {
        /// Seconds, or with m, h or d.
        #[arg(value_parser = seconds, allow_hyphen_values = true)]
        time: i64,
    },
    /// To a moment, such as 2026-12-24T18:00:00Z.
    To {
        /// RFC 3339.
        moment: String,
    },
    /// To just after something has expired.
    After {
        /// What.
        #[arg(value_enum)]
        what: Lapsing,
        /// Whose; left out: the latest of anybody.
        #[arg(long, value_name = "NAME")]
        user: Option<String>,
    },
    /// To the time that it really is.
    Real,
    /// Whether the app's clock goes along, or stays right and finds the sandbox's wrong.
    App {
        /// Which.
        #[arg(value_enum)]
        app: App,
    },
}

/// Something that expires.
#[derive(Debug, Clone, Copy, ValueEnum)]
#[value(rename_all = "snake_case")]
pub(super) enum Lapsing {
    /// The newest access token.
    AccessToken,
    /// The newest ID token.
    IdToken,
    /// The refresh token.
    RefreshToken,
    /// A code that was sent.
    Code,
    /// A question of a sign-in.
    Session,
    /// AWS credentials.
    Credentials,
}

/// Whether the app goes along.
#[derive(Debug, Clone, Copy, ValueEnum)]
#[value(rename_all = "snake_case")]
pub(super) enum App {
    /// It does.
    Follow,
    /// Its clock stays right.
    Real,
}

pub(super) async fn run(desk: &Desk, change: Option<Command>) -> Result<(), Failure> {
    let form = match change {
        None => return shown(desk, &desk.control.get("clock").await?),
        Some(Command::By { time }) => json!({ "by": time }),
        Some(Command::To { moment }) => json!({ "to": moment }),
        Some(Command::After { what, user }) => match user {
            Some(user) => json!({ "after": word(what), "username": user }),
            None => json!({ "after": word(what) }),
        },
        Some(Command::Real) => json!({ "real": true }),
        Some(Command::App { app }) => json!({ "app": word(app) }),
    };
    shown(desk, &desk.control.post("clock", &form).await?)
}

fn shown(desk: &Desk, clock: &Value) -> Result<(), Failure> {
    let now = clock["now"].as_str().unwrap_or_default();
    let app = clock["app"].as_str().unwrap_or_default();
    desk.say(
        clock,
        &format!("{now}, {} seconds ahead; app: {app}", clock["ahead"]),
    )
}

fn word(value: impl ValueEnum) -> String {
    let possible = value.to_possible_value();
    possible.map_or_else(String::new, |value| value.get_name().to_owned())
}

fn seconds(text: &str) -> Result<i64, &'static str> {
    let wrong = "write seconds, or a number with m, h or d";
    let (number, unit) = match text.as_bytes().last() {
        Some(b's') => (&text[..text.len() - 1], 1),
        Some(b'm') => (&text[..text.len() - 1], 60),
        Some(b'h') => (&text[..text.len() - 1], 3_600),
        Some(b'd') => (&text[..text.len() - 1], 86_400),
        _ => (text, 1),
    };
    let number: i64 = number.parse().map_err(|_| wrong)?;
    number.checked_mul(unit).ok_or(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_seconds_or_have_a_unit() {
        for (text, expected) in [
            ("90", 90),
            ("15m", 900),
            ("-2h", -7_200),
            ("3d", 259_200),
            ("4s", 4),
        ] {
            assert_eq!(seconds(text), Ok(expected));
        }
        for text in ["", "m", "1w", "1.5h", "soon"] {
            assert!(seconds(text).is_err(), "{text}");
        }
    }
}
