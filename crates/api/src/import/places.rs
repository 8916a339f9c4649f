//! The sign-in in the browser as files describe it: the domain, where the browser returns to, the providers.

use super::draft::{Draft, Note};
use super::shapes;
use crate::view::{HostedProviderForm, HostedProviderKindForm, HostedUiForm};

/// The ports that our own template registers.
const PORTS: [u16; 3] = [17643, 21643, 28643];

/// What a file says of it.
#[derive(Debug, Default)]
pub(super) struct Browser<'a> {
    /// A host, or its address.
    pub(super) domain: &'a str,
    pub(super) scopes: Vec<&'a str>,
    pub(super) redirects: Vec<&'a str>,
    pub(super) sign_out: Vec<&'a str>,
    /// `code` or `token`.
    pub(super) response: Option<&'a str>,
    pub(super) providers: Vec<&'a str>,
}

/// Takes it over, with notes on what a desktop app cannot use.
pub(super) fn take(draft: &mut Draft, browser: &Browser<'_>) {
    let mut scopes: Vec<String> = browser.scopes.iter().map(|scope| (*scope).to_owned()).collect();
    if !scopes.iter().any(|scope| scope == "openid") {
        scopes.insert(0, "openid".to_owned());
    }
    let ports: Vec<u16> = browser.redirects.iter().filter_map(|uri| port(uri)).collect();
    let deep_link = browser.redirects.iter().find(|uri| own_scheme(uri));
    let usable = !ports.is_empty() || deep_link.is_some();
    if !browser.redirects.is_empty() && !usable {
        draft.note(Note::RedirectsElsewhere, browser.redirects.join(", "));
    }
    if browser.redirects.is_empty() {
        draft.note(Note::RedirectsAssumed, String::new());
    }
    if browser.response == Some("token") {
        draft.note(Note::CodeInsteadOfToken, String::new());
    }
    let sign_out_to = browser
        .sign_out
        .iter()
        .find(|uri| local(uri).is_some() || own_scheme(uri));
    let mut providers = Vec::new();
    for name in &browser.providers {
        match provider(name) {
            Some(provider) => providers.push(provider),
            None => draft.note(Note::ProviderByName, (*name).to_owned()),
        }
    }
    let domain = browser.domain.strip_prefix("https://").unwrap_or(browser.domain);
    draft.form.hosted_ui = Some(HostedUiForm {
        domain: domain.trim_end_matches('/').to_owned(),
        scopes,
        redirect_ports: if ports.is_empty() { PORTS.to_vec() } else { ports },
        deep_link: deep_link.map(|uri| (*uri).to_owned()),
        sign_out_to: sign_out_to.map(|uri| (*uri).to_owned()),
        lang: None,
        providers,
    });
}

/// A domain alone, as outputs and free text have it. A prefix becomes the whole of it where the region is known.
pub(super) fn whole_domain(text: &str, region: Option<&str>) -> Option<String> {
    let host = text
        .strip_prefix("https://")
        .unwrap_or(text)
        .split('/')
        .next()
        .unwrap_or_default();
    if shapes::host_name(host) {
        return Some(host.to_owned());
    }
    let prefix = !host.is_empty()
        && host
            .bytes()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'-');
    let region = region.filter(|_| prefix)?;
    Some(format!("{host}.auth.{region}.amazoncognito.com"))
}

/// The port of `http://localhost:<port>/callback`.
fn port(uri: &str) -> Option<u16> {
    local(uri)
        .filter(|(_, path)| *path == "callback")
        .map(|(port, _)| port)
}

fn local(uri: &str) -> Option<(u16, &str)> {
    let (port, path) = uri.strip_prefix("http://localhost:")?.split_once('/')?;
    Some((port.parse().ok().filter(|port| *port > 0)?, path))
}

/// Whether an address is one of an app's own scheme.
fn own_scheme(uri: &str) -> bool {
    let scheme = uri.split_once("://").map(|(scheme, _)| scheme);
    scheme.is_some_and(|scheme| {
        let sound = |c: u8| c.is_ascii_alphanumeric() || matches!(c, b'.' | b'-' | b'+');
        !scheme.is_empty() && !matches!(scheme, "http" | "https" | "exp") && scheme.bytes().all(sound)
    })
}

/// A social provider by any of the names that files use.
fn provider(text: &str) -> Option<HostedProviderForm> {
    let (name, label, kind) = match text.to_ascii_uppercase().as_str() {
        "GOOGLE" => ("Google", "Google", HostedProviderKindForm::Google),
        "FACEBOOK" => ("Facebook", "Facebook", HostedProviderKindForm::Facebook),
        "LOGIN_WITH_AMAZON" | "LOGINWITHAMAZON" | "AMAZON" => {
            ("LoginWithAmazon", "Amazon", HostedProviderKindForm::Amazon)
        }
        "SIGN_IN_WITH_APPLE" | "SIGNINWITHAPPLE" | "APPLE" => {
            ("SignInWithApple", "Apple", HostedProviderKindForm::Apple)
        }
        _ => return None,
    };
    Some(HostedProviderForm {
        name: name.to_owned(),
        label: label.to_owned(),
        kind,
    })
}
