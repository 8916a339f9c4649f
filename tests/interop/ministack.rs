//! The app's own crates against ministack with its checks on: SRP, tokens, signatures and policies that this
//! project did not write.

use std::path::Path;

use auth::{AttributeRule, IdentityPoolPlan, PasswordPolicy, Pool, SignInName, SignUpRules};
use files::{Content, Item, Location, Transfers};
use flow::{Intent, Method, Question, Reason, State};
use serde_json::Value;
use tempfile::TempDir;
use tests::person::{Person, ended, location, rows, values};
use tests::place::{beside_tests, python};
use tests::program::{accepts, clean, finish, free_port, serve};
use tokio::process::Child;

/// The code that ministack "sends" at sign-up.
pub(crate) const CODE: &str = "123456";

pub(crate) struct Ministack {
    pub(crate) pool: Pool,
    pub(crate) bucket: String,
    ids: Value,
    folder: TempDir,
    _server: Child,
}

/// A ministack with nothing in it, its address and the process.
pub(crate) async fn started(folder: &Path, services: &str) -> (String, Child) {
    let port = free_port();
    let mut server = clean(python("ministack"), folder);
    server
        .env("AUTH", "true")
        .env("BIND_HOST", "127.0.0.1")
        .env("GATEWAY_PORT", port.to_string())
        .env("STATE_DIR", folder.join("state"))
        .env("SERVICES", services)
        .current_dir(folder);
    let server = serve(server, async || accepts(port).await).await;
    (format!("http://127.0.0.1:{port}"), server)
}

impl Ministack {
    pub(crate) async fn fresh() -> Self {
        Self::trusting(None).await
    }

    /// One whose identity pool also trusts the OpenID provider with this key of `Logins`.
    pub(crate) async fn trusting(login: Option<&str>) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let (url, server) = started(folder.path(), "cognito-idp,cognito-identity,sts,iam,s3,ses").await;
        let mut world = clean(python("python"), folder.path());
        world
            .arg(beside_tests("interop/python/ministack_world.py"))
            .arg(&url)
            .args(login);
        let ids: Value = serde_json::from_str(&finish(world).await).expect("ids");
        let id = |name: &str| ids[name].as_str().expect("an id").to_owned();
        let pool = Pool {
            region: id("region"),
            user_pool_id: id("pool"),
            client_id: id("client"),
            client_secret: None,
            identity_pool: Some(IdentityPoolPlan::enhanced(&id("identity_pool"), &id("region")).at(&url)),
            hosted_ui: None,
            endpoint: Some(url),
            name: "Elsewhere".to_owned(),
            auth_flow: Method::UserSrp,
            session_validity: Pool::SESSION_VALIDITY,
            user_context: false,
            software_passkeys: false,
            sign_up: Some(SignUpRules {
                attributes: vec![AttributeRule::required("email")],
                password: PasswordPolicy {
                    min_length: 8,
                    lowercase: true,
                    uppercase: true,
                    number: true,
                    symbol: true,
                },
                sign_in_names: vec![SignInName::Username],
            }),
        };
        Self {
            pool,
            bucket: id("bucket"),
            ids,
            folder,
            _server: server,
        }
    }

    pub(crate) fn person(&self) -> Person {
        self.person_in(self.pool.clone())
    }

    /// Somebody in front of another pool or client of the same server.
    pub(crate) fn person_in(&self, pool: Pool) -> Person {
        Person::at(pool, self.folder.path())
    }

    /// Something that the world was given.
    pub(crate) fn id(&self, name: &str) -> String {
        self.ids[name].as_str().expect("an id").to_owned()
    }

    fn home(&self) -> Location {
        location(&self.bucket, "home/")
    }
}

