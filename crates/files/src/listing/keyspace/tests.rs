use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use proptest::prelude::*;

use super::*;

/// A service with these keys, as `ListObjectsV2` describes it: order of bytes, `StartAfter` exclusive, folders rolled
/// up at the delimiter and counted as one.
#[derive(Debug, Clone)]
struct Pages {
    keys: Arc<BTreeSet<String>>,
    folders: bool,
    page: usize,
    asked: Arc<Mutex<Vec<Ask>>>,
    busy: Arc<Mutex<u32>>,
}

impl Pages {
    fn of<S: Into<String>>(keys: impl IntoIterator<Item = S>, folders: bool, page: usize) -> Self {
        Self {
            keys: Arc::new(keys.into_iter().map(Into::into).collect()),
            folders,
            page,
            asked: Arc::default(),
            busy: Arc::default(),
        }
    }

    fn requests(&self) -> usize {
        self.asked
            .lock()
            .expect("no test panics while it holds this")
            .len()
    }

    fn answer(&self, ask: Ask) -> Result<Page, Error> {
        self.asked
            .lock()
            .expect("no test panics while it holds this")
            .push(ask.clone());
        {
            let mut busy = self.busy.lock().expect("no test panics while it holds this");
            if *busy > 0 {
                *busy -= 1;
                return Err(Error::Busy { request_id: None });
            }
        }
        let after = ask.token.or(ask.after).unwrap_or_default();
        let mut found: Vec<Found> = Vec::new();
        let mut next = None;
        for key in self.keys.range::<str, _>((
            std::ops::Bound::Excluded(after.as_str()),
            std::ops::Bound::Unbounded,
        )) {
            let folder = key.split_once('/').filter(|_| self.folders);
            let name = folder.map_or(key.clone(), |(folder, _)| format!("{folder}/"));
            if found.last().is_some_and(|last| last.name == name)
                || (folder.is_some()
                    && after.starts_with(&name)
                    && after != name
                    && ask_is_token(&after, &name))
            {
                continue;
            }
            if found.len() == self.page {
                // A token names what has been given: behind a folder, all of the folder.
                next = found.last().map(|last| {
                    if last.folder {
                        format!("{}\u{10FFFF}", last.name)
                    } else {
                        last.name.clone()
                    }
                });
                break;
            }
            found.push(Found {
                folder: folder.is_some(),
                name,
                size: 1,
                modified: None,
                etag: None,
            });
        }
        Ok(Page { found, next })
    }

    async fn listed(&self) -> Vec<String> {
        let mut names = Vec::new();
        let service = self.clone();
        let fetch = move |ask| {
            let service = service.clone();
            async move {
                tokio::time::sleep(Duration::from_millis(50)).await;
                service.answer(ask)
            }
        };
        list(fetch, AT_ONCE, |found| {
            names.extend(found.into_iter().map(|found| found.name))
        })
        .await
        .expect("the service answers");
        names
    }

    /// What one plain listing finds.
    fn plain(&self) -> Vec<String> {
        let names = self.keys.iter().map(|key| match key.split_once('/') {
            Some((folder, _)) if self.folders => format!("{folder}/"),
            _ => key.clone(),
        });
        names.collect::<BTreeSet<_>>().into_iter().collect()
    }
}

fn ask_is_token(after: &str, name: &str) -> bool {
    after.strip_prefix(name) == Some("\u{10FFFF}")
}

#[tokio::test(start_paused = true)]
async fn a_page_is_one_request() {
    let service = Pages::of((0..1_000).map(|n| format!("{n:04}")), true, 1_000);

    assert_eq!(service.listed().await.len(), 1_000);
    assert_eq!(service.requests(), 1);
}

#[tokio::test(start_paused = true)]
async fn many_pages_come_side_by_side_whatever_the_names() {
    let numbered: Vec<String> = (0..200_000).map(|n| format!("IMG_20260101_{n:06}.jpg")).collect();
    let dated: Vec<String> = (0..200_000)
        .map(|n| {
            format!(
                "logs/2026/{:02}/{:02}/host-{:03}/{n}.gz",
                n % 12 + 1,
                n % 28 + 1,
                n % 97
            )
        })
        .collect();
    let hashed: Vec<String> = (0..200_000_u64)
        .map(|n| format!("objects/{:016x}", n.wrapping_mul(0x9E37_79B9_7F4A_7C15)))
        .collect();
    let lopsided: Vec<String> = (0..1_000)
        .map(|n| format!("a{n}"))
        .chain((0..199_000).map(|n| format!("z/deep/down/below/{n}")))
        .collect();
    for (keys, name) in [
        (numbered, "numbered"),
        (dated, "dated"),
        (hashed, "hashed"),
        (lopsided, "lopsided"),
    ] {
        let service = Pages::of(keys, false, 1_000);
        let began = Instant::now();

        let listed = service.listed().await;

        let rounds = began.elapsed().as_millis() / 50;
        assert_eq!(listed.len(), 200_000, "{name}");
        assert_eq!(
            listed.iter().collect::<BTreeSet<_>>().len(),
            200_000,
            "{name}: nothing twice"
        );
        assert!(rounds <= 40, "{name}: 200 pages took the time of {rounds}");
        assert!(
            service.requests() <= 360,
            "{name}: {} requests for 200 pages",
            service.requests()
        );
    }
}

#[tokio::test(start_paused = true)]
async fn a_busy_service_is_asked_less_and_everything_comes_all_the_same() {
    let service = Pages::of((0..50_000).map(|n| format!("{n:06}")), false, 1_000);
    *service.busy.lock().expect("nobody else holds it") = 3;

    assert_eq!(service.listed().await.len(), 50_000);
}

#[tokio::test(start_paused = true)]
async fn a_service_that_stays_busy_is_given_up() {
    let service = Pages::of(["a"], false, 1_000);
    *service.busy.lock().expect("nobody else holds it") = 100;
    let fetch = |ask| std::future::ready(service.answer(ask));

    assert_eq!(
        list(fetch, AT_ONCE, drop).await,
        Err(Error::Busy { request_id: None })
    );
    assert_eq!(service.requests(), 6);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, ..ProptestConfig::default() })]

    #[test]
    fn every_key_is_found_once_whatever_the_keys(
        keys in prop::collection::btree_set(
            "([abz0-9]{0,3}|[a-c/]{1,6}|x/y/[0-9]{1,4}|[\u{0}-\u{7f}\u{80}é報\u{d7ff}\u{e000}\u{fffd}\u{ffff}\u{10000}\u{10ffff}]{1,4})", 0..400,
        ),
        folders: bool, page in 1_usize..9,
    ) {
        let service = Pages::of(keys.into_iter().filter(|key| !key.is_empty()), folders, page);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build();
        let mut listed = runtime.expect("a runtime").block_on(service.listed());
        listed.sort();
        prop_assert_eq!(listed, service.plain());
    }
}
