//! What a person does in the window again and again.

use crate::desktop::Desktop;
use crate::window::{Window, until};
use std::time::Duration;

use fantoccini::key::Key;

/// The password of the seeded accounts.
pub const PASSWORD: &str = "Gatehouse-1";

/// Signs in on the first screen and waits for the files.
pub async fn sign_in(window: &Window, username: &str) {
    window.fill("username", username).await;
    window.fill("password", PASSWORD).await;
    window.click("Sign in").await;
    window.shown("[role=grid]").await;
}

/// Moves to the row of this name and selects it.
pub async fn go_to_row(window: &Window, name: &str) {
    window
        .wait(name, async || window.row(name).await.click().await.ok())
        .await;
}

/// Opens the row of this name.
pub async fn open_row(window: &Window, name: &str) {
    go_to_row(window, name).await;
    window.press(&[Key::Enter]).await;
}

/// Opens the inbox and puts the newest code into the form.
pub async fn use_the_code_from_the_inbox(window: &Window) {
    window
        .button_that_starts("Sandbox ·")
        .await
        .click()
        .await
        .expect("the inbox opens");
    window.click("Use this code").await;
}

/// Chooses a file in the native dialog that the app has opened. What is typed before the dialog listens is lost, so it
/// is typed again as long as the dialog is there.
pub async fn choose_file(desktop: &Desktop, path: &std::path::Path) {
    let dialog = until("the file dialog", async || file_dialog(desktop)).await;
    until("the end of the file dialog", async || {
        desktop.xdotool(&["windowfocus", "--sync", &dialog]);
        desktop.xdotool(&["key", "--clearmodifiers", "ctrl+l", "ctrl+a"]);
        desktop.xdotool(&["type", "--delay", "10", &path.display().to_string()]);
        desktop.xdotool(&["key", "Return"]);
        for _ in 0..20 {
            tokio::time::sleep(Duration::from_millis(50)).await;
            if file_dialog(desktop).is_none() {
                return Some(());
            }
        }
        None
    })
    .await;
}

/// The window of the native dialog, if there is one: the app's other window, which is not called as the app is.
fn file_dialog(desktop: &Desktop) -> Option<String> {
    let windows = desktop.xdotool(&["search", "--onlyvisible", "--class", "gatehouse"]);
    let mut titled = windows
        .lines()
        .map(|id| (id.to_owned(), desktop.xdotool(&["getwindowname", id])));
    titled
        .find(|(_, title)| title != "Gatehouse" && !title.is_empty())
        .map(|(id, _)| id)
}
