//! A request to whoever runs the service, where only they can help: plain text for the person to copy and send.
//! It carries what an administrator looks for first, and nothing secret.

use flow::State;
use time::OffsetDateTime;
use time::macros::format_description;

use super::Problem;
use crate::connection::Connection;

/// Who asks, where and when.
pub(crate) struct About<'a> {
    pub(crate) connection: &'a Connection,
    /// The user name as typed, where it is known.
    pub(crate) username: Option<&'a str>,
    pub(crate) at: OffsetDateTime,
}

impl<'a> About<'a> {
    pub(crate) fn new(connection: &'a Connection, state: &'a State, at: OffsetDateTime) -> Self {
        let username = match state {
            State::SignIn { username }
            | State::ForgotPassword { username }
            | State::Browser { username, .. }
            | State::SignedIn { username, .. } => Some(username.as_str()),
            State::SignUp { values } => values.get("username").map(String::as_str),
            State::Answer(question) => Some(question.username()),
            State::Restoring | State::Guest => None,
        };
        Self {
            connection,
            username: username.filter(|username| !username.is_empty()),
            at,
        }
    }

    /// The text. `ask` says to an administrator what would help.
    pub(super) fn request(&self, problem: &Problem, ask: &str) -> String {
        let Connection { name, pool, .. } = self.connection;
        let minutes = format_description!("[year]-[month]-[day] [hour]:[minute] UTC");
        let at = self.at.to_offset(time::UtcOffset::UTC).format(minutes);
        let said = problem.said.as_ref().map(|said| format!(" “{said}”"));
        let mut lines = vec![
            "Hello,".to_owned(),
            String::new(),
            format!("I cannot sign in to {name}."),
            format!("What happened: {}{}", problem.detail, said.unwrap_or_default()),
            format!("What would help: {ask}"),
            String::new(),
        ];
        let facts = [
            ("User name", self.username),
            ("Connection", Some(name.as_str())),
            ("Region", Some(pool.region.as_str())),
            ("User pool", Some(pool.user_pool_id.as_str())),
            ("App client", Some(pool.client_id.as_str())),
            ("Time", at.as_deref().ok()),
            ("Reference", problem.reference.as_deref()),
        ];
        lines.extend(
            facts
                .into_iter()
                .filter_map(|(label, fact)| fact.map(|fact| format!("{label}: {fact}"))),
        );
        lines.push(String::new());
        lines.push("Thank you.".to_owned());
        lines.join("\n")
    }
}
