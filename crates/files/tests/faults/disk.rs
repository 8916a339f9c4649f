//! The disk is in the way: what was asked for cannot be read or written, the person is told which file it is, and the
//! other transfers go on.

use files::{Item, State};

use crate::service::{Reply, World, ended};

const MD5: &str = "\"25f9e794323b453885f5181f1b624d0b\"";

fn service() -> World {
    World::new(|seen, _| match seen.method.as_str() {
        "GET" => Reply::new(200, "123456789").with("etag", MD5),
        _ => Reply::new(200, "").with("etag", MD5),
    })
}

#[tokio::test]
async fn an_empty_file_comes_down() {
    let world = World::new(|_, _| Reply::new(200, "").with("etag", "\"d41d8cd98f00b204e9800998ecf8427e\""));

    let down = world.download("nothing.bin").await;

    assert_eq!(down.state, State::Done);
    let path = down.path.expect("a file was made");
    assert_eq!(std::fs::read(path).expect("it can be read"), b"");
}

#[tokio::test]
async fn a_folder_in_the_place_of_the_file_is_left_alone() {
    let world = service();
    std::fs::create_dir(world.folder.path().join("a.txt")).expect("the folder is ours");
    let transfer = world.download("a.txt").await;

    assert_eq!(
        (&transfer.state, transfer.saved_as.as_deref()),
        (&State::Done, Some("a (2).txt"))
    );
    assert_eq!(world.local(), ["a (2).txt", "a.txt"]);
}

#[tokio::test]
async fn a_file_in_the_place_of_the_folder_is_left_alone_and_named() {
    let world = service();
    let into = world.folder.path().join("Downloads");
    std::fs::write(&into, "mine").expect("the folder is ours");
    let transfers = world.transfers();
    let items = vec![Item::of_key("a.txt"), Item::of_key("b.txt")];
    let ids = transfers.download(&world.location, items, into.clone()).await;

    for id in ids {
        let State::Failed(error) = ended(&transfers, id).await.state else {
            panic!("there is no folder to write to");
        };
        let named = format!("{error:?}").contains("Downloads");
        assert!(named, "{error:?} does not say where");
    }
    assert_eq!(std::fs::read(&into).expect("it is still there"), b"mine");
}
