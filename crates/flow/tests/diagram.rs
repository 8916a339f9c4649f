//! `docs/FLOW.md` is drawn from the table of moves. `UPDATE=1 cargo test -p flow` writes it.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

use flow::{EDGES, EventName, StateName};

#[test]
fn the_diagram_in_the_docs_is_drawn_from_the_table() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/FLOW.md");
    let drawn = draw();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &drawn).expect("docs/FLOW.md can be written");
    }
    let stored = std::fs::read_to_string(&path).expect("docs/FLOW.md can be read");
    assert!(
        stored == drawn,
        "docs/FLOW.md is stale: run UPDATE=1 cargo test -p flow"
    );
}

fn draw() -> String {
    let mut arrows: BTreeMap<(StateName, StateName), Vec<String>> = BTreeMap::new();
    let mut rows = String::new();
    for edge in EDGES {
        writeln!(rows, "| {} | {} | {} |", edge.from, edge.on, edge.to).expect("a string grows");
        if !leaves_at_will(edge.on) {
            arrows
                .entry((edge.from, edge.to))
                .or_default()
                .push(edge.on.to_string());
        }
    }
    let mut diagram = String::from("    [*] --> Restoring\n");
    for ((from, to), events) in arrows {
        writeln!(diagram, "    {from} --> {to}: {}", events.join(", ")).expect("a string grows");
    }
    format!(
        "<!-- Generated from flow::EDGES by `UPDATE=1 cargo test -p flow`. Do not edit. -->\n\
         # How a sign-in moves\n\n\
         A screen changes only along these moves; anything else keeps it, and a refusal keeps what was typed.\n\
         The person's own ways out (`ShowSignIn`, `ShowSignUp`, `ShowForgotPassword`, `ChangeAddress`) are in the\n\
         table and left out of the picture.\n\n\
         ```mermaid\nstateDiagram-v2\n{diagram}```\n\n\
         | From | On | To |\n|---|---|---|\n{rows}"
    )
}

fn leaves_at_will(event: EventName) -> bool {
    match event {
        EventName::ShowSignIn
        | EventName::ShowSignUp
        | EventName::ShowForgotPassword
        | EventName::ChangeAddress => true,
        EventName::Resend
        | EventName::CheckConfirmed
        | EventName::OpenBrowser
        | EventName::EnteredAsGuest
        | EventName::SignedIn
        | EventName::NothingToRestore
        | EventName::Challenged
        | EventName::SignedUp
        | EventName::Confirmed
        | EventName::CodeSent
        | EventName::PasswordChanged
        | EventName::SignedOut
        | EventName::Refused
        | EventName::TotpSetUp
        | EventName::Resumed
        | EventName::Lapsed
        | EventName::SessionEnded
        | EventName::AccountDeleted => false,
    }
}
