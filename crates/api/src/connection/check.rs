//! What of a form does not fit, each at the path of its field and with an example. Nothing is asked of any service:
//! that is the test of a connection.

mod parts;

use std::collections::BTreeSet;

use url::Url;

use super::{fits, form};
use crate::view::{AppDataPlace, ConnectionForm, FieldMessage as Message, FieldProblem};

/// The longest name, in characters.
const LONGEST_NAME: usize = 80;
/// The longest value of any other field.
const LONGEST: usize = 2_048;

/// What the connection must not take from the sandbox of this app.
#[derive(Debug, Clone)]
pub(crate) struct OwnSandbox {
    /// Where it answers.
    pub(crate) url: String,
    /// Its user pool.
    pub(crate) user_pool_id: String,
}

/// What was found so far.
#[derive(Default)]
struct Found(Vec<FieldProblem>);

impl Found {
    fn add(&mut self, field: impl Into<String>, message: Message, example: &str) {
        self.0.push(FieldProblem {
            field: field.into(),
            message,
            example: (!example.is_empty()).then(|| example.to_owned()),
        });
    }

    /// A value that must be there and fit.
    fn needed(
        &mut self,
        field: &str,
        value: &str,
        fits: impl Fn(&str) -> bool,
        wrong: Message,
        example: &str,
    ) {
        if value.is_empty() {
            self.add(field, Message::Missing, example);
        } else {
            self.fitting(field, Some(value), fits, wrong, example);
        }
    }

    /// A value that must fit where it is there.
    fn fitting(
        &mut self,
        field: &str,
        value: Option<&str>,
        fits: impl Fn(&str) -> bool,
        wrong: Message,
        example: &str,
    ) {
        match value {
            Some(value) if value.chars().count() > LONGEST => self.add(field, Message::TooLong, example),
            Some(value) if !fits(value) => self.add(field, wrong, example),
            Some(_) | None => {}
        }
    }

    /// A text that is shown: not empty, not long, nothing in it that cannot be seen.
    fn shown(&mut self, field: &str, value: &str, example: &str) {
        if value.is_empty() {
            self.add(field, Message::Missing, example);
        } else if value.chars().count() > LONGEST_NAME {
            self.add(field, Message::TooLong, example);
        } else if files::names::visible(value) != value {
            self.add(field, Message::Unreadable, example);
        }
    }
}

/// Everything that does not fit in a tidied form. `taken` are the names of the other connections.
pub(crate) fn check(form: &ConnectionForm, taken: &[String], own: Option<&OwnSandbox>) -> Vec<FieldProblem> {
    let mut found = Found::default();
    found.shown("name", &form.name, "Acme files");
    if taken
        .iter()
        .any(|name| name.to_lowercase() == form.name.to_lowercase())
    {
        found.add("name", Message::Taken, "");
    }
    user_pool(form, &mut found);
    methods(form, &mut found);
    parts::hosted_ui(form, &mut found);
    parts::identity_pool(form, &mut found);
    parts::storage(form, &mut found);
    parts::locations(form, &mut found);
    parts::sign_up(form, &mut found);
    addresses(form, own, &mut found);
    if form.app_data == AppDataPlace::CognitoSync && form.identity_pool.is_none() {
        found.add("appData", Message::NeedsIdentityPool, "");
    }
    found.0
}

