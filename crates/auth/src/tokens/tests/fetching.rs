//! Key sets, and how often they are fetched.

use serde_json::json;

use super::*;

#[test]
fn a_key_set_gives_only_unambiguous_rsa_signing_keys() {
    let mut encrypts = jwk("encrypts", &POOL_KEY);
    encrypts["use"] = json!("enc");
    let set = json!({ "keys": [
        jwk("once", &POOL_KEY), jwk("twice", &POOL_KEY), jwk("twice", &OTHER_KEY), encrypts,
        { "kty": "oct", "kid": "symmetric", "k": "AAAA" }, { "kty": "EC", "kid": "curve", "crv": "P-256" }
    ]});
    let keys = PublicKeys::read(set.to_string().as_bytes()).expect("a key set");

    let found: Vec<&str> = ["once", "twice", "encrypts", "symmetric", "curve"]
        .into_iter()
        .filter(|kid| keys.knows(kid))
        .collect();

    assert_eq!(found, ["once"]);
}

#[tokio::test]
async fn a_thousand_unknown_keys_cost_one_more_request_in_five_minutes() {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a port");
    let address = format!(
        "http://{}/pool/.well-known/jwks.json",
        listener.local_addr().expect("an address")
    );
    let requests = Arc::new(AtomicUsize::new(0));
    let counter = requests.clone();
    tokio::spawn(async move {
        let body = json!({ "keys": [jwk("known", &POOL_KEY)] }).to_string();
        while let Ok((mut stream, _)) = listener.accept().await {
            counter.fetch_add(1, Ordering::SeqCst);
            let mut request = [0; 4096];
            let _ = stream.read(&mut request).await;
            let head = format!(
                "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {}\r\n\r\n",
                body.len()
            );
            let _ = stream.write_all(format!("{head}{body}").as_bytes()).await;
        }
    });
    let clock = Arc::new(base::ManualClock::at(NOW));
    let cache = Keys::new(address, true, crate::skew::ServerClock::new(clock.clone()), None);

    for unknown in 0..1000 {
        cache.get(&[&unknown.to_string()]).await.expect("keys");
    }
    assert_eq!(requests.load(Ordering::SeqCst), 1, "the set was fetched just now");

    clock.advance(Duration::minutes(6));
    for unknown in 0..1000 {
        cache.get(&[&unknown.to_string()]).await.expect("keys");
    }
    assert_eq!(requests.load(Ordering::SeqCst), 2);

    clock.advance(Duration::days(1));
    cache.get(&["known"]).await.expect("keys");
    assert_eq!(
        requests.load(Ordering::SeqCst),
        2,
        "a known key is never asked for again"
    );
}
