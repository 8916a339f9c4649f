//! Texts that are made and changed in the app: nobody's change is lost.

use api::problem::ProblemCode;
use api::view::{NewFolderForm, ObjectForm, PreviewView, SaveTextForm, WritingForm};

use crate::actions::{items, names, over, put, signed_in, text};
use crate::setting::Setting;

async fn look(setting: &Setting, key: &str) -> PreviewView {
    let looked = setting.device.api.preview("private", key, false).await;
    looked.expect("a look")
}

fn writes(view: &PreviewView, text: &str, writing: WritingForm) -> SaveTextForm {
    SaveTextForm {
        token: view.token.clone(),
        text: text.to_owned(),
        writing,
    }
}

fn named(name: &str) -> NewFolderForm {
    NewFolderForm {
        location: "private".into(),
        folder: "Notes/".into(),
        name: name.to_owned(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_text_is_made_written_and_saved() {
    let setting = signed_in().await;
    let api = &setting.device.api;

    let key = api.new_text(named("été.txt")).await.expect("a text");
    let view = look(&setting, &key).await;
    assert!(view.editable && view.size == 0, "{view:?}");
    let saved = api
        .save_text(writes(&view, "one\ntwo\n", WritingForm::Over))
        .await;

    assert_eq!(saved.expect("saved"), key);
    assert_eq!(text(&setting, "private", &key).await, "one\ntwo\n");
    let taken = api.new_text(named("été.txt")).await.expect_err("taken");
    assert_eq!(taken.code, ProblemCode::Taken);
    assert_eq!(
        text(&setting, "private", &key).await,
        "one\ntwo\n",
        "it is as it was"
    );
    let wrong = api.new_text(named("a/b")).await.expect_err("no name");
    assert_eq!(wrong.code, ProblemCode::FieldRefused);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_that_somebody_has_changed_meanwhile_is_not_replaced_unasked() {
    let setting = signed_in().await;
    put(&setting, "private", "", &[("a.txt", "first")]).await;
    let mine = look(&setting, "a.txt").await;
    let other = setting.another_device().await;
    other.sign_in("ada", "Gatehouse-1").await;
    let theirs = other
        .api
        .preview("private", "a.txt", false)
        .await
        .expect("a look");
    let saved = other
        .api
        .save_text(writes(&theirs, "theirs", WritingForm::Over))
        .await;
    saved.expect("nobody was before them");
    let api = &setting.device.api;

    let refused = api.save_text(writes(&mine, "mine", WritingForm::Over)).await;
    assert_eq!(refused.expect_err("changed").code, ProblemCode::Changed);
    assert_eq!(
        other
            .api
            .preview("private", "a.txt", false)
            .await
            .expect("a look")
            .size,
        6
    );

    let beside = api.save_text(writes(&mine, "mine", WritingForm::Beside)).await;
    assert_eq!(beside.expect("saved"), "a (2).txt");
    let replaced = api
        .save_text(writes(&mine, "mine too", WritingForm::Replace))
        .await;
    assert_eq!(replaced.expect("saved"), "a.txt");
    assert_eq!(text(&setting, "private", "a (2).txt").await, "mine");
    assert_eq!(text(&setting, "private", "a.txt").await, "mine too");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_that_was_deleted_meanwhile_is_not_lost() {
    let setting = signed_in().await;
    put(&setting, "private", "", &[("a.txt", "first")]).await;
    let mine = look(&setting, "a.txt").await;
    let api = &setting.device.api;
    let job = api
        .delete_items(items("private", &["a.txt"]))
        .await
        .expect("begun");
    over(&setting, job).await;

    let refused = api.save_text(writes(&mine, "mine", WritingForm::Over)).await;
    assert_eq!(refused.expect_err("it is gone").code, ProblemCode::Changed);
    assert!(!names(&setting, "private", "").await.contains(&"a.txt".to_owned()));

    let replaced = api.save_text(writes(&mine, "mine", WritingForm::Replace)).await;
    assert_eq!(replaced.expect("saved"), "a.txt");
    assert_eq!(text(&setting, "private", "a.txt").await, "mine");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_keeps_what_is_said_of_it() {
    let setting = signed_in().await;
    put(&setting, "private", "", &[("a.html", "<p>first")]).await;
    let object = ObjectForm {
        location: "private".into(),
        key: "a.html".into(),
        version: None,
    };
    let api = &setting.device.api;
    let before = api.facts(object.clone()).await.expect("facts");
    let view = look(&setting, "a.html").await;

    let saved = api.save_text(writes(&view, "<p>second", WritingForm::Over)).await;
    saved.expect("saved");

    let after = api.facts(object).await.expect("facts");
    assert_eq!(after.description, before.description);
    assert_ne!(after.etag, before.etag);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_written_back_as_it_was_is_not_changed_here() {
    let setting = signed_in().await;
    let odd: [(&str, &[u8], bool); 5] = [
        ("windows.txt", b"a\r\nb\r\n", true),
        ("mixed.txt", b"a\r\nb\n", false),
        ("marked.txt", b"\xef\xbb\xbfa", false),
        ("latin.txt", b"caf\xe9", false),
        ("long.txt", &[b'x'; 300_000], false),
    ];
    for (name, bytes, editable) in odd {
        let path = setting.world.folder.path().join(name);
        std::fs::write(&path, bytes).expect("a file to upload");
        setting.device.upload("private", "", vec![path]).await;
        assert_eq!(look(&setting, name).await.editable, editable, "{name}");
    }
}
