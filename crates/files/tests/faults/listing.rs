use aws_credential_types::provider::error::CredentialsError;
use aws_credential_types::provider::{ProvideCredentials, SharedCredentialsProvider, future};
use files::{Action, Error, Kind, Listing, Place, Progress, SortBy, Wanted};

use crate::service::{Reply, Seen, World};

fn page(keys: &[&str], folders: &[&str], next: Option<&str>) -> Reply {
    let contents: String = keys
        .iter()
        .map(|key| format!("<Contents><Key>{key}</Key><Size>3</Size></Contents>"))
        .collect();
    let prefixes: String = folders
        .iter()
        .map(|prefix| format!("<CommonPrefixes><Prefix>{prefix}</Prefix></CommonPrefixes>"))
        .collect();
    let token = next.map_or(String::new(), |token| {
        format!("<IsTruncated>true</IsTruncated><NextContinuationToken>{token}</NextContinuationToken>")
    });
    Reply::new(
        200,
        format!(
            "<ListBucketResult><EncodingType>url</EncodingType>{token}{contents}{prefixes}</ListBucketResult>"
        ),
    )
}

async fn finished(listing: &Listing) -> Progress {
    listing
        .watch()
        .wait_for(|progress| progress.done)
        .await
        .expect("the listing lives")
        .clone()
}

#[tokio::test]
async fn pages_become_one_folder_with_folders_first_and_without_its_marker() {
    let world = World::new(|seen, _| {
        if seen.target.contains("continuation-token=T1") {
            page(
                &["private/in/file+2.txt", "private/in/%E5%A0%B1%0A%2B"],
                &["private/in/b+c/"],
                None,
            )
        } else {
            page(
                &["private/in/", "private/in/file+10.txt"],
                &["private/in/Z/"],
                Some("T1"),
            )
        }
    });
    let listing = world.files.list(&world.location, "in/", SortBy::Name, false);

    let progress = finished(&listing).await;

    assert_eq!((progress.total, progress.error), (5, None));
    let rows = listing.rows(0, 10).rows;
    let keys: Vec<_> = rows.iter().map(|row| row.key.as_str()).collect();
    assert_eq!(
        keys,
        ["in/b c/", "in/Z/", "in/file 2.txt", "in/file 10.txt", "in/報\n+"]
    );
    assert_eq!((rows[0].kind, rows[0].size), (Kind::Folder, None));
    assert_eq!((rows[2].kind, rows[2].size), (Kind::Text, Some(3)));
    assert_eq!(listing.rows(3, 1).rows[0].name, "file 10.txt");

    listing.arrange(SortBy::Name, true).await;
    assert_eq!(listing.rows(0, 1).rows[0].key, "in/Z/");
    assert!(listing.progress().revision > progress.revision);
}

#[tokio::test]
async fn a_folder_that_is_denied_is_not_an_empty_one() {
    let denied = World::new(|_, _| Reply::error(403, "AccessDenied"));
    let listing = denied.files.list(&denied.location, "", SortBy::Name, false);
    let error = Error::Denied {
        request_id: Some("R1".to_owned()),
    };
    assert_eq!(
        finished(&listing).await,
        Progress {
            done: true,
            error: Some(error),
            ..Progress::default()
        }
    );

    let empty = World::new(|_, _| page(&[], &[], None));
    let listing = empty.files.list(&empty.location, "", SortBy::Name, false);
    assert_eq!(
        finished(&listing).await,
        Progress {
            done: true,
            ..Progress::default()
        }
    );
}

#[tokio::test]
async fn a_listing_that_fails_on_its_way_keeps_its_rows() {
    let world = World::new(|_, before| match before {
        0 => page(&["private/a"], &[], Some("T1")),
        _ => Reply::error(400, "ExpiredToken"),
    });
    let listing = world.files.list(&world.location, "", SortBy::Name, false);

    let progress = finished(&listing).await;

    assert_eq!(
        progress.error,
        Some(Error::Expired {
            request_id: Some("R1".to_owned())
        })
    );
    assert_eq!(listing.rows(0, 10).rows.len(), 1);
}

