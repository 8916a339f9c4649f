//! `gatehouse sandbox …` against a sandbox that runs: what it prints, and how it ends.

use std::path::Path;
use std::process::{Output, Stdio};
use std::sync::Arc;

use base::SystemClock;
use sandbox::{Options, Sandbox};
use serde_json::Value;
use tokio::io::AsyncWriteExt;
use tokio::process::Command;

async fn gatehouse(folder: &Path, words: &[&str], typed: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_gatehouse"))
        .args(["sandbox", "--data"])
        .arg(folder)
        .args(words)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command line starts");
    let mut input = child.stdin.take().expect("its input");
    // A command that reads nothing may have ended already.
    let _ = input.write_all(typed.as_bytes()).await;
    drop(input);
    child.wait_with_output().await.expect("it ends")
}

fn said(output: &Output) -> String {
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8_lossy(&output.stdout).into_owned()
}

async fn running(folder: &Path) -> Sandbox {
    let options = Options {
        folder: folder.to_owned(),
        port: 0,
        clock: Arc::new(SystemClock),
    };
    Sandbox::start(options).await.expect("the sandbox starts")
}

#[tokio::test(flavor = "multi_thread")]
async fn users_clock_faults_and_settings_are_steered_where_the_sandbox_runs() {
    let folder = tempfile::tempdir().expect("a folder");
    let sandbox = running(folder.path()).await;
    let run = async |words: &[&str], typed: &str| said(&gatehouse(folder.path(), words, typed).await);

    let status: Value = serde_json::from_str(&run(&["status", "--json"], "").await).expect("JSON");
    assert_eq!(status["url"], sandbox.url());
    run(
        &[
            "users",
            "create",
            "bob",
            "--email",
            "bob@example.com",
            "--group",
            "readers",
            "--temporary",
        ],
        "Temporary-7\n",
    )
    .await;
    let list = run(&["users", "list"], "").await;
    let bob = list
        .lines()
        .find(|line| line.starts_with("bob"))
        .expect("bob is listed");
    assert!(
        bob.contains("FORCE_CHANGE_PASSWORD") && bob.contains("readers"),
        "{bob}"
    );
    assert_eq!(
        run(&["inbox", "--to", "bob@example.com", "--code"], "")
            .await
            .trim(),
        "Temporary-7"
    );
    run(&["users", "set-password", "bob"], "For-good-8\n").await;
    run(&["users", "disable", "bob"], "").await;
    let found = run(
        &["users", "list", "--json", "--filter", "status = \"Disabled\""],
        "",
    )
    .await;
    let found: Value = serde_json::from_str(&found).expect("JSON");
    assert_eq!(found.as_array().map(Vec::len), Some(2), "bob and dora: {found}");

    run(&["groups", "create", "guards", "--precedence", "1"], "").await;
    run(&["groups", "add", "guards", "bob"], "").await;
    assert!(run(&["groups", "list"], "").await.contains("guards"));
    let csv = run(&["users", "export", "--csv"], "").await;
    assert!(csv.starts_with("cognito:username,") && !csv.contains("For-good-8"));
    let json = run(&["users", "export"], "").await;
    run(&["users", "import", "-"], &json).await;

    assert!(
        run(&["clock", "by", "2h"], "")
            .await
            .contains("7200 seconds ahead")
    );
    run(&["clock", "real"], "").await;
    run(
        &[
            "faults",
            "add",
            "GetObject",
            "--error",
            "SlowDown",
            "--status",
            "503",
            "--every",
            "3",
            "--name",
            "busy",
        ],
        "",
    )
    .await;
    assert!(run(&["faults"], "").await.contains("every 3."));
    run(&["faults", "clear", "busy"], "").await;
    run(&["settings", "set", "-"], r#"{ "pool": { "mfa": "OFF" } }"#).await;
    assert!(run(&["settings", "get"], "").await.contains("\"mfa\": \"OFF\""));
    run(&["reset"], "").await;
    assert!(!run(&["users", "list"], "").await.contains("bob"));
    sandbox.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_refused_ends_with_1_and_a_sentence_and_where_nothing_runs_with_3() {
    let folder = tempfile::tempdir().expect("a folder");
    let nothing = gatehouse(folder.path(), &["status"], "").await;
    assert_eq!(nothing.status.code(), Some(3));
    assert!(String::from_utf8_lossy(&nothing.stderr).contains("No sandbox runs on"));

    let sandbox = running(folder.path()).await;
    let refused = gatehouse(folder.path(), &["users", "delete", "nobody"], "").await;
    assert_eq!(refused.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("User does not exist."));
    let wrong = gatehouse(folder.path(), &["faults", "add", "GetObject"], "").await;
    assert_eq!(wrong.status.code(), Some(2));

    let token = folder.path().join("sandbox.token");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(&token).expect("the token").permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "only its owner reads the token");
    }
    sandbox.stop().await;
    assert!(!token.exists(), "the token goes away with the sandbox");
}
