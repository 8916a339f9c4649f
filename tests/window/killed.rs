//! The app is killed while a file is on its way: nothing is lost, and nobody has to begin again.

use std::fs;

use tests::desktop::Desktop;
use tests::person_at_window::{choose_file, go_to_row, sign_in};
use tests::window::Window;

/// What the transfer panel offers, in bytes a second.
const FIVE_MEBIBYTES: &str = "5242880";

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_and_a_download_outlive_a_killed_app() {
    let desktop = Desktop::fresh();
    let bytes: Vec<u8> = (0..48_u32 << 20)
        .map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8)
        .collect();
    let original = desktop.home().join("film.bin");
    fs::write(&original, &bytes).expect("a file to upload");

    let window = Window::open(&desktop).await;
    sign_in(&window, "ada").await;
    window.reads("Welcome.md").await;
    limit(&window, FIVE_MEBIBYTES).await;
    window.click("Upload").await;
    choose_file(&desktop, &original).await;
    far(&window, 0.8).await;
    window.kill();

    let window = Window::open(&desktop).await;
    window.reads("1 finished").await;
    go_to_row(&window, "film.bin").await;
    window.click("Download").await;
    far(&window, 0.5).await;
    window.kill();
    let saved = desktop.downloads().join("film.bin");
    assert!(!saved.exists(), "half a file has no name yet");

    let window = Window::open(&desktop).await;
    window
        .wait("the downloaded file", async || saved.exists().then_some(()))
        .await;
    assert!(
        fs::read(&saved).expect("the file") == bytes,
        "every byte came back"
    );
    window.close().await;
    let left: Vec<_> = fs::read_dir(desktop.downloads())
        .expect("the folder for downloads")
        .flatten()
        .map(|entry| entry.file_name())
        .collect();
    assert_eq!(left, ["film.bin"], "no half file stays");
}

/// Chooses a speed limit in the panel of the transfers, and closes it.
async fn limit(window: &Window, rate: &str) {
    window.click("Transfers").await;
    window.click("Transfer settings").await;
    let select = window.shown("select[name=limit]").await;
    select.select_by_value(rate).await.expect("it is offered");
    window.press(&[fantoccini::key::Key::Escape]).await;
}

/// Waits until this part of the one transfer is done.
async fn far(window: &Window, part: f64) {
    window
        .wait("the progress", async || {
            let script = "return document.querySelector('progress')?.value ?? 0";
            let value = window.client.execute(script, vec![]).await.ok()?;
            (value.as_f64()? >= part).then_some(())
        })
        .await;
}