#[tokio::test]
async fn a_service_that_repeats_itself_is_not_asked_for_ever() {
    let world = World::new(|_, _| page(&["private/a"], &[], Some("T1")));
    let listing = world.files.list(&world.location, "", SortBy::Name, false);

    finished(&listing).await;

    assert_eq!(world.seen().len(), 2);
}

#[tokio::test]
async fn a_bucket_in_another_region_is_found_there_and_stays_found() {
    for (status, code) in [(301, "PermanentRedirect"), (400, "AuthorizationHeaderMalformed")] {
        let world = World::new(move |seen, _| match seen.region.as_deref() {
            Some("eu-central-1") => page(&["private/a"], &[], None),
            _ => Reply::error(status, code).with("x-amz-bucket-region", "eu-central-1"),
        });
        for requests in [2, 3] {
            let listing = world.files.list(&world.location, "", SortBy::Name, false);

            assert_eq!(finished(&listing).await.total, 1);
            assert_eq!(world.seen().len(), requests, "the region is asked for once");
        }
    }
}

#[tokio::test]
async fn whatever_is_asked_first_goes_to_the_region_of_its_bucket() {
    let world = World::new(|seen, _| match seen.region.as_deref() {
        Some("eu-central-1") => Reply::new(200, "<Tagging><TagSet></TagSet></Tagging>"),
        _ => Reply::error(301, "PermanentRedirect").with("x-amz-bucket-region", "eu-central-1"),
    });
    let tag = files::Tag {
        key: "k".to_owned(),
        value: "v".to_owned(),
    };

    world
        .files
        .set_tags(&world.location, "a", &[tag])
        .await
        .expect("it goes to the right region");
    world
        .files
        .tags(&world.location, "a", None)
        .await
        .expect("the region is known");

    assert_eq!(world.methods(), ["PUT", "PUT", "GET"]);
    let link = world
        .files
        .link(
            &world.location,
            "a",
            None,
            (std::time::Duration::from_secs(60), files::Opens::Inline),
        )
        .await
        .expect("a link");
    assert!(
        link.url.expose().contains("eu-central-1"),
        "a link is signed for that region, too"
    );
}

#[tokio::test]
async fn a_bucket_that_is_always_elsewhere_is_not_looked_for_for_ever() {
    let world =
        World::new(|_, _| Reply::error(301, "PermanentRedirect").with("x-amz-bucket-region", "eu-central-1"));
    let listing = world.files.list(&world.location, "", SortBy::Name, false);

    assert!(matches!(
        finished(&listing).await.error,
        Some(Error::WrongRegion { .. })
    ));
    assert_eq!(world.seen().len(), 2);
}

#[tokio::test]
async fn a_search_goes_below_all_folders_and_keeps_what_is_wanted() {
    let world = World::new(|seen, _| {
        assert!(!seen.target.contains("delimiter"), "{}", seen.target);
        page(
            &[
                "private/in/a.txt",
                "private/in/deep/A2.txt",
                "private/in/deep/b.png",
            ],
            &[],
            None,
        )
    });
    let wanted = Wanted {
        name: "a*".to_owned(),
        kinds: vec![Kind::Text],
        ..Wanted::default()
    };
    let listing = world
        .files
        .search(&world.location, "in/", &wanted, SortBy::Name, false);

    let progress = finished(&listing).await;

    assert_eq!((progress.total, progress.seen), (2, 3));
    let rows = listing.rows(0, 9).rows;
    let found: Vec<_> = rows
        .iter()
        .map(|row| (row.key.as_str(), row.name.as_str()))
        .collect();
    assert_eq!(found, [("in/a.txt", "a.txt"), ("in/deep/A2.txt", "A2.txt")]);
}

