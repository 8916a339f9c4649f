//! What holds wherever it is shared.

use api::view::{AppDataPlace, Theme};
use sandbox::Fault;
use tests::device::inside;

use super::{Two, belongings, bookmark, exchanged, folders, id_of};

/// Makes a test of each for both places.
macro_rules! both {
    ($($name:ident),* $(,)?) => {
        mod in_a_document {
            use super::*;
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $name() {
                super::$name(Two::fresh(AppDataPlace::Document).await).await;
            })*
        }
        mod in_cognito_sync {
            use super::*;
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $name() {
                super::$name(Two::fresh(AppDataPlace::CognitoSync).await).await;
            })*
        }
    };
}

both! {
    what_one_computer_has_the_other_has_too,
    two_computers_that_edit_at_once_lose_nothing,
    of_two_names_for_one_bookmark_the_later_one_stays,
    a_bookmark_that_was_removed_stays_away_until_it_is_made_again,
    what_was_edited_without_a_network_arrives_later_and_nobody_is_signed_out,
    an_answer_that_got_lost_makes_nothing_twice,
    an_app_that_is_killed_in_the_middle_goes_on_where_it_was,
    the_twenty_latest_folders_follow,
}

async fn what_one_computer_has_the_other_has_too(two: Two) {
    for folder in ["Plans/", "Photos/", "Photos/2026/"] {
        bookmark(&two.laptop, folder).await;
    }
    let plans = id_of(&two.laptop, "Plans/");
    let name = Some("My plans".to_owned());
    two.laptop
        .api
        .rename_bookmark(plans.clone(), name)
        .await
        .expect("renamed");
    two.laptop.api.move_bookmark(plans, 2).await.expect("moved");
    two.laptop.api.set_theme(Theme::Dark).await.expect("chosen");
    exchanged(&two.laptop).await;

    let mine = exchanged(&two.tower).await;
    assert_eq!(folders(&mine), ["Photos/", "Photos/2026/", "Plans/"]);
    assert_eq!(mine.bookmarks[2].name.as_deref(), Some("My plans"));
    assert_eq!(mine.theme, Some(Theme::Dark));
    assert_eq!((mine.sync.pending, mine.sync.problem.clone()), (0, None));
    for _ in 0..100 {
        let kept = two.tower.api.preferences().await.expect("preferences");
        if kept.theme == Theme::Dark {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    panic!("the next start is dark from its first moment");
}

async fn two_computers_that_edit_at_once_lose_nothing(two: Two) {
    for round in 0..4 {
        let (ours, theirs) = (format!("laptop-{round}/"), format!("tower-{round}/"));
        tokio::join!(bookmark(&two.laptop, &ours), bookmark(&two.tower, &theirs));
        tokio::join!(exchanged(&two.laptop), exchanged(&two.tower));
    }
    two.meet().await;
    let [mut laptop, mut tower] =
        [&two.laptop, &two.tower].map(|device| folders(&belongings(&device.seen())));
    assert_eq!(laptop, tower, "both have them in the same order");
    laptop.sort();
    tower.sort();
    assert_eq!(laptop.len(), 8, "{laptop:?}");
}

async fn of_two_names_for_one_bookmark_the_later_one_stays(two: Two) {
    bookmark(&two.laptop, "Plans/").await;
    two.meet().await;
    let rename = |name: &str| (id_of(&two.laptop, "Plans/"), Some(name.to_owned()));
    let (id, name) = rename("first");
    two.tower.api.rename_bookmark(id, name).await.expect("renamed");
    two.seconds_pass(1);
    let (id, name) = rename("second");
    two.laptop.api.rename_bookmark(id, name).await.expect("renamed");
    // The later one is told first.
    two.meet().await;
    for device in [&two.laptop, &two.tower] {
        let mine = belongings(&device.seen());
        assert_eq!(mine.bookmarks[0].name.as_deref(), Some("second"));
    }
}

async fn a_bookmark_that_was_removed_stays_away_until_it_is_made_again(two: Two) {
    for folder in ["Plans/", "Photos/"] {
        bookmark(&two.laptop, folder).await;
    }
    two.meet().await;
    let plans = id_of(&two.tower, "Plans/");
    two.seconds_pass(1);
    two.tower
        .api
        .remove_bookmark(plans.clone())
        .await
        .expect("removed");
    two.meet().await;
    assert_eq!(folders(&belongings(&two.laptop.seen())), ["Photos/"]);

    two.laptop
        .api
        .remove_bookmark(plans)
        .await
        .expect_err("it is gone");
    two.seconds_pass(1);
    bookmark(&two.laptop, "Plans/").await;
    two.meet().await;
    assert_eq!(folders(&belongings(&two.tower.seen())), ["Photos/", "Plans/"]);
}

async fn what_was_edited_without_a_network_arrives_later_and_nobody_is_signed_out(two: Two) {
    let faults = two.world.sandbox.faults();
    for operation in two.operations() {
        for _ in 0..40 {
            faults.plan(operation, Fault::DropRequest);
        }
    }
    for folder in ["Plans/", "Photos/"] {
        bookmark(&two.laptop, folder).await;
    }
    let mine = exchanged(&two.laptop).await;
    assert_eq!(mine.sync.pending, 2, "they wait");
    assert!(mine.sync.problem.is_some(), "and it is said why");
    assert!(inside(&two.laptop.seen()));
    bookmark(&two.tower, "Music/").await;
    faults.clear();
    two.meet().await;
    for device in [&two.laptop, &two.tower] {
        let mine = belongings(&device.seen());
        assert_eq!(mine.bookmarks.len(), 3, "{:?}", folders(&mine));
        assert_eq!((mine.sync.pending, mine.sync.problem), (0, None));
    }
}

async fn an_answer_that_got_lost_makes_nothing_twice(two: Two) {
    let [_, write] = two.operations();
    for _ in 0..3 {
        two.world.sandbox.faults().plan(write, Fault::DropAnswer);
    }
    bookmark(&two.laptop, "Plans/").await;
    exchanged(&two.laptop).await;
    two.world.sandbox.faults().clear();
    two.meet().await;
    for device in [&two.laptop, &two.tower] {
        let mine = belongings(&device.seen());
        assert_eq!(
            (folders(&mine), mine.sync.pending),
            (vec!["Plans/".to_owned()], 0)
        );
    }
}

async fn an_app_that_is_killed_in_the_middle_goes_on_where_it_was(two: Two) {
    let [read, write] = two.operations();
    bookmark(&two.laptop, "before/").await;
    let two = two.laptop_again().await;
    assert_eq!(
        folders(&belongings(&two.laptop.seen())),
        ["before/"],
        "it was kept at once"
    );

    // One exchange that never gets its answer, one that gets it too late.
    for (folder, fault) in [
        (
            "while reading/",
            (read, Fault::Delay(std::time::Duration::from_millis(300))),
        ),
        (
            "while writing/",
            (write, Fault::Delay(std::time::Duration::from_millis(300))),
        ),
    ] {
        bookmark(&two.laptop, folder).await;
        two.world.sandbox.faults().plan(fault.0, fault.1);
        let exchange = two.laptop.api.sync_belongings();
        tokio::time::timeout(std::time::Duration::from_millis(150), exchange)
            .await
            .expect_err("it is still under way");
    }
    let two = two.laptop_again().await;
    two.world.sandbox.faults().clear();
    two.meet().await;
    for device in [&two.laptop, &two.tower] {
        let mine = belongings(&device.seen());
        assert_eq!(folders(&mine), ["before/", "while reading/", "while writing/"]);
    }
}

async fn the_twenty_latest_folders_follow(two: Two) {
    for at in 0..25 {
        two.seconds_pass(1);
        let folder = format!("folder {at}/");
        two.laptop
            .rows("private", &folder)
            .await
            .expect("a folder, if an empty one");
        two.laptop
            .until(|seen| {
                belongings(seen)
                    .recents
                    .first()
                    .is_some_and(|recent| recent.folder == folder)
            })
            .await;
        if at == 12 {
            two.meet().await;
        }
    }
    two.laptop.rows("private", "").await.expect("the top");
    two.meet().await;
    for device in [&two.laptop, &two.tower] {
        let recents = belongings(&device.seen()).recents;
        assert_eq!(recents.len(), 20);
        assert_eq!(
            recents[0].folder, "folder 24/",
            "the top of a place is not worth remembering"
        );
        assert_eq!(recents[19].folder, "folder 5/");
    }
    let last = belongings(&two.tower.seen()).recents[0].id.clone();
    two.tower.api.remove_recent(last).await.expect("removed");
    two.meet().await;
    assert_eq!(belongings(&two.laptop.seen()).recents[0].folder, "folder 23/");
}
