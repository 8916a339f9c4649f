//! A hundred thousand files: found page by page, counted at once, and given up at once.

use std::fmt::Write as _;

use files::{Item, SHOWN};

use crate::service::{Reply, World};

const PAGES: u32 = 100;
const FILES: u32 = PAGES * 1_000;

/// One of the pages, of 1,000 keys each.
fn page(number: u32) -> String {
    let mut keys = String::new();
    for key in number * 1_000..(number + 1) * 1_000 {
        let written = write!(
            keys,
            "<Contents><Key>private/all/{key:06}.txt</Key><Size>9</Size></Contents>"
        );
        written.expect("a string takes all");
    }
    let more = if number + 1 < PAGES {
        format!(
            "<IsTruncated>true</IsTruncated><NextContinuationToken>{}</NextContinuationToken>",
            number + 1
        )
    } else {
        "<IsTruncated>false</IsTruncated>".to_owned()
    };
    format!("<ListBucketResult>{more}{keys}</ListBucketResult>")
}

#[tokio::test]
async fn a_folder_of_a_hundred_thousand_files_is_counted_and_can_be_given_up_as_one() {
    let world = World::new(|seen, _| {
        if !seen.target.contains("list-type=2") {
            return Reply::new(200, "").hanging();
        }
        let token = seen.target.split("continuation-token=").nth(1);
        let number = token.map_or(0, |token| {
            let digits: String = token.chars().take_while(char::is_ascii_digit).collect();
            digits.parse().expect("a token that was given out")
        });
        Reply::new(200, page(number))
    });
    let transfers = world.transfers();
    let items = vec![Item::of_key("all/")];
    transfers
        .download(&world.location, items, world.folder.path().into())
        .await;
    let mut watch = transfers.watch();
    let found = watch.wait_for(|all| all.preparing == 0 && all.counts.waiting + all.counts.running == FILES);
    let found = found.await.expect("the owner lives").clone();
    assert_eq!((found.rows.len(), found.total), (SHOWN, u64::from(FILES) * 9));
    let asked = world
        .seen()
        .into_iter()
        .filter(|seen| seen.target.contains("list-type=2"));
    assert_eq!(asked.count(), PAGES as usize, "each page is asked for once");

    transfers.cancel(None);
    let over = watch.wait_for(|all| all.counts.cancelled == FILES);
    over.await.expect("the owner lives");
    transfers.close().await;
    assert_eq!(world.local(), Vec::<String>::new());
}
