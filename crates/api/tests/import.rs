//! The importer, against files written after the documented schemas, and against hostile ones.

#[path = "import/formats.rs"]
mod formats;
#[path = "import/hostile.rs"]
mod hostile;
#[path = "import/template.rs"]
mod template;

use std::path::Path;

use api::import::{Imported, import};

/// The bytes of a fixture.
fn fixture(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures/import")
        .join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// A fixture's connection.
fn imported(name: &str) -> Imported {
    import(&fixture(name)).unwrap_or_else(|refused| panic!("{name} is refused: {refused}"))
}

/// The keys of what is told about it.
fn notes(imported: &Imported) -> Vec<&str> {
    imported.view.notes.iter().map(|note| note.key.as_str()).collect()
}
