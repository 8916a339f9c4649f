//! Other programs with the credentials of whoever is signed in: the AWS command line and boto3, by the profile that
//! `gatehouse profile install` has written.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};

use tests::desktop::Desktop;
use tests::person_at_window::sign_in;
use tests::place::{app, beside_tests, python};
use tests::window::Window;

const THEIRS: &str =
    "# written by hand\n[default]\nregion = us-east-1\n\n[profile theirs]\nregion = eu-central-1\n";
const PROFILE: &str = "gatehouse-sandbox";

struct Shell<'a> {
    desktop: &'a Desktop,
    config: PathBuf,
}

impl Shell<'_> {
    fn run(&self, program: &Path, arguments: &[&str]) -> Output {
        let mut command = self.desktop.command(program);
        command
            .args(arguments)
            .env("AWS_CONFIG_FILE", &self.config)
            .env("AWS_EC2_METADATA_DISABLED", "true")
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command.output().expect("the program starts")
    }

    /// What a program writes; panics where it fails.
    fn said(&self, program: &Path, arguments: &[&str]) -> String {
        let output = self.run(program, arguments);
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        let failed = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{arguments:?}: {said}\n{failed}");
        said
    }

    /// The sentence with which a command of the app's fails.
    fn refusal(&self, arguments: &[&str]) -> String {
        let output = self.run(&app(), arguments);
        assert_eq!(output.status.code(), Some(1), "{arguments:?}");
        assert!(
            output.stdout.is_empty(),
            "{arguments:?}: nothing that could be taken for credentials"
        );
        let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
        assert_eq!(said.lines().count(), 1, "one sentence: {said}");
        said
    }
}

/// The public place as rclone names it: it reads credentials from the profile, but neither region nor endpoint.
fn rclone_of(shell: &Shell<'_>) -> String {
    let written = fs::read_to_string(&shell.config).expect("the config file");
    let endpoint = written
        .lines()
        .find_map(|line| line.strip_prefix("endpoint_url = "));
    let endpoint = endpoint.expect("the sandbox is no AWS");
    format!(
        ":s3,provider=Other,env_auth,profile={PROFILE},region=eu-west-1,endpoint='{endpoint}',force_path_style:\
         gatehouse-sandbox/public/"
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn the_aws_command_line_and_boto3_list_the_persons_files_while_the_window_is_open() {
    let desktop = Desktop::fresh();
    let config = desktop.home().join("aws-config");
    fs::write(&config, THEIRS).expect("a config file");
    let shell = Shell {
        desktop: &desktop,
        config: config.clone(),
    };
    let credentials = ["credentials", "--connection", "sandbox"];
    assert!(shell.refusal(&credentials).contains("sandbox is not running"));

    let window = Window::open(&desktop).await;
    window.shown("[name=password]").await;
    assert!(shell.refusal(&credentials).starts_with("Sign-in is needed"));
    sign_in(&window, "ada").await;
    window.reads("Welcome.md").await;
    let as_nobody = shell.refusal(&[&credentials[..], &["--account", "nobody"]].concat());
    assert!(as_nobody.contains("“nobody” is not signed in"), "{as_nobody}");

    let install = [
        "profile",
        "install",
        "--connection",
        "sandbox",
        "--account",
        "ada",
    ];
    shell.said(&app(), &install);
    shell.said(&app(), &install);
    let written = fs::read_to_string(&config).expect("the config file");
    assert!(written.starts_with(THEIRS), "nothing else is touched: {written}");
    assert_eq!(
        written.matches("[profile").count(),
        2,
        "a second time replaces the first: {written}"
    );
    assert!(!written.contains("aws_secret_access_key"));

    let aws = python("aws");
    let list = |prefix: &str| {
        let place = format!("s3://gatehouse-sandbox/{prefix}");
        shell.said(&aws, &["s3", "ls", "--profile", PROFILE, &place])
    };
    let people = list("protected/");
    let identity = people
        .split_whitespace()
        .find(|word| word.starts_with("eu-west-1:"));
    let identity = identity.unwrap_or_else(|| panic!("no folder of hers: {people}"));
    assert!(list(&format!("private/{identity}")).contains("Welcome.md"));
    let rclone = rclone_of(&shell);
    assert!(
        shell
            .said(Path::new("rclone"), &["lsf", &rclone])
            .contains("README.md"),
        "rclone takes the profile, too"
    );
    let script = beside_tests("interop/python/profile.py");
    let script = script.to_string_lossy();
    let prefix = format!("private/{identity}");
    let listed = shell.said(
        &python("python"),
        &[&script, PROFILE, "gatehouse-sandbox", &prefix],
    );
    assert!(listed.contains("Welcome.md"), "{listed}");

    window.reads("Welcome.md").await;
    window.close().await;
    assert!(shell.refusal(&credentials).contains("sandbox is not running"));
    shell.said(&app(), &["profile", "remove", "--name", PROFILE]);
    assert_eq!(fs::read_to_string(&config).expect("the config file"), THEIRS);
}
