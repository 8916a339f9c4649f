//! The least that a careful client can do: hyper, Signature Version 4 by hand, a CRC-64/NVME over every byte, several
//! connections. What the app's own transfers are measured against before anything else.

mod sign;

use std::fs::File;
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use crc_fast::CrcAlgorithm::Crc64Nvme;
use http_body_util::{BodyExt as _, Full};
use hyper::{Method, Request};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;

/// Of a part, in bytes.
const PART: u64 = 16 << 20;
/// How many parts, and how many small objects, are under way at a time.
const PARTS_AT_ONCE: usize = 8;
const OBJECTS_AT_ONCE: usize = 32;
/// How much is written to the disk at a time, in bytes.
const BUFFER: usize = 1 << 20;

#[derive(Clone)]
struct Arm {
    http: Client<HttpConnector, Full<Bytes>>,
    url: Arc<str>,
}

/// Uploads one file in parts.
pub(crate) async fn up(url: &str, path: &Path, key: &str) {
    let arm = Arm::new(url);
    let file = Arc::new(File::open(path).expect("the file"));
    let size = file.metadata().expect("its size").len();
    let begun = arm
        .send(Method::POST, &format!("/bench/{key}?uploads="), Bytes::new())
        .await;
    let text = String::from_utf8(begun.to_vec()).expect("text");
    let id = text
        .split("<UploadId>")
        .nth(1)
        .and_then(|rest| rest.split('<').next());
    let upload: Arc<str> = format!("/bench/{key}?uploadId={}", id.expect("an id")).into();
    let put = {
        let (arm, upload) = (arm.clone(), Arc::clone(&upload));
        move |part: usize| {
            let (arm, file, upload) = (arm.clone(), Arc::clone(&file), Arc::clone(&upload));
            async move {
                let at = part as u64 * PART;
                let length = PART.min(size - at) as usize;
                let bytes = tokio::task::spawn_blocking(move || {
                    let mut bytes = vec![0; length];
                    file.read_exact_at(&mut bytes, at).map(|()| Bytes::from(bytes))
                });
                let bytes = bytes.await.expect("it ends").expect("the part");
                let path = upload.replace("?", &format!("?partNumber={}&", part + 1));
                arm.send(Method::PUT, &path, bytes).await;
            }
        }
    };
    each(size.div_ceil(PART) as usize, PARTS_AT_ONCE, put).await;
    arm.send(Method::POST, &upload, Bytes::new()).await;
}

/// Downloads one object in ranges into a file of the folder, with its checksum put together from theirs.
pub(crate) async fn down(url: &str, into: &Path, key: &str, size: u64) {
    let arm = Arm::new(url);
    let file = Arc::new(File::create(into.join("raw")).expect("the file"));
    let path: Arc<str> = format!("/bench/{key}").into();
    let parts = size.div_ceil(PART) as usize;
    let sums = Arc::new(Mutex::new(vec![0; parts]));
    let get = {
        let sums = Arc::clone(&sums);
        move |part: usize| {
            let (arm, path, file, sums) = (
                arm.clone(),
                Arc::clone(&path),
                Arc::clone(&file),
                Arc::clone(&sums),
            );
            async move {
                let at = part as u64 * PART;
                let range = format!("bytes={at}-{}", (at + PART).min(size) - 1);
                let sum = arm.receive(&path, Some(range), at, file).await;
                sums.lock().unwrap_or_else(PoisonError::into_inner)[part] = sum;
            }
        }
    };
    each(parts, PARTS_AT_ONCE, get).await;
    let sums = sums.lock().unwrap_or_else(PoisonError::into_inner);
    let whole = sums
        .iter()
        .enumerate()
        .skip(1)
        .fold(sums[0], |whole, (part, sum)| {
            let length = PART.min(size - part as u64 * PART);
            crc_fast::checksum_combine(Crc64Nvme, whole, *sum, length)
        });
    std::hint::black_box(whole);
}

