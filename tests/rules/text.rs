//! What no file may hold, and how long it may grow.

use crate::project::{Source, sources};

const LIMIT: usize = 400;

fn is_source(path: &str) -> bool {
    let written = [".rs", ".ts", ".svelte", ".css", ".py", ".mjs", ".js"]
        .iter()
        .any(|end| path.ends_with(end));
    written && !path.ends_with("lib/bindings.ts")
}

fn too_long(source: &Source) -> Option<String> {
    let lines = source.text.lines().count();
    (lines > LIMIT).then(|| {
        format!(
            "{} has {lines} lines: one subject each, {LIMIT} at most",
            source.path
        )
    })
}

#[test]
fn every_source_file_is_short_enough_to_hold_one_subject() {
    let long: Vec<String> = sources(is_source).iter().filter_map(too_long).collect();
    assert_eq!(long, Vec::<String>::new());
}

#[test]
fn a_file_of_401_lines_is_found() {
    let file = |lines| Source {
        path: "a.rs".to_owned(),
        text: "x\n".repeat(lines),
    };
    assert!(too_long(&file(LIMIT)).is_none());
    assert!(too_long(&file(LIMIT + 1)).is_some());
}

/// What is left open or skipped. Split, so that this file does not hold the words itself.
fn unfinished() -> Vec<String> {
    [
        ("TO", "DO"),
        ("FIX", "ME"),
        ("todo", "!("),
        ("unimplemented", "!("),
        ("#[ig", "nore"),
        (".sk", "ip("),
        (".on", "ly("),
    ]
    .iter()
    .map(|(start, end)| format!("{start}{end}"))
    .collect()
}

fn holds_unfinished(source: &Source) -> Vec<String> {
    let iterator_skip = source.path.ends_with(".rs");
    unfinished()
        .iter()
        .filter(|word| !(iterator_skip && word.starts_with('.')))
        .filter(|word| source.text.contains(*word))
        .map(|word| format!("{} holds `{word}`", source.path))
        .collect()
}

#[test]
fn nothing_is_left_open_and_no_test_is_skipped() {
    let found: Vec<String> = sources(is_source).iter().flat_map(holds_unfinished).collect();
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn a_skipped_test_is_found() {
    let text = format!("#[test]\n#[ig{}]\nfn it() {{}}", "nore");
    assert_eq!(
        holds_unfinished(&Source {
            path: "a.rs".to_owned(),
            text
        })
        .len(),
        1
    );
}

/// Folders of a machine and hosts of registries, split for the same reason.
fn places() -> Vec<String> {
    [
        ("/wo", "rk/"),
        ("/ro", "ot/"),
        ("/Use", "rs/"),
        ("crates", ".io/api"),
        ("registry.npm", "js"),
        ("py", "pi.org"),
        ("deb.de", "bian"),
    ]
    .iter()
    .map(|(start, end)| format!("{start}{end}"))
    .collect()
}

#[test]
fn no_file_names_the_place_where_it_was_written() {
    let mut found = Vec::new();
    for source in sources(|path| !path.ends_with("Cargo.lock")) {
        for place in places().iter().filter(|place| source.text.contains(*place)) {
            found.push(format!("{} names {place}", source.path));
        }
    }
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn modules_are_files_of_their_own_name() {
    let found: Vec<String> = sources(|path| path.ends_with("/mod.rs") || path == "README.md")
        .into_iter()
        .map(|source| source.path)
        .collect();
    assert_eq!(found, ["README.md"]);
}

#[test]
fn names_are_those_of_the_field() {
    let vague = ["Manager", "Service", "Helper", "Util", "Handler", "Info", "Data"];
    let mut found = Vec::new();
    for source in sources(|path| path.ends_with(".rs")) {
        for line in source.text.lines() {
            let declared = ["struct ", "enum ", "trait "]
                .iter()
                .find_map(|word| line.split_once(word));
            let Some((_, rest)) = declared.filter(|(before, _)| !before.contains("//")) else {
                continue;
            };
            let name: String = rest.chars().take_while(char::is_ascii_alphanumeric).collect();
            if vague.iter().any(|end| name.ends_with(end)) {
                found.push(format!("{}: {name}", source.path));
            }
        }
    }
    assert_eq!(found, Vec::<String>::new());
}
