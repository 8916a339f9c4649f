//! What the app does, by its own `files`.

mod journal;
mod memory;
mod moves;

use std::sync::Arc;
use std::time::Instant;

use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use base::SystemClock;
use files::{Access, Files, Listing, Location, SortBy};
use serde_json::{Value, json};

pub(crate) use moves::{down, resume, stops, up};

use crate::null::fetch;
use crate::server::KeySpace;

/// How many rows a screen shows.
const SCREEN: u32 = 200;

fn files(url: &str) -> Files {
    let key = Credentials::new("bench", "bench", None, None, "bench");
    Files::open(Access {
        region: "us-east-1".to_owned(),
        regions: Default::default(),
        endpoint: Some(url.to_owned()),
        path_style: true,
        credentials: SharedCredentialsProvider::new(key),
        http: aws_smithy_http_client::Builder::new().build_http(),
        interceptor: None,
        clock: Arc::new(SystemClock),
    })
}

fn location(bucket: &str) -> Location {
    Location {
        id: "bench".to_owned(),
        bucket: bucket.to_owned(),
        prefix: String::new(),
    }
}

fn begin(url: &str, bucket: &str) -> Listing {
    files(url).list(&location(bucket), "data/", SortBy::Name, false)
}

/// How many requests the server has got.
async fn requests(url: &str) -> u64 {
    let text = fetch(url, "/counters").await.expect("the counters");
    let json = text.split("\r\n\r\n").nth(1).unwrap_or_default();
    let counters: Value = serde_json::from_str(json).expect("JSON");
    counters["requests"].as_u64().expect("a number")
}

/// Opens a folder until its first rows can be shown. The first of all only warms up.
pub(crate) async fn first_row(url: &str, bucket: &str) -> Value {
    let mut times = Vec::new();
    let mut asked = 0;
    for _ in 0..12 {
        let before = requests(url).await;
        let began = Instant::now();
        let listing = begin(url, bucket);
        let mut progress = listing.watch();
        let first = progress
            .wait_for(|progress| progress.total > 0)
            .await
            .expect("it lives")
            .clone();
        assert_eq!(first.error, None);
        let shown = listing.rows(0, SCREEN);
        times.push(began.elapsed().as_secs_f64() * 1e3);
        assert!(!shown.rows.is_empty());
        // What was asked for since has not been answered: a page takes longer than this.
        asked = asked.max(first.seen.div_ceil(1_000));
        drop(listing);
        let after = requests(url).await;
        assert!(after > before);
    }
    times.remove(0);
    times.sort_by(f64::total_cmp);
    json!({ "ms": times[times.len() / 2], "pages": asked })
}

/// Lists a whole folder, and looks whether everything is there.
pub(crate) async fn list(url: &str, bucket: &str) -> Value {
    let before = requests(url).await;
    let memory = memory::resident();
    let began = Instant::now();
    let listing = begin(url, bucket);
    let mut progress = listing.watch();
    let end = progress
        .wait_for(|progress| progress.done)
        .await
        .expect("it lives")
        .clone();
    let seconds = began.elapsed().as_secs_f64();
    assert_eq!(end.error, None);
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    let (resident, peak) = (memory::resident(), memory::peak());
    let keys = (0..end.total)
        .step_by(10_000)
        .flat_map(|start| listing.rows(start, 10_000).rows);
    check(bucket, keys.map(|row| row.key).collect());
    json!({
        "s": seconds,
        "keys": end.total,
        "requests": requests(url).await - before,
        "bytes_per_key": resident.saturating_sub(memory) as f64 / f64::from(end.total.max(1)),
        "peak_bytes_per_key": peak.saturating_sub(memory) as f64 / f64::from(end.total.max(1)),
    })
}

/// Every key must be there once. Counted keys stand in their order; others are sorted by the numbers in them.
fn check(bucket: &str, mut listed: Vec<String>) {
    let keys = KeySpace::named(bucket).expect("such a bucket");
    if !bucket.starts_with("list-numbered") {
        listed.sort_unstable();
    }
    assert_eq!(listed.len() as u64, keys.count);
    for (n, key) in (0..).zip(listed) {
        assert_eq!(key, keys.key(n));
    }
}
