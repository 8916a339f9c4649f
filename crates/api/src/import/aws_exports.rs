//! `aws-exports.js` and the `amplifyconfiguration.json` for JavaScript, of Amplify's first generation. Source:
//! `packages/core/src/parseAWSExports.ts` of amplify-js.

use super::draft::{Draft, Note};
use super::node::Node;
use super::paths::{self, Bucket};
use super::places::{self, Browser};
use super::refused::Refused;
use super::rules::{self, Rules};
use crate::view::StorageForm;

/// Where Amplify's own emulator of S3 listens.
const EMULATOR: &str = "http://localhost:20005";

const KNOWN: [&str; 19] = [
    "aws_project_region",
    "aws_cognito_region",
    "aws_cognito_identity_pool_id",
    "aws_user_pools_id",
    "aws_user_pools_web_client_id",
    "aws_mandatory_sign_in",
    "aws_cognito_sign_up_verification_method",
    "aws_cognito_mfa_configuration",
    "aws_cognito_mfa_types",
    "aws_cognito_password_protection_settings",
    "aws_cognito_verification_mechanisms",
    "aws_cognito_signup_attributes",
    "aws_cognito_username_attributes",
    "aws_cognito_social_providers",
    "aws_cognito_login_mechanisms",
    "oauth",
    "aws_user_files_s3_bucket",
    "aws_user_files_s3_bucket_region",
    "aws_user_files_s3_dangerously_connect_to_http_endpoint_for_testing",
];

pub(super) fn read(draft: &mut Draft, root: &Node<'_>) -> Result<(), Refused> {
    let project = root.text("aws_project_region")?;
    let region = root.text("aws_cognito_region")?.or(project);
    draft.form.region = region.map(str::to_owned);
    draft.user_pool(root, "aws_user_pools_id")?;
    draft.client(root, "aws_user_pools_web_client_id")?;
    draft.identity_pool(root, "aws_cognito_identity_pool_id")?;
    if root.text("aws_mandatory_sign_in")? == Some("disable")
        && let Some(pool) = &mut draft.form.identity_pool
    {
        pool.guests = true;
        draft.note(Note::Guests, String::new());
    }
    let settings = root.group("aws_cognito_password_protection_settings")?;
    let mut attributes = rules::attributes(root, "aws_cognito_verification_mechanisms")?;
    attributes.extend(rules::attributes(root, "aws_cognito_signup_attributes")?);
    let rules = Rules {
        policy: settings.as_ref().map(rules::protection).transpose()?,
        attributes,
        sign_in_names: rules::sign_in_names(draft, root, "aws_cognito_username_attributes")?,
    };
    draft.sign_up(rules);
    rules::second_factor(
        draft,
        root,
        "aws_cognito_mfa_configuration",
        "aws_cognito_mfa_types",
    )?;
    if let Some(oauth) = root.group("oauth")?
        && let Some(domain) = oauth.text("domain")?
    {
        let browser = Browser {
            domain,
            scopes: oauth.texts("scope")?,
            redirects: oauth.texts("redirectSignIn")?,
            sign_out: oauth.texts("redirectSignOut")?,
            response: oauth.text("responseType")?,
            providers: root.texts("aws_cognito_social_providers")?,
        };
        places::take(draft, &browser);
        draft.known(
            &oauth,
            &[
                "domain",
                "scope",
                "redirectSignIn",
                "redirectSignOut",
                "responseType",
            ],
        );
    }
    read_bucket(draft, root, project)?;
    for (name, member) in root.members() {
        let elsewhere = [
            "aws_appsync_",
            "aws_cloud_logic_",
            "aws_mobile_",
            "aws_dynamodb_",
            "geo",
        ];
        if !KNOWN.contains(&name) && !elsewhere.iter().any(|start| name.starts_with(start)) {
            draft.not_known(member.path().to_owned());
        }
    }
    Ok(())
}

fn read_bucket(draft: &mut Draft, root: &Node<'_>, project: Option<&str>) -> Result<(), Refused> {
    let Some(name) = root.text("aws_user_files_s3_bucket")? else {
        return Ok(());
    };
    let region = root.text("aws_user_files_s3_bucket_region")?.or(project);
    draft.storage_region(region);
    let bucket = Bucket {
        name,
        label: None,
        region,
    };
    paths::usual(draft, &bucket);
    let testing = root.text("aws_user_files_s3_dangerously_connect_to_http_endpoint_for_testing");
    if testing? == Some("true") {
        let storage = draft.form.storage.get_or_insert_with(StorageForm::default);
        storage.endpoint = Some(EMULATOR.to_owned());
        storage.path_style = true;
        draft.note(Note::StorageEndpoint, EMULATOR.to_owned());
    }
    Ok(())
}
