//! The service that answers from a list.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use aws_smithy_runtime_api::client::http::{
    HttpConnector, HttpConnectorFuture, SharedHttpClient, SharedHttpConnector, http_client_fn,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_types::body::SdkBody;
use base::{ManualClock, Secret};
use flow::{Challenge, Challenged, Credentials, Method};
use serde_json::{Value, json};
use time::macros::datetime;

use crate::hosted_ui::{Browser, BrowserError};
use crate::pool::{Parts, Pool};
use crate::skew::ServerClock;
use crate::user_pool::UserPool;
use crate::vault::{DeviceKeys, KeyStore, KeyStoreError};

/// One request: the name of the action, and its members.
pub(super) type Asked = (String, Value);

#[derive(Debug, Clone)]
pub(super) struct Script(Arc<Mutex<Inside>>);

#[derive(Debug)]
struct Inside {
    folder: tempfile::TempDir,
    answers: VecDeque<(u16, Value)>,
    asked: Vec<Asked>,
}

impl Script {
    /// A service that gives these answers one after the other.
    pub(super) fn answering(answers: impl IntoIterator<Item = (u16, Value)>) -> Self {
        Self(Arc::new(Mutex::new(Inside {
            folder: tempfile::tempdir().expect("a folder"),
            answers: answers.into_iter().collect(),
            asked: Vec::new(),
        })))
    }

    pub(super) fn asked(&self) -> Vec<Asked> {
        self.0.lock().expect("whole").asked.clone()
    }

    /// The members of the only request.
    pub(super) fn only(&self) -> Asked {
        let mut asked = self.asked();
        assert_eq!(asked.len(), 1, "{asked:?}");
        asked.remove(0)
    }

    fn take(&self, request: &HttpRequest) -> HttpResponse {
        let mut inside = self.0.lock().expect("whole");
        let target = request.headers().get("x-amz-target").expect("a target");
        let action = target.rsplit('.').next().expect("a name").to_owned();
        let body = request.body().bytes().expect("in memory");
        inside
            .asked
            .push((action, serde_json::from_slice(body).expect("JSON")));
        let (status, answer) = inside.answers.pop_front().expect("nothing more is asked");
        let status = status.try_into().expect("a status");
        let mut response = HttpResponse::new(status, SdkBody::from(answer.to_string()));
        response
            .headers_mut()
            .insert("content-type", "application/x-amz-json-1.1");
        response
    }

    pub(super) fn pool(&self, change: impl FnOnce(&mut Pool)) -> UserPool {
        let mut pool = Pool {
            name: "Test".to_owned(),
            region: "eu-west-1".to_owned(),
            user_pool_id: "eu-west-1_Gatehouse".to_owned(),
            client_id: "client".to_owned(),
            client_secret: None,
            identity_pool: None,
            hosted_ui: None,
            endpoint: Some("http://127.0.0.1:9".to_owned()),
            auth_flow: Method::UserSrp,
            session_validity: Pool::SESSION_VALIDITY,
            user_context: false,
            software_passkeys: false,
            sign_up: None,
        };
        change(&mut pool);
        let connector = SharedHttpConnector::new(Connector(self.clone()));
        let clock = Arc::new(ManualClock::at(datetime!(2026-02-07 09:05:03 UTC)));
        let parts = Parts {
            clock: clock.clone(),
            keys: Arc::new(NoKeys),
            device_name: "this computer".to_owned(),
            vault_folder: self.0.lock().expect("whole").folder.path().to_owned(),
            http: SharedHttpClient::new(http_client_fn(move |_, _| connector.clone())),
            browser: Arc::new(NoBrowser),
            interceptor: None,
            onlooker: None,
        };
        UserPool::new(pool, &parts, ServerClock::new(clock))
    }
}

#[derive(Debug)]
struct Connector(Script);

impl HttpConnector for Connector {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        HttpConnectorFuture::ready(Ok(self.0.take(&request)))
    }
}

struct NoBrowser;

#[async_trait::async_trait]
impl Browser for NoBrowser {
    async fn open(&self, _: &str) -> Result<(), BrowserError> {
        Err(BrowserError)
    }
}

struct NoKeys;

impl KeyStore for NoKeys {
    fn load(&self) -> Result<Option<Secret<Vec<u8>>>, KeyStoreError> {
        Ok(None)
    }

    fn save(&self, _: &Secret<Vec<u8>>) -> Result<(), KeyStoreError> {
        Err(KeyStoreError::Absent)
    }
}

pub(super) fn refusal(error: &str, message: &str) -> (u16, Value) {
    (400, json!({ "__type": error, "message": message }))
}

pub(super) fn challenge(name: &str, session: &str, parameters: Value) -> (u16, Value) {
    let answer = json!({ "ChallengeName": name, "Session": session, "ChallengeParameters": parameters });
    (200, answer)
}

/// The first round of SRP, with numbers that a client takes.
pub(super) fn verifier(name: &str, user_id: &str) -> (u16, Value) {
    let parameters = json!({
        "SALT": "a10ed07286453e46f13dbaf83dc74efb",
        "SRP_B": "5",
        "SECRET_BLOCK": "c2VjcmV0",
        "USER_ID_FOR_SRP": user_id,
        "USERNAME": user_id,
    });
    challenge(name, "of the verifier", parameters)
}

pub(super) fn by(method: Method) -> Credentials {
    Credentials {
        username: "ada@example.com".to_owned(),
        password: "Gatehouse-1".into(),
        remember: true,
        method,
    }
}

/// A challenge as the machine gives it back.
pub(super) fn asked(name: &str, parameters: &[(&str, &str)]) -> Challenged {
    let own = |(key, value): &(&str, &str)| ((*key).to_owned(), (*value).to_owned());
    Challenged {
        challenge: Challenge {
            name: name.into(),
            username: "ada@example.com".to_owned(),
            parameters: parameters.iter().map(own).collect(),
            available: Vec::new(),
            expires_at: datetime!(2026-02-07 09:08 UTC),
        },
        session: Some("first".into()),
        user_id: "ada-id".to_owned(),
    }
}

pub(super) fn device() -> DeviceKeys {
    DeviceKeys {
        key: "eu-west-1_device".to_owned(),
        group: "-group".to_owned(),
        password: "of the device".into(),
    }
}
