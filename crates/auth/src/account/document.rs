//! The SDK's untyped documents, as JSON and back.

use std::collections::HashMap;

use aws_smithy_types::{Document, Number};
use serde_json::Value;

pub(super) fn to_json(document: &Document) -> Value {
    match document {
        Document::Object(members) => members
            .iter()
            .map(|(name, member)| (name.clone(), to_json(member)))
            .collect(),
        Document::Array(items) => items.iter().map(to_json).collect(),
        Document::Number(Number::PosInt(number)) => Value::from(*number),
        Document::Number(Number::NegInt(number)) => Value::from(*number),
        Document::Number(Number::Float(number)) => Value::from(*number),
        Document::String(text) => Value::from(text.as_str()),
        Document::Bool(truth) => Value::from(*truth),
        Document::Null => Value::Null,
    }
}

/// None if it is no JSON.
pub(super) fn from_json(json: &str) -> Option<Document> {
    serde_json::from_str(json).ok().map(document)
}

fn document(value: Value) -> Document {
    match value {
        Value::Null => Document::Null,
        Value::Bool(truth) => Document::Bool(truth),
        Value::Number(number) => Document::Number(match (number.as_u64(), number.as_i64()) {
            (Some(positive), _) => Number::PosInt(positive),
            (None, Some(negative)) => Number::NegInt(negative),
            (None, None) => Number::Float(number.as_f64().unwrap_or_default()),
        }),
        Value::String(text) => Document::String(text),
        Value::Array(items) => Document::Array(items.into_iter().map(document).collect()),
        Value::Object(members) => Document::Object(
            members
                .into_iter()
                .map(|(name, member)| (name, document(member)))
                .collect::<HashMap<_, _>>(),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_survives_the_way_there_and_back() {
        let json = r#"{"challenge":"abc","list":[1,-2,2.5,true,null],"rp":{"id":"localhost"}}"#;

        let back = from_json(json).map(|document| to_json(&document));

        assert_eq!(back, serde_json::from_str(json).ok());
    }
}
