//! `infra/gatehouse.yaml`: cfn-lint reads it, ministack's CloudFormation deploys it, the app's own crates do the main
//! job on what its outputs name, and the sandbox's roles are its roles.

use std::path::Path;

use auth::{IdentityPoolPlan, PasswordPolicy, Pool, SignInName, SignUpRules};
use files::{Content, Error, Transfers};
use flow::{Intent, Method, Question, State};
use serde_json::Value;
use tempfile::TempDir;
use tests::person::{Person, ended, location, rows, values};
use tests::place::{beside_tests, python, root};
use tests::program::{clean, finish};
use tokio::process::{Child, Command};

use crate::ministack::{CODE, started};

const SERVICES: &str = "cognito-idp,cognito-identity,sts,iam,s3,ses,cloudformation";

fn script(name: &str, home: &Path) -> Command {
    let mut command = clean(python("python"), home);
    command
        .arg(beside_tests("interop/python").join(name))
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .env("AWS_EC2_METADATA_DISABLED", "true");
    command
}

/// A server on which the template was deployed with its defaults.
struct Deployed {
    url: String,
    outputs: Value,
    folder: TempDir,
    _server: Child,
}

impl Deployed {
    async fn fresh() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let (url, server) = started(folder.path(), SERVICES).await;
        let mut deployed = Self {
            url,
            outputs: Value::Null,
            folder,
            _server: server,
        };
        deployed.outputs = deployed.does(&["deploy"]).await;
        deployed
    }

    /// Does something at the server that the app cannot do, by the name that it has in `template_world.py`.
    async fn does(&self, what: &[&str]) -> Value {
        let mut world = script("template_world.py", self.folder.path());
        world.arg(&self.url).args(what);
        serde_json::from_str(&finish(world).await).expect("JSON")
    }

    fn output(&self, name: &str) -> String {
        self.outputs[name].as_str().expect("an output").to_owned()
    }

    /// The connection's pool, from nothing but the outputs.
    fn pool(&self) -> Pool {
        let told: Value = serde_json::from_str(&self.output("AmplifyOutputs")).expect("JSON");
        let asked = &told["auth"]["password_policy"];
        let asks = |what: &str| asked[what].as_bool().expect("yes or no");
        assert_eq!(told["auth"]["username_attributes"], serde_json::json!(["email"]));
        Pool {
            region: self.output("Region"),
            user_pool_id: self.output("UserPoolId"),
            client_id: self.output("UserPoolClientId"),
            client_secret: None,
            identity_pool: Some(
                IdentityPoolPlan::enhanced(&self.output("IdentityPoolId"), &self.output("Region"))
                    .at(&self.url),
            ),
            hosted_ui: None,
            endpoint: Some(self.url.clone()),
            name: "Deployed".to_owned(),
            auth_flow: Method::UserSrp,
            session_validity: Pool::SESSION_VALIDITY,
            user_context: false,
            software_passkeys: false,
            sign_up: Some(SignUpRules {
                attributes: Vec::new(),
                password: PasswordPolicy {
                    min_length: asked["min_length"]
                        .as_u64()
                        .and_then(|n| n.try_into().ok())
                        .expect("a length"),
                    lowercase: asks("require_lowercase"),
                    uppercase: asks("require_uppercase"),
                    number: asks("require_numbers"),
                    symbol: asks("require_symbols"),
                },
                sign_in_names: vec![SignInName::Email],
            }),
        }
    }
}