#[tokio::test]
async fn a_listing_that_is_stopped_keeps_what_it_has() {
    let world = World::new(|_, before| match before {
        0 => page(&["private/a"], &[], Some("T1")),
        _ => Reply::new(200, "").hanging(),
    });
    let listing = world.files.list(&world.location, "", SortBy::Name, false);
    let first = |progress: &Progress| progress.total == 1;
    listing.watch().wait_for(first).await.expect("the listing lives");

    listing.stop();

    let progress = finished(&listing).await;
    assert!(progress.stopped && progress.error.is_none());
    assert_eq!(listing.rows(0, 9).rows.len(), 1);
}

#[tokio::test]
async fn what_the_service_refuses_is_remembered_until_it_succeeds_or_is_to_be_tried_again() {
    let world = World::new(|seen, before| match (seen.method.as_str(), before) {
        ("GET", _) => page(&[], &[], None),
        ("PUT", 0..4) => Reply::error(403, "AccessDenied"),
        _ => Reply::new(200, ""),
    });
    let refused = || world.files.refuses(Action::Write, &world.location, "in/");
    assert!(!refused());

    world
        .files
        .probe(&world.location, Some("in/probe"))
        .await
        .expect("the service answers");
    assert!(refused());
    world.files.forget_refusals_in(&world.location, "");
    assert!(!refused());
    world
        .files
        .probe(&world.location, Some("in/probe"))
        .await
        .expect("the service answers");
    assert!(refused());
    world
        .files
        .probe(&world.location, Some("in/probe"))
        .await
        .expect("the service answers");
    assert!(!refused(), "it has succeeded");
}

#[tokio::test]
async fn a_key_is_a_folder_an_object_or_nothing() {
    let world = World::new(|seen, _| match seen.target.as_str() {
        target if target.contains("prefix=private%2Ffolder%2F") => page(&["private/folder/a"], &[], None),
        target if target.ends_with("prefix=private%2Ffile") => page(&["private/file"], &[], None),
        target if target.ends_with("prefix=private%2Ffi") => page(&["private/file"], &[], None),
        _ => page(&[], &[], None),
    });
    for (key, place) in [
        ("folder", Place::Folder),
        ("file", Place::Object),
        ("fi", Place::Nothing),
    ] {
        let found = world.files.look_up(&world.location, key).await;
        assert_eq!(found, Ok(place), "{key}");
    }
}

#[tokio::test]
async fn a_dropped_listing_asks_no_more() {
    let (asked, mut wait) = tokio::sync::mpsc::unbounded_channel();
    let world = World::new(move |_: &Seen, before| {
        asked.send(before).expect("the test waits");
        page(&[], &[], Some(&format!("T{before}")))
    });
    let listing = world.files.list(&world.location, "", SortBy::Name, false);
    wait.recv().await.expect("the first page is asked for");

    drop(listing);
    drop(world);

    while wait.recv().await.is_some() {}
}

#[derive(Debug)]
struct Refusing(fn() -> CredentialsError);

impl ProvideCredentials for Refusing {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        future::ProvideCredentials::ready(Err((self.0)()))
    }
}

#[tokio::test]
async fn missing_credentials_are_told_from_an_ended_session() {
    let cases: [(fn() -> CredentialsError, Error); 3] = [
        (
            || CredentialsError::not_loaded("signed out"),
            Error::Expired { request_id: None },
        ),
        (
            || CredentialsError::provider_error("throttled"),
            Error::NoCredentials,
        ),
        (
            || CredentialsError::provider_timed_out(std::time::Duration::from_secs(1)),
            Error::Offline,
        ),
    ];
    for (refusal, error) in cases {
        let provider = SharedCredentialsProvider::new(Refusing(refusal));
        let world = World::with_credentials(provider, |_, _| page(&[], &[], None));
        let listing = world.files.list(&world.location, "", SortBy::Name, false);

        assert_eq!(finished(&listing).await.error, Some(error));
        assert_eq!(world.seen().len(), 0, "nothing is sent without credentials");
    }
}