/// Uploads every file of a folder.
pub(crate) async fn up_many(url: &str, folder: &Path, prefix: &str) {
    let arm = Arm::new(url);
    let files = folder.read_dir().expect("the folder");
    let files: Arc<Vec<PathBuf>> = Arc::new(files.map(|file| file.expect("a file").path()).collect());
    let prefix: Arc<str> = prefix.into();
    each(files.len(), OBJECTS_AT_ONCE, move |at| {
        let (arm, files, prefix) = (arm.clone(), Arc::clone(&files), Arc::clone(&prefix));
        async move {
            let path = files[at].clone();
            let name = path
                .file_name()
                .and_then(|name| name.to_str())
                .expect("a name")
                .to_owned();
            let bytes = tokio::task::spawn_blocking(move || std::fs::read(path));
            let bytes = bytes.await.expect("it ends").expect("the file");
            arm.send(Method::PUT, &format!("/bench/{prefix}{name}"), bytes.into())
                .await;
        }
    })
    .await;
}

/// Downloads `count` objects that are named as `measure.py` names them.
pub(crate) async fn down_many(url: &str, into: &Path, prefix: &str, count: u64) {
    let arm = Arm::new(url);
    let (into, prefix): (Arc<Path>, Arc<str>) = (into.into(), prefix.into());
    each(count as usize, OBJECTS_AT_ONCE, move |at| {
        let (arm, into, prefix) = (arm.clone(), Arc::clone(&into), Arc::clone(&prefix));
        async move {
            let name = format!("{at:05}.bin");
            let file = Arc::new(File::create(into.join(&name)).expect("the file"));
            arm.receive(&format!("/bench/{prefix}{name}"), None, 0, file)
                .await;
        }
    })
    .await;
}

impl Arm {
    fn new(url: &str) -> Self {
        let mut connector = HttpConnector::new();
        connector.set_nodelay(true);
        let mut builder = Client::builder(TokioExecutor::new());
        Self {
            http: builder.pool_max_idle_per_host(64).build(connector),
            url: url.into(),
        }
    }

    fn request(
        &self,
        method: Method,
        path: &str,
        body: Bytes,
        range: Option<String>,
    ) -> Request<Full<Bytes>> {
        let signed = sign::headers(
            &method,
            self.url.trim_start_matches("http://"),
            path,
            &body,
            range,
        );
        let mut request = Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.url));
        for (name, value) in signed {
            request = request.header(name, value);
        }
        request.body(Full::new(body)).expect("a request")
    }

    async fn send(&self, method: Method, path: &str, body: Bytes) -> Bytes {
        let request = self.request(method, path, body, None);
        let answer = self.http.request(request).await.expect("an answer");
        assert!(answer.status().is_success(), "{} {path}", answer.status());
        answer.into_body().collect().await.expect("its body").to_bytes()
    }

    async fn receive(&self, path: &str, range: Option<String>, mut at: u64, file: Arc<File>) -> u64 {
        let request = self.request(Method::GET, path, Bytes::new(), range);
        let mut body = self.http.request(request).await.expect("an answer").into_body();
        let mut digest = crc_fast::Digest::new(Crc64Nvme);
        let mut batch = Vec::with_capacity(BUFFER);
        while let Some(frame) = body.frame().await {
            let Ok(data) = frame.expect("a frame").into_data() else {
                continue;
            };
            digest.update(&data);
            batch.extend_from_slice(&data);
            if batch.len() >= BUFFER {
                at += write(&file, &mut batch, at).await;
            }
        }
        write(&file, &mut batch, at).await;
        digest.finalize()
    }
}

async fn write(file: &Arc<File>, batch: &mut Vec<u8>, at: u64) -> u64 {
    let (file, mut bytes) = (Arc::clone(file), std::mem::take(batch));
    let length = bytes.len() as u64;
    let written = tokio::task::spawn_blocking(move || {
        file.write_all_at(&bytes, at)?;
        bytes.clear();
        Ok::<_, std::io::Error>(bytes)
    });
    *batch = written.await.expect("it ends").expect("written");
    length
}

/// Runs `count` pieces of work, so many at a time.
async fn each<F, W>(count: usize, at_once: usize, work: F)
where
    F: Fn(usize) -> W + Clone + Send + 'static,
    W: Future<Output = ()> + Send,
{
    let next = Arc::new(AtomicUsize::new(0));
    let hand = || {
        let (next, work) = (Arc::clone(&next), work.clone());
        tokio::spawn(async move {
            loop {
                let at = next.fetch_add(1, Ordering::Relaxed);
                if at >= count {
                    return;
                }
                work(at).await;
            }
        })
    };
    let hands: Vec<_> = (0..at_once.min(count)).map(|_| hand()).collect();
    for hand in hands {
        hand.await.expect("the work");
    }
}
