//! Which format a text is in: first by how it is written, then by the members that only that format has.

use super::draft::{Draft, Imported};
use super::literal::{self, Value};
use super::node::Node;
use super::refused::Refused;
use super::{amplify_outputs, aws_exports, dart, exported, free_text, native, outputs, program};

/// Reads a text in whatever format it is.
pub(super) fn recognise(text: &str) -> Result<Imported, Refused> {
    let begins = text.trim_start();
    if begins.starts_with('{') || (begins.starts_with('[') && !ini(begins)) || commented_json(begins) {
        return document(&literal::json(text)?);
    }
    if let Some(json) = dart::wrapped(text) {
        return document(&literal::json(&json?)?);
    }
    if program::resembles(text) {
        return document(&program::constant(text)?);
    }
    let mut draft = Draft::new();
    free_text::read(&mut draft, text)?;
    draft.finish("freeText")
}

/// Reads a document by the members that only one format has.
fn document(value: &Value) -> Result<Imported, Refused> {
    let root = Node::root(value);
    let has = |name: &str| root.at(name).is_some();
    let mut draft = Draft::new();
    if exported::is(&root) {
        return exported::read(value);
    }
    let format = if has("version") && (has("auth") || has("storage") || has("$schema")) {
        amplify_outputs::read(&mut draft, &root)?;
        "amplifyOutputs"
    } else if has("aws_project_region") {
        aws_exports::read(&mut draft, &root)?;
        "awsExports"
    } else if native::is_amplify(&root) {
        native::amplify(&mut draft, &root)?;
        "amplifyConfiguration"
    } else if has("CognitoUserPool") || has("CredentialsProvider") {
        native::mobile(&mut draft, &root)?;
        "awsConfiguration"
    } else {
        outputs::read(&mut draft, &root)?
    };
    draft.finish(format)
}

/// Whether it is an INI file of the AWS command line, which free text reads.
fn ini(text: &str) -> bool {
    let first = text.lines().next().unwrap_or_default().trim_end();
    let section = first.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    section.is_some_and(|name| {
        let letter = |c: char| c.is_ascii_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.');
        name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.chars().all(letter)
    })
}

/// Whether it is JSON but for a comment in front, which is refused as such.
fn commented_json(text: &str) -> bool {
    let comment = text.starts_with("//") || text.starts_with("/*");
    comment && {
        let mut reader = literal::Reader::new(text, literal::Notation::Script);
        reader.blank().is_ok() && matches!(reader.peek(), Some('{' | '['))
    }
}
