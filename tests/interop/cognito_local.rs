//! The app's own crates against cognito-local, whose codes are random. It knows no SRP.

use std::path::Path;

use auth::{AttributeRule, PasswordPolicy, Pool, SignInName, SignUpRules};
use base::Secret;
use flow::{Intent, Method, Question, Reason, State};
use serde_json::{Value, json};
use tempfile::TempDir;
use tests::person::{Person, values};
use tests::place::{beside_tests, node_modules, python};
use tests::program::{accepts, clean, finish, free_port, serve};
use tokio::process::Child;

struct CognitoLocal {
    pool: Pool,
    folder: TempDir,
    _server: Child,
}

impl CognitoLocal {
    async fn fresh() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let settings = json!({
            "UserPoolDefaults": { "UsernameAttributes": [] },
            "TokenConfig": { "IssuerDomain": "https://cognito-idp.local.amazonaws.com" },
        });
        std::fs::create_dir(folder.path().join(".cognito")).expect("a folder");
        std::fs::write(folder.path().join(".cognito/config.json"), settings.to_string())
            .expect("the settings");
        let port = free_port();
        let mut server = clean("node", folder.path());
        server
            .arg(node_modules().join("cognito-local/lib/bin/start.js"))
            .env("HOST", "127.0.0.1")
            .env("PORT", port.to_string())
            .current_dir(folder.path());
        let server = serve(server, async || accepts(port).await).await;
        let url = format!("http://127.0.0.1:{port}");
        let mut world = clean(python("python"), folder.path());
        world
            .arg(beside_tests("interop/python/cognito_local_world.py"))
            .arg(&url);
        let ids: Value = serde_json::from_str(&finish(world).await).expect("ids");
        let id = |name: &str| ids[name].as_str().expect("an id").to_owned();
        let pool = Pool {
            region: "local".to_owned(),
            user_pool_id: id("pool"),
            client_id: id("client"),
            client_secret: None,
            identity_pool: None,
            hosted_ui: None,
            endpoint: Some(url),
            name: "Elsewhere".to_owned(),
            auth_flow: Method::UserPassword,
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
            folder,
            _server: server,
        }
    }

    /// The code that was "sent", from the file in which cognito-local keeps its users.
    fn code(&self, username: &str) -> String {
        self.kept(username, "ConfirmationCode")
    }

    /// What it keeps of a user under this name.
    fn kept(&self, username: &str, name: &str) -> String {
        let file = self
            .folder
            .path()
            .join(format!(".cognito/db/{}.json", self.pool.user_pool_id));
        let kept: Value =
            serde_json::from_slice(&std::fs::read(&file).expect("the pool's file")).expect("JSON");
        let user = &kept["Users"][username];
        user[name]
            .as_str()
            .unwrap_or_else(|| panic!("{}: {user}", file.display()))
            .to_owned()
    }

    fn person(&self, folder: &Path) -> Person {
        Person::at(self.pool.clone(), folder)
    }
}

fn another(code: &str) -> String {
    format!(
        "{:0width$}",
        (code.parse::<u32>().expect("digits") + 1) % 10_u32.pow(code.len() as u32),
        width = code.len()
    )
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
            method: Method::UserPassword,
        })
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_random_code_confirms_and_any_other_does_not() {
    let server = CognitoLocal::fresh().await;
    let person = server.person(server.folder.path());
    let asked = sign_up(&person).await;
    assert!(
        matches!(asked.scene.state, State::Answer(Question::ConfirmSignUp { .. })),
        "{:?}",
        asked.scene
    );

    let code = server.code("bo");
    let refused = person.answers([("code", &another(&code))]).await;
    assert_eq!(
        refused.scene.refusal.map(|refusal| refusal.reason),
        Some(Reason::WrongCode)
    );
    let inside = person.answers([("code", &code)]).await;
    assert!(
        matches!(inside.scene.state, State::SignedIn { .. }),
        "{:?}",
        inside.scene
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forgotten_password_is_replaced_with_a_random_code() {
    let server = CognitoLocal::fresh().await;
    let person = server.person(server.folder.path());
    sign_up(&person).await;
    person.answers([("code", &server.code("bo"))]).await;
    person.does(Intent::SignOut { everywhere: false }).await;

    person
        .does(Intent::ShowForgotPassword {
            username: "bo".to_owned(),
        })
        .await;
    let asked = person
        .does(Intent::ForgotPassword {
            username: "bo".to_owned(),
        })
        .await;
    assert!(
        matches!(asked.scene.state, State::Answer(Question::ResetPassword { .. })),
        "{:?}",
        asked.scene
    );
    let code = server.code("bo");
    let refused = person
        .answers([("code", &another(&code)), ("newPassword", "Brand-new-2")])
        .await;
    assert_eq!(
        refused.scene.refusal.map(|refusal| refusal.reason),
        Some(Reason::WrongCode)
    );
    person
        .answers([("code", &code), ("newPassword", "Brand-new-2")])
        .await;
    let inside = person.signs_in("bo", "Brand-new-2").await;
    assert!(
        matches!(inside.scene.state, State::SignedIn { .. }),
        "{:?}",
        inside.scene
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_is_verified_by_a_random_code_and_by_no_other() {
    let server = CognitoLocal::fresh().await;
    let person = server.person(server.folder.path());
    sign_up(&person).await;
    let inside = person.answers([("code", &server.code("bo"))]).await;
    assert!(inside.account.is_some(), "{:?}", inside.scene);

    let told = person.session.send_attribute_code("email").await;
    assert!(
        told.is_err(),
        "this server sends the code and does not say where to, as AWS would"
    );
    let code = server.kept("bo", "AttributeVerificationCode");
    let wrong = Secret::new(another(&code));
    assert!(person.session.verify_attribute("email", &wrong).await.is_err());
    let verified = person.session.verify_attribute("email", &Secret::new(code)).await;
    verified.expect("the address is verified");
    let profile = person.session.profile().await.expect("a profile");
    let email = profile
        .attributes
        .iter()
        .find(|attribute| attribute.name == "email");
    assert_eq!(email.and_then(|email| email.verified), Some(true));

    let changes = [("given_name".to_owned(), "Bo".to_owned())];
    person
        .session
        .update_attributes(changes.into())
        .await
        .expect("a name");
    person
        .session
        .delete_attribute("given_name")
        .await
        .expect("no name");
    let profile = person.session.profile().await.expect("a profile");
    let name = profile
        .attributes
        .iter()
        .find(|attribute| attribute.name == "given_name");
    assert_eq!(name.and_then(|name| name.value.clone()), None);
}
