//! A file that another program has open: what it saves comes back, and nobody's change is lost.

use std::path::{Path, PathBuf};

use api::problem::ProblemCode;
use api::view::{CopyStateView, PreviewContent, ResolveForm};

use crate::setting::Setting;

/// A person with a note, which another program has open.
async fn opened() -> (Setting, PathBuf) {
    let setting = Setting::fresh().await;
    setting.device.sign_in("ada", "Gatehouse-1").await;
    put(&setting, "note.txt", b"one").await;
    setting
        .device
        .api
        .open_with("private", "note.txt")
        .await
        .expect("it opens");
    let path = setting.device.opened().pop().expect("the desktop was asked");
    assert_eq!(std::fs::read(&path).expect("the copy"), b"one");
    (setting, path)
}

async fn put(setting: &Setting, name: &str, bytes: &[u8]) {
    let path = setting.world.folder.path().join(name);
    std::fs::write(&path, bytes).expect("a file to upload");
    setting.device.upload("private", "", vec![path]).await;
}

async fn text(setting: &Setting, key: &str) -> String {
    let view = setting
        .device
        .api
        .preview("private", key, false)
        .await
        .expect("a look");
    let PreviewContent::Text { text, .. } = view.content else {
        panic!("text, not {:?}", view.content);
    };
    text
}

