//! The commands as the page reaches them: through Tauri's own checks, with the real capabilities, without a window.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use api::{
    Browser, BrowserError, Clipboard, ClipboardError, Folders, Host, KeyStore, KeyStoreError, Notices,
    Options, RevealError, Source,
};
use async_trait::async_trait;
use base::{Secret, SystemClock};
use gatehouse_shell::commands::COMMANDS;
use gatehouse_shell::running::Running;
use gatehouse_shell::{context, shell, window};
use serde_json::{Value, json};
use tauri::ipc::{CallbackFn, InvokeBody};
use tauri::test::{INVOKE_KEY, MockRuntime, get_ipc_response, mock_builder};
use tauri::webview::InvokeRequest;
use tauri::{App, Manager, WebviewWindow, WebviewWindowBuilder};

const OWN_PAGE: &str = if cfg!(windows) {
    "http://tauri.localhost"
} else {
    "tauri://localhost"
};

struct NoDesktop;

impl KeyStore for NoDesktop {
    fn load(&self) -> Result<Option<Secret<Vec<u8>>>, KeyStoreError> {
        Err(KeyStoreError::Absent)
    }

    fn save(&self, _: &Secret<Vec<u8>>) -> Result<(), KeyStoreError> {
        Err(KeyStoreError::Absent)
    }
}

#[async_trait]
impl Folders for NoDesktop {
    fn downloads(&self) -> PathBuf {
        std::env::temp_dir()
    }

    async fn pick_files(&self) -> Vec<PathBuf> {
        Vec::new()
    }

    async fn pick_folder(&self) -> Option<PathBuf> {
        None
    }

    async fn pick_file(&self) -> Option<PathBuf> {
        None
    }

    async fn save_file(&self, _: &str) -> Option<PathBuf> {
        None
    }

    async fn reveal(&self, _: &Path) -> Result<(), RevealError> {
        Err(RevealError)
    }

    async fn open(&self, _: &Path) -> Result<(), RevealError> {
        Err(RevealError)
    }
}

#[async_trait]
impl Browser for NoDesktop {
    async fn open(&self, _: &str) -> Result<(), BrowserError> {
        Err(BrowserError)
    }
}

impl Notices for NoDesktop {
    fn tell(&self, _: &str, _: &str) {}
}

#[async_trait]
impl Clipboard for NoDesktop {
    async fn copy_for_a_while(&self, _: Secret) -> Result<(), ClipboardError> {
        Err(ClipboardError)
    }

    async fn copy(&self, _: &str) -> Result<(), ClipboardError> {
        Err(ClipboardError)
    }
}

fn app(data: &Path) -> App<MockRuntime> {
    let app = shell(mock_builder()).build(context()).expect("the app");
    let host = Host {
        device_name: "test".to_owned(),
        clock: Arc::new(SystemClock),
        keys: Arc::new(NoDesktop),
        folders: Arc::new(NoDesktop),
        browser: Arc::new(NoDesktop),
        clipboard: Arc::new(NoDesktop),
        notices: Arc::new(NoDesktop),
    };
    let options = Options {
        data_folder: data.to_path_buf(),
        source: Source::Sandbox,
        picture_address: "preview://localhost/".into(),
        version: "0.0.0".into(),
    };
    app.manage(Running::start(host, options, |error| panic!("{error}")));
    app
}

fn open(app: &App<MockRuntime>, label: &str) -> WebviewWindow<MockRuntime> {
    WebviewWindowBuilder::new(app, label, Default::default())
        .build()
        .expect("a window")
}

fn invoke(
    window: &WebviewWindow<MockRuntime>,
    page: &str,
    command: &str,
    arguments: Value,
) -> Result<Value, Value> {
    let request = InvokeRequest {
        cmd: command.into(),
        callback: CallbackFn(0),
        error: CallbackFn(1),
        url: page.parse().expect("an address"),
        body: InvokeBody::Json(arguments),
        headers: Default::default(),
        invoke_key: INVOKE_KEY.into(),
    };
    get_ipc_response(window, request).map(|body| body.deserialize().expect("JSON"))
}

fn read(path: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).expect(path)
}

#[test]
fn the_capability_grants_our_commands_and_nothing_else() {
    let capability: Value = serde_json::from_str(&read("src-tauri/capabilities/main.json")).expect("JSON");

    let granted: BTreeSet<String> = capability["permissions"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|name| name.as_str().expect("a name").into())
        .collect();
    let ours: BTreeSet<String> = COMMANDS
        .iter()
        .map(|command| format!("allow-{}", command.replace('_', "-")))
        .collect();

    assert_eq!(granted, ours);
    assert_eq!(capability["windows"], json!([window::MAIN]));
    assert_eq!(capability.get("remote"), None, "no page from elsewhere may call");
}

#[test]
fn the_page_calls_exactly_the_commands_that_exist() {
    let ipc = read("ui/src/lib/ipc.ts");

    let called: BTreeSet<&str> = ipc
        .split("invoke(\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect();

    assert_eq!(called, COMMANDS.iter().copied().collect());
}

#[test]
fn the_main_window_may_call_and_gets_views_or_problems() {
    let data = tempfile::tempdir().expect("a folder");
    let app = app(data.path());
    let main = open(&app, window::MAIN);
    let call = |command, arguments| invoke(&main, OWN_PAGE, command, arguments);

    assert_eq!(call("preferences", json!({})), Ok(json!({ "theme": "system" })));
    assert_eq!(call("set_theme", json!({ "theme": "dark" })), Ok(Value::Null));
    assert_eq!(call("preferences", json!({})), Ok(json!({ "theme": "dark" })));

    let problem = call("rows", json!({ "listing": 1, "start": 0, "count": 10 })).expect_err("signed out");
    assert_eq!(problem["code"], "signedOut");
    let members: BTreeSet<&str> = problem
        .as_object()
        .expect("a problem")
        .keys()
        .map(String::as_str)
        .collect();
    let known = [
        "code",
        "detail",
        "field",
        "hint",
        "reference",
        "request",
        "retry",
        "said",
        "title",
        "until",
    ]
    .into_iter()
    .collect();
    assert_eq!(members, known, "a problem has no place for a raw message");
}

#[test]
fn another_window_or_a_page_from_elsewhere_may_call_nothing() {
    let data = tempfile::tempdir().expect("a folder");
    let app = app(data.path());
    let (main, other) = (open(&app, window::MAIN), open(&app, "other"));

    for command in COMMANDS {
        assert!(
            invoke(&other, OWN_PAGE, command, json!({})).is_err_and(refused),
            "{command}: another window"
        );
        for page in [
            "http://tauri.evil.test",
            "https://example.com",
            "data:text/html,hello",
        ] {
            assert!(
                invoke(&main, page, command, json!({})).is_err_and(refused),
                "{command}: {page}"
            );
        }
    }
}

#[test]
fn the_page_may_call_no_plugin() {
    let data = tempfile::tempdir().expect("a folder");
    let app = app(data.path());
    let main = open(&app, window::MAIN);

    for command in [
        "plugin:dialog|open",
        "plugin:opener|open_url",
        "plugin:opener|reveal_item_in_dir",
        "plugin:event|listen",
        "plugin:webview|create_webview_window",
        "plugin:window|close",
        "plugin:path|resolve_directory",
    ] {
        assert!(invoke(&main, OWN_PAGE, command, json!({})).is_err(), "{command}");
    }
}

fn refused(answer: Value) -> bool {
    answer.as_str().is_some_and(|text| text.contains("not allowed"))
}
