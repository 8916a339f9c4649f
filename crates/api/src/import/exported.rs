//! A connection that this app has exported: the form itself.

use super::draft::Imported;
use super::literal::Value;
use super::node::Node;
use super::refused::Refused;
use crate::view::{ConnectionForm, ImportView};

/// Whether it is one.
pub(super) fn is(root: &Node<'_>) -> bool {
    ["authFlow", "locations", "endpoints"]
        .into_iter()
        .all(|name| root.at(name).is_some())
}

pub(super) fn read(value: &Value) -> Result<Imported, Refused> {
    check(&Node::root(value))?;
    let mut form: ConnectionForm =
        serde_json::from_value(plain(value)).map_err(|_| Refused::WrongValue { path: String::new() })?;
    form.id = None;
    form.has_client_secret = false;
    let client_secret = form.client_secret.take();
    Ok(Imported {
        view: ImportView {
            format: "gatehouse".to_owned(),
            form,
            notes: Vec::new(),
            unknown: Vec::new(),
        },
        client_secret,
    })
}

/// Refuses texts with what cannot be seen, wherever they stand.
fn check(node: &Node<'_>) -> Result<(), Refused> {
    if node.value().text().is_some() {
        node.own_text()?;
    }
    for (_, member) in node.members() {
        check(&member)?;
    }
    if let Value::List(_) = node.value() {
        for item in node.items()? {
            check(&item)?;
        }
    }
    Ok(())
}

fn plain(value: &Value) -> serde_json::Value {
    match value {
        Value::Null => serde_json::Value::Null,
        Value::Boolean(value) => (*value).into(),
        Value::Number(digits) => serde_json::from_str(digits).unwrap_or_default(),
        Value::Text(text) => text.as_str().into(),
        Value::List(items) => items.iter().map(plain).collect(),
        Value::Object(members) => {
            let members = members.iter().map(|(name, value)| (name.clone(), plain(value)));
            serde_json::Value::Object(members.collect())
        }
    }
}