async fn sign_up(person: &Person) -> auth::Snapshot {
    person.does(Intent::ShowSignUp).await;
    let values = values([
        ("username", "bo"),
        ("email", "bo@example.com"),
        ("password", "Long-enough-1"),
    ]);
    person
        .does(Intent::SignUp {
            values,
            remember: true,
            method: Method::UserSrp,
        })
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_user_confirms_a_code_and_is_in_after_a_wrong_one() {
    let ministack = Ministack::fresh().await;
    let person = ministack.person();

    let asked = sign_up(&person).await;
    assert!(
        matches!(asked.scene.state, State::Answer(Question::ConfirmSignUp { .. })),
        "{:?}",
        asked.scene
    );

    let refused = person.answers([("code", "999999")]).await;
    assert_eq!(
        refused.scene.refusal.map(|refusal| refusal.reason),
        Some(Reason::WrongCode)
    );
    assert!(
        matches!(refused.scene.state, State::Answer(_)),
        "a wrong code leaves the question where it is"
    );

    let inside = person.answers([("code", CODE)]).await;
    assert!(
        matches!(inside.scene.state, State::SignedIn { .. }),
        "{:?}",
        inside.scene
    );
    assert_eq!(
        inside.account.expect("an account").email.as_deref(),
        Some("bo@example.com")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_temporary_password_leads_to_a_new_one_and_to_files() {
    let ministack = Ministack::fresh().await;
    let person = ministack.person();

    let asked = person.signs_in("temp", "Temporary-1").await;
    assert!(asked.scene.state.challenge().is_some(), "{:?}", asked.scene);
    let inside = person.answers([("newPassword", "Brand-new-2")]).await;
    assert!(
        matches!(inside.scene.state, State::SignedIn { .. }),
        "{:?}",
        inside.scene
    );

    let files = person.files();
    let found = rows(&files, &ministack.home(), "")
        .await
        .expect("the home prefix may be listed");
    let names: Vec<&str> = found.iter().map(|row| row.name.as_str()).collect();
    assert_eq!(names, ["Photos", "read me.txt"]);
    let look = files
        .look(&ministack.home(), "read me.txt", true)
        .await
        .expect("the object may be read");
    let Content::Text { part, .. } = look.content else {
        panic!("{:?}", look.content)
    };
    assert_eq!(part.text, "hello from the other server");
}

#[tokio::test(flavor = "multi_thread")]
async fn files_go_up_and_come_down_again_byte_for_byte() {
    let ministack = Ministack::fresh().await;
    let person = ministack.person();
    sign_up(&person).await;
    person.answers([("code", CODE)]).await;
    let transfers = Transfers::open(person.files(), files::Settings::default(), None);

    let bytes: Vec<u8> = (0..17_u32 << 20)
        .map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8)
        .collect();
    let original = ministack.folder.path().join("large ä.bin");
    std::fs::write(&original, &bytes).expect("a file of 17 MiB: three parts");
    let up = transfers.upload(&ministack.home(), "", vec![original]).await;
    let up = ended(&transfers, up[0]).await;
    assert_eq!(up.state, files::State::Done);

    let downloads = ministack.folder.path().join("downloads");
    std::fs::create_dir(&downloads).expect("a folder");
    let down = ended(
        &transfers,
        transfers
            .download(
                &ministack.home(),
                vec![Item::of_key("large ä.bin")],
                downloads.clone(),
            )
            .await[0],
    )
    .await;
    assert_eq!(down.state, files::State::Done);
    assert!(
        std::fs::read(downloads.join("large ä.bin")).expect("the file") == bytes,
        "every byte came back"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_password_and_an_unknown_user_are_refused_alike() {
    let ministack = Ministack::fresh().await;
    let person = ministack.person();
    for (username, password) in [("temp", "Wrong-pass-1"), ("nobody", "Wrong-pass-1")] {
        let refused = person.signs_in(username, password).await;
        assert_eq!(
            refused.scene.refusal.map(|refusal| refusal.reason),
            Some(Reason::WrongCredentials),
            "{username}"
        );
        assert!(matches!(refused.scene.state, State::SignIn { .. }));
        assert_eq!(refused.account, None);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_prefix_of_others_is_denied() {
    let ministack = Ministack::fresh().await;
    let person = ministack.person();
    sign_up(&person).await;
    person.answers([("code", CODE)]).await;
    let files = person.files();
    let vault = location(&ministack.bucket, "vault/");

    let listed = rows(&files, &vault, "")
        .await
        .expect_err("the vault is not theirs");
    assert!(matches!(listed, files::Error::Denied { .. }), "{listed:?}");
    let looked = files
        .look(&vault, "secret.txt", true)
        .await
        .expect_err("nor is what lies in it");
    assert!(matches!(looked, files::Error::Denied { .. }), "{looked:?}");
}
