//! A fresh sandbox for one test, its clock, and a client that speaks its JSON.

use std::sync::Arc;

use base::{Clock, ManualClock};
use sandbox::{Message, Options, Sandbox, Settings};
use serde_json::{Value, json};
use tempfile::TempDir;
use time::macros::datetime;
use time::{Duration, OffsetDateTime};

/// The error of a refused call.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Refused {
    pub(crate) name: String,
    pub(crate) message: String,
}

pub(crate) struct Stage {
    pub(crate) sandbox: Sandbox,
    pub(crate) clock: Arc<ManualClock>,
    pub(crate) http: reqwest::Client,
    pub(crate) folder: TempDir,
}

impl Stage {
    pub(crate) async fn set() -> Self {
        let folder = TempDir::new().expect("a folder");
        let clock = Arc::new(ManualClock::at(datetime!(2026-01-05 10:00:00 UTC)));
        let sandbox = start(&folder, &clock).await;
        let http = reqwest::Client::builder().no_proxy().build().expect("a client");
        Self {
            sandbox,
            clock,
            http,
            folder,
        }
    }

    /// Stops the sandbox and starts it on the same folder.
    pub(crate) async fn restart(self) -> Self {
        self.sandbox.stop().await;
        let sandbox = start(&self.folder, &self.clock).await;
        Self { sandbox, ..self }
    }

    pub(crate) fn now(&self) -> OffsetDateTime {
        self.clock.now()
    }

    pub(crate) fn wait(&self, by: Duration) {
        self.clock.advance(by);
    }

    pub(crate) fn client_id(&self) -> &str {
        &self.sandbox.world().client_id
    }

    /// Puts settings in force that `change` makes of the present ones.
    pub(crate) async fn change(&self, change: impl FnOnce(&mut Settings)) {
        let mut settings = self.sandbox.settings();
        change(&mut settings);
        self.sandbox
            .change_settings(settings)
            .await
            .expect("sound settings");
    }

    /// A call of the user pool with `ClientId` filled in.
    pub(crate) async fn pool(&self, operation: &str, mut members: Value) -> Result<Value, Refused> {
        if !matches!(
            operation,
            "GetUser" | "GlobalSignOut" | "AssociateSoftwareToken" | "VerifySoftwareToken"
        ) && members.get("ClientId").is_none()
        {
            members["ClientId"] = json!(self.client_id());
        }
        self.call(
            &format!("AWSCognitoIdentityProviderService.{operation}"),
            &members,
        )
        .await
    }

    /// A call of the user pool by whoever holds the tokens.
    pub(crate) async fn act(
        &self,
        tokens: &Value,
        operation: &str,
        mut members: Value,
    ) -> Result<Value, Refused> {
        members["AccessToken"] = tokens["AccessToken"].clone();
        self.call(
            &format!("AWSCognitoIdentityProviderService.{operation}"),
            &members,
        )
        .await
    }

    /// A call of the identity pool.
    pub(crate) async fn identity(&self, operation: &str, members: Value) -> Result<Value, Refused> {
        self.call(&format!("AWSCognitoIdentityService.{operation}"), &members)
            .await
    }

    async fn call(&self, target: &str, members: &Value) -> Result<Value, Refused> {
        let response = self
            .http
            .post(self.sandbox.url())
            .header("x-amz-target", target)
            .header("content-type", "application/x-amz-json-1.1")
            .body(members.to_string())
            .send()
            .await
            .expect("an answer");
        let status = response.status().as_u16();
        let named = response
            .headers()
            .get("x-amzn-errortype")
            .map(|name| name.to_str().expect("text").to_owned());
        assert!(
            response.headers().contains_key("x-amzn-requestid"),
            "every answer has a request id"
        );
        let body: Value = serde_json::from_str(&response.text().await.expect("a body")).expect("JSON");
        if status == 200 {
            return Ok(body);
        }
        let name = body["__type"].as_str().expect("an error has a name").to_owned();
        assert_eq!(status, 400, "AWS answers Cognito errors with 400: {body}");
        assert_eq!(
            named,
            Some(format!("{name}:")),
            "header and body name the same error"
        );
        Err(Refused {
            name,
            message: body["message"].as_str().unwrap_or_default().to_owned(),
        })
    }

