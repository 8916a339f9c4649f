//! Which crate may depend on which.

use crate::project::{members, sources};

/// A dependency (or all that begin so, where it ends in `*`) and the only crates that may have it.
struct Only {
    dependency: &'static str,
    crates: &'static [&'static str],
    because: &'static str,
}

const ONLY: &[Only] = &[
    Only {
        dependency: "tauri*",
        crates: &["gatehouse"],
        because: "only the shell knows the window",
    },
    Only {
        dependency: "aws-sdk-*",
        crates: &["auth", "files", "api", "tests"],
        because: "the page, the machine and the sandbox never speak to AWS",
    },
    Only {
        dependency: "axum*",
        crates: &["sandbox", "auth"],
        because: "only these listen",
    },
    Only {
        dependency: "s3s*",
        crates: &["sandbox"],
        because: "only the sandbox pretends to be S3",
    },
    Only {
        dependency: "keyring*",
        crates: &["gatehouse"],
        because: "the keyring is the desktop's answer",
    },
    Only {
        dependency: "rusqlite",
        crates: &["store", "sandbox"],
        because: "only these keep a database",
    },
    Only {
        dependency: "sandbox",
        crates: &["api", "gatehouse", "tests"],
        because: "the app reaches it by HTTP alone",
    },
    Only {
        dependency: "flow",
        crates: &["auth", "api", "tests"],
        because: "auth does what flow asks, api words it",
    },
    Only {
        dependency: "auth",
        crates: &["api", "gatehouse", "tests"],
        because: "the shell lends it a keyring",
    },
    Only {
        dependency: "files",
        crates: &["api", "tests", "s3-bench"],
        because: "api words it, and the bench measures it",
    },
    Only {
        dependency: "store",
        crates: &["api", "tests"],
        because: "api is the composition root",
    },
    Only {
        dependency: "api",
        crates: &["gatehouse", "tests"],
        because: "only a host starts it",
    },
    Only {
        dependency: "fantoccini",
        crates: &["tests"],
        because: "it drives the window from outside",
    },
];

/// Crates with a closed list of crates of ours that they may know.
const KNOWS_ONLY: &[(&str, &[&str])] = &[
    ("base", &[]),
    ("flow", &["base"]),
    ("auth", &["base", "flow"]),
    ("files", &["base"]),
    ("store", &["base"]),
    ("sandbox", &["base"]),
    ("xtask", &[]),
];

fn is_production(path: &str) -> bool {
    path.ends_with(".rs")
        && !path.starts_with("tests/")
        && !path.contains("/tests/")
        && !path.ends_with("tests.rs")
}

fn matches(pattern: &str, name: &str) -> bool {
    pattern
        .strip_suffix('*')
        .map_or(pattern == name, |start| name.starts_with(start))
}

fn strangers(members: &[(String, Vec<String>)]) -> Vec<String> {
    let mut found = Vec::new();
    for (name, dependencies) in members {
        for rule in ONLY.iter().filter(|rule| !rule.crates.contains(&name.as_str())) {
            for dependency in dependencies
                .iter()
                .filter(|dependency| matches(rule.dependency, dependency))
            {
                found.push(format!("{name} depends on {dependency}, but {}", rule.because));
            }
        }
    }
    let ours: Vec<&str> = members.iter().map(|(name, _)| name.as_str()).collect();
    for (name, allowed) in KNOWS_ONLY {
        let (_, dependencies) = members
            .iter()
            .find(|(member, _)| member == name)
            .expect("a member of that name");
        for dependency in dependencies
            .iter()
            .filter(|dependency| ours.contains(&dependency.as_str()))
        {
            if !allowed.contains(&dependency.as_str()) {
                found.push(format!("{name} depends on {dependency}, which it may not know"));
            }
        }
    }
    found
}

#[test]
fn every_crate_depends_only_on_what_it_may_know() {
    assert_eq!(strangers(&members()), Vec::<String>::new());
}

#[test]
fn a_crate_that_knows_too_much_is_found() {
    let mut members = members();
    for (name, dependencies) in &mut members {
        match name.as_str() {
            "flow" => dependencies.push("tauri-plugin-dialog".to_owned()),
            "sandbox" => dependencies.push("auth".to_owned()),
            _ => {}
        }
    }
    let found = strangers(&members).join("\n");
    assert!(found.contains("flow depends on tauri-plugin-dialog"), "{found}");
    assert!(found.contains("sandbox depends on auth"), "{found}");
}

#[test]
fn the_machine_is_pure() {
    let (_, dependencies) = members()
        .into_iter()
        .find(|(name, _)| name == "flow")
        .expect("flow");
    for outside in ["tokio", "reqwest", "getrandom", "uuid", "rusqlite", "tracing"] {
        assert!(
            !dependencies.contains(&outside.to_owned()),
            "time, chance and the network arrive inside events"
        );
    }
    for source in sources(|path| path.starts_with("crates/flow/src/")) {
        for impure in [
            "std::fs",
            "std::net",
            "std::thread",
            "std::env",
            "Instant::now",
            "async fn",
        ] {
            assert!(!source.text.contains(impure), "{} holds `{impure}`", source.path);
        }
    }
}

#[test]
fn only_the_session_owner_steps_the_machine() {
    let callers: Vec<String> = sources(|path| is_production(path) && !path.starts_with("crates/flow/"))
        .into_iter()
        .filter(|source| source.text.contains(".step(") && source.text.contains("flow"))
        .map(|source| source.path)
        .filter(|path| {
            !path.starts_with("crates/auth/src/owner") && !path.starts_with("crates/auth/src/session")
        })
        .collect();
    assert_eq!(callers, Vec::<String>::new());
}

#[test]
fn the_binding_generator_is_known_to_what_crosses_to_the_page_alone() {
    let strangers: Vec<String> = sources(is_production)
        .into_iter()
        .filter(|source| source.text.contains("ts_rs"))
        .map(|source| source.path)
        .filter(|path| {
            !path.starts_with("crates/api/src/view") && !path.starts_with("crates/api/src/problem")
        })
        .filter(|path| !path.starts_with("crates/api/src/bindings"))
        .collect();
    assert_eq!(strangers, Vec::<String>::new());
}

#[test]
fn the_keyring_is_named_in_one_place() {
    let places: Vec<String> = sources(is_production)
        .into_iter()
        .filter(|source| source.text.contains("keyring::") || source.text.contains("use keyring"))
        .map(|source| source.path)
        .filter(|path| path != "src-tauri/host.rs" && !path.starts_with("src-tauri/host/"))
        .collect();
    assert_eq!(places, Vec::<String>::new());
}
