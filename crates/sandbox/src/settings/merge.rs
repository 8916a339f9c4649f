//! JSON Merge Patch (RFC 7386), except that the list of clients is merged client by client.

use serde_json::Value;

/// `current` with what `changes` names replaced.
pub(super) fn settings(mut current: Value, mut changes: Value) -> Value {
    let clients = changes
        .as_object_mut()
        .and_then(|changes| changes.remove("clients"));
    patch(&mut current, changes);
    if let (Some(Value::Array(changed)), Some(Value::Array(known))) = (clients, current.get_mut("clients")) {
        for change in changed {
            let same = |client: &&mut Value| client["client_id"] == change["client_id"];
            match known.iter_mut().find(same) {
                Some(client) => patch(client, change),
                None => known.push(change),
            }
        }
    }
    current
}

fn patch(target: &mut Value, changes: Value) {
    match (target, changes) {
        (Value::Object(target), Value::Object(changes)) => {
            for (name, change) in changes {
                if change.is_null() {
                    target.remove(&name);
                } else {
                    patch(target.entry(name).or_insert(Value::Null), change);
                }
            }
        }
        (target, changes) => *target = changes,
    }
}
