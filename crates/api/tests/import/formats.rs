//! Every format that people have.

use api::import::import;
use api::view::{HostedProviderKindForm, LocationForm, LocationKind, SignInNameView};

use crate::{fixture, imported, notes};

const POOL: &str = "eu-west-1_AbCdEfGhI";
const CLIENT: &str = "1h57kf5cpq17m0eml12EXAMPLE";
const IDENTITY: &str = "eu-west-1:6a7e4005-e5a9-4b0c-8d1e-2f3a4b5c6d7e";

fn brief(location: &LocationForm) -> (LocationKind, &str, &str, bool) {
    (
        location.kind,
        location.bucket.as_str(),
        location.prefix.as_str(),
        location.can_write,
    )
}

#[test]
fn amplify_outputs_becomes_a_whole_connection() {
    let imported = imported("amplify_outputs.json");
    let form = &imported.view.form;

    assert_eq!(imported.view.format, "amplifyOutputs");
    assert_eq!(form.user_pool_id.as_deref(), Some(POOL));
    assert_eq!(form.client_id.as_deref(), Some(CLIENT));
    assert_eq!(form.region.as_deref(), Some("eu-west-1"));
    let pool = form.identity_pool.as_ref().expect("an identity pool");
    assert_eq!((pool.id.as_str(), pool.guests), (IDENTITY, false));
    assert_eq!(
        form.storage
            .as_ref()
            .and_then(|storage| storage.region.as_deref()),
        Some("eu-central-1"),
        "the bucket may be elsewhere"
    );
    assert_eq!(imported.view.unknown, ["future"], "what nobody knows is told");
}

#[test]
fn paths_become_locations_with_what_may_be_done_there() {
    let imported = imported("amplify_outputs.json");
    let locations = &imported.view.form.locations;

    let found: Vec<_> = locations.iter().map(brief).collect();
    assert_eq!(
        found,
        [
            (LocationKind::Public, "acme-files", "public/", true),
            (
                LocationKind::Private,
                "acme-files",
                "private/{identity_id}/",
                true
            ),
            (
                LocationKind::Protected,
                "acme-files",
                "protected/{identity_id}/",
                true
            ),
            (LocationKind::Plain, "acme-files", "reports/", true),
            (LocationKind::Plain, "acme-files", "board/minutes/", false),
            (LocationKind::Plain, "acme-archive", "old/", false),
        ]
    );
    assert_eq!(
        locations[3].write_groups.as_deref(),
        Some(&["editors".to_owned()][..])
    );
    let everybody = |at: usize| locations[at].read_groups.is_none() && !locations[at].guests_write;
    assert!(everybody(0) && everybody(1) && everybody(2));
    assert_eq!(
        locations[4].read_groups.as_deref(),
        Some(&["board".to_owned()][..]),
        "a folder of a group is shown to its members"
    );
    assert_eq!(locations[3].name.as_deref(), Some("reports"));
    assert_eq!(locations[5].name.as_deref(), Some("archive: old"));
    assert_eq!(locations[5].region.as_deref(), Some("us-east-1"));
    let ids: std::collections::BTreeSet<&str> =
        locations.iter().map(|location| location.id.as_str()).collect();
    assert_eq!(ids.len(), locations.len(), "each has an id of its own");
    let notes = notes(&imported);
    assert!(
        notes.contains(&"groupsOnly") && notes.contains(&"cannotList"),
        "{notes:?}"
    );
}

#[test]
fn rules_of_the_pool_drive_the_forms() {
    let imported = imported("amplify_outputs.json");
    let form = &imported.view.form;

    let sign_up = form.sign_up.as_ref().expect("the rules are in the file");
    assert_eq!(sign_up.sign_in_names, [SignInNameView::Email]);
    let asked: Vec<&str> = sign_up.attributes.iter().map(|rule| rule.name.as_str()).collect();
    assert_eq!(
        asked,
        ["given_name"],
        "the email address is the user name already"
    );
    let policy = sign_up.password_policy;
    assert_eq!(
        (policy.min_length, policy.number, policy.symbol),
        (10, true, false)
    );
    assert_eq!(
        form.auth_flow, "USER_AUTH:EMAIL_OTP",
        "a code by email comes first here"
    );
    assert_eq!(
        form.methods,
        [
            "USER_SRP_AUTH",
            "USER_AUTH",
            "USER_AUTH:EMAIL_OTP",
            "USER_AUTH:WEB_AUTHN"
        ]
    );
    let notes = notes(&imported);
    for key in ["mfaOptional", "passkeyParty", "groups", "clientSecretUnknown"] {
        assert!(notes.contains(&key), "{key} is told: {notes:?}");
    }
}