/// Somebody else's change, from another computer.
async fn changed_elsewhere(setting: &Setting) {
    let other = setting.another_device().await;
    other.sign_in("ada", "Gatehouse-1").await;
    other
        .api
        .open_with("private", "note.txt")
        .await
        .expect("it opens");
    let path = other.opened().pop().expect("the desktop was asked");
    std::fs::write(path, "theirs").expect("the copy is ours");
    other
        .until(|seen| seen.copies.iter().any(|copy| copy.saved == 1))
        .await;
    other.api.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_program_saves_goes_back_each_time() {
    let (setting, path) = opened().await;
    for (n, words) in ["two", "three and more"].into_iter().enumerate() {
        // As many programs save: another file takes the old one's name.
        let beside = path.with_extension("new");
        std::fs::write(&beside, words).expect("the folder is ours");
        std::fs::rename(&beside, &path).expect("the folder is ours");
        setting
            .device
            .until(|seen| {
                seen.copies
                    .iter()
                    .any(|copy| copy.saved as usize == n + 1 && copy.state == CopyStateView::Same)
            })
            .await;
        assert_eq!(text(&setting, "note.txt").await, words);
    }
    setting.device.api.close_copy(1).await.expect("it is there");
    setting.device.until(|seen| seen.copies.is_empty()).await;
    assert!(!path.exists(), "and its copy is gone");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_from_elsewhere_is_not_overwritten_before_the_person_says_so() {
    for how in [ResolveForm::KeepBoth, ResolveForm::Replace, ResolveForm::Discard] {
        let (setting, path) = opened().await;
        changed_elsewhere(&setting).await;
        std::fs::write(&path, "mine").expect("the copy is ours");
        let conflict = |seen: &tests::device::Seen| {
            seen.copies
                .iter()
                .any(|copy| copy.state == CopyStateView::Conflict)
        };
        setting.device.until(conflict).await;
        assert_eq!(
            text(&setting, "note.txt").await,
            "theirs",
            "nothing was overwritten"
        );

        setting
            .device
            .api
            .resolve_copy(1, how)
            .await
            .expect("it is there");
        setting
            .device
            .until(|seen| seen.copies.iter().all(|copy| copy.state == CopyStateView::Same))
            .await;
        let now = text(&setting, "note.txt").await;
        match how {
            ResolveForm::Replace => assert_eq!(now, "mine"),
            ResolveForm::KeepBoth => {
                assert_eq!(
                    (now.as_str(), text(&setting, "note (2).txt").await.as_str()),
                    ("theirs", "mine")
                );
            }
            ResolveForm::Discard | ResolveForm::Keep | ResolveForm::Upload => assert_eq!(now, "theirs"),
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_is_never_opened_whatever_it_is_called() {
    let setting = Setting::fresh().await;
    setting.device.sign_in("ada", "Gatehouse-1").await;
    put(&setting, "run.sh", b"echo").await;
    put(&setting, "picture.jpg", b"#!/bin/sh\necho").await;
    for key in ["run.sh", "picture.jpg"] {
        let problem = setting
            .device
            .api
            .open_with("private", key)
            .await
            .expect_err("a program");
        assert_eq!(problem.code, ProblemCode::LocalFile, "{key}");
    }
    assert_eq!(setting.device.opened(), Vec::<PathBuf>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn closing_the_app_saves_what_is_not_saved_and_leaves_no_copy() {
    let (setting, path) = opened().await;
    std::fs::write(&path, "the last words").expect("the copy is ours");
    setting.device.api.close().await;
    assert!(!path.exists());
    let setting = setting.restarted().await;
    setting.device.until(|seen| seen.account.is_some()).await;
    assert_eq!(text(&setting, "note.txt").await, "the last words");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_could_not_be_saved_is_moved_to_safety() {
    let (setting, path) = opened().await;
    changed_elsewhere(&setting).await;
    std::fs::write(&path, "mine").expect("the copy is ours");
    setting
        .device
        .until(|seen| {
            seen.copies
                .iter()
                .any(|copy| copy.state == CopyStateView::Conflict)
        })
        .await;
    assert!(!setting.device.api.may_close().await, "the person is asked first");
    setting.device.api.close().await;
    let rescued = setting.device.downloads().join("note.txt");
    assert_eq!(std::fs::read(rescued).expect("it is safe"), b"mine");
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn nobody_else_on_this_computer_may_look_into_the_copies() {
    use std::os::unix::fs::PermissionsExt as _;

    let (_setting, path) = opened().await;
    let folder = path
        .parent()
        .and_then(std::path::Path::parent)
        .expect("its folder");
    let mode = std::fs::metadata(folder)
        .expect("it is there")
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o700);
}

/// Copies a folder with all that is in it.
fn copied(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("the folder").flatten() {
        let (path, to) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            copied(&path, &to);
        } else {
            std::fs::copy(path, to).expect("a file");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_not_uploaded_before_a_crash_is_offered_at_the_next_start() {
    for how in [ResolveForm::Upload, ResolveForm::Keep, ResolveForm::Discard] {
        let (setting, path) = opened().await;
        // As if the app had ended amid it: what lies on the disk stays.
        let (open, aside) = (
            setting.device.data.join("open"),
            setting.world.folder.path().join("aside"),
        );
        copied(&open, &aside);
        setting.device.api.close().await;
        copied(&aside, &open);
        std::fs::write(&path, "the last words").expect("the copy is ours");

        let setting = setting.restarted().await;
        let left = |copy: &api::view::CopyView| copy.state == CopyStateView::Left;
        let seen = setting.device.until(|seen| seen.copies.iter().any(left)).await;
        assert_eq!(seen.copies[0].name, "note.txt");
        assert_eq!(
            text(&setting, "note.txt").await,
            "one",
            "nothing is uploaded unasked"
        );
        let api = &setting.device.api;
        api.resolve_copy(seen.copies[0].id, how)
            .await
            .expect("it is there");
        let decided = setting.device.until(|seen| !seen.copies.iter().any(left)).await;

        let kept = setting.device.downloads().join("note.txt");
        if how == ResolveForm::Upload {
            setting
                .device
                .until(|seen| seen.copies.iter().any(|copy| copy.saved == 1))
                .await;
            assert_eq!(text(&setting, "note.txt").await, "the last words");
        } else {
            assert!(decided.copies.is_empty() && !path.exists());
            assert_eq!(text(&setting, "note.txt").await, "one");
        }
        assert_eq!(kept.exists(), how == ResolveForm::Keep);
    }
}
