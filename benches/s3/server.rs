//! An S3 that costs next to nothing: it throws away what comes up, renders what goes down from one block in memory, and
//! lists buckets whose keys follow from their name. It checks no signature. Just enough of the protocol for the clients
//! that are compared, and independent of all of them.

mod body;
mod keys;
mod listing;
mod objects;
mod uploads;

use std::collections::HashMap;
use std::convert::Infallible;
use std::io::Write as _;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use bytes::Bytes;
use http_body_util::BodyExt as _;
use hyper::body::Incoming;
use hyper::http::request::Parts;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use percent_encoding::percent_decode_str;
use tokio::net::TcpListener;

use body::Answer;
pub(crate) use keys::KeySpace;
use objects::Store;

/// When every object was last changed: long ago, since some clients leave out what is younger than their start.
pub(crate) const MODIFIED: (&str, &str) = ("2024-01-01T00:00:00.000Z", "Mon, 01 Jan 2024 00:00:00 GMT");

/// The checksum of a part or of an object.
const CHECKSUM: &str = "x-amz-checksum-crc64nvme";
/// How much of the end of a body is looked at for a trailer, in bytes.
const TRAILER: usize = 256;

/// What was asked for in the query.
type Query = HashMap<String, String>;

#[derive(Default)]
struct Server {
    store: Store,
    requests: AtomicU64,
    /// Bytes of objects that have come up, and that were handed out.
    received: AtomicU64,
    sent: Arc<AtomicU64>,
}

/// Serves until the process ends; says its address first.
pub(crate) async fn serve() {
    body::warm();
    let listener = TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], 0))).await;
    let listener = listener.expect("a free port");
    let address = listener.local_addr().expect("an address");
    let _ = writeln!(std::io::stdout(), "http://{address}");
    let server = Arc::new(Server::default());
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            continue;
        };
        let _ = stream.set_nodelay(true);
        let server = Arc::clone(&server);
        tokio::spawn(async move {
            let service = service_fn(move |request| {
                let server = Arc::clone(&server);
                async move { Ok::<_, Infallible>(server.answer(request).await) }
            });
            let mut builder = hyper::server::conn::http1::Builder::new();
            builder.max_buf_size(1 << 20);
            let _ = builder.serve_connection(TokioIo::new(stream), service).await;
        });
    }
}

impl Server {
    async fn answer(&self, request: Request<Incoming>) -> Response<Answer> {
        let (head, mut body) = request.into_parts();
        if head.uri.path() == "/counters" {
            return self.counters();
        }
        self.requests.fetch_add(1, Ordering::Relaxed);
        let mut arrived = 0;
        let mut tail = Vec::new();
        while let Some(frame) = body.frame().await {
            let Ok(frame) = frame else {
                // The client is gone: what it meant to send is not there.
                return answer(StatusCode::BAD_REQUEST, Answer::Document(Bytes::new()));
            };
            let data = frame.data_ref().map_or(&[][..], |data| &data[..]);
            arrived += data.len() as u64;
            if head.method == Method::PUT {
                self.received.fetch_add(data.len() as u64, Ordering::Relaxed);
                tail.extend_from_slice(&data[data.len().saturating_sub(TRAILER)..]);
                tail.drain(..tail.len().saturating_sub(TRAILER));
            }
        }
        let path = decoded(head.uri.path().trim_start_matches('/'));
        let (bucket, key) = path.split_once('/').unwrap_or((&path, ""));
        let query = query_of(&head);
        if key.is_empty() {
            return self.of_bucket(&head.method, bucket, &query).await;
        }
        let size = number(&head, "x-amz-decoded-content-length").unwrap_or(arrived);
        match head.method {
            Method::PUT => checked(self.store.put(&path, &query, size), &head, &tail),
            Method::POST => self.store.post(bucket, key, &query),
            Method::DELETE => self.store.delete(&path, &query),
            _ if query.contains_key("uploadId") => self.store.parts(bucket, key, &query),
            _ => self.store.get(&path, &head, Arc::clone(&self.sent)),
        }
    }

    async fn of_bucket(&self, method: &Method, bucket: &str, query: &Query) -> Response<Answer> {
        if query.contains_key("location") {
            return document("<LocationConstraint></LocationConstraint>".into());
        }
        if *method != Method::GET {
            return document(String::new());
        }
        match KeySpace::named(bucket) {
            Some(keys) => listing::synthetic(&keys, bucket, query).await,
            None => self.store.list(bucket, query),
        }
    }

    fn counters(&self) -> Response<Answer> {
        let of = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        let text = format!(
            "{{\"requests\":{},\"received\":{},\"sent\":{}}}",
            of(&self.requests),
            of(&self.received),
            of(&self.sent)
        );
        document(text)
    }
}

/// An answer that tells the checksum that came with the bytes, in a header or behind them.
fn checked(mut answer: Response<Answer>, head: &Parts, tail: &[u8]) -> Response<Answer> {
    let tail = String::from_utf8_lossy(tail);
    let behind = tail.rsplit_once(&format!("{CHECKSUM}:"));
    let behind = behind.and_then(|(_, rest)| rest.split("\r\n").next()?.trim().parse().ok());
    if let Some(value) = head.headers.get(CHECKSUM).cloned().or(behind) {
        answer.headers_mut().insert(CHECKSUM, value);
    }
    answer
}

fn query_of(head: &Parts) -> Query {
    let pairs = head.uri.query().unwrap_or_default().split('&');
    pairs
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| (decoded(name), decoded(value)))
        .collect()
}

fn number(head: &Parts, name: &str) -> Option<u64> {
    head.headers.get(name)?.to_str().ok()?.parse().ok()
}

fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

fn document(text: String) -> Response<Answer> {
    answer(StatusCode::OK, Answer::Document(text.into()))
}

fn answer(status: StatusCode, body: Answer) -> Response<Answer> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert("x-amz-request-id", hyper::header::HeaderValue::from_static("0"));
    response
}
