//! The window's settings: what the page may reach and call.

use serde_json::Value;

use crate::project::{read, read_json, sources};

fn directives(csp: &str) -> Vec<(String, Vec<String>)> {
    csp.split(';')
        .filter_map(|directive| {
            let mut words = directive.split_whitespace().map(str::to_owned);
            Some((words.next()?, words.collect()))
        })
        .collect()
}

fn looseness(csp: &str) -> Vec<String> {
    let mut found = Vec::new();
    let directives = directives(csp);
    for (name, wanted) in [
        ("default-src", "'none'"),
        ("base-uri", "'none'"),
        ("form-action", "'none'"),
    ] {
        if !directives
            .iter()
            .any(|(directive, sources)| directive == name && sources == &[wanted])
        {
            found.push(format!("{name} is not {wanted}"));
        }
    }
    for (directive, allowed) in &directives {
        for source in allowed {
            let unsafe_word = source.contains("unsafe") || source.contains('*');
            let remote = source.starts_with("http") && !is_own_protocol(source);
            if unsafe_word || remote || (directive != "img-src" && source == "data:") {
                found.push(format!("{directive} allows {source}"));
            }
        }
    }
    found
}

/// Windows and Android serve custom protocols as `http://<name>.localhost`, which never leaves the process.
fn is_own_protocol(source: &str) -> bool {
    source
        .strip_prefix("http://")
        .and_then(|host| host.strip_suffix(".localhost"))
        .is_some_and(|name| !name.is_empty() && name.chars().all(|letter| letter.is_ascii_lowercase()))
}

#[test]
fn the_page_has_no_network_and_runs_only_its_own_script() {
    let settings = read_json("tauri.conf.json");
    let csp = settings["app"]["security"]["csp"]
        .as_str()
        .expect("a content security policy");
    assert_eq!(looseness(csp), Vec::<String>::new());
    assert_eq!(settings["app"]["security"]["freezePrototype"], true);
}

#[test]
fn a_loose_policy_is_found() {
    let strict = "default-src 'none'; script-src 'self'; base-uri 'none'; form-action 'none'";
    assert_eq!(looseness(strict), Vec::<String>::new());
    for loose in [
        "script-src 'unsafe-inline'",
        "connect-src https://example.com",
        "script-src data:",
        "img-src *",
    ] {
        assert_eq!(looseness(&format!("{strict}; {loose}")).len(), 1, "{loose}");
    }
    assert!(
        !looseness("script-src 'self'").is_empty(),
        "without a default everything is allowed"
    );
}

fn names(value: &Value, wanted: &str) -> bool {
    match value {
        Value::Object(members) => members
            .iter()
            .any(|(name, inner)| name == wanted || names(inner, wanted)),
        Value::Array(items) => items.iter().any(|item| names(item, wanted)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

#[test]
fn nothing_that_weakens_the_window_is_switched_on() {
    let settings = read_json("tauri.conf.json");
    let text = settings.to_string();
    assert!(!text.contains("dangerous"), "no check of Tauri is switched off");
    assert!(
        !names(&settings, "assetProtocol"),
        "previews come through our own protocol"
    );
    assert_ne!(
        settings["app"]["withGlobalTauri"], true,
        "scripts import what they call"
    );
    assert!(
        !names(&settings, "devtools"),
        "Tauri's default keeps the developer tools out of a release"
    );
    let manifest = read("Cargo.toml");
    assert!(
        !manifest.contains("\"devtools\""),
        "the developer tools stay out of a release"
    );
}

#[test]
fn the_page_may_call_named_commands_and_no_plugin_that_reads_or_runs_things() {
    for file in sources(|path| path.starts_with("src-tauri/capabilities/")) {
        let capability: Value =
            serde_json::from_str(&file.text).unwrap_or_else(|e| panic!("{}: {e}", file.path));
        assert!(
            !names(&capability, "remote"),
            "{}: no other page may call us",
            file.path
        );
        assert_eq!(
            capability["windows"],
            serde_json::json!(["main"]),
            "{}: one window",
            file.path
        );
        for permission in capability["permissions"].as_array().expect("permissions") {
            let name = permission
                .as_str()
                .or(permission["identifier"].as_str())
                .expect("a permission's name");
            let plugin = name.split_once(':').map_or("", |(plugin, _)| plugin);
            for banned in [
                "shell",
                "fs",
                "http",
                "opener",
                "dialog",
                "process",
                "clipboard-manager",
            ] {
                assert_ne!(plugin, banned, "{name}: Rust asks these, the page does not");
            }
            assert!(!name.contains('*'), "{name}: commands are named one by one");
        }
    }
}

#[test]
fn the_list_of_commands_is_the_same_everywhere() {
    let build = read("src-tauri/build.rs");
    assert!(
        build.contains("AppManifest"),
        "commands that are not listed are open to every window"
    );
}

#[test]
fn the_page_may_call_every_command_of_ours() {
    let listed = read("src-tauri/commands/all.rs");
    let mut expected: Vec<String> = listed
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .filter_map(|line| line.trim().trim_end_matches(',').split_once("::"))
        .map(|(_, name)| format!("allow-{}", name.replace('_', "-")))
        .collect();
    expected.sort();
    assert!(expected.len() > 50, "the list is read: {expected:?}");
    let granted = read_json("src-tauri/capabilities/main.json");
    let granted: Vec<&str> = granted["permissions"]
        .as_array()
        .expect("permissions")
        .iter()
        .filter_map(Value::as_str)
        .collect();
    assert_eq!(
        granted, expected,
        "a command without a permission is refused in the window alone"
    );
}