async fn signs_up(person: &Person) {
    person.does(Intent::ShowSignUp).await;
    let values = values([("username", "bo@example.com"), ("password", "Long-enough-12")]);
    let asked = person
        .does(Intent::SignUp {
            values,
            remember: true,
            method: Method::UserSrp,
        })
        .await;
    assert!(
        matches!(asked.scene.state, State::Answer(Question::ConfirmSignUp { .. })),
        "{:?}",
        asked.scene
    );
    let inside = person.answers([("code", CODE)]).await;
    assert!(
        matches!(inside.scene.state, State::SignedIn { .. }),
        "{:?}",
        inside.scene
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn cfn_lint_finds_nothing_in_the_template_and_something_in_a_broken_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let template = root().join("infra/gatehouse.yaml");
    let regions = ["eu-west-1", "us-east-1", "us-gov-west-1"];
    let lint = |path: &Path| {
        let mut lint = clean(python("cfn-lint"), folder.path());
        lint.arg("--include-checks")
            .arg("I")
            .arg("--regions")
            .args(regions);
        lint.arg("--template").arg(path);
        lint
    };
    assert_eq!(finish(lint(&template)).await, "");

    let text = std::fs::read_to_string(&template).expect("the template");
    let broken = folder.path().join("broken.yaml");
    let cut = text.replace(
        "AmbiguousRoleResolution: AuthenticatedRole",
        "AmbiguousRole: Deny",
    );
    assert_ne!(cut, text);
    std::fs::write(&broken, cut).expect("a file");
    let said = lint(&broken).output().await.expect("cfn-lint starts");
    assert!(!said.status.success(), "a property that does not exist is found");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_roles_of_the_sandbox_are_those_of_the_template() {
    let folder = tempfile::tempdir().expect("a folder");
    let world = sandbox::World::default();
    let mut compare = script("template_roles.py", folder.path());
    compare
        .arg(root().join("crates/sandbox/roles"))
        .arg(&world.identity_pool_id)
        .arg(&world.bucket);
    let said = finish(compare).await;
    assert!(said.contains("authenticated: as in the template"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_deployed_is_as_written_and_guests_only_read_what_is_public() {
    let folder = tempfile::tempdir().expect("a folder");
    let (url, _server) = started(folder.path(), SERVICES).await;
    let mut look = script("template_deployed.py", folder.path());
    look.arg(&url);
    let said = finish(look).await;
    assert!(said.contains("deployed as written"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_account_reaches_its_own_files_and_nobody_elses_on_what_was_deployed() {
    let deployed = Deployed::fresh().await;
    let bucket = deployed.output("BucketName");
    let person = Person::at(deployed.pool(), deployed.folder.path());
    signs_up(&person).await;
    let identity = person.session.identity_id().await.expect("an identity");
    let (files, transfers) = (
        person.files(),
        Transfers::open(person.files(), files::Settings::default(), None),
    );
    let mine = location(&bucket, &format!("private/{identity}/"));
    let theirs = location(&bucket, "private/eu-west-1:00000000-0000-0000-0000-000000000000/");
    let letter = deployed.folder.path().join("letter.txt");
    std::fs::write(&letter, "dear me").expect("a file");

    deployed.does(&["as_identity", &identity]).await;
    let denied = rows(&files, &mine, "").await.expect_err("plain HTTP is refused");
    assert!(matches!(denied, Error::Denied { .. }), "{denied:?}");
    deployed.does(&["over_plain_http"]).await;

    let up = transfers.upload(&mine, "", vec![letter.clone()]).await;
    assert_eq!(ended(&transfers, up[0]).await.state, files::State::Done);
    let found = rows(&files, &mine, "").await.expect("their own prefix");
    let names: Vec<&str> = found.iter().map(|row| row.name.as_str()).collect();
    assert_eq!(names, ["letter.txt"]);
    let look = files
        .look(&mine, "letter.txt", true)
        .await
        .expect("their own file");
    let Content::Text { part, .. } = look.content else {
        panic!("{:?}", look.content)
    };
    assert_eq!(part.text, "dear me");

    let secret = format!("{}secret.txt", theirs.prefix);
    deployed.does(&["object_of_another", &secret]).await;
    for elsewhere in [&theirs, &location(&bucket, "private/"), &location(&bucket, "")] {
        let listed = rows(&files, elsewhere, "").await.expect_err("not theirs to list");
        assert!(
            matches!(listed, Error::Denied { .. }),
            "{}: {listed:?}",
            elsewhere.prefix
        );
    }
    let looked = files.look(&theirs, "secret.txt", true).await;
    let looked = looked.expect_err("not theirs to read");
    assert!(matches!(looked, Error::Denied { .. }), "{looked:?}");
    let protected = location(
        &bucket,
        "protected/eu-west-1:00000000-0000-0000-0000-000000000000/",
    );
    for elsewhere in [&theirs, &protected] {
        let put = transfers.upload(elsewhere, "", vec![letter.clone()]).await;
        let put = ended(&transfers, put[0]).await;
        assert!(
            matches!(put.state, files::State::Failed(Error::Denied { .. })),
            "{}: {:?}",
            elsewhere.prefix,
            put.state
        );
    }
}
