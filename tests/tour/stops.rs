//! The stops of the tour, in the order in which a new person comes by them.

use fantoccini::key::Key;
use tests::desktop::Desktop;
use tests::person_at_window::{choose_file, go_to_row, open_row, use_the_code_from_the_inbox};
use tests::window::Window;

use crate::pictures::Pictures;
use crate::questions;

const PASSWORD: &str = "Gatehouse-1";

/// Goes through the main job and takes pictures.
pub(crate) async fn visit(pictures: &Pictures) {
    let desktop = Desktop::fresh().themed(pictures.theme);
    let window = Window::open(&desktop).await;
    window.shown("[name=password]").await;
    pictures.take(&window, "01-sign-in").await;
    refusal(&window, pictures).await;
    new_account(&window, pictures).await;
    window.click("Bo").await;
    window.click("Sign out").await;
    files(&desktop, &window, pictures).await;
    inspector(&window, pictures).await;
    window.close().await;
    questions::visit(pictures).await;
}

async fn refusal(window: &Window, pictures: &Pictures) {
    window.fill("username", "ada").await;
    window.fill("password", "Not-the-pass-1").await;
    window.click("Sign in").await;
    window.reads("Wrong user name or password").await;
    pictures.take(window, "02-wrong-password").await;
}

async fn new_account(window: &Window, pictures: &Pictures) {
    window.click("Create account").await;
    for (field, text) in [
        ("username", "bo"),
        ("email", "bo@example.com"),
        ("given_name", "Bo"),
        ("password", "Long-enou"),
    ] {
        window.fill(field, text).await;
    }
    pictures.take(window, "03-create-account").await;
    window.fill("password", "Long-enough-1").await;
    window
        .shown("button[type=submit]")
        .await
        .click()
        .await
        .expect("the form is sent");
    window.reads("Confirm your account").await;
    window
        .button_that_starts("Sandbox · 2")
        .await
        .click()
        .await
        .expect("the inbox opens");
    window.button("Use this code").await;
    pictures.take(window, "04-code-and-inbox").await;
    window.press(&[Key::Escape]).await;
    use_the_code_from_the_inbox(window).await;
    window
        .shown("button[type=submit]")
        .await
        .click()
        .await
        .expect("the code is sent");
    window.reads("This folder is empty").await;
    pictures.take(window, "05-empty-folder").await;
}

async fn files(desktop: &Desktop, window: &Window, pictures: &Pictures) {
    window.fill("username", "ada").await;
    window.fill("password", PASSWORD).await;
    window.click("Sign in").await;
    window.reads("Welcome.md").await;
    pictures.take(window, "06-files").await;
    open_row(window, "Photos").await;
    open_row(window, "2026 🎉 Birthday").await;
    window.reads("IMG_").await;
    pictures.take(window, "07-folder").await;
    window.press(&[Key::Enter]).await;
    window
        .wait("the picture", async || {
            let loaded =
                "const i = document.querySelector('img'); return !!i && i.complete && i.naturalWidth > 0";
            window
                .client
                .execute(loaded, vec![])
                .await
                .ok()?
                .as_bool()?
                .then_some(())
        })
        .await;
    pictures.take(window, "08-picture").await;
    window.press(&[Key::Escape]).await;
    window.click("My files").await;
    open_row(window, "Welcome.md").await;
    window.reads("These are your private files").await;
    pictures.take(window, "09-text").await;
    window.press(&[Key::Escape]).await;

    let large = desktop.home().join("workshop film.mov");
    std::fs::File::create(&large)
        .and_then(|file| file.set_len(240 << 20))
        .expect("a large file");
    window.click("Upload").await;
    choose_file(desktop, &large).await;
    window.shown("button.line progress").await;
    window
        .shown("button.line")
        .await
        .click()
        .await
        .expect("the transfers open");
    pictures.take(window, "10-upload").await;
    window.press(&[Key::Escape]).await;
    window.reads("1 finished").await;
    go_to_row(window, "Welcome.md").await;
    window.click("Download").await;
    window.reads("2 finished").await;
    window
        .button_that_starts("2 finished")
        .await
        .click()
        .await
        .expect("the transfers open");
    pictures.take(window, "11-transfers").await;
    window.press(&[Key::Escape]).await;
    window.click("Ada Lovelace").await;
    pictures.take(window, "12-account").await;
    window.press(&[Key::Escape]).await;
}

async fn inspector(window: &Window, pictures: &Pictures) {
    window
        .button_that_starts("Open the inspector")
        .await
        .click()
        .await
        .expect("the inspector opens");
    window.reads("ListObjectsV2").await;
    pictures.take(window, "13-timeline").await;
    window.click("Tokens").await;
    window.reads("cognito:username").await;
    pictures.take(window, "14-tokens").await;
}
