//! Questions in the middle of a sign-in: a code from the inbox across a restart, and a new authenticator app.

use base::{Clock, SystemClock};
use tests::authenticator;
use tests::desktop::Desktop;
use tests::person_at_window::{PASSWORD, use_the_code_from_the_inbox};
use tests::window::Window;

async fn signs_in(window: &Window, username: &str) {
    window.fill("username", username).await;
    window.fill("password", PASSWORD).await;
    window.click("Sign in").await;
}

async fn sends_the_form(window: &Window) {
    window
        .wait("the form", async || {
            window.shown("button[type=submit]").await.click().await.ok()
        })
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_window_closed_at_a_question_goes_on_there_with_the_code_from_the_inbox() {
    let desktop = Desktop::fresh();
    let window = Window::open(&desktop).await;
    signs_in(&window, "emil").await;
    window.reads("Enter your code").await;
    window.reads("e***@e***").await;
    window.close().await;

    let window = Window::open(&desktop).await;
    window.reads("Enter your code").await;
    assert_eq!(
        window.violations().await,
        Vec::<String>::new(),
        "axe finds nothing wrong"
    );
    use_the_code_from_the_inbox(&window).await;
    sends_the_form(&window).await;
    window.reads("This folder is empty").await;
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_authenticator_app_is_set_up_by_the_key_on_the_screen() {
    let desktop = Desktop::fresh();
    let window = Window::open(&desktop).await;
    signs_in(&window, "nina").await;
    window.reads("Protect your account").await;
    sends_the_form(&window).await;
    window.reads("Set up your authenticator app").await;
    assert_eq!(
        window.violations().await,
        Vec::<String>::new(),
        "axe finds nothing wrong"
    );
    window.click("I cannot scan").await;
    let shown = window.shown(".key code").await.text().await.expect("the key");
    let key: String = shown.split_whitespace().collect();
    let code = authenticator::code(&key, SystemClock.now());
    window.fill("code", &code).await;
    sends_the_form(&window).await;
    window.reads("This folder is empty").await;
    window.close().await;
}
