//! `amplify_outputs.json` of Amplify's second generation, versions 1 to 1.5. Source: `client_config_v1.5` schema,
//! `https://amplify.aws/2024-02/outputs-schema.json`.

use super::draft::{Draft, Note};
use super::node::Node;
use super::paths::{self, Bucket};
use super::places::{self, Browser};
use super::refused::Refused;
use super::rules::{self, Rules};

/// Sections that have nothing to do with signing in or with files.
const ELSEWHERE: [&str; 5] = ["analytics", "data", "geo", "notifications", "custom"];

pub(super) fn read(draft: &mut Draft, root: &Node<'_>) -> Result<(), Refused> {
    let version = root.text("version")?.unwrap_or_default();
    if version != "1" && !version.starts_with("1.") {
        return Err(Refused::Version);
    }
    if let Some(auth) = root.group("auth")? {
        read_auth(draft, &auth)?;
    }
    if let Some(storage) = root.group("storage")? {
        read_storage(draft, &storage)?;
    }
    let mut known = vec!["$schema", "version", "auth", "storage"];
    known.extend(ELSEWHERE);
    draft.known(root, &known);
    Ok(())
}

fn read_auth(draft: &mut Draft, auth: &Node<'_>) -> Result<(), Refused> {
    draft.form.region = auth.text("aws_region")?.map(str::to_owned);
    draft.user_pool(auth, "user_pool_id")?;
    draft.client(auth, "user_pool_client_id")?;
    draft.identity_pool(auth, "identity_pool_id")?;
    let guests = auth
        .boolean("unauthenticated_identities_enabled")?
        .unwrap_or(true);
    if let Some(pool) = draft.form.identity_pool.as_mut().filter(|_| guests) {
        pool.guests = true;
        draft.note(Note::Guests, String::new());
    }
    let policy = auth.group("password_policy")?;
    let policy = policy.as_ref().map(rules::policy).transpose()?;
    let rules = Rules {
        policy,
        attributes: rules::attributes(auth, "standard_required_attributes")?,
        sign_in_names: rules::sign_in_names(draft, auth, "username_attributes")?,
    };
    draft.sign_up(rules);
    rules::second_factor(draft, auth, "mfa_configuration", "mfa_methods")?;
    if let Some(passwordless) = auth.group("passwordless")? {
        rules::passwordless(draft, &passwordless)?;
    }
    if let Some(oauth) = auth.group("oauth")? {
        read_oauth(draft, &oauth)?;
    }
    let groups = auth.list("groups")?.into_iter().map(Node::object);
    let groups: Vec<Node<'_>> = groups.collect::<Result<_, _>>()?;
    let names: Vec<&str> = groups
        .iter()
        .flat_map(|group| group.members().into_iter().map(|(name, _)| name))
        .collect();
    if !names.is_empty() {
        draft.note(Note::Groups, names.join(", "));
    }
    draft.known(
        auth,
        &[
            "aws_region",
            "user_pool_id",
            "user_pool_client_id",
            "identity_pool_id",
            "password_policy",
            "oauth",
            "standard_required_attributes",
            "username_attributes",
            "user_verification_types",
            "unauthenticated_identities_enabled",
            "mfa_configuration",
            "mfa_methods",
            "passwordless",
            "groups",
        ],
    );
    Ok(())
}

fn read_oauth(draft: &mut Draft, oauth: &Node<'_>) -> Result<(), Refused> {
    let Some(domain) = oauth.text("domain")? else {
        return Ok(());
    };
    let browser = Browser {
        domain,
        scopes: oauth.texts("scopes")?,
        redirects: oauth.texts("redirect_sign_in_uri")?,
        sign_out: oauth.texts("redirect_sign_out_uri")?,
        response: oauth.text("response_type")?,
        providers: oauth.texts("identity_providers")?,
    };
    places::take(draft, &browser);
    draft.known(
        oauth,
        &[
            "domain",
            "scopes",
            "redirect_sign_in_uri",
            "redirect_sign_out_uri",
            "response_type",
            "identity_providers",
        ],
    );
    Ok(())
}

fn read_storage(draft: &mut Draft, storage: &Node<'_>) -> Result<(), Refused> {
    let region = storage.text("aws_region")?;
    draft.storage_region(region);
    let mut buckets = storage.list("buckets")?;
    if buckets.is_empty() {
        buckets.push(storage.clone());
    }
    for bucket in buckets {
        let bucket = bucket.object()?;
        let Some(name) = bucket.text("bucket_name")? else {
            continue;
        };
        let place = Bucket {
            name,
            label: bucket.text("name")?,
            region: bucket.text("aws_region")?.or(region),
        };
        match bucket.at("paths") {
            Some(paths) => paths::locations(draft, &place, &paths)?,
            None => paths::usual(draft, &place),
        }
        draft.known(
            &bucket,
            &["name", "bucket_name", "aws_region", "paths", "buckets"],
        );
    }
    draft.known(storage, &["aws_region", "bucket_name", "buckets"]);
    Ok(())
}
