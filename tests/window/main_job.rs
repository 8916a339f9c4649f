//! From a new account to files that went up and came down.

use std::fs;

use tests::desktop::Desktop;
use tests::window::Window;

use tests::person_at_window::{choose_file, go_to_row, open_row, use_the_code_from_the_inbox};

const NEW_PASSWORD: &str = "Canary-pass-4711!";

#[tokio::test(flavor = "multi_thread")]
async fn a_person_signs_up_sees_opens_uploads_and_downloads_and_no_secret_stays() {
    let desktop = Desktop::fresh();
    let window = Window::open(&desktop).await;

    window.click("Create account").await;
    window.reads("At least 8 characters").await;
    window.fill("username", "bo").await;
    window.fill("email", "bo@example.com").await;
    window.fill("given_name", "Bo").await;
    window.fill("password", NEW_PASSWORD).await;
    window
        .shown("button[type=submit]")
        .await
        .click()
        .await
        .expect("the form is sent");
    window.reads("Confirm your account").await;
    window.reads("2 messages in the inbox").await;
    use_the_code_from_the_inbox(&window).await;
    window
        .shown("button[type=submit]")
        .await
        .click()
        .await
        .expect("the code is sent");
    window.reads("This folder is empty").await;

    window.click("Everyone’s files").await;
    open_row(&window, "README.md").await;
    window
        .reads("Everybody who is signed in may read and write here.")
        .await;
    window.press(&[fantoccini::key::Key::Escape]).await;
    open_row(&window, "Pictures").await;
    open_row(&window, "Mill 1.jpg").await;
    window
        .wait("the picture", async || {
            let loaded =
                "const i = document.querySelector('img'); return !!i && i.complete && i.naturalWidth === 480";
            window
                .client
                .execute(loaded, vec![])
                .await
                .ok()?
                .as_bool()?
                .then_some(())
        })
        .await;
    window.press(&[fantoccini::key::Key::Escape]).await;

    let bytes: Vec<u8> = (0..40_u32 << 20)
        .map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8)
        .collect();
    let original = desktop.home().join("forty megabytes.bin");
    fs::write(&original, &bytes).expect("a file to upload");
    window.click("My files").await;
    window.reads("This folder is empty").await;
    window.click("Upload files").await;
    choose_file(&desktop, &original).await;
    window.reads("1 finished").await;
    go_to_row(&window, "forty megabytes.bin").await;

    window.click("Download").await;
    let saved = desktop.downloads().join("forty megabytes.bin");
    window
        .wait("the downloaded file", async || saved.exists().then_some(()))
        .await;
    assert!(
        fs::read(&saved).expect("the file") == bytes,
        "every byte came back"
    );

    let page = window.client.source().await.expect("the page's source");
    let kept = "return JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])";
    let kept = window
        .client
        .execute(kept, vec![])
        .await
        .expect("what the page keeps");
    window.close().await;
    for secret in [NEW_PASSWORD, "eyJ", "ASIA"] {
        assert!(!page.contains(secret), "the page holds {secret}");
        assert!(!kept.to_string().contains(secret), "the page keeps {secret}");
        assert_eq!(
            files_with(&desktop, secret),
            Vec::<String>::new(),
            "{secret} is on the disk"
        );
    }
}

/// The files of the desktop that hold this text, but for the sandbox's own: AWS keeps its secrets, too.
fn files_with(desktop: &Desktop, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![desktop.folder().to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() && path.file_name().is_none_or(|name| name != "sandbox") {
                folders.push(path);
            } else if path.is_file() {
                let bytes = fs::read(&path).unwrap_or_default();
                let downloaded = path.extension().is_some_and(|end| end == "bin");
                if !downloaded && bytes.windows(text.len()).any(|window| window == text.as_bytes()) {
                    found.push(path.display().to_string());
                }
            }
        }
    }
    found
}
