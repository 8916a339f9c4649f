//! A service that fails on cue. It stands where the HTTP client stands, so that retries, checksums and streams are
//! the SDK's own.

use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::Duration;

use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_sdk_s3::config::http::{HttpRequest, HttpResponse};
use aws_sdk_s3::primitives::{ByteStream, SdkBody};
use aws_smithy_runtime_api::client::http::{
    HttpConnector, HttpConnectorFuture, SharedHttpConnector, http_client_fn,
};
use aws_smithy_runtime_api::client::result::ConnectorError;
use base::SystemClock;
use bytes::Bytes;
use files::{Access, Files, Item, Location, Overview, Settings, Transfer, Transfers};
use http_body::{Body, Frame};

/// A request as the service saw it.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    pub(crate) method: String,
    pub(crate) target: String,
    pub(crate) range: Option<String>,
    pub(crate) if_match: Option<String>,
    pub(crate) if_none_match: Option<String>,
    /// The region that it was signed for.
    pub(crate) region: Option<String>,
}

/// What the service does.
#[derive(Debug, Clone, Default)]
pub(crate) struct Reply {
    status: u16,
    headers: Vec<(&'static str, String)>,
    body: Vec<u8>,
    cut: Option<usize>,
    hang: bool,
}

impl Reply {
    pub(crate) fn new(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self {
            status,
            body: body.into(),
            ..Self::default()
        }
    }

    /// An error with the body that S3 gives it.
    pub(crate) fn error(status: u16, code: &str) -> Self {
        Self::new(
            status,
            format!("<Error><Code>{code}</Code><Message>no</Message></Error>"),
        )
        .with("x-amz-request-id", "R1")
    }

    /// The connection breaks once the request has arrived.
    pub(crate) fn broken() -> Self {
        Self::new(0, "")
    }

    /// The answer never comes; with a body, the rest of it never comes.
    pub(crate) fn hanging(self) -> Self {
        Self { hang: true, ..self }
    }

    pub(crate) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// The connection breaks after so many bytes of the body.
    pub(crate) fn cut(self, at: usize) -> Self {
        Self {
            cut: Some(at),
            ..self
        }
    }
}

type Script = dyn Fn(&Seen, usize) -> Reply + Send + Sync;

#[derive(Clone)]
struct Wire {
    script: Arc<Script>,
    seen: Arc<Mutex<Vec<Seen>>>,
}

impl std::fmt::Debug for Wire {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Wire")
    }
}

impl HttpConnector for Wire {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let header = |name: &str| request.headers().get(name).map(str::to_owned);
        let target = request
            .uri()
            .split_once("/bucket")
            .map_or("", |(_, rest)| rest)
            .to_owned();
        let seen = Seen {
            method: request.method().to_owned(),
            target,
            range: header("range"),
            if_match: header("if-match"),
            if_none_match: header("if-none-match"),
            region: header("authorization").and_then(|value| value.split('/').nth(2).map(str::to_owned)),
        };
        let before = {
            let mut all = self.seen.lock().expect("no test panics while it holds this");
            all.push(seen.clone());
            all.len() - 1
        };
        let reply = (self.script)(&seen, before);
        HttpConnectorFuture::new(async move {
            tokio::task::yield_now().await;
            let read = ByteStream::new(request.into_body()).collect().await;
            read.map_err(|error| ConnectorError::user(error.into()))?;
            if reply.hang && reply.body.is_empty() {
                std::future::pending::<()>().await;
            }
            if reply.status == 0 {
                return Err(ConnectorError::io("reset by peer".into()));
            }
            let status = reply.status.try_into().expect("a status");
            let length = reply.body.len().to_string();
            let sent = reply.cut.unwrap_or(reply.body.len());
            let body = Broken {
                bytes: Some(reply.body[..sent].to_vec().into()),
                breaks: reply.cut.is_some(),
                hangs: reply.hang,
            };
            let mut response = HttpResponse::new(status, SdkBody::from_body_1_x(body));
            response.headers_mut().insert("content-length", length);
            for (name, value) in reply.headers {
                response.headers_mut().insert(name, value);
            }
            Ok(response)
        })
    }
}

struct Broken {
    bytes: Option<Bytes>,
    breaks: bool,
    hangs: bool,
}

impl Body for Broken {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, std::io::Error>>> {
        if let Some(bytes) = self.bytes.take().filter(|bytes| !bytes.is_empty()) {
            Poll::Ready(Some(Ok(Frame::data(bytes))))
        } else if self.hangs {
            Poll::Pending
        } else if std::mem::take(&mut self.breaks) {
            Poll::Ready(Some(Err(std::io::ErrorKind::ConnectionReset.into())))
        } else {
            Poll::Ready(None)
        }
    }
}

