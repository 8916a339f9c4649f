//! Names that people and tools give to the parts of a connection: `UserPoolId`, `user_pool_id`,
//! `AuthStackUserPoolIdOutput1A2B3C4D`, `NEXT_PUBLIC_USER_POOL_ID`. Whatever the name promises, the value has to have
//! the shape.

use base::Secret;

use super::draft::{Draft, Note, path_of};
use super::places;
use super::shapes;

/// What a name promises.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    UserPool,
    Client,
    ClientSecret,
    IdentityPool,
    Domain,
    Bucket,
    Region,
    /// The whole of `amplify_outputs.json` in one text.
    Whole,
}

/// What a name promises, if anything.
pub(super) fn meaning(name: &str) -> Option<Meaning> {
    let plain: String = name
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_lowercase())
        .collect();
    let has = |part: &str| plain.contains(part);
    if has("amplifyoutputs") {
        Some(Meaning::Whole)
    } else if has("clientsecret") {
        Some(Meaning::ClientSecret)
    } else if has("identitypool") || has("identitypoolid") {
        Some(Meaning::IdentityPool)
    } else if has("clientid")
        || has("userpoolclient")
        || has("userpoolsclient")
        || has("appclient")
        || has("webclient")
    {
        Some(Meaning::Client)
    } else if has("domain") || has("hostedui") || has("loginurl") {
        Some(Meaning::Domain)
    } else if has("userpool") {
        Some(Meaning::UserPool)
    } else if has("bucket") {
        Some(Meaning::Bucket)
    } else if has("region") {
        Some(Meaning::Region)
    } else {
        None
    }
}

/// What was found, first of all by name. The first of each counts.
#[derive(Debug, Default)]
pub(super) struct Found {
    user_pools: Vec<String>,
    clients: Vec<String>,
    identity_pools: Vec<String>,
    domains: Vec<String>,
    buckets: Vec<(String, Option<String>)>,
    region: Option<String>,
    client_secret: Option<Secret>,
}

impl Found {
    /// Takes a value under a name. Says no where it is nothing.
    pub(super) fn take(&mut self, name: &str, value: &str) -> bool {
        let value = value.trim();
        match meaning(name) {
            Some(Meaning::ClientSecret) => {
                let sound = !value.is_empty() && value.bytes().all(|c| c.is_ascii_graphic());
                if sound && self.client_secret.is_none() {
                    self.client_secret = Some(Secret::from(value));
                }
                sound
            }
            Some(Meaning::Client) if shapes::client_id(value) && !value.contains('_') => {
                push(&mut self.clients, value);
                true
            }
            Some(Meaning::Domain) if places::whole_domain(value, Some("eu-west-1")).is_some() => {
                push(&mut self.domains, value);
                true
            }
            Some(Meaning::Bucket) if shapes::bucket(value) => {
                self.bucket(value, None);
                true
            }
            Some(Meaning::Region) if shapes::region(value) => {
                self.region.get_or_insert_with(|| value.to_owned());
                true
            }
            _ => self.take_by_shape(value),
        }
    }

    /// Takes a value by its shape alone. Says no where it has none.
    pub(super) fn take_by_shape(&mut self, value: &str) -> bool {
        let tail = value.rsplit('/').next().unwrap_or(value);
        if value.starts_with("arn:") && shapes::user_pool_region(tail).is_some() {
            push(&mut self.user_pools, tail);
        } else if value.starts_with("arn:") && shapes::identity_pool_region(tail).is_some() {
            push(&mut self.identity_pools, tail);
        } else if let Some(bucket) = value
            .strip_prefix("arn:aws:s3:::")
            .filter(|name| shapes::bucket(name))
        {
            self.bucket(bucket, None);
        } else if shapes::user_pool_region(value).is_some() {
            push(&mut self.user_pools, value);
        } else if shapes::identity_pool_region(value).is_some() {
            push(&mut self.identity_pools, value);
        } else if let Some(host) = hosted_domain(value) {
            push(&mut self.domains, host);
        } else if let Some((bucket, prefix)) = s3_address(value) {
            self.bucket(bucket, prefix);
        } else if shapes::generated_client_id(value) {
            push(&mut self.clients, value);
        } else {
            return false;
        }
        true
    }

