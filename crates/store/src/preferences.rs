//! What the person prefers on this device: a name, a value. What the names mean is decided elsewhere.

use rusqlite::OptionalExtension;

use crate::{Error, Store};

impl Store {
    /// The value under `name`, if one was set.
    pub async fn preference(&self, name: &str) -> Result<Option<String>, Error> {
        let name = name.to_owned();
        self.run(move |connection| {
            connection
                .prepare_cached("SELECT value FROM preference WHERE name = ?1")?
                .query_row([&name], |row| row.get(0))
                .optional()
        })
        .await
    }

    /// Sets the value under `name`.
    pub async fn set_preference(&self, name: &str, value: &str) -> Result<(), Error> {
        let pair = (name.to_owned(), value.to_owned());
        self.run(move |connection| {
            connection.execute(
                "INSERT INTO preference (name, value) VALUES (?1, ?2)
                 ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                [&pair.0, &pair.1],
            )
        })
        .await
        .map(|_| ())
    }

    /// Forgets the value under `name`.
    pub async fn clear_preference(&self, name: &str) -> Result<(), Error> {
        let name = name.to_owned();
        self.run(move |connection| connection.execute("DELETE FROM preference WHERE name = ?1", [&name]))
            .await
            .map(|_| ())
    }
}
