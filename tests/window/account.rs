//! The account in the window: the question about this device, an attribute, an address proven by its code, and two
//! people who take turns.

use fantoccini::key::Key;
use tests::desktop::Desktop;
use tests::person_at_window::{PASSWORD, sign_in};
use tests::window::Window;

async fn sends_the_form(window: &Window) {
    window
        .wait("the form", async || {
            window.shown("main button[type=submit]").await.click().await.ok()
        })
        .await;
}

/// From the files to the screen of whoever is called this.
async fn manages_the_account(window: &Window, name: &str) {
    window.click(name).await;
    window.click("Manage your account").await;
    window.reads("About you").await;
}

/// The code of the newest message to this person, read as people read it.
async fn reads_the_code_in_the_inbox(window: &Window) -> String {
    let inbox = window.button_that_starts("Sandbox ·").await;
    inbox.click().await.expect("the inbox opens");
    let code = window
        .wait("the message", async || {
            let text = window.text().await;
            let (_, rest) = text.split_once("Your verification code is ")?;
            Some(rest.chars().take_while(char::is_ascii_digit).collect())
        })
        .await;
    window.press(&[Key::Escape]).await;
    code
}

#[tokio::test(flavor = "multi_thread")]
async fn an_attribute_is_changed_and_an_address_proven_by_its_code() {
    let desktop = Desktop::fresh();
    let window = Window::open(&desktop).await;
    window.fill("username", "vera").await;
    window.fill("password", PASSWORD).await;
    window.click("Sign in").await;
    window.reads("This folder is empty").await;
    manages_the_account(&window, "Vera").await;
    window.reads("Not confirmed").await;
    assert_eq!(
        window.violations().await,
        Vec::<String>::new(),
        "axe finds nothing wrong"
    );

    window.click("Change: First name").await;
    window.fill("given_name", "Verena").await;
    sends_the_form(&window).await;
    window.reads("First name is saved").await;

    window.click("Confirm: Email").await;
    window.shown("[name=code]").await;
    let code = reads_the_code_in_the_inbox(&window).await;
    window.fill("code", &code).await;
    sends_the_form(&window).await;
    window.reads("Email is confirmed").await;
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn this_device_is_remembered_and_two_people_take_turns() {
    let desktop = Desktop::fresh();
    let window = Window::open(&desktop).await;
    window.fill("username", "dev").await;
    window.fill("password", PASSWORD).await;
    window.click("Sign in").await;
    window.reads("Remember this device?").await;
    window.click("Remember it").await;
    window.reads("This device is remembered").await;
    manages_the_account(&window, "Dev").await;
    window.click("Devices").await;
    window.reads("This device").await;
    window.reads("Remembered").await;
    window.click("Back to the files").await;

    window.click("Dev").await;
    window.click("Add another account").await;
    window.click("Use another account").await;
    sign_in(&window, "ada").await;
    window.reads("Welcome.md").await;
    window.click("Ada Lovelace").await;
    window
        .button_that_starts("Dev")
        .await
        .click()
        .await
        .expect("dev is shown");
    window.reads("This folder is empty").await;
    window.close().await;
}