    fn bucket(&mut self, name: &str, prefix: Option<String>) {
        let entry = (name.to_owned(), prefix);
        if !self.buckets.contains(&entry) {
            self.buckets.push(entry);
        }
    }

    /// Lays down what was found. What the draft has already stays.
    pub(super) fn settle(self, draft: &mut Draft) {
        let form = &mut draft.form;
        if form.region.is_none() {
            form.region = self.region;
        }
        let mut several = Vec::new();
        let mut first = |all: Vec<String>| {
            let mut all = all.into_iter();
            let first = all.next();
            several.extend(all);
            first
        };
        let pool = first(self.user_pools);
        form.user_pool_id = form.user_pool_id.take().or(pool);
        let client = first(self.clients);
        form.client_id = form.client_id.take().or(client);
        let identity = first(self.identity_pools);
        let domain = first(self.domains);
        if draft.form.identity_pool.is_none()
            && let Some(id) = identity
        {
            draft.set_identity_pool(&id);
        }
        if draft.client_secret.is_none() {
            draft.client_secret = self.client_secret;
        }
        if draft.form.hosted_ui.is_none()
            && let Some(domain) = domain
        {
            take_domain(draft, &domain);
        }
        if draft.form.locations.is_empty() {
            take_buckets(draft, &self.buckets);
        }
        if !several.is_empty() {
            draft.note(Note::Ambiguous, several.join(", "));
        }
    }
}

fn take_domain(draft: &mut Draft, text: &str) {
    let form = &draft.form;
    let by_id = form.user_pool_id.as_deref().and_then(shapes::user_pool_region);
    match places::whole_domain(text, by_id.or(form.region.as_deref())) {
        Some(domain) => {
            let browser = places::Browser {
                domain: &domain,
                scopes: vec!["openid", "email", "profile"],
                ..places::Browser::default()
            };
            places::take(draft, &browser);
        }
        None => draft.not_known(path_of(text)),
    }
}

fn take_buckets(draft: &mut Draft, buckets: &[(String, Option<String>)]) {
    let several = buckets.len() > 1;
    let region = draft.form.region.clone();
    for (name, prefix) in buckets {
        let bucket = super::paths::Bucket {
            name,
            label: several.then_some(name.as_str()),
            region: region.as_deref(),
        };
        match prefix {
            Some(prefix) => super::paths::single(draft, &bucket, prefix),
            None => super::paths::usual(draft, &bucket),
        }
    }
}

fn push(all: &mut Vec<String>, value: &str) {
    if !all.iter().any(|own| own == value) {
        all.push(value.to_owned());
    }
}

/// The host of managed login at its own address.
fn hosted_domain(value: &str) -> Option<&str> {
    let host = value
        .strip_prefix("https://")
        .unwrap_or(value)
        .split('/')
        .next()?;
    shapes::hosted_domain_region(host).map(|_| host)
}

/// `s3://bucket/prefix`, or a host of S3 that begins with the bucket.
fn s3_address(value: &str) -> Option<(&str, Option<String>)> {
    if let Some(rest) = value.strip_prefix("s3://") {
        let (bucket, path) = rest.split_once('/').unwrap_or((rest, ""));
        let folder = path.rsplit_once('/').map(|(folder, _)| format!("{folder}/"));
        return shapes::bucket(bucket).then_some((bucket, folder));
    }
    let host = value
        .strip_prefix("https://")
        .unwrap_or(value)
        .split('/')
        .next()?;
    let (bucket, rest) = host.split_once(".s3.")?;
    (rest.ends_with("amazonaws.com") && shapes::bucket(bucket)).then_some((bucket, None))
}
