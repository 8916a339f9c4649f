//! A form as it is checked and kept: without blanks around, empty fields as none, every place with an id.

use std::collections::BTreeSet;

use crate::view::{ConnectionForm, LocationForm};

/// The same form, tidied.
pub(crate) fn tidied(form: ConnectionForm) -> ConnectionForm {
    let mut form = ConnectionForm {
        name: form.name.trim().to_owned(),
        region: text(form.region).map(|region| region.to_lowercase()),
        user_pool_id: text(form.user_pool_id),
        client_id: text(form.client_id),
        client_secret: form.client_secret.filter(|secret| !secret.expose().is_empty()),
        auth_flow: form.auth_flow.trim().to_owned(),
        methods: texts(form.methods),
        ..form
    };
    if let Some(hosted_ui) = &mut form.hosted_ui {
        let domain = hosted_ui.domain.trim().trim_end_matches('/');
        hosted_ui.domain = domain.strip_prefix("https://").unwrap_or(domain).to_owned();
        hosted_ui.scopes = texts(std::mem::take(&mut hosted_ui.scopes));
        hosted_ui.deep_link = text(hosted_ui.deep_link.take());
        hosted_ui.sign_out_to = text(hosted_ui.sign_out_to.take());
        hosted_ui.lang = text(hosted_ui.lang.take());
        for provider in &mut hosted_ui.providers {
            provider.name = provider.name.trim().to_owned();
            provider.label = provider.label.trim().to_owned();
        }
    }
    if let Some(pool) = &mut form.identity_pool {
        pool.id = pool.id.trim().to_owned();
        pool.role_arn = text(pool.role_arn.take());
        pool.custom_role = text(pool.custom_role.take());
        pool.developer_provider = text(pool.developer_provider.take());
        pool.developer_backend = text(pool.developer_backend.take());
        for provider in &mut pool.providers {
            provider.name = provider.name.trim().to_owned();
            provider.login = provider.login.trim().to_owned();
            provider.issuer = text(provider.issuer.take());
            provider.client_id = text(provider.client_id.take());
            provider.scopes = texts(std::mem::take(&mut provider.scopes));
        }
    }
    if let Some(storage) = &mut form.storage {
        storage.region = text(storage.region.take()).map(|region| region.to_lowercase());
        storage.endpoint = text(storage.endpoint.take());
    }
    let endpoints = &mut form.endpoints;
    for address in [
        &mut endpoints.user_pool,
        &mut endpoints.identity_pool,
        &mut endpoints.sts,
    ] {
        *address = text(address.take());
    }
    if let Some(api) = &mut form.api {
        api.url = api.url.trim().to_owned();
    }
    form.api = form.api.filter(|api| !api.url.is_empty());
    name_places(&mut form.locations);
    form
}

/// Tidies places, and gives an id to each that has none.
fn name_places(places: &mut [LocationForm]) {
    let mut ids: BTreeSet<String> = places.iter().map(|place| place.id.clone()).collect();
    for place in places {
        place.name = text(place.name.take());
        place.bucket = place.bucket.trim().to_owned();
        place.region = text(place.region.take()).map(|region| region.to_lowercase());
        place.prefix = place.prefix.trim().to_owned();
        place.write_groups = groups(place.write_groups.take());
        place.read_groups = groups(place.read_groups.take());
        if place.id.trim().is_empty() {
            let free = (1_u32..)
                .map(|n| format!("place-{n}"))
                .find(|id| !ids.contains(id));
            place.id = free.unwrap_or_default();
            ids.insert(place.id.clone());
        }
    }
}

/// Groups without blanks; none of them is no restriction.
fn groups(names: Option<Vec<String>>) -> Option<Vec<String>> {
    names.map(texts).filter(|names| !names.is_empty())
}

fn text(value: Option<String>) -> Option<String> {
    let value = value?.trim().to_owned();
    (!value.is_empty()).then_some(value)
}

fn texts(values: Vec<String>) -> Vec<String> {
    let trimmed = values.into_iter().filter_map(|value| text(Some(value)));
    let mut known = BTreeSet::new();
    trimmed.filter(|value| known.insert(value.clone())).collect()
}
