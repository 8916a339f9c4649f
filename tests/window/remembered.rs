//! The keyring: who is still signed in after the app was closed.

use tests::desktop::{Desktop, Keyring};
use tests::window::Window;

use tests::person_at_window::sign_in;

#[tokio::test(flavor = "multi_thread")]
async fn after_a_restart_the_person_is_still_signed_in() {
    let desktop = Desktop::fresh();
    let window = Window::open(&desktop).await;
    sign_in(&window, "ada").await;
    window.reads("Welcome.md").await;
    window.close().await;

    let window = Window::open(&desktop).await;
    window.reads("Welcome.md").await;
    window.click("Ada Lovelace").await;
    window.click("Sign out").await;
    window.reads("You are signed out.").await;
    window.close().await;

    let window = Window::open(&desktop).await;
    window.shown("[name=password]").await;
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_keyring_the_person_is_told_and_asked_again() {
    let desktop = Desktop::with(Keyring::Absent);
    let window = Window::open(&desktop).await;
    sign_in(&window, "ada").await;
    window
        .reads("You will be signed out when you close Gatehouse")
        .await;
    window.close().await;

    let window = Window::open(&desktop).await;
    window.shown("[name=password]").await;
    window.close().await;
}
