//! The secrets of a sign-in by browser: state, nonce, code, verifier and tokens. The browser itself has the address with
//! state and nonce; nothing that the app writes or shows may.

use std::sync::Arc;

use sandbox::PASSWORD;
use sha2::{Digest, Sha256};
use tests::browser::Surfer;
use tests::device::{Device, inside};
use tests::keys::MemoryKeys;
use tests::place::bytes_below;
use tests::world::World;

use crate::secrets::{Log, Secrets};

/// A SHA-256 in base64url.
const HASH: usize = 43;

#[tokio::test(flavor = "multi_thread")]
async fn no_secret_of_a_sign_in_by_browser_is_written_down_or_crosses_to_the_page() {
    let log = Log::listen();
    let world = World::fresh().await;
    let home = world.folder.path().join("home");
    let (keys, browser) = (
        MemoryKeys::default(),
        Surfer::typing([("username", "ada"), ("password", PASSWORD)]),
    );
    let device =
        || async { Device::browsing(&world, &home, Arc::new(keys.clone()), Arc::new(browser.clone())).await };
    let first = device().await;
    first
        .api
        .sign_in_with_browser(None, true)
        .await
        .expect("the app is open");
    first.until(inside).await;
    first.rows("private", "").await.expect("her files");

    let link = browser.opened().remove(0);
    let back = browser.visited().into_iter().find(|at| at.contains("/callback?"));
    let back = back.expect("the way back");
    let mut secrets = Secrets::new([PASSWORD]);
    for (name, address) in [("state", &link), ("nonce", &link), ("code", &back)] {
        secrets.add_marked(name, parameter(address, name));
    }
    let challenge = parameter(&link, "code_challenge").to_owned();

    let mut timeline = String::new();
    for call in first.api.calls(0) {
        let detail = first.api.call(call.id).expect("the call is there");
        timeline.push_str(&serde_json::to_string(&detail).expect("JSON"));
    }
    let tokens = serde_json::to_string(&first.api.tokens().await).expect("JSON");
    // A nonce that was redeemed is a claim like any other.
    let without_claim = tokens.replace(parameter(&link, "nonce"), "");
    let crossed = first.seen().crossed.join("\n");
    let data = first.data.clone();
    first.api.close().await;
    let again = device().await;
    again.sign_out().await;
    let crossed = crossed + &again.seen().crossed.join("\n");
    again.api.close().await;

    let mut places = vec![
        ("the timeline".to_owned(), timeline.into_bytes()),
        ("the decoded tokens".to_owned(), without_claim.into_bytes()),
        ("what crossed to the page".to_owned(), crossed.into_bytes()),
        ("the log".to_owned(), log.text().into_bytes()),
    ];
    places.extend(bytes_below(&data));
    for (place, bytes) in &places {
        secrets.assert_absent(place, bytes);
        assert!(!holds_verifier(bytes, &challenge), "{place} holds the verifier");
    }
}

#[test]
fn a_verifier_is_known_by_its_challenge_wherever_it_stands() {
    let verifier = "a".repeat(HASH);
    let challenge = s256(verifier.as_bytes());
    assert!(holds_verifier(
        format!("verifier={verifier}&x").as_bytes(),
        &challenge
    ));
    assert!(!holds_verifier(b"nothing here", &challenge));
}

fn parameter<'a>(address: &'a str, name: &str) -> &'a str {
    let query = address.split_once('?').expect("a query").1;
    let value = query
        .split('&')
        .find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='));
    value.unwrap_or_else(|| panic!("no {name}"))
}

/// Whether these bytes hold what hashes to the challenge.
fn holds_verifier(bytes: &[u8], challenge: &str) -> bool {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let mut windows = bytes.windows(HASH);
    windows.any(|window| window.iter().all(plain) && s256(window) == challenge)
}

fn s256(verifier: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let bits: Vec<u8> = Sha256::digest(verifier)
        .iter()
        .flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1))
        .collect();
    let digit = |bits: &[u8]| {
        let value = (0..6).fold(0, |value, at| value << 1 | bits.get(at).copied().unwrap_or(0));
        char::from(ALPHABET[usize::from(value)])
    };
    bits.chunks(6).map(digit).collect()
}