    pub(crate) async fn sign_up(
        &self,
        username: &str,
        password: &str,
        email: &str,
    ) -> Result<Value, Refused> {
        let attributes = json!([
            { "Name": "email", "Value": email },
            { "Name": "given_name", "Value": "Test" },
        ]);
        let members = json!({ "Username": username, "Password": password, "UserAttributes": attributes });
        self.pool("SignUp", members).await
    }

    pub(crate) async fn confirm(&self, username: &str, code: &str) -> Result<Value, Refused> {
        self.pool(
            "ConfirmSignUp",
            json!({ "Username": username, "ConfirmationCode": code }),
        )
        .await
    }

    /// Begins a sign-in.
    pub(crate) async fn initiate(&self, flow: &str, parameters: Value) -> Result<Value, Refused> {
        self.pool(
            "InitiateAuth",
            json!({ "AuthFlow": flow, "AuthParameters": parameters }),
        )
        .await
    }

    /// Signs in with USER_PASSWORD_AUTH.
    pub(crate) async fn sign_in(&self, username: &str, password: &str) -> Result<Value, Refused> {
        let parameters = json!({ "USERNAME": username, "PASSWORD": password });
        self.pool(
            "InitiateAuth",
            json!({ "AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": parameters }),
        )
        .await
    }

    pub(crate) async fn answer(
        &self,
        challenge: &str,
        session: &Value,
        responses: Value,
    ) -> Result<Value, Refused> {
        let members =
            json!({ "ChallengeName": challenge, "Session": session, "ChallengeResponses": responses });
        self.pool("RespondToAuthChallenge", members).await
    }

    /// The tokens of a sign-in that meets no challenge.
    pub(crate) async fn tokens(&self, username: &str) -> Value {
        let answer = self
            .sign_in(username, sandbox::PASSWORD)
            .await
            .expect("signed in");
        answer["AuthenticationResult"].clone()
    }

    pub(crate) fn newest_message(&self) -> Message {
        self.sandbox.messages().into_iter().next().expect("a message")
    }

    pub(crate) fn newest_code(&self) -> String {
        self.newest_message().code.expect("a code").expose().clone()
    }
}

/// A code that is not `code`.
pub(crate) fn other_than(code: &str) -> &'static str {
    if code == "123456" { "654321" } else { "123456" }
}

/// The code that an authenticator app shows for this key.
pub(crate) fn app_code(key: &str, at: OffsetDateTime) -> String {
    let secret = totp_rs::Secret::try_from_base32(key).expect("base32");
    let app = totp_rs::Builder::new()
        .with_secret(secret)
        .build()
        .expect("an authenticator app");
    app.generate(u64::try_from(at.unix_timestamp()).expect("after 1970"))
        .to_string()
}

/// Asserts that a sign-in is complete.
pub(crate) fn assert_signed_in(outcome: &Result<Value, Refused>) {
    let answer = outcome.as_ref().expect("signed in");
    assert!(
        answer["AuthenticationResult"]["IdToken"].is_string(),
        "tokens, not a challenge: {answer}"
    );
}

/// Asserts that a call was refused with exactly this error.
pub(crate) fn assert_refused(outcome: Result<Value, Refused>, name: &str, message: &str) {
    let expected = Refused {
        name: name.to_owned(),
        message: message.to_owned(),
    };
    assert_eq!(outcome.expect_err("the call is refused"), expected);
}

pub(crate) async fn start(folder: &TempDir, clock: &Arc<ManualClock>) -> Sandbox {
    let options = Options {
        folder: folder.path().join("state"),
        port: 0,
        clock: clock.clone(),
    };
    Sandbox::start(options).await.expect("the sandbox starts")
}
