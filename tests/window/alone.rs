//! The app's program without a window: the sandbox alone, for other people's clients.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use serde_json::json;
use tests::desktop::Running;
use tests::place::{app, beside_tests, python};
use tests::program::{clean, finish};

#[tokio::test(flavor = "multi_thread")]
async fn the_sandbox_runs_alone_and_says_how_to_reach_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut command = Command::new(app());
    command
        .args(["sandbox", "--data"])
        .arg(folder.path().join("sandbox"));
    command
        .env_remove("DISPLAY")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    let mut program = Running::start(&mut command);
    let said: BTreeMap<String, String> = BufReader::new(program.output())
        .lines()
        .map_while(Result::ok)
        .map_while(|line| {
            line.split_once(' ')
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
        })
        .take(9)
        .collect();
    let sandbox = json!({
        "url": said["url"],
        "region": said["region"],
        "user_pool_id": said["user-pool-id"],
        "client_id": said["client-id"],
        "identity_pool_id": said["identity-pool-id"],
        "bucket": said["bucket"],
        "control_token": said["control-token"],
    });
    let mut client = clean(python("python"), folder.path());
    client
        .arg(beside_tests("interop/python/sign_up_to_files.py"))
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .env("SANDBOX", sandbox.to_string());
    let answered = finish(client).await;
    assert!(
        answered.contains("answers held against the service model"),
        "{answered}"
    );
}