/// Files at a service that does what `script` says for each request and the number of requests before it.
pub(crate) struct World {
    pub(crate) files: Files,
    pub(crate) location: Location,
    pub(crate) folder: tempfile::TempDir,
    seen: Arc<Mutex<Vec<Seen>>>,
}

impl World {
    pub(crate) fn new(script: impl Fn(&Seen, usize) -> Reply + Send + Sync + 'static) -> Self {
        let credentials = Credentials::new("AKIDEXAMPLE", "not a secret", None, None, "test");
        Self::with_credentials(SharedCredentialsProvider::new(credentials), script)
    }

    pub(crate) fn with_credentials(
        credentials: SharedCredentialsProvider,
        script: impl Fn(&Seen, usize) -> Reply + Send + Sync + 'static,
    ) -> Self {
        let seen = Arc::default();
        let service = Wire {
            script: Arc::new(script),
            seen: Arc::clone(&seen),
        };
        let files = Files::open(Access {
            region: "eu-west-1".to_owned(),
            regions: Default::default(),
            endpoint: Some("http://127.0.0.1:1".to_owned()),
            path_style: true,
            credentials,
            http: http_client_fn(move |_, _| SharedHttpConnector::new(service.clone())),
            interceptor: None,
            clock: Arc::new(SystemClock),
        });
        let location = Location {
            id: "mine".to_owned(),
            bucket: "bucket".to_owned(),
            prefix: "private/".to_owned(),
        };
        Self {
            files,
            location,
            folder: tempfile::tempdir().expect("a temporary folder"),
            seen,
        }
    }

    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.seen
            .lock()
            .expect("no test panics while it holds this")
            .clone()
    }

    /// Waits until the requests that were seen are such.
    pub(crate) async fn until(&self, reached: impl Fn(&[Seen]) -> bool) {
        let wait = async {
            while !reached(&self.seen()) {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        let reached = tokio::time::timeout(Duration::from_secs(60), wait).await;
        reached.expect("it takes no minute");
    }

    pub(crate) fn methods(&self) -> Vec<String> {
        self.seen().into_iter().map(|seen| seen.method).collect()
    }

    /// What lies in the local folder, by name.
    pub(crate) fn local(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.folder.path()).expect("the folder is ours");
        let mut names: Vec<String> = entries
            .map(|entry| {
                entry
                    .expect("an entry")
                    .file_name()
                    .to_string_lossy()
                    .into_owned()
            })
            .collect();
        names.sort();
        names
    }

    /// A queue without a journal.
    pub(crate) fn transfers(&self) -> Transfers {
        Transfers::open(self.files.clone(), Settings::default(), None)
    }

    /// Queues the download of `key` into the local folder.
    pub(crate) async fn queue_download(&self, transfers: &Transfers, key: &str) -> u32 {
        let into = self.folder.path().to_path_buf();
        let item = Item {
            folder: false,
            ..Item::of_key(key)
        };
        transfers.download(&self.location, vec![item], into).await[0]
    }

    /// Waits until nothing lies in the local folder any more.
    pub(crate) async fn cleaned_up(&self) {
        let gone = async {
            while !self.local().is_empty() {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        let gone = tokio::time::timeout(Duration::from_secs(10), gone).await;
        gone.expect("what a cancelled transfer leaves is removed");
    }

    /// Downloads `key` and gives the transfer when it has come to an end.
    pub(crate) async fn download(&self, key: &str) -> Transfer {
        let transfers = self.transfers();
        let id = self.queue_download(&transfers, key).await;
        let transfer = ended(&transfers, id).await;
        transfers.close().await;
        transfer
    }

    /// Uploads a file of that content and gives the transfer when it has come to an end and is cleaned up.
    pub(crate) async fn upload(&self, name: &str, content: &[u8]) -> Transfer {
        let path = self.folder.path().join(name);
        std::fs::write(&path, content).expect("the folder is ours");
        let transfers = self.transfers();
        let ids = transfers.upload(&self.location, "docs/", vec![path]).await;
        let transfer = ended(&transfers, ids[0]).await;
        transfers.close().await;
        transfer
    }
}

/// The transfer as soon as `reached` holds for it.
pub(crate) async fn when(transfers: &Transfers, id: u32, reached: impl Fn(&Transfer) -> bool) -> Transfer {
    let mut watch = transfers.watch();
    let found = |all: &Overview| {
        all.rows
            .iter()
            .any(|transfer| transfer.id == id && reached(transfer))
    };
    let all = tokio::time::timeout(Duration::from_secs(60), watch.wait_for(found)).await;
    let all = all.expect("it takes no minute").expect("the owner lives");
    all.rows
        .iter()
        .find(|transfer| transfer.id == id)
        .expect("it was found")
        .clone()
}

/// The transfer when it has come to an end.
pub(crate) async fn ended(transfers: &Transfers, id: u32) -> Transfer {
    when(transfers, id, |transfer| transfer.state.is_over()).await
}
