//! A request of the query protocol: form fields, in the body or in the query of the address.

use serde_json::{Map, Value, json};
use url::form_urlencoded;

use super::Denial;
use crate::sigv4::Received;
use crate::wire::Members;

/// Fields that are numbers.
const NUMBERS: &[&str] = &["DurationSeconds"];

/// The fields of one request.
#[derive(Debug)]
pub(crate) struct Query(Vec<(String, String)>);

impl Query {
    pub(crate) fn read(received: &Received) -> Self {
        let address = received.head.uri.query().unwrap_or_default();
        let fields = form_urlencoded::parse(address.as_bytes()).chain(form_urlencoded::parse(&received.body));
        Self(
            fields
                .map(|(name, value)| (name.into_owned(), value.into_owned()))
                .collect(),
        )
    }

    /// `Action`; empty when there is none.
    pub(crate) fn action(&self) -> &str {
        let action = self.0.iter().find(|(name, _)| name == "Action");
        action.map_or("", |(_, value)| value)
    }

    /// The names of the fields.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(name, _)| name.as_str())
    }

    /// The fields as members of an API model.
    pub(super) fn members(self) -> Result<Members, Denial> {
        let mut map = Map::new();
        for (name, value) in self.0 {
            let value = match NUMBERS.contains(&name.as_str()) {
                false => Value::String(value),
                true => {
                    json!(value.parse::<i64>().map_err(|_| Denial::new(
                        400,
                        "MalformedInput",
                        format!("{name} is not a number")
                    ))?)
                }
            };
            map.insert(name, value);
        }
        Ok(Members::over(map))
    }
}
