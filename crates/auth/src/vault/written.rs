//! The form in which [`Contents`] are written: borrowed, and nowhere else serializable.

use std::collections::BTreeMap;

use serde::Serialize;

use super::contents::{Contents, DeviceKeys, FORM, KeptPasskey, Remembered};

#[derive(Serialize)]
pub(super) struct Written<'a> {
    form: u32,
    sessions: BTreeMap<&'a str, WrittenSession<'a>>,
    pending: BTreeMap<&'a str, &'a str>,
    identities: &'a BTreeMap<String, String>,
    devices: BTreeMap<&'a str, WrittenDevice<'a>>,
    passkeys: Vec<WrittenPasskey<'a>>,
    roles: &'a BTreeMap<String, String>,
    client_secret: Option<&'a str>,
}

#[derive(Serialize)]
struct WrittenSession<'a> {
    typed: &'a str,
    username: &'a str,
    refresh: &'a str,
    id: &'a str,
    access: &'a str,
    by_browser: bool,
}

#[derive(Serialize)]
struct WrittenDevice<'a> {
    key: &'a str,
    group: &'a str,
    password: &'a str,
}

#[derive(Serialize)]
struct WrittenPasskey<'a> {
    credential_id: &'a str,
    relying_party: &'a str,
    user_handle: &'a str,
    username: &'a str,
    private_key: &'a str,
    counter: u32,
}

impl<'a> Written<'a> {
    pub(super) fn of(contents: &'a Contents) -> Self {
        Self {
            form: FORM,
            sessions: by_name(&contents.sessions, WrittenSession::of),
            pending: by_name(&contents.pending, |secret| secret.expose().as_str()),
            identities: &contents.identities,
            devices: by_name(&contents.devices, WrittenDevice::of),
            passkeys: contents.passkeys.iter().map(WrittenPasskey::of).collect(),
            roles: &contents.roles,
            client_secret: contents
                .client_secret
                .as_ref()
                .map(|secret| secret.expose().as_str()),
        }
    }
}

fn by_name<'a, T, W>(map: &'a BTreeMap<String, T>, written: impl Fn(&'a T) -> W) -> BTreeMap<&'a str, W> {
    map.iter()
        .map(|(name, value)| (name.as_str(), written(value)))
        .collect()
}

impl<'a> WrittenSession<'a> {
    fn of(session: &'a Remembered) -> Self {
        Self {
            typed: &session.typed,
            username: &session.username,
            refresh: session.refresh.expose(),
            id: session.id.expose(),
            access: session.access.expose(),
            by_browser: session.by_browser,
        }
    }
}

impl<'a> WrittenDevice<'a> {
    fn of(device: &'a DeviceKeys) -> Self {
        Self {
            key: &device.key,
            group: &device.group,
            password: device.password.expose(),
        }
    }
}

impl<'a> WrittenPasskey<'a> {
    fn of(passkey: &'a KeptPasskey) -> Self {
        Self {
            credential_id: &passkey.credential_id,
            relying_party: &passkey.relying_party,
            user_handle: &passkey.user_handle,
            username: &passkey.username,
            private_key: passkey.private_key.expose(),
            counter: passkey.counter,
        }
    }
}