#[test]
fn of_the_addresses_to_return_to_those_are_taken_that_a_desktop_app_can_use() {
    let imported = imported("amplify_outputs.json");
    let hosted = imported.view.form.hosted_ui.as_ref().expect("a sign-in page");

    assert_eq!(hosted.domain, "acme.auth.eu-west-1.amazoncognito.com");
    assert_eq!(hosted.redirect_ports, [17643]);
    assert_eq!(
        hosted.deep_link.as_deref(),
        Some("io.gatehouse.desktop://callback")
    );
    assert_eq!(
        hosted.sign_out_to.as_deref(),
        Some("http://localhost:17643/signed-out")
    );
    let providers: Vec<_> = hosted
        .providers
        .iter()
        .map(|provider| (provider.name.as_str(), provider.kind))
        .collect();
    assert_eq!(
        providers,
        [
            ("Google", HostedProviderKindForm::Google),
            ("SignInWithApple", HostedProviderKindForm::Apple)
        ]
    );
}

#[test]
fn every_version_of_amplify_outputs_from_1_to_1_5_is_read_and_2_is_refused() {
    let with = |version: &str| {
        format!(
            r#"{{"version":"{version}","auth":{{"aws_region":"eu-west-1","user_pool_id":"{POOL}","user_pool_client_id":"{CLIENT}"}}}}"#
        )
    };
    for version in ["1", "1.1", "1.2", "1.3", "1.4", "1.5", "1.6"] {
        assert!(import(with(version).as_bytes()).is_ok(), "{version}");
    }
    for version in ["2", "12", "0.9"] {
        let refused = import(with(version).as_bytes()).expect_err("another version");
        assert_eq!(refused, api::import::Refused::Version, "{version}");
    }
}

#[test]
fn aws_exports_is_read_without_being_run() {
    let imported = imported("aws-exports.js");
    let form = &imported.view.form;

    assert_eq!(imported.view.format, "awsExports");
    assert_eq!(form.user_pool_id.as_deref(), Some("us-east-1_AbCdEfGhI"));
    assert!(form.identity_pool.as_ref().is_some_and(|pool| pool.guests));
    let hosted = form.hosted_ui.as_ref().expect("a sign-in page");
    assert_eq!(hosted.redirect_ports, [17643, 21643]);
    assert_eq!(hosted.providers.len(), 2);
    let found: Vec<_> = form.locations.iter().map(brief).collect();
    assert_eq!(
        found,
        [
            (
                LocationKind::Private,
                "acme-files-main",
                "private/{identity_id}/",
                true
            ),
            (
                LocationKind::Protected,
                "acme-files-main",
                "protected/{identity_id}/",
                true
            ),
            (LocationKind::Public, "acme-files-main", "public/", true),
        ]
    );
    assert_eq!(
        form.storage
            .as_ref()
            .and_then(|storage| storage.region.as_deref()),
        Some("us-west-2")
    );
    let sign_up = form.sign_up.as_ref().expect("rules");
    assert_eq!(
        sign_up.sign_in_names,
        [SignInNameView::Email, SignInNameView::Phone]
    );
    assert_eq!(sign_up.password_policy.min_length, 12);
    assert!(notes(&imported).contains(&"mfaRequired"));
}

#[test]
fn typescript_without_quotes_is_read_too() {
    let imported = imported("aws-exports.ts");
    assert_eq!(imported.view.form.client_id.as_deref(), Some(CLIENT));
    assert!(imported.view.form.hosted_ui.is_none(), "an empty oauth is none");
}

#[test]
fn the_native_file_brings_its_secret_and_the_page_never_sees_it() {
    let imported = imported("amplifyconfiguration.native.json");

    assert_eq!(imported.view.format, "amplifyConfiguration");
    assert!(imported.client_secret.is_some());
    let crosses = serde_json::to_string(&imported.view).expect("a view is JSON");
    assert!(!crosses.contains("canaryclientsecret"), "{crosses}");
    assert!(!format!("{imported:?}").contains("canaryclientsecret"));
    let form = &imported.view.form;
    assert!(form.has_client_secret);
    assert_eq!(form.auth_flow, "USER_PASSWORD_AUTH");
    assert_eq!(
        form.hosted_ui
            .as_ref()
            .and_then(|hosted| hosted.deep_link.as_deref()),
        Some("acme://signin/")
    );
    assert_eq!(
        form.locations[0].kind,
        LocationKind::Public,
        "the app's own first place comes first"
    );
    assert_eq!(
        form.sign_up.as_ref().map(|rules| rules.sign_in_names.clone()),
        Some(vec![SignInNameView::Phone])
    );
}

