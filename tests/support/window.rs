//! The real window, driven through WebKitWebDriver: what a person sees, clicks and types.

use std::path::Path;
use std::time::Duration;

use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::elements::Element;
use fantoccini::key::Key;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};

use crate::desktop::{Desktop, Running};
use crate::place;
use crate::program::{accepts, free_port};

/// How long something that must appear may take; a limit for what hangs.
const PATIENCE: Duration = Duration::from_secs(30);

/// The app in its window.
pub struct Window {
    /// The WebDriver session.
    pub client: Client,
    driver: Running,
}

impl Window {
    /// Starts the app on this desktop.
    pub async fn open(desktop: &Desktop) -> Self {
        Self::open_program(desktop, &place::app()).await
    }

    /// Starts a program with a WebKitGTK window on this desktop.
    pub async fn open_program(desktop: &Desktop, program: &Path) -> Self {
        let port = free_port();
        let mut command = desktop.command("WebKitWebDriver");
        command
            .args([&format!("--port={port}"), "--host=127.0.0.1"])
            .env("TAURI_WEBVIEW_AUTOMATION", "true");
        command.env("GATEHOUSE_LOG", "trace").env("RUST_LOG", "trace");
        let log = std::fs::File::options()
            .create(true)
            .append(true)
            .open(desktop.folder().join("app.log"));
        let log = log.expect("a log file");
        command
            .stdout(log.try_clone().expect("a second handle"))
            .stderr(log);
        let driver = Running::start(&mut command);
        until("WebKitWebDriver listens", async || {
            accepts(port).await.then_some(())
        })
        .await;
        let options = json!({ "binary": program, "args": [] });
        let capabilities = [("webkitgtk:browserOptions".to_owned(), options)]
            .into_iter()
            .collect();
        let mut builder = ClientBuilder::new(HttpConnector::new());
        builder.capabilities(capabilities);
        let client = builder
            .connect(&format!("http://127.0.0.1:{port}"))
            .await
            .expect("the window opens");
        Self { client, driver }
    }

    /// Closes the window and ends the app.
    pub async fn close(self) {
        self.client.close().await.expect("the window closes");
    }

    /// Kills the app, its window and what drives it.
    pub fn kill(self) {
        self.driver.kill();
    }

    /// The element that this CSS selector names, once it is there and shown.
    pub async fn shown(&self, css: &str) -> Element {
        self.wait(css, async || {
            let found = self.client.find(Locator::Css(css)).await.ok()?;
            found.is_displayed().await.unwrap_or(false).then_some(found)
        })
        .await
    }

    /// The button, link or tab with this accessible name, once it is shown.
    pub async fn button(&self, name: &str) -> Element {
        self.wait(name, async || self.named(name, "===").await).await
    }

    /// The button whose accessible name starts like this, once it is shown.
    pub async fn button_that_starts(&self, start: &str) -> Element {
        self.wait(start, async || self.named(start, "startsWith").await)
            .await
    }

    /// Clicks the button with this accessible name.
    pub async fn click(&self, name: &str) {
        self.wait(name, async || self.button(name).await.click().await.ok())
            .await;
    }

    /// The row of a list whose first cell reads like this, once it is shown.
    pub async fn row(&self, name: &str) -> Element {
        self.wait(name, async || {
            let script = "return [...document.querySelectorAll('[role=row][aria-selected]')].find((row) => \
                row.querySelector('[role=gridcell]')?.innerText.trim().split('\\n')[0] === arguments[0]) || null";
            self.element(script, vec![json!(name)]).await
        })
        .await
    }

    /// Puts text into the field of this name in place of what it holds. What the driver types while the page still
    /// settles can go astray, so the field is read again; keys may still be on their way when the driver returns, so
    /// it is given time to hold them all.
    pub async fn fill(&self, field: &str, text: &str) {
        self.wait(field, async || {
            let input = self.shown(&format!("[name='{field}']")).await;
            input.clear().await.ok()?;
            input.send_keys(text).await.ok()?;
            for _ in 0..50 {
                if input.prop("value").await.ok()??.as_str() == text {
                    return Some(());
                }
                tokio::time::sleep(Duration::from_millis(40)).await;
            }
            None
        })
        .await;
    }

    /// Waits until the field of this name holds this text.
    pub async fn holds(&self, field: &str, text: &str) {
        self.wait(field, async || {
            let input = self.shown(&format!("[name='{field}']")).await;
            (input.prop("value").await.ok()??.as_str() == text).then_some(())
        })
        .await;
    }

    /// Waits until this text is on the page.
    pub async fn reads(&self, text: &str) {
        self.wait(text, async || self.text().await.contains(text).then_some(()))
            .await;
    }

    /// Everything that can be read on the page.
    pub async fn text(&self) -> String {
        let text = self
            .client
            .execute("return document.body.innerText", vec![])
            .await;
        text.ok()
            .and_then(|text| text.as_str().map(str::to_owned))
            .unwrap_or_default()
    }

