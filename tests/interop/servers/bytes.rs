//! Bytes that boto3 wrote and `files` reads, and the reverse.

use std::sync::Arc;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use bytes::Bytes;
use files::{Error, Expected, Subject};

use super::content::{KEYS, LARGE, content, crc32, crc64nvme, sha256};
use super::moves::{down, up, verified};
use super::{Row, Server};

/// What the app makes of a file that goes up in parts, in bytes.
const PART: usize = 8 << 20;

/// Keys that are names of files, which cannot hold everything that a key can.
fn file_names() -> impl Iterator<Item = &'static str> {
    KEYS.into_iter().filter(|key| !key.contains('/') && *key != "..")
}

pub(super) const ROWS: &[Row] = &[
    Row {
        name: "what boto3 wrote comes down byte for byte",
        holds: |server| Box::pin(comes_down(server)),
    },
    Row {
        name: "what goes up is read by boto3 byte for byte",
        holds: |server| Box::pin(goes_up(server)),
    },
    Row {
        name: "any key is written and read",
        holds: |server| Box::pin(any_key(server)),
    },
    Row {
        name: "some bytes of an object are read, and never of two",
        holds: |server| Box::pin(ranges(server)),
    },
    Row {
        name: "a write holds to its condition",
        holds: |server| Box::pin(conditions(server)),
    },
    Row {
        name: "the checksum of an object that went up whole is kept",
        holds: |server| Box::pin(checksum(server, "a b.txt")),
    },
    Row {
        name: "the checksum of an object that went up in parts is kept",
        holds: |server| Box::pin(checksum(server, LARGE)),
    },
];

async fn comes_down(server: Arc<Server>) {
    for (number, key) in KEYS.iter().filter(|key| !key.ends_with('/')).enumerate() {
        let into = server.local(&format!("down/{number}"));
        let transfer = down(&server, &format!("theirs/{key}"), into.clone()).await;
        let path = transfer.path.expect("a file");
        assert!(path.starts_with(&into), "{key} came to {}", path.display());
        let read = std::fs::read(path).expect("the file");
        assert!(read == content(key), "{key} came down otherwise");
    }
}

async fn goes_up(server: Arc<Server>) {
    let from = server.local("up");
    let write = |key: &str| {
        let path = from.join(key);
        std::fs::write(&path, content(key)).expect("a file");
        path
    };
    for transfer in up(&server, "ours/", file_names().map(write).collect()).await {
        assert!(verified(&transfer), "{}", transfer.name);
    }
    let read = server.boto3("read", "ours/").await;
    let read = read.as_object().expect("digests");
    assert_eq!(read.len(), file_names().count(), "{read:?}");
    for key in file_names() {
        assert_eq!(read[key], sha256(&content(key)), "{key} arrived otherwise");
    }
}

async fn any_key(server: Arc<Server>) {
    let (files, home) = (server.files(), server.home());
    for key in KEYS.iter().filter(|key| **key != LARGE) {
        let bytes = Bytes::from(content(key));
        let key = format!("any/{key}");
        files
            .write_document(&home, &key, bytes.clone(), &Expected::Absent)
            .await
            .unwrap_or_else(|error| panic!("{key} is written: {error}"));
        let read = files.read_document(&home, &key, 100).await.expect("it is read");
        assert_eq!(read.map(|document| document.bytes), Some(bytes), "{key}");
    }
    let read = server.boto3("read", "any/").await;
    for key in KEYS.iter().filter(|key| **key != LARGE) {
        assert_eq!(read[key], sha256(&content(key)), "{key} arrived otherwise");
    }
}

async fn ranges(server: Arc<Server>) {
    let (files, home) = (server.files(), server.home());
    let subject = Subject::current(&home, &format!("theirs/{LARGE}"));
    let head = files.head_of(&subject).await.expect("a head");
    let whole = content(LARGE);
    assert_eq!(head.size, whole.len() as u64);
    for range in [
        0..1,
        1_000..70_000,
        (8 << 20) - 5..(8 << 20) + 5,
        head.size - 3..head.size,
    ] {
        let read = files.read(&subject, &head, range.clone()).await.expect("bytes");
        let expected = &whole[range.start as usize..range.end as usize];
        assert!(read == expected, "{range:?} is read otherwise");
    }
    let key = "replaced.txt";
    let bytes = |text: &'static str| Bytes::from_static(text.as_bytes());
    let put = files
        .write_document(&home, key, bytes("one"), &Expected::Absent)
        .await;
    let head = files.head(&home, key).await.expect("a head");
    let version = Expected::Version(put.expect("written"));
    let put = files.write_document(&home, key, bytes("two"), &version).await;
    put.expect("replaced");
    let read = files.read(&Subject::current(&home, key), &head, 0..3).await;
    assert!(matches!(read, Err(Error::Changed { .. })), "{read:?}");
}

async fn conditions(server: Arc<Server>) {
    let (files, home) = (server.files(), server.home());
    let write = async |bytes: &'static str, expected: &Expected| {
        let bytes = Bytes::from_static(bytes.as_bytes());
        files
            .write_document(&home, "condition.txt", bytes, expected)
            .await
    };
    let refused = |written: Result<String, Error>| matches!(written, Err(Error::Changed { .. }));
    let first = write("one", &Expected::Absent).await.expect("there was nothing");
    assert!(
        refused(write("other", &Expected::Absent).await),
        "there is something"
    );
    let first = Expected::Version(first);
    write("two", &first).await.expect("it is still the first");
    assert!(refused(write("three", &first).await), "it is the second by now");
    let read = files
        .read_document(&home, "condition.txt", 100)
        .await
        .expect("it is read");
    assert_eq!(
        read.map(|document| document.bytes),
        Some(Bytes::from_static(b"two"))
    );
}

async fn checksum(server: Arc<Server>, key: &'static str) {
    let from = server.local("checked");
    let path = from.join(key);
    std::fs::write(&path, content(key)).expect("a file");
    up(&server, "checked/", vec![path]).await;
    let facts = server
        .files()
        .facts(&server.home(), &format!("checked/{key}"), None)
        .await
        .expect("facts");
    let bytes = content(key);
    let right = |(name, value, whole): &(&'static str, String, bool)| {
        let value = BASE64_STANDARD.decode(value.split('-').next().unwrap_or_default());
        let expected = match (*name, *whole) {
            ("CRC-64/NVME", true) => crc64nvme(&bytes).to_vec(),
            ("CRC-32", true) => crc32(&bytes).to_vec(),
            ("CRC-32", false) => crc32(&bytes.chunks(PART).flat_map(crc32).collect::<Vec<u8>>()).to_vec(),
            other => panic!("{other:?} is none that the app asks for"),
        };
        value == Ok(expected)
    };
    assert!(!facts.checksums.is_empty(), "none was kept");
    assert!(facts.checksums.iter().all(right), "{:?}", facts.checksums);
}
