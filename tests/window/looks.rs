//! Every screen, in both themes: axe finds nothing, and nothing needs sideways scrolling.

use fantoccini::key::Key;
use tests::desktop::Desktop;
use tests::window::Window;

use tests::person_at_window::{open_row, sign_in};

async fn is_sound(window: &Window, screen: &str) {
    assert_eq!(window.violations().await, Vec::<String>::new(), "{screen}");
    let wide = "return document.documentElement.scrollWidth > document.documentElement.clientWidth";
    let wide = window.client.execute(wide, vec![]).await.expect("a measure");
    assert_eq!(wide.as_bool(), Some(false), "{screen} scrolls sideways");
}

#[tokio::test(flavor = "multi_thread")]
async fn no_screen_before_the_sign_in_has_a_violation() {
    let desktop = Desktop::fresh();
    let window = Window::open(&desktop).await;
    window.shown("[name=password]").await;
    is_sound(&window, "sign in").await;
    window.click("Create account").await;
    window.shown("[name=given_name]").await;
    is_sound(&window, "sign up").await;
    window.click("I already have an account").await;
    window.click("Forgot password?").await;
    window.reads("Reset your password").await;
    is_sound(&window, "forgotten password").await;
    window.fill("username", "ada").await;
    window.click("Send code").await;
    window.reads("Set a new password").await;
    is_sound(&window, "code and new password").await;
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_screen_after_the_sign_in_has_a_violation_in_light_or_dark() {
    let desktop = Desktop::fresh();
    let window = Window::open(&desktop).await;
    sign_in(&window, "ada").await;
    window.reads("Welcome.md").await;
    let mut papers = Vec::new();
    for theme in ["Light", "Dark"] {
        window.click("Ada Lovelace").await;
        is_sound(&window, "account menu").await;
        let choice = format!("//label[normalize-space()='{theme}']");
        let choice = window
            .client
            .find(fantoccini::Locator::XPath(&choice))
            .await
            .expect("the theme's choice");
        choice.click().await.expect("the theme is chosen");
        window.press(&[Key::Escape]).await;
        is_sound(&window, "files").await;
        open_row(&window, "Welcome.md").await;
        window.reads("These are your private files").await;
        is_sound(&window, "preview").await;
        window.press(&[Key::Escape]).await;
        window
            .button_that_starts("Sandbox ·")
            .await
            .click()
            .await
            .expect("the inbox opens");
        is_sound(&window, "inbox").await;
        window.press(&[Key::Escape]).await;
        let paper = "return getComputedStyle(document.body).backgroundColor";
        papers.push(
            window
                .client
                .execute(paper, vec![])
                .await
                .expect("a colour")
                .to_string(),
        );
    }
    assert_ne!(papers[0], papers[1], "light and dark differ");
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_inspector_shows_the_calls_and_the_claims_and_no_secret() {
    let desktop = Desktop::fresh();
    let window = Window::open(&desktop).await;
    sign_in(&window, "ada").await;
    window.reads("Welcome.md").await;
    window
        .button_that_starts("Open the inspector")
        .await
        .click()
        .await
        .expect("the inspector opens");
    for operation in [
        "InitiateAuth",
        "RespondToAuthChallenge",
        "GetId",
        "GetCredentialsForIdentity",
        "ListObjectsV2",
    ] {
        window.reads(operation).await;
    }
    is_sound(&window, "timeline").await;
    window.click("Tokens").await;
    window.reads("cognito:username").await;
    is_sound(&window, "tokens").await;
    let page = window.client.source().await.expect("the page's source");
    assert!(
        !page.contains("eyJ") && !page.contains("Gatehouse-1"),
        "no token and no password"
    );
    window.close().await;
}