fn user_pool(form: &ConnectionForm, found: &mut Found) {
    const ID: &str = "eu-west-1_AbCdEf123";
    let region = form.region.as_deref();
    found.fitting("region", region, fits::region, Message::Region, "eu-west-1");
    match &form.user_pool_id {
        Some(id) => {
            found.fitting(
                "userPoolId",
                Some(id),
                fits::user_pool_id,
                Message::UserPoolId,
                ID,
            );
            let client = form.client_id.as_deref().unwrap_or_default();
            found.needed(
                "clientId",
                client,
                fits::client_id,
                Message::ClientId,
                "1h57kf5cpq17m0eml12example",
            );
            let named = fits::region_of(id, '_');
            if region.is_some_and(fits::region) && named.is_some() && named.as_deref() != region {
                found.add(
                    "region",
                    Message::RegionDiffers,
                    named.as_deref().unwrap_or_default(),
                );
            }
        }
        None if form.client_id.is_some() || form.hosted_ui.is_some() => {
            found.add("userPoolId", Message::Missing, ID);
        }
        None if form.identity_pool.is_none() => found.add("userPoolId", Message::Missing, ID),
        None if !another_way_in(form) => found.add("userPoolId", Message::NoWayIn, ID),
        None => {}
    }
}

/// Whether people come in without a user pool.
fn another_way_in(form: &ConnectionForm) -> bool {
    let pool = form.identity_pool.as_ref();
    pool.is_some_and(|pool| pool.guests || pool.developer_provider.is_some() || !pool.providers.is_empty())
}

fn methods(form: &ConnectionForm, found: &mut Found) {
    const EXAMPLE: &str = "USER_SRP_AUTH";
    let known = |id: &str| form::method(id).is_some();
    if form.user_pool_id.is_some() || !form.auth_flow.is_empty() {
        found.needed("authFlow", &form.auth_flow, known, Message::Method, EXAMPLE);
    }
    for (n, id) in form.methods.iter().enumerate() {
        found.fitting(&format!("methods.{n}"), Some(id), known, Message::Method, EXAMPLE);
    }
    if !form.methods.is_empty() && !form.methods.contains(&form.auth_flow) && known(&form.auth_flow) {
        found.add("authFlow", Message::Method, &form.methods[0]);
    }
}

/// The addresses of the services, and that none is the sandbox of this app.
fn addresses(form: &ConnectionForm, own: Option<&OwnSandbox>, found: &mut Found) {
    const AT_HOME: &str = "http://127.0.0.1:4566";
    let storage = form
        .storage
        .as_ref()
        .and_then(|storage| storage.endpoint.as_deref());
    let hosted_ui = form.hosted_ui.as_ref().map(|hosted_ui| hosted_ui.domain.as_str());
    let endpoints = &form.endpoints;
    let services = [
        ("endpoints.userPool", endpoints.user_pool.as_deref(), AT_HOME),
        (
            "endpoints.identityPool",
            endpoints.identity_pool.as_deref(),
            AT_HOME,
        ),
        ("endpoints.sts", endpoints.sts.as_deref(), AT_HOME),
        ("storage.endpoint", storage, "https://minio.example.com"),
        (
            "api.url",
            form.api.as_ref().map(|api| api.url.as_str()),
            "https://api.example.com/v1",
        ),
    ];
    for (field, address, example) in services {
        let fits = |text: &str| fits::endpoint(text).is_some();
        found.fitting(field, address, fits, Message::Address, example);
    }
    let Some(own) = own else { return };
    let all = services.into_iter().chain([("hostedUi.domain", hosted_ui, "")]);
    for (field, address, _) in all {
        if address.is_some_and(|address| same_door(address, &own.url)) {
            found.add(field, Message::Sandbox, "");
        }
    }
    if endpoints.user_pool.is_none() && form.user_pool_id.as_deref() == Some(&own.user_pool_id) {
        found.add("userPoolId", Message::Sandbox, "");
    }
}

/// Whether two addresses on this computer lead to the same program.
fn same_door(one: &str, other: &str) -> bool {
    let door = |text: &str| {
        let url = Url::parse(text).ok()?;
        fits::loopback(&url).then(|| url.port_or_known_default())?
    };
    door(one).is_some_and(|one| Some(one) == door(other))
}

/// Whether nothing stands twice.
fn all_differ<'a>(mut values: impl Iterator<Item = &'a str>) -> bool {
    let mut known = BTreeSet::new();
    values.all(|value| known.insert(value.to_lowercase()))
}

#[cfg(test)]
mod tests;
