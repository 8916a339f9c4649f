//! A connection as it is kept and exported: its form as JSON, under the version of that form. Never with a secret: the
//! form does not write one.

use serde::{Deserialize, Serialize};
use store::StoredConnection;

use crate::view::ConnectionForm;

/// The version that is written.
const VERSION: u32 = 1;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    version: u32,
    connection: ConnectionForm,
}

/// Writes a connection down. Its id is kept beside it.
pub(crate) fn write(form: &ConnectionForm) -> String {
    let document = Document {
        version: VERSION,
        connection: ConnectionForm {
            id: None,
            ..form.clone()
        },
    };
    // A form has no map with keys that JSON could not take.
    serde_json::to_string(&document).unwrap_or_default()
}

/// Reads what [`write()`] has written; none where it is of a later version or damaged.
pub(crate) fn read(id: &str, text: &str) -> Option<ConnectionForm> {
    let document: Document = serde_json::from_str(text)
        .inspect_err(|error| tracing::warn!(%id, %error, "a connection cannot be read"))
        .ok()?;
    (document.version == VERSION).then(|| ConnectionForm {
        id: Some(id.to_owned()),
        ..document.connection
    })
}

/// Those of them that can be read.
pub(crate) fn read_all(stored: &[StoredConnection]) -> Vec<ConnectionForm> {
    let readable = stored.iter().filter_map(|one| read(&one.id, &one.document));
    readable.collect()
}

/// A connection for somebody else: what [`crate::import`] reads. The person who reads it has a secret of their own.
pub(crate) fn export(form: &ConnectionForm) -> String {
    let form = ConnectionForm {
        id: None,
        ..form.clone()
    };
    let mut text = serde_json::to_string_pretty(&form).unwrap_or_default();
    text.push('\n');
    text
}
