//! The whole path without a mouse.

use fantoccini::key::Key;
use tests::desktop::Desktop;
use tests::window::Window;

use tests::person_at_window::PASSWORD;

#[tokio::test(flavor = "multi_thread")]
async fn the_keyboard_alone_leads_from_the_first_screen_into_a_file_and_back_out() {
    let desktop = Desktop::fresh();
    let window = Window::open(&desktop).await;
    window.shown("[name=username]").await;
    window
        .wait("the first field has the focus", async || {
            (window.focused().await == "username").then_some(())
        })
        .await;
    window.type_text("ada").await;
    window.holds("username", "ada").await;
    window.press(&[Key::Tab]).await;
    assert_eq!(window.focused().await, "password");
    window.type_text("Not-the-pass-1").await;
    window.holds("password", "Not-the-pass-1").await;
    window.press(&[Key::Enter]).await;
    window.reads("Wrong user name or password").await;
    window.holds("password", "").await;
    assert_eq!(
        window.focused().await,
        "password",
        "the field to correct has the focus"
    );
    window.type_text(PASSWORD).await;
    window.holds("password", PASSWORD).await;
    window.press(&[Key::Enter]).await;

    window.reads("Welcome.md").await;
    window
        .wait("the list has the focus", async || {
            window.focused().await.starts_with("Files in").then_some(())
        })
        .await;
    window.type_text("wel").await;
    window.press(&[Key::Enter]).await;
    window.reads("These are your private files").await;
    window.press(&[Key::Escape]).await;
    window
        .wait("the preview is gone", async || {
            (!window.text().await.contains("These are your private files")).then_some(())
        })
        .await;
    window
        .wait("the list has the focus again", async || {
            window.focused().await.starts_with("Files in").then_some(())
        })
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_password_keeps_the_user_name_and_never_the_password() {
    let desktop = Desktop::fresh();
    let window = Window::open(&desktop).await;
    window.fill("username", "ada").await;
    window.fill("password", "Wrong-pass-1").await;
    window.click("Sign in").await;
    window.reads("Wrong user name or password").await;
    let value = async |name: &str| {
        let field = window.shown(&format!("[name='{name}']")).await;
        field.prop("value").await.expect("a value").unwrap_or_default()
    };
    assert_eq!(value("username").await, "ada");
    assert_eq!(value("password").await, "");
    window.close().await;
}
