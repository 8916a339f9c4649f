//! What this computer's web view can really show: its player reads only from memory, and it has no viewer for PDF.

use fantoccini::key::Key;
use serde_json::Value;
use tests::desktop::Desktop;
use tests::person_at_window::{open_row, sign_in};
use tests::window::Window;

/// What a script answers, once it answers something true.
async fn becomes(window: &Window, what: &str, script: &str) -> Value {
    window
        .wait(what, async || {
            let found = window.client.execute(script, vec![]).await.ok()?;
            found.as_bool().unwrap_or(!found.is_null()).then_some(found)
        })
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn sound_plays_pdf_is_drawn_and_space_leads_from_file_to_file() {
    let desktop = Desktop::fresh();
    let window = Window::open(&desktop).await;
    sign_in(&window, "ada").await;
    window.reads("Welcome.md").await;

    open_row(&window, "Music").await;
    open_row(&window, "Bell A4.wav").await;
    window.shown("audio").await;
    let length = becomes(
        &window,
        "the sound",
        "const sound = document.querySelector('audio'); return sound && sound.duration > 1 ? sound.duration : null",
    )
    .await;
    assert!(length.as_f64().is_some_and(|seconds| seconds < 2.0), "{length}");

    window.press(&[Key::Right]).await;
    window.reads("Bell C5.wav").await;
    window.press(&[Key::Escape]).await;
    becomes(
        &window,
        "the list with the focus",
        "return !document.querySelector('dialog') && document.activeElement?.getAttribute('role') === 'grid'",
    )
    .await;

    window.press(&[Key::Backspace]).await;
    open_row(&window, "Documents").await;
    open_row(&window, "Curriculum vitae.pdf").await;
    window.shown("canvas").await;
    becomes(
        &window,
        "ink on the page",
        "const canvas = document.querySelector('canvas'); \
         if (!canvas || canvas.width < 400) return false; \
         const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data; \
         return pixels.some((value, at) => at % 4 === 0 && value < 100 && pixels[at + 3] > 200)",
    )
    .await;
    assert_eq!(window.violations().await, Vec::<String>::new());
    window.close().await;
}
