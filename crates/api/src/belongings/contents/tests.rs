use super::super::record::{Kept, Record};
use super::*;

fn folder(name: &str) -> Folder {
    Folder {
        location: "private".to_owned(),
        folder: name.to_owned(),
    }
}

/// A copy after these edits, one a millisecond.
fn after(edits: impl IntoIterator<Item = Edit>) -> Copy {
    let mut copy = Copy::new();
    for (at, edit) in (0..).zip(edits) {
        make(&mut copy, edit, at).expect("an edit that can be made");
    }
    copy
}

fn make(copy: &mut Copy, edit: Edit, at: i64) -> Result<usize, NotMade> {
    let writes = edit.writes(copy)?;
    let count = writes.len();
    for (key, value) in writes {
        let record = Record {
            value,
            at,
            by: "a".to_owned(),
        };
        let kept = Kept {
            record,
            count: 0,
            dirty: true,
        };
        copy.insert(key, kept);
    }
    Ok(count)
}

fn names(copy: &Copy) -> Vec<String> {
    bookmarks(copy)
        .into_iter()
        .map(|bookmark| bookmark.folder.folder)
        .collect()
}

fn id(copy: &Copy, name: &str) -> String {
    let found = bookmarks(copy)
        .into_iter()
        .find(|bookmark| bookmark.folder.folder == name);
    found.expect("a bookmark").id
}

fn five() -> Copy {
    after(["a/", "b/", "c/", "d/", "e/"].map(|name| Edit::AddBookmark(folder(name))))
}

#[test]
fn bookmarks_stand_in_the_order_in_which_they_were_made_and_once_each() {
    let mut copy = five();
    assert_eq!(names(&copy), ["a/", "b/", "c/", "d/", "e/"]);
    assert_eq!(make(&mut copy, Edit::AddBookmark(folder("c/")), 9), Ok(0));
    let elsewhere = Folder {
        location: "public".to_owned(),
        ..folder("c/")
    };
    assert_eq!(make(&mut copy, Edit::AddBookmark(elsewhere), 9), Ok(1));
    assert_eq!(
        names(&copy).len(),
        6,
        "the same name in another place is another folder"
    );
}

#[test]
fn a_bookmark_is_renamed_and_removed_and_comes_back_without_its_name() {
    let mut copy = five();
    let id = id(&copy, "b/");
    let rename = |name: &str| Edit::RenameBookmark {
        id: id.clone(),
        name: Some(name.to_owned()),
    };
    assert_eq!(make(&mut copy, rename("  Plans "), 9), Ok(1));
    assert_eq!(bookmarks(&copy)[1].name.as_deref(), Some("Plans"));
    assert_eq!(make(&mut copy, rename(&"x".repeat(500)), 10), Ok(1));
    assert_eq!(
        bookmarks(&copy)[1].name.as_ref().map(String::len),
        Some(LONGEST_NAME)
    );
    assert_eq!(make(&mut copy, rename("   "), 11), Ok(1));
    assert_eq!(bookmarks(&copy)[1].name, None);

    let remove = Edit::RemoveBookmark { id: id.clone() };
    assert_eq!(make(&mut copy, remove.clone(), 12), Ok(1));
    assert_eq!(names(&copy), ["a/", "c/", "d/", "e/"]);
    assert_eq!(make(&mut copy, remove, 13), Err(NotMade::NotThere));
    assert_eq!(make(&mut copy, Edit::AddBookmark(folder("b/")), 14), Ok(1));
    assert_eq!(names(&copy), ["a/", "c/", "d/", "e/", "b/"]);
}

#[test]
fn moving_a_bookmark_writes_it_alone_until_there_is_no_room() {
    let mut copy = five();
    let mut at = 10;
    let mut steps = |copy: &mut Copy, name: &str, to: usize| {
        at += 1;
        let edit = Edit::MoveBookmark {
            id: id(copy, name),
            to,
        };
        make(copy, edit, at).expect("it is there")
    };
    assert_eq!(steps(&mut copy, "e/", 0), 1);
    assert_eq!(names(&copy), ["e/", "a/", "b/", "c/", "d/"]);
    assert_eq!(steps(&mut copy, "a/", 99), 1);
    assert_eq!(names(&copy), ["e/", "b/", "c/", "d/", "a/"]);
    assert_eq!(steps(&mut copy, "d/", 1), 1);
    assert_eq!(names(&copy), ["e/", "d/", "b/", "c/", "a/"]);
    assert_eq!(steps(&mut copy, "d/", 1), 0, "it is there already");
    for _ in 0..100 {
        let middle = names(&copy)[2].clone();
        steps(&mut copy, &middle, 1);
    }
    assert_eq!(names(&copy).len(), 5, "nothing is lost when all take new places");
}

#[test]
fn there_are_as_many_bookmarks_as_fit() {
    let mut copy = after((0..BOOKMARKS_KEPT).map(|n| Edit::AddBookmark(folder(&format!("{n}/")))));
    assert_eq!(
        make(&mut copy, Edit::AddBookmark(folder("more/")), 9),
        Err(NotMade::Full)
    );
}

#[test]
fn the_latest_places_come_first_each_once() {
    let copy = after(["a/", "b/", "a/"].map(|name| Edit::OpenFolder(folder(name))));
    let found: Vec<String> = recents(&copy)
        .into_iter()
        .map(|recent| recent.folder.folder)
        .collect();
    assert_eq!(found, ["a/", "b/"]);
}

#[test]
fn the_theme_is_none_until_it_is_chosen() {
    assert_eq!(theme(&Copy::new()), None);
    let mut copy = after([Edit::SetTheme("dark")]);
    assert_eq!(theme(&copy).as_deref(), Some("dark"));
    assert_eq!(make(&mut copy, Edit::SetTheme("dark"), 5), Ok(0));
}
