//! New accounts and forgotten passwords on the pages of the hosted UI, and the language of the pages.

use http::StatusCode;

use crate::browser::{Browser, Shown};
use crate::stage::Stage;

const PASSWORD: &str = "Long-enough-1";

fn at(browser: &Browser<'_>, path: &str) -> String {
    browser.request(&[]).replace("/oauth2/authorize", path)
}

/// Signs in on the page that is shown, and is sent back with a code.
async fn signs_in(browser: &mut Browser<'_>, page: &Shown, name: &str) {
    let fields = [("username", name), ("password", PASSWORD)];
    let back = browser.submit(page, "current-password", &fields).await;
    assert!(!back.code().is_empty());
}

#[tokio::test]
async fn somebody_new_gets_from_the_sign_in_page_to_a_code_for_the_app() {
    let stage = Stage::set().await;
    let mut browser = Browser::open(&stage);
    let request = browser.request(&[]);
    let first = browser.visit(&request).await;
    assert!(first.text.contains("/signup?") && first.text.contains("/forgotPassword?"));

    let form = browser.visit(&at(&browser, "/signup")).await;
    let typed = [
        ("username", "newcomer<b>"),
        ("userAttributes.email", "new@example.com"),
        ("userAttributes.given_name", "New"),
        ("password", "short"),
    ];
    let weak = browser.submit(&form, "new-password", &typed).await;
    assert!(
        weak.text.contains("role=\"alert\">Password did not conform"),
        "{}",
        weak.text
    );
    assert!(weak.text.contains("newcomer&lt;b&gt;") && !weak.text.contains("short"));
    let typed = [
        ("username", "newcomer"),
        ("userAttributes.email", "new@example.com"),
        ("userAttributes.given_name", "New"),
        ("password", PASSWORD),
    ];
    let asked = browser.submit(&weak, "new-password", &typed).await;
    assert!(asked.text.contains("n***@e***"), "{}", asked.text);
    let wrong = browser
        .submit(&asked, "one-time-code", &[("code", "000000")])
        .await;
    assert!(wrong.text.contains("role=\"alert\">"), "{}", wrong.text);
    let first_code = stage.newest_code();
    let again = browser.submit(&wrong, "value=\"resend\"", &[]).await;
    let code = stage.newest_code();
    assert_ne!(code, first_code, "another was sent");
    let confirmed = browser.submit(&again, "one-time-code", &[("code", &code)]).await;
    assert!(
        confirmed
            .text
            .contains("role=\"status\">Your account is confirmed.")
    );
    // The form of the page leads to /login, wherever the page itself was.
    signs_in(&mut browser, &confirmed, "newcomer").await;
}

#[tokio::test]
async fn a_forgotten_password_is_replaced_with_the_code() {
    let stage = Stage::set().await;
    let mut browser = Browser::open(&stage);
    let form = browser.visit(&at(&browser, "/forgotPassword")).await;
    let asked = browser.submit(&form, "username", &[("username", "ada")]).await;
    let code = stage.newest_code();
    let differ = [
        ("code", code.as_str()),
        ("new_password", PASSWORD),
        ("again", "x"),
    ];
    let page = browser.submit(&asked, "one-time-code", &differ).await;
    assert!(page.text.contains("The two passwords differ."), "{}", page.text);
    let same = [
        ("code", code.as_str()),
        ("new_password", PASSWORD),
        ("again", PASSWORD),
    ];
    let done = browser.submit(&page, "one-time-code", &same).await;
    assert!(
        done.text.contains("role=\"status\">Your password is set."),
        "{}",
        done.text
    );
    signs_in(&mut browser, &done, "ada").await;
}

#[tokio::test]
async fn nobody_signs_up_where_only_an_administrator_creates_accounts_and_forms_belong_to_their_browser() {
    let stage = Stage::set().await;
    let mut settings = stage.sandbox.settings();
    settings.pool.self_sign_up = false;
    let messages = stage.sandbox.messages().len();
    stage.sandbox.change_settings(settings).await.expect("settings");
    let mut browser = Browser::open(&stage);
    let request = browser.request(&[]);
    let first = browser.visit(&request).await;
    assert!(!first.text.contains("/signup?"), "{}", first.text);
    let page = browser.visit(&at(&browser, "/signup")).await;
    assert_eq!(page.status, StatusCode::BAD_REQUEST);
    let bare = browser
        .post(&at(&browser, "/forgotPassword"), &[("username", "ada")])
        .await;
    assert_eq!(bare.status, StatusCode::FORBIDDEN, "no hidden token");
    assert_eq!(stage.sandbox.messages().len(), messages, "and nothing was sent");
}

#[tokio::test]
async fn the_pages_speak_the_language_that_is_asked_for_from_the_first_to_the_last() {
    let stage = Stage::set().await;
    let mut browser = Browser::open(&stage);
    let request = browser.request(&[("lang", "de")]);
    let page = browser.visit(&request).await;
    assert!(page.text.contains("<html lang=\"de\">"), "{}", page.text);
    assert!(page.text.contains("<button>Anmelden</button>") && page.text.contains("Passwort vergessen?"));
    let fields = [("username", "emil"), ("password", sandbox::PASSWORD)];
    let page = browser.submit(&page, "current-password", &fields).await;
    assert!(
        page.text.contains("Code aus der E-Mail eingeben"),
        "{}",
        page.text
    );
    for unknown in ["xx", "en", ""] {
        let request = browser.request(&[("lang", unknown)]);
        let page = browser.visit(&request).await;
        assert!(page.text.contains("<button>Sign in</button>"), "{unknown}");
    }
}
