//! Who imports whom in the page, and what it may not do.

use crate::project::{Source, sources};

fn is_page(path: &str) -> bool {
    path.starts_with("ui/src/") && (path.ends_with(".ts") || path.ends_with(".svelte"))
}

/// The module names that a file imports.
fn imports(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for line in text.lines() {
        let line = line.trim();
        let from = line
            .split(" from ")
            .nth(1)
            .or_else(|| line.strip_prefix("import "));
        let Some(rest) = from.or_else(|| line.split("import(").nth(1)) else {
            continue;
        };
        let Some(quote) = rest.chars().next().filter(|c| matches!(c, '\'' | '"')) else {
            continue;
        };
        found.extend(rest[1..].split(quote).next().map(str::to_owned));
    }
    found
}

/// Where an import that begins with a dot or a known alias leads, below `ui/src`.
fn leads_to(path: &str, import: &str) -> Option<String> {
    for alias in ["$lib/", "~/", "@/"] {
        if let Some(rest) = import.strip_prefix(alias) {
            return Some(if alias == "$lib/" {
                format!("lib/{rest}")
            } else {
                rest.to_owned()
            });
        }
    }
    if !import.starts_with('.') {
        return None;
    }
    let mut folders: Vec<&str> = path.strip_prefix("ui/src/")?.split('/').collect();
    folders.pop();
    for part in import.split('/') {
        match part {
            "." => {}
            ".." => {
                folders.pop();
            }
            name => folders.push(name),
        }
    }
    Some(folders.join("/"))
}

fn breaches(source: &Source) -> Vec<String> {
    let mut found = Vec::new();
    let place = source.path.strip_prefix("ui/src/").unwrap_or(&source.path);
    for import in imports(&source.text) {
        if import.starts_with("@tauri-apps/") && place != "lib/ipc.ts" {
            found.push(format!(
                "{place} imports {import}: only lib/ipc.ts speaks to Rust"
            ));
        }
        let Some(target) = leads_to(&source.path, &import) else {
            continue;
        };
        if place.starts_with("parts/") && !target.starts_with("parts/") {
            found.push(format!("{place} imports {target}: parts know nothing of ours"));
        }
        if place.starts_with("screens/") && target.starts_with("screens/") && other_screen(place, &target) {
            found.push(format!(
                "{place} imports {target}: screens do not know each other"
            ));
        }
    }
    let raw = [
        "{@html",
        ".innerHTML",
        ".outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "new Function(",
    ];
    for way in raw.iter().filter(|way| source.text.contains(**way)) {
        found.push(format!(
            "{place} holds `{way}`: text from outside is shown as text"
        ));
    }
    for place_to_keep in ["localStorage", "sessionStorage", "indexedDB", "document.cookie"] {
        if source.text.contains(place_to_keep) && place != "lib/layout.svelte.ts" {
            found.push(format!(
                "{place} uses {place_to_keep}: only the layout is kept by the page"
            ));
        }
    }
    for network in ["fetch(", "XMLHttpRequest", "WebSocket", "EventSource"] {
        if calls(&source.text, network) {
            found.push(format!("{place} uses {network}: the page has no network"));
        }
    }
    found
}

/// Whether the text uses this name by itself, and not as the end of another one (`#fetch(`, `prefetch(`).
fn calls(text: &str, name: &str) -> bool {
    text.match_indices(name).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        !before.is_some_and(|letter| letter.is_alphanumeric() || matches!(letter, '#' | '_' | '$'))
    })
}

/// A screen may be a folder: what lies in one folder below `screens/` is one screen.
fn other_screen(place: &str, target: &str) -> bool {
    let screen = |path: &str| {
        let mut parts = path.split('/').skip(1);
        let first = parts.next().unwrap_or_default().to_owned();
        parts.next().is_some().then_some(first)
    };
    screen(place).is_none() || screen(place) != screen(target)
}

#[test]
fn the_page_keeps_to_its_rules() {
    let found: Vec<String> = sources(is_page)
        .iter()
        .filter(|source| !source.path.ends_with(".test.ts"))
        .flat_map(breaches)
        .collect();
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn each_breach_is_found() {
    let breach = |path: &str, text: &str| {
        breaches(&Source {
            path: path.to_owned(),
            text: text.to_owned(),
        })
        .len()
    };
    assert_eq!(
        breach(
            "ui/src/lib/app.ts",
            "import { invoke } from '@tauri-apps/api/core';"
        ),
        1
    );
    assert_eq!(
        breach(
            "ui/src/lib/ipc.ts",
            "import { invoke } from '@tauri-apps/api/core';"
        ),
        0
    );
    assert_eq!(
        breach(
            "ui/src/parts/Button.svelte",
            "  import { words } from '../lib/words';"
        ),
        1
    );
    assert_eq!(
        breach(
            "ui/src/parts/Button.svelte",
            "  import Icon from './Icon.svelte';"
        ),
        0
    );
    assert_eq!(
        breach(
            "ui/src/screens/SignIn.svelte",
            "import Files from './Files.svelte';"
        ),
        1
    );
    assert_eq!(
        breach(
            "ui/src/screens/files/Files.svelte",
            "import Row from './Row.svelte';"
        ),
        0
    );
    assert_eq!(breach("ui/src/screens/Files.svelte", "{@html text}"), 1);
    assert_eq!(breach("ui/src/lib/rows.svelte.ts", "return this.#fetch(at);"), 0);
    assert_eq!(
        breach(
            "ui/src/lib/app.ts",
            "const x = await fetch('https://example.com');"
        ),
        1
    );
}
