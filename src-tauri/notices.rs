//! What the desktop shows outside of the window: a notice where there is a server for them (freedesktop.org's Desktop
//! Notifications), and everywhere a window that asks for attention.

use api::Notices;
use tauri::{AppHandle, Manager, Runtime, UserAttentionType};

use crate::window::MAIN;

/// The desktop's notices.
pub(crate) struct DesktopNotices<R: Runtime>(pub(crate) AppHandle<R>);

impl<R: Runtime> Notices for DesktopNotices<R> {
    fn tell(&self, title: &str, body: &str) {
        let Some(window) = self.0.get_webview_window(MAIN) else {
            return;
        };
        if window.is_focused().unwrap_or(false) {
            return;
        }
        // A desktop without such a sign shows none.
        let _ = window.request_user_attention(Some(UserAttentionType::Informational));
        show(title, body);
    }
}

#[cfg(target_os = "linux")]
fn show(title: &str, body: &str) {
    use std::collections::HashMap;
    use zbus::blocking::Connection;
    use zbus::zvariant::Value;

    /// The server's name and its interface's.
    const SERVER: &str = "org.freedesktop.Notifications";
    let (replaces, timeout) = (0_u32, -1_i32);
    let (actions, hints): (Vec<&str>, HashMap<&str, Value<'_>>) = Default::default();
    let words = ("Gatehouse", replaces, "", title, body, actions, hints, timeout);
    let shown = Connection::session().and_then(|connection| {
        connection.call_method(
            Some(SERVER),
            "/org/freedesktop/Notifications",
            Some(SERVER),
            "Notify",
            &words,
        )
    });
    if let Err(error) = shown {
        tracing::debug!(%error, "the desktop shows no notices");
    }
}

#[cfg(not(target_os = "linux"))]
fn show(_title: &str, _body: &str) {}
