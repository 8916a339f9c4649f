//! What must stay secret stays in the process: it is neither shown nor written.

use crate::desk::{Desk, form};

#[tokio::test]
async fn secrets_stay_out_of_what_the_page_gets_and_out_of_what_is_written() {
    let mut desk = Desk::fresh().await;
    let password = "Canary-Passw0rd";
    let filled = [
        ("username", "canary"),
        ("email", "c@example.com"),
        ("given_name", "C"),
        ("password", password),
    ];
    desk.api.show_sign_up().await.expect("the form");
    desk.api.sign_up(form(&filled)).await.expect("heard");
    let code = desk.newest_code("c@example.com").await;
    desk.api.answer(form(&[("code", &code)])).await.expect("heard");
    desk.wait_for("the account", |page| page.account().is_some())
        .await;
    desk.open("private", "").await;

    let shown = desk.everything_shown().await;
    assert!(
        shown.contains("RespondToAuthChallenge"),
        "the timeline is part of it"
    );
    assert!(!shown.contains(password), "the password is shown");
    assert!(!shown.contains("eyJ"), "a token is shown: they all begin so");
    desk.api.close().await;
    let written = desk.own_files();
    assert!(!written.is_empty(), "the app has written its database at least");
    for (path, bytes) in written {
        for secret in [password, "eyJ", code.as_str()] {
            assert!(!contains(&bytes, secret), "{} holds {secret}", path.display());
        }
    }
}

fn contains(bytes: &[u8], sought: &str) -> bool {
    bytes
        .windows(sought.len())
        .any(|window| window == sought.as_bytes())
}
