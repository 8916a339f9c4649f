//! What AWS would have mailed or texted. Messages are written in the transaction that issues their code and shown
//! once it has committed; they outlive a restart, so a code can still be read and used.

use std::fmt;
use std::sync::{Mutex, PoisonError};

use base::Secret;
use rusqlite::{Connection, Transaction, params};
use time::OffsetDateTime;
use tokio::sync::watch;

use crate::db::{Database, DatabaseError};

/// The table of this file.
pub(crate) const SCHEMA: &str = "
CREATE TABLE messages (
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    medium TEXT NOT NULL,
    recipient TEXT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    code TEXT
) STRICT;
";

/// How a message would have travelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Medium {
    /// By e-mail.
    Email,
    /// By text message.
    Sms,
}

impl Medium {
    /// As Cognito's `DeliveryMedium` spells it.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Email => "EMAIL",
            Self::Sms => "SMS",
        }
    }

    fn parse(text: &str) -> Self {
        if text == Self::Sms.as_str() {
            Self::Sms
        } else {
            Self::Email
        }
    }
}

/// One message that the sandbox "sent".
#[derive(Clone)]
pub struct Message {
    /// Counts from 1.
    pub id: u32,
    /// When it was sent, by the sandbox's clock, whole seconds.
    pub at: OffsetDateTime,
    /// By e-mail or text.
    pub medium: Medium,
    /// The full address or number.
    pub to: String,
    /// The subject; empty for a text.
    pub subject: String,
    /// The words, with the code in them.
    pub body: String,
    /// The code alone, if the message carries one.
    pub code: Option<Secret>,
}

impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Message")
            .field("id", &self.id)
            .field("at", &self.at)
            .finish_non_exhaustive()
    }
}

/// All messages, newest last.
#[derive(Debug)]
pub(crate) struct Inbox {
    messages: Mutex<Vec<Message>>,
    count: watch::Sender<u32>,
}

impl Inbox {
    /// The inbox as the database remembers it.
    pub(crate) async fn load(database: &Database) -> Result<Self, DatabaseError> {
        let messages = database
            .read(|connection| Ok::<_, DatabaseError>(read_all(connection)?))
            .await?;
        let (count, _) = watch::channel(total(&messages));
        Ok(Self {
            messages: Mutex::new(messages),
            count,
        })
    }

    /// Shows messages whose transaction has committed.
    pub(crate) fn deliver(&self, message: Message) {
        let mut messages = self.messages.lock().unwrap_or_else(PoisonError::into_inner);
        messages.push(message);
        self.count.send_replace(total(&messages));
    }

    /// Forgets everything shown; the table is the caller's to empty.
    pub(crate) fn clear(&self) {
        let mut messages = self.messages.lock().unwrap_or_else(PoisonError::into_inner);
        messages.clear();
        self.count.send_replace(0);
    }

    /// Newest first.
    pub(crate) fn messages(&self) -> Vec<Message> {
        let messages = self.messages.lock().unwrap_or_else(PoisonError::into_inner);
        messages.iter().rev().cloned().collect()
    }

    pub(crate) fn watch(&self) -> watch::Receiver<u32> {
        self.count.subscribe()
    }
}

/// Writes a message, whose subject a text does not have; it is to be [`Inbox::deliver`]ed when `transaction` has committed.
pub(crate) fn write(
    transaction: &Transaction<'_>,
    at: OffsetDateTime,
    medium: Medium,
    to: &str,
    subject: &str,
    body: &str,
    code: &Secret,
) -> Result<Message, rusqlite::Error> {
    let subject = match medium {
        Medium::Email => subject,
        Medium::Sms => "",
    };
    transaction.execute(
        "INSERT INTO messages (at, medium, recipient, subject, body, code) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![
            at.unix_timestamp(),
            medium.as_str(),
            to,
            subject,
            body,
            code.expose()
        ],
    )?;
    Ok(Message {
        id: u32::try_from(transaction.last_insert_rowid()).unwrap_or(u32::MAX),
        at: at.replace_nanosecond(0).unwrap_or(at),
        medium,
        to: to.to_owned(),
        subject: subject.to_owned(),
        body: body.to_owned(),
        code: Some(code.clone()),
    })
}

fn read_all(connection: &Connection) -> Result<Vec<Message>, rusqlite::Error> {
    connection
        .prepare("SELECT id, at, medium, recipient, subject, body, code FROM messages ORDER BY id")?
        .query_map([], |row| {
            let at: i64 = row.get(1)?;
            let medium: String = row.get(2)?;
            let code: Option<String> = row.get(6)?;
            Ok(Message {
                id: row.get(0)?,
                at: OffsetDateTime::from_unix_timestamp(at).unwrap_or(OffsetDateTime::UNIX_EPOCH),
                medium: Medium::parse(&medium),
                to: row.get(3)?,
                subject: row.get(4)?,
                body: row.get(5)?,
                code: code.map(Secret::new),
            })
        })?
        .collect()
}

fn total(messages: &[Message]) -> u32 {
    u32::try_from(messages.len()).unwrap_or(u32::MAX)
}
