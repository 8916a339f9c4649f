//! What is refused, and as what it is understood.

use std::sync::Arc;
use std::time::Duration;

use files::{Error, Opens};
use tests::person::{location, rows};

use super::{Key, Row, Server};

pub(super) const ROWS: &[Row] = &[
    Row {
        name: "what is not there is said to be gone",
        holds: |server| Box::pin(gone(server)),
    },
    Row {
        name: "a wrong secret and an unknown key are refused",
        holds: |server| Box::pin(wrong_keys(server)),
    },
    Row {
        name: "a link that was tampered with is refused",
        holds: |server| Box::pin(tampered(server)),
    },
];

async fn gone(server: Arc<Server>) {
    let (files, home) = (server.files(), server.home());
    let head = files.head(&home, "no such file").await;
    assert!(matches!(head, Err(Error::Gone { .. })), "{head:?}");
    let bytes = files.read_document(&home, "no such file", 100).await;
    assert_eq!(bytes, Ok(None));
    let head = files
        .facts(&home, "theirs/a+b.txt", Some("null".to_owned()))
        .await;
    assert!(head.is_err(), "there is no such version: {head:?}");
    let nowhere = rows(&files, &location("no-such-bucket-anywhere", ""), "").await;
    assert!(
        matches!(nowhere, Err(Error::NoBucket { .. } | Error::Denied { .. })),
        "{nowhere:?}"
    );
    assert_eq!(rows(&files, &home, "no such folder/").await, Ok(Vec::new()));
}

async fn wrong_keys(server: Arc<Server>) {
    let wrong = Key {
        secret: "0".repeat(40),
        ..server.key.clone()
    };
    let unknown = Key {
        id: "AKIAIOSFODNN7EXAMPLE".to_owned(),
        ..server.key.clone()
    };
    let read = |key: Key| {
        let (files, home) = (server.files_of(&key), server.home());
        async move { rows(&files, &home, "theirs/").await.expect_err("it is refused") }
    };
    let error = read(wrong).await;
    let signature =
        matches!(&error, Error::Refused { code, status: 403, .. } if code == "SignatureDoesNotMatch");
    assert!(signature, "{error:?}");
    let error = read(unknown).await;
    assert!(matches!(error, Error::Expired { .. }), "{error:?}");
}

async fn tampered(server: Arc<Server>) {
    let hour = Duration::from_secs(3_600);
    let link = server
        .files()
        .link(&server.home(), "theirs/a+b.txt", None, (hour, Opens::Inline))
        .await;
    let link = link.expect("a link").url;
    let other = link.expose().replace("a%2Bb.txt", "100%25.txt");
    assert_ne!(&other, link.expose());
    let answer = reqwest::get(other).await.expect("an answer");
    assert_eq!(answer.status(), reqwest::StatusCode::FORBIDDEN);
}
