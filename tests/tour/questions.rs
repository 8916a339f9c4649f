//! The stops of a second tour, on a desktop of its own: the questions that may follow the password, the parts of the
//! account, and two people side by side.

use tests::desktop::Desktop;
use tests::window::Window;

use crate::pictures::Pictures;

const PASSWORD: &str = "Gatehouse-1";

/// Goes by them and takes pictures.
pub(crate) async fn visit(pictures: &Pictures) {
    let desktop = Desktop::fresh().themed(pictures.theme);
    let window = Window::open(&desktop).await;
    window.shown("[name=password]").await;
    window.click("Other ways to sign in").await;
    pictures.take(&window, "15-other-ways").await;
    window.click("Other ways to sign in").await;
    questions(&window, pictures).await;
    account(&window, pictures).await;
    window.close().await;
}

async fn signs_in(window: &Window, username: &str) {
    window.fill("username", username).await;
    window.fill("password", PASSWORD).await;
    window.click("Sign in").await;
}

async fn questions(window: &Window, pictures: &Pictures) {
    for (username, title, stop) in [
        ("sam", "Enter your code", "16-sent-code"),
        ("mo", "authenticator app", "17-authenticator-code"),
        ("sel", "How do you want to confirm", "18-choice-of-factors"),
        ("dora", "Account switched off", "19-dead-end"),
        ("nina", "Protect your account", "20-set-up"),
    ] {
        signs_in(window, username).await;
        window.reads(title).await;
        pictures.take(window, stop).await;
        if stop != "19-dead-end" && stop != "20-set-up" {
            window.click("Back to sign in").await;
            window.shown("[name=password]").await;
        }
    }
    window.click("Continue").await;
    window.reads("Set up your authenticator app").await;
    pictures.take(window, "21-authenticator-set-up").await;
    window.click("Back to sign in").await;
    window.shown("[name=password]").await;
}

async fn account(window: &Window, pictures: &Pictures) {
    signs_in(window, "dev").await;
    window.reads("Remember this device?").await;
    pictures.take(window, "22-device-question").await;
    window.click("Remember it").await;
    window.reads("This device is remembered").await;
    window.click("Dev").await;
    window.click("Manage your account").await;
    window.reads("About you").await;
    pictures.take(window, "23-profile").await;
    for (section, text, stop) in [
        ("Security", "Second step", "24-security"),
        ("Devices", "Your devices", "25-devices"),
        ("Activity", "Sign-ins on this computer", "26-activity"),
    ] {
        window.click(section).await;
        window.reads(text).await;
        pictures.take(window, stop).await;
    }
    window.click("Back to the files").await;
    window.click("Dev").await;
    window.click("Add another account").await;
    window.button("Use another account").await;
    pictures.take(window, "27-another-account").await;
    window.click("Use another account").await;
    signs_in(window, "ada").await;
    window.reads("Welcome.md").await;
    window.click("Ada Lovelace").await;
    window.button("Add another account").await;
    pictures.take(window, "28-two-accounts").await;
}
