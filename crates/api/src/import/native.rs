//! The files of native apps: `amplifyconfiguration.json` for Swift, Android, Flutter and React Native, and the older
//! `awsconfiguration.json`, which has the same blocks at the top. Source: `AmplifyPlugins/Auth/…/Configuration` of
//! amplify-swift; the AWS Mobile SDK's documentation. Only these files carry a client secret.

use base::Secret;

use super::draft::{Draft, Note};
use super::node::Node;
use super::paths::{self, Bucket};
use super::places::{self, Browser};
use super::refused::Refused;
use super::rules::{self, Rules};
use crate::view::LocationKind;

const AUTH: [&str; 3] = ["auth", "plugins", "awsCognitoAuthPlugin"];
const STORAGE: [&str; 3] = ["storage", "plugins", "awsS3StoragePlugin"];

/// Whether it is `amplifyconfiguration.json` of a native app.
pub(super) fn is_amplify(root: &Node<'_>) -> bool {
    [&AUTH, &STORAGE]
        .into_iter()
        .any(|path| matches!(root.along(path), Ok(Some(_))))
}

/// `amplifyconfiguration.json`.
pub(super) fn amplify(draft: &mut Draft, root: &Node<'_>) -> Result<(), Refused> {
    if let Some(plugin) = root.along(&AUTH)? {
        blocks(draft, &plugin)?;
    }
    if let Some(storage) = root.along(&STORAGE)?
        && let Some(name) = storage.text("bucket")?
    {
        let region = storage.text("region")?;
        bucket(draft, name, region);
        let level = storage.text("defaultAccessLevel")?;
        put_first(draft, level.unwrap_or_default());
        draft.known(&storage, &["bucket", "region", "defaultAccessLevel"]);
    }
    draft.known(
        root,
        &[
            "UserAgent",
            "Version",
            "auth",
            "storage",
            "api",
            "analytics",
            "geo",
        ],
    );
    Ok(())
}

/// `awsconfiguration.json`.
pub(super) fn mobile(draft: &mut Draft, root: &Node<'_>) -> Result<(), Refused> {
    blocks(draft, root)?;
    if let Some(storage) = root.along(&["S3TransferUtility", "Default"])?
        && let Some(name) = storage.text("Bucket")?
    {
        let region = storage.text("Region")?;
        bucket(draft, name, region);
        draft.known(
            &storage,
            &["Bucket", "Region", "DangerouslyConnectToHTTPEndpointForTesting"],
        );
    }
    Ok(())
}

/// The blocks that both have.
fn blocks(draft: &mut Draft, root: &Node<'_>) -> Result<(), Refused> {
    if let Some(identity) = root.along(&["CredentialsProvider", "CognitoIdentity", "Default"])? {
        draft.identity_pool(&identity, "PoolId")?;
    }
    if let Some(pool) = root.along(&["CognitoUserPool", "Default"])? {
        user_pool(draft, &pool)?;
    }
    if let Some(auth) = root.along(&["Auth", "Default"])? {
        settings(draft, &auth)?;
    }
    draft.known(
        root,
        &[
            "UserAgent",
            "Version",
            "IdentityManager",
            "CredentialsProvider",
            "CognitoUserPool",
            "Auth",
            "S3TransferUtility",
            "AppSync",
            "PinpointAnalytics",
            "PinpointTargeting",
        ],
    );
    Ok(())
}

fn user_pool(draft: &mut Draft, pool: &Node<'_>) -> Result<(), Refused> {
    draft.form.region = pool.text("Region")?.map(str::to_owned);
    draft.user_pool(pool, "PoolId")?;
    draft.client(pool, "AppClientId")?;
    take_secret(draft, pool)?;
    if let Some(endpoint) = pool.text("Endpoint")? {
        draft.form.endpoints.user_pool = Some(if endpoint.contains("://") {
            endpoint.to_owned()
        } else {
            format!("https://{endpoint}")
        });
    }
    if let Some(hosted) = pool.group("HostedUI")? {
        oauth(draft, &hosted, Vec::new())?;
    }
    draft.known(
        pool,
        &[
            "PoolId",
            "AppClientId",
            "AppClientSecret",
            "Region",
            "PinpointAppId",
            "Endpoint",
            "MigrationEnabled",
            "HostedUI",
        ],
    );
    Ok(())
}

fn take_secret(draft: &mut Draft, node: &Node<'_>) -> Result<(), Refused> {
    if let Some(secret) = node.text("AppClientSecret")? {
        draft.client_secret = Some(Secret::from(secret));
    }
    Ok(())
}

fn settings(draft: &mut Draft, auth: &Node<'_>) -> Result<(), Refused> {
    if let Some(text) = auth.text("authenticationFlowType")? {
        match rules::flow(text) {
            Some(flow) => {
                flow.clone_into(&mut draft.form.auth_flow);
                draft.form.methods = vec![flow.to_owned()];
            }
            None => draft.not_known(format!("{}.authenticationFlowType", auth.path())),
        }
    }
    if let Some(group) = auth.group("OAuth")? {
        oauth(draft, &group, auth.texts("socialProviders")?)?;
    }
    let policy = auth.group("passwordProtectionSettings")?;
    let mut attributes = rules::attributes(auth, "verificationMechanisms")?;
    attributes.extend(rules::attributes(auth, "signupAttributes")?);
    let rules = Rules {
        policy: policy.as_ref().map(rules::protection).transpose()?,
        attributes,
        sign_in_names: rules::sign_in_names(draft, auth, "usernameAttributes")?,
    };
    draft.sign_up(rules);
    rules::second_factor(draft, auth, "mfaConfiguration", "mfaTypes")?;
    draft.known(
        auth,
        &[
            "authenticationFlowType",
            "OAuth",
            "socialProviders",
            "usernameAttributes",
            "signupAttributes",
            "passwordProtectionSettings",
            "mfaConfiguration",
            "mfaTypes",
            "verificationMechanisms",
        ],
    );
    Ok(())
}

fn oauth(draft: &mut Draft, group: &Node<'_>, providers: Vec<&str>) -> Result<(), Refused> {
    let Some(domain) = group.text("WebDomain")? else {
        return Ok(());
    };
    let browser = Browser {
        domain,
        scopes: group.texts("Scopes")?,
        redirects: group.texts("SignInRedirectURI")?,
        sign_out: group.texts("SignOutRedirectURI")?,
        response: None,
        providers,
    };
    places::take(draft, &browser);
    if draft.form.client_id.is_none() {
        draft.client(group, "AppClientId")?;
    }
    if draft.client_secret.is_none() {
        take_secret(draft, group)?;
    }
    Ok(())
}

fn bucket(draft: &mut Draft, name: &str, region: Option<&str>) {
    draft.storage_region(region);
    let bucket = Bucket {
        name,
        label: None,
        region,
    };
    paths::usual(draft, &bucket);
}

/// The level that the app begins with comes first.
fn put_first(draft: &mut Draft, level: &str) {
    let first = match level {
        "guest" | "public" => LocationKind::Public,
        "protected" => LocationKind::Protected,
        "private" => LocationKind::Private,
        "" => return,
        other => return draft.note(Note::Ambiguous, other.to_owned()),
    };
    draft
        .form
        .locations
        .sort_by_key(|location| location.kind != first);
}