    /// Presses keys, one after the other, wherever the focus is.
    pub async fn press(&self, keys: &[Key]) {
        let mut actions = KeyActions::new("keyboard".to_owned());
        for key in keys {
            let value = char::from(*key);
            actions = actions
                .then(KeyAction::Down { value })
                .then(KeyAction::Up { value });
        }
        self.client
            .perform_actions(actions)
            .await
            .expect("the keys are pressed");
    }

    /// Types text wherever the focus is, capitals with Shift held.
    pub async fn type_text(&self, text: &str) {
        let shift = char::from(Key::Shift);
        let mut actions = KeyActions::new("keyboard".to_owned());
        for value in text.chars() {
            let press = |actions: KeyActions| {
                actions
                    .then(KeyAction::Down { value })
                    .then(KeyAction::Up { value })
            };
            actions = if value.is_uppercase() {
                press(actions.then(KeyAction::Down { value: shift })).then(KeyAction::Up { value: shift })
            } else {
                press(actions)
            };
        }
        self.client
            .perform_actions(actions)
            .await
            .expect("the text is typed");
    }

    /// The accessible name and the `name` attribute of what has the focus.
    pub async fn focused(&self) -> String {
        let script = "const e = document.activeElement; \
            return e.getAttribute('name') || e.getAttribute('aria-label') || e.innerText || e.tagName";
        let name = self
            .client
            .execute(script, vec![])
            .await
            .expect("the focus is known");
        name.as_str().unwrap_or_default().trim().to_owned()
    }

    /// A picture of the page as PNG, of what is painted and not of the frame before.
    pub async fn picture(&self) -> Vec<u8> {
        self.painted().await;
        self.client.screenshot().await.expect("a picture")
    }

    /// Waits until everything that has changed is painted.
    pub async fn painted(&self) {
        let painted = "const done = arguments[arguments.length - 1]; \
            requestAnimationFrame(() => requestAnimationFrame(() => done(true)))";
        self.client
            .execute_async(painted, vec![])
            .await
            .expect("the page is painted");
    }

    /// What axe finds wrong with the page, one line for each violation. A colour that is still on its way to another one
    /// belongs to no screen: its end is waited for.
    pub async fn violations(&self) -> Vec<String> {
        let axe = place::root().join("ui/node_modules/axe-core/axe.min.js");
        let axe = std::fs::read_to_string(axe).expect("axe-core is installed with the page's packages");
        self.client
            .execute(&axe, vec![])
            .await
            .expect("axe can be put into the page");
        let script = "const done = arguments[arguments.length - 1]; \
            const ends = document.getAnimations().filter((a) => a.effect.getComputedTiming().endTime < Infinity); \
            Promise.allSettled(ends.map((a) => a.finished)).then(() => (window.axe || axe).run(document, { resultTypes: ['violations'] })) \
              .then((r) => done(r.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(' ')}`)), \
                    (e) => done([String(e)]))";
        let found = self.client.execute_async(script, vec![]).await.expect("axe runs");
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        found.as_array().expect("a list").iter().map(text).collect()
    }

    /// What `look` finds, once it finds something. If it does not, the page is left as a picture.
    pub async fn wait<T>(&self, what: &str, look: impl AsyncFn() -> Option<T>) -> T {
        if let Some(found) = within(PATIENCE, look).await {
            return found;
        }
        let picture = place::target().join("window-that-failed.png");
        if let Ok(bytes) = self.client.screenshot().await {
            let _ = std::fs::write(&picture, bytes);
        }
        panic!(
            "`{what}` does not come; see {}; the page reads:\n{}",
            picture.display(),
            self.text().await
        );
    }

    async fn named(&self, name: &str, how: &str) -> Option<Element> {
        let script = "const [name, how] = arguments; \
            const of = (e) => { const c = e.cloneNode(true); \
              c.querySelectorAll('[aria-hidden=true], svg').forEach((x) => x.remove()); \
              return (e.getAttribute('aria-label') || c.textContent).trim().replace(/\\s+/g, ' '); }; \
            return [...document.querySelectorAll('button, a, [role=menuitem], [role=tab]')].find((e) => \
              e.checkVisibility() && !e.disabled && (how === '===' ? of(e) === name : of(e).startsWith(name))) || null";
        self.element(script, vec![json!(name), json!(how)]).await
    }

    /// The element that a script answers, if it does.
    async fn element(&self, script: &str, arguments: Vec<Value>) -> Option<Element> {
        let found = self.client.execute(script, arguments).await.ok()?;
        let id = found.as_object()?.values().next()?.as_str()?.to_owned();
        Some(Element::from_element_id(self.client.clone(), id.into()))
    }
}

/// What `look` finds, once it finds something.
pub async fn until<T>(what: &str, look: impl AsyncFn() -> Option<T>) -> T {
    within(PATIENCE, look)
        .await
        .unwrap_or_else(|| panic!("`{what}` does not come"))
}

async fn within<T>(patience: Duration, look: impl AsyncFn() -> Option<T>) -> Option<T> {
    let looking = async {
        loop {
            if let Some(found) = look().await {
                return found;
            }
            tokio::time::sleep(Duration::from_millis(40)).await;
        }
    };
    tokio::time::timeout(patience, looking).await.ok()
}
