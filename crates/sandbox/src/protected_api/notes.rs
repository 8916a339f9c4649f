//! `/api/editors/notes`: notes that only editors read and write.

use http::StatusCode;
use serde_json::{Value, json};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::{Denial, bearer};
use crate::db::DatabaseError;
use crate::services::Services;
use crate::sigv4::Received;
use crate::wire::Refusal;

/// The table of this file.
pub(crate) const SCHEMA: &str = "
CREATE TABLE notes (id INTEGER PRIMARY KEY, at INTEGER NOT NULL, author TEXT NOT NULL, text TEXT NOT NULL) STRICT;
";

/// Who may.
const GROUP: &str = "editors";
/// The longest note, in characters.
const LONGEST: usize = 1000;

pub(super) async fn list(services: &Services, received: &Received) -> Result<(StatusCode, Value), Denial> {
    bearer::in_group(services, &received.head.headers, GROUP)?;
    let notes: Vec<Value> = services
        .foundation
        .database
        .read(|connection| {
            let notes = connection
                .prepare("SELECT id, at, author, text FROM notes ORDER BY id")?
                .query_map([], |row| {
                    Ok(note(row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
                })?
                .collect::<Result<_, _>>()?;
            Ok::<_, DatabaseError>(notes)
        })
        .await
        .map_err(Refusal::from)?;
    Ok((StatusCode::OK, json!({ "notes": notes })))
}

pub(super) async fn add(services: &Services, received: &Received) -> Result<(StatusCode, Value), Denial> {
    let claims = bearer::in_group(services, &received.head.headers, GROUP)?;
    let body: Value = serde_json::from_slice(&received.body).unwrap_or_default();
    let text = body["text"].as_str().unwrap_or_default().to_owned();
    if text.is_empty() || text.chars().count() > LONGEST {
        return Err(Denial::new(
            StatusCode::BAD_REQUEST,
            format!("A note is {{\"text\": …}} with 1 to {LONGEST} characters."),
        ));
    }
    let author = claims["username"].as_str().unwrap_or_default().to_owned();
    let at = services.foundation.clock.now().unix_timestamp();
    let added = services
        .foundation
        .database
        .write(move |transaction| {
            transaction.execute(
                "INSERT INTO notes (at, author, text) VALUES (?1, ?2, ?3)",
                rusqlite::params![at, author, text],
            )?;
            Ok::<_, DatabaseError>(note(transaction.last_insert_rowid(), at, author, text))
        })
        .await
        .map_err(Refusal::from)?;
    Ok((StatusCode::CREATED, added))
}

fn note(id: i64, at: i64, author: String, text: String) -> Value {
    let at = OffsetDateTime::from_unix_timestamp(at).unwrap_or(OffsetDateTime::UNIX_EPOCH);
    json!({ "id": id, "at": at.format(&Rfc3339).unwrap_or_default(), "author": author, "text": text })
}