#[test]
fn a_dart_file_is_what_stands_between_its_quotes() {
    let native = imported("amplifyconfiguration.dart");
    assert_eq!(native.view.form.user_pool_id.as_deref(), Some(POOL));

    let outputs = imported("amplify_outputs.dart");
    assert_eq!(outputs.view.format, "amplifyOutputs");
    assert_eq!(outputs.view.form.locations[0].prefix, "mine/{identity_id}/");
}

#[test]
fn awsconfiguration_is_read() {
    let imported = imported("awsconfiguration.json");
    let form = &imported.view.form;

    assert_eq!(imported.view.format, "awsConfiguration");
    assert_eq!(form.region.as_deref(), Some("ap-southeast-2"));
    assert_eq!(form.auth_flow, "CUSTOM_AUTH");
    assert_eq!(form.locations.len(), 3);
}

#[test]
fn outputs_of_what_builds_on_aws_are_found_by_their_names() {
    for (name, format) in [
        ("describe-stacks.json", "cloudFormation"),
        ("cdk-outputs.json", "cdk"),
        ("terraform-output.json", "terraform"),
    ] {
        let imported = imported(name);
        let form = &imported.view.form;
        assert_eq!(imported.view.format, format);
        assert_eq!(form.user_pool_id.as_deref(), Some(POOL), "{name}");
        assert_eq!(form.client_id.as_deref(), Some(CLIENT), "{name}");
        assert_eq!(
            form.identity_pool.as_ref().map(|pool| pool.id.as_str()),
            Some(IDENTITY),
            "{name}"
        );
        assert_eq!(
            form.locations.len(),
            3,
            "{name}: Amplify's usual places are assumed"
        );
        assert!(
            notes(&imported).contains(&"usualPlaces"),
            "{name}: and that is told"
        );
        if name != "terraform-output.json" {
            let domain = form.hosted_ui.as_ref().map(|hosted| hosted.domain.as_str());
            assert_eq!(domain, Some("acme.auth.eu-west-1.amazoncognito.com"), "{name}");
        }
    }
    assert!(imported("terraform-output.json").client_secret.is_some());
}

#[test]
fn a_list_of_outputs_alone_is_enough() {
    let all: serde_json::Value = serde_json::from_slice(&fixture("describe-stacks.json")).expect("JSON");
    let list = all["Stacks"][0]["Outputs"].to_string();

    let imported = import(list.as_bytes()).expect("a list of outputs");

    assert_eq!(imported.view.form.user_pool_id.as_deref(), Some(POOL));
}

#[test]
fn ids_are_found_in_any_text() {
    let mail = imported("mail.txt");
    let form = &mail.view.form;
    assert_eq!(mail.view.format, "freeText");
    assert_eq!(form.user_pool_id.as_deref(), Some(POOL));
    assert_eq!(form.client_id.as_deref(), Some("1h57kf5cpq17m0eml1examples"));
    assert!(form.identity_pool.is_some() && form.hosted_ui.is_some());
    assert!(
        form.locations
            .iter()
            .all(|location| location.bucket == "acme-files"),
        "{:?}",
        form.locations
    );
    assert!(!form.locations.is_empty());

    let env = imported("dot.env");
    assert_eq!(env.view.form.client_id.as_deref(), Some(CLIENT));
    assert_eq!(env.view.form.locations[0].bucket, "acme-files");
}

#[test]
fn a_region_that_differs_from_the_one_in_the_id_is_told_and_the_id_counts() {
    let text = format!(
        r#"{{"version":"1","auth":{{"aws_region":"us-east-1","user_pool_id":"{POOL}","user_pool_client_id":"{CLIENT}"}}}}"#
    );

    let imported = import(text.as_bytes()).expect("readable");

    assert_eq!(imported.view.form.region.as_deref(), Some("eu-west-1"));
    assert!(notes(&imported).contains(&"regionFromId"));
}
