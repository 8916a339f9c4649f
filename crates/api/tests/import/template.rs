//! Our own template: its one output says all.

use std::path::Path;

use api::import::import;
use api::view::LocationKind;

/// The template's `AmplifyOutputs` with its references filled in, as CloudFormation does.
fn output() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../infra/gatehouse.yaml");
    let template = std::fs::read_to_string(path).expect("the template");
    let (_, rest) = template
        .split_once("All of it and the pool's rules")
        .expect("the output");
    let (_, rest) = rest.split_once(">-\n").expect("a folded text");
    let lines = rest
        .lines()
        .map(str::trim)
        .take_while(|line| !line.starts_with("- SignIn"));
    let folded = lines.collect::<Vec<_>>().join(" ");
    [
        ("${AWS::Region}", "eu-west-1"),
        ("${UserPool}", "eu-west-1_AbCdEfGhI"),
        ("${UserPoolClient}", "1h57kf5cpq17m0eml12EXAMPLE"),
        ("${UserPoolDomain}", "gatehouse-0a1b2c3d4e5f"),
        ("${IdentityPool}", "eu-west-1:6a7e4005-e5a9-4b0c-8d1e-2f3a4b5c6d7e"),
        ("${AllowGuests}", "false"),
        ("${MinimumPasswordLength}", "12"),
        ("${Bucket}", "gatehouse-bucket-1a2b3c"),
        (
            "${SignIn}",
            "http://localhost:17643/callback\",\"http://localhost:21643/callback\",\"io.gatehouse.desktop://callback",
        ),
        ("${SignOut}", "http://localhost:17643/signed-out"),
        ("${!", "${"),
    ]
    .into_iter()
    .fold(folded, |text, (name, value)| text.replace(name, value))
}

#[test]
fn the_one_output_of_the_template_is_a_whole_connection() {
    let stacks = serde_json::json!({ "Stacks": [{ "Outputs": [
        { "OutputKey": "AmplifyOutputs", "OutputValue": output() },
        { "OutputKey": "BucketName", "OutputValue": "gatehouse-bucket-1a2b3c" },
    ]}]});

    let whole = import(stacks.to_string().as_bytes()).expect("the outputs");
    let pasted = import(output().as_bytes()).expect("the output alone");

    assert_eq!(whole.view.form, pasted.view.form, "one paste is enough");
    let form = &whole.view.form;
    let prefixes: Vec<_> = form
        .locations
        .iter()
        .map(|location| (location.kind, location.prefix.as_str(), location.can_write))
        .collect();
    assert_eq!(
        prefixes,
        [
            (LocationKind::Public, "public/", true),
            (LocationKind::Plain, "protected/", false),
            (LocationKind::Protected, "protected/{identity_id}/", true),
            (LocationKind::Private, "private/{identity_id}/", true),
        ]
    );
    let hosted = form.hosted_ui.as_ref().expect("a sign-in page");
    assert_eq!(hosted.redirect_ports, [17643, 21643]);
    assert_eq!(
        whole.view.unknown,
        Vec::<String>::new(),
        "the app knows its own template"
    );
}
