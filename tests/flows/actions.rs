//! What is done with files where they are: made, renamed, copied, moved, deleted, counted first.

use api::problem::ProblemCode;
use api::view::{
    ItemsForm, JobKindView, JobStateView, JobView, NameForm, NewFolderForm, PreviewContent, RelocateForm,
    RelocatedView, RenameForm, TakenForm,
};

use sandbox::Fault;

use crate::setting::Setting;

pub(crate) async fn signed_in() -> Setting {
    let setting = Setting::fresh().await;
    setting.device.sign_in("ada", "Gatehouse-1").await;
    setting
}

/// Puts small text files below `folder` of a place, made by uploads.
pub(crate) async fn put(setting: &Setting, place: &str, folder: &str, files: &[(&str, &str)]) {
    let paths = files.iter().map(|(name, text)| {
        let path = setting.world.folder.path().join(name);
        std::fs::write(&path, text).expect("a file to upload");
        path
    });
    setting.device.upload(place, folder, paths.collect()).await;
}

pub(crate) fn items(place: &str, keys: &[&str]) -> ItemsForm {
    ItemsForm {
        location: place.to_owned(),
        listing: 0,
        keys: Some(keys.iter().map(|key| (*key).to_owned()).collect()),
    }
}

fn into(place: &str, folder: &str, taken: TakenForm) -> RelocateForm {
    RelocateForm {
        items: None,
        to: place.to_owned(),
        folder: folder.to_owned(),
        moves: false,
        taken,
    }
}

pub(crate) async fn names(setting: &Setting, place: &str, folder: &str) -> Vec<String> {
    let rows = setting.device.rows(place, folder).await.expect("a folder");
    rows.into_iter().map(|row| row.name).collect()
}

pub(crate) async fn text(setting: &Setting, place: &str, key: &str) -> String {
    let preview = setting
        .device
        .api
        .preview(place, key, false)
        .await
        .expect("a text");
    let PreviewContent::Text { text, .. } = preview.content else {
        panic!("{:?}", preview.content)
    };
    text
}

pub(crate) async fn over(setting: &Setting, id: u32) -> JobView {
    let ended =
        |job: &JobView| job.id == id && !matches!(job.state, JobStateView::Waiting | JobStateView::Running);
    let seen = setting
        .device
        .until(|seen| seen.jobs.as_ref().is_some_and(|jobs| jobs.rows.iter().any(ended)))
        .await;
    let jobs = seen.jobs.expect("jobs").rows;
    jobs.into_iter().find(ended).expect("the job")
}

async fn relocated(setting: &Setting, form: RelocateForm) -> RelocatedView {
    setting
        .device
        .api
        .relocate(form)
        .await
        .expect("it can be put there")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_folder_is_there_at_once_and_never_takes_a_name_that_is_taken() {
    let setting = signed_in().await;
    let form = |name: &str| NewFolderForm {
        location: "private".into(),
        folder: String::new(),
        name: name.to_owned(),
    };

    let key = setting
        .device
        .api
        .new_folder(form("Ångström 1"))
        .await
        .expect("a folder");

    assert_eq!(key, "Ångström 1/");
    assert!(
        names(&setting, "private", "")
            .await
            .contains(&"Ångström 1".to_owned())
    );
    assert_eq!(
        names(&setting, "private", "Ångström 1/").await,
        Vec::<String>::new()
    );
    let again = setting
        .device
        .api
        .new_folder(form("Ångström 1"))
        .await
        .expect_err("taken");
    assert_eq!(again.code, ProblemCode::Taken);
    let wrong = setting
        .device
        .api
        .new_folder(form("a/b"))
        .await
        .expect_err("no name");
    assert_eq!(
        (wrong.code, wrong.field.as_deref()),
        (ProblemCode::FieldRefused, Some("name"))
    );
    let told = setting.device.api.check_name(NameForm {
        location: "private".into(),
        folder: String::new(),
        name: ".hidden".into(),
        makes_folder: true,
    });
    assert!(
        told.await.expect("asked").is_some(),
        "told while it is typed, without asking the service"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_gets_another_name_unless_that_is_taken() {
    let setting = signed_in().await;
    put(&setting, "private", "", &[("one.txt", "one"), ("two.txt", "two")]).await;
    let form = |name: &str| RenameForm {
        items: items("private", &["one.txt"]),
        name: name.to_owned(),
    };

    let taken = setting
        .device
        .api
        .rename_item(form("two.txt"))
        .await
        .expect_err("taken");
    assert_eq!(taken.code, ProblemCode::Taken);
    let job = setting
        .device
        .api
        .rename_item(form("uno é.txt"))
        .await
        .expect("it can");
    let job = over(&setting, job).await;

    assert_eq!(
        (job.state, job.kind),
        (JobStateView::Done, JobKindView::Rename),
        "{job:?}"
    );
    let there = names(&setting, "private", "").await;
    assert!(
        there.contains(&"uno é.txt".to_owned()) && !there.contains(&"one.txt".to_owned()),
        "{there:?}"
    );
    assert_eq!(text(&setting, "private", "uno é.txt").await, "one");
    assert_eq!(text(&setting, "private", "two.txt").await, "two");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_is_counted_and_then_renamed_with_all_that_is_in_it() {
    let setting = signed_in().await;
    for (folder, name) in [("Old/", "a.txt"), ("Old/deep/er/", "b.txt")] {
        put(&setting, "private", folder, &[(name, name)]).await;
    }
    let id = setting
        .device
        .api
        .weigh(items("private", &["Old/"]))
        .await
        .expect("counted");
    let seen = setting
        .device
        .until(|seen| {
            seen.weight
                .as_ref()
                .is_some_and(|weight| weight.id == id && weight.done)
        })
        .await;
    let weight = seen.weight.expect("a weight");
    assert_eq!((weight.objects, weight.bytes, weight.must_type), (2, 10, false));

    let form = RenameForm {
        items: items("private", &["Old/"]),
        name: "New v1.2".into(),
    };
    let job = setting.device.api.rename_item(form).await.expect("it can");
    let job = over(&setting, job).await;

    assert_eq!(
        (job.state, job.done, job.total, job.done_bytes),
        (JobStateView::Done, 2, 2, 10)
    );
    assert_eq!(text(&setting, "private", "New v1.2/deep/er/b.txt").await, "b.txt");
    assert!(!names(&setting, "private", "").await.contains(&"Old".to_owned()));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_pasted_never_replaces_what_is_there_unasked() {
    let setting = signed_in().await;
    put(&setting, "private", "", &[("note.txt", "mine")]).await;
    put(&setting, "public", "Drop/", &[("note.txt", "theirs")]).await;
    let api = &setting.device.api;
    let held = api
        .hold_items(items("private", &["note.txt"]), false)
        .await
        .expect("held");
    assert_eq!((held.count, held.cut), (1, false));

    let asked = relocated(&setting, into("public", "Drop/", TakenForm::Ask)).await;
    assert_eq!(
        (asked.job, asked.taken, asked.names),
        (None, 1, vec!["note.txt".to_owned()])
    );

    let both = relocated(&setting, into("public", "Drop/", TakenForm::KeepBoth)).await;
    assert_eq!(
        over(&setting, both.job.expect("a job")).await.state,
        JobStateView::Done
    );
    assert_eq!(text(&setting, "public", "Drop/note.txt").await, "theirs");
    assert_eq!(text(&setting, "public", "Drop/note (2).txt").await, "mine");

    let skipped = relocated(&setting, into("public", "Drop/", TakenForm::Skip)).await;
    let skipped = over(&setting, skipped.job.expect("a job")).await;
    assert_eq!(
        (skipped.state, skipped.skipped, skipped.done),
        (JobStateView::Done, 1, 0)
    );
    assert_eq!(text(&setting, "public", "Drop/note.txt").await, "theirs");

    let replaced = relocated(&setting, into("public", "Drop/", TakenForm::Replace)).await;
    assert_eq!(
        over(&setting, replaced.job.expect("a job")).await.state,
        JobStateView::Done
    );
    assert_eq!(text(&setting, "public", "Drop/note.txt").await, "mine");
    assert_eq!(
        text(&setting, "private", "note.txt").await,
        "mine",
        "a copy leaves the original"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cut_folder_is_moved_and_can_be_pasted_once() {
    let setting = signed_in().await;
    put(&setting, "private", "Trip/", &[("a.txt", "a"), ("b.txt", "b")]).await;
    let api = &setting.device.api;
    api.hold_items(items("private", &["Trip/"]), true)
        .await
        .expect("held");

    let into_itself = api
        .relocate(into("private", "Trip/", TakenForm::Ask))
        .await
        .expect_err("no");
    assert_eq!(into_itself.title, "Already there");
    let moved = relocated(&setting, into("public", "", TakenForm::Ask)).await;
    let moved = over(&setting, moved.job.expect("a job")).await;

    assert_eq!(
        (moved.state, moved.kind, moved.done),
        (JobStateView::Done, JobKindView::Move, 2)
    );
    assert_eq!(names(&setting, "public", "Trip/").await, ["a.txt", "b.txt"]);
    assert_eq!(names(&setting, "private", "Trip/").await, Vec::<String>::new());
    api.relocate(into("public", "", TakenForm::Ask))
        .await
        .expect_err("what was cut is no longer held");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_move_that_cannot_delete_says_that_it_is_in_both_places_and_loses_nothing() {
    let setting = signed_in().await;
    put(&setting, "private", "From/", &[("a.txt", "a")]).await;
    let refusal = Fault::Refuse {
        error: "AccessDenied".into(),
        message: "Access Denied".into(),
        status: 403,
    };
    setting.world.sandbox.faults().plan("DeleteObject", refusal);
    let form = RelocateForm {
        items: Some(items("private", &["From/a.txt"])),
        moves: true,
        ..into("private", "", TakenForm::Ask)
    };

    let job = relocated(&setting, form).await.job.expect("a job");
    let stuck = over(&setting, job).await;

    assert_eq!(
        (stuck.state, stuck.failed, stuck.in_both),
        (JobStateView::Partly, 1, 1),
        "{stuck:?}"
    );
    assert_eq!(stuck.failures[0].problem.code, ProblemCode::Denied);
    assert_eq!(text(&setting, "private", "a.txt").await, "a");
    assert_eq!(text(&setting, "private", "From/a.txt").await, "a");

    setting.device.api.retry_job(job).await.expect("the job is there");
    let seen = setting
        .device
        .until(|seen| {
            let jobs = seen.jobs.as_ref();
            jobs.is_some_and(|jobs| {
                jobs.rows
                    .iter()
                    .any(|row| row.id == job && row.state == JobStateView::Done)
            })
        })
        .await;
    assert_eq!(seen.jobs.expect("jobs").rows[0].failed, 0);
    assert_eq!(names(&setting, "private", "From/").await, Vec::<String>::new());
    assert_eq!(
        text(&setting, "private", "a.txt").await,
        "a",
        "the copy of the first try counts"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn deleting_takes_a_thousand_a_call_and_tells_what_it_could_not() {
    let setting = signed_in().await;
    put(&setting, "private", "Bin/", &[("a.txt", "a"), ("b.txt", "b")]).await;
    put(&setting, "private", "", &[("keep.txt", "k")]).await;
    let before = setting.device.last_call();

    let job = setting
        .device
        .api
        .delete_items(items("private", &["Bin/"]))
        .await
        .expect("begun");
    let job = over(&setting, job).await;

    assert_eq!(
        (job.state, job.done, job.undo),
        (JobStateView::Done, 2, true),
        "{job:?}"
    );
    let calls = setting.device.operations(before);
    assert_eq!(calls.iter().filter(|call| *call == "DeleteObjects").count(), 1);
    assert!(!names(&setting, "private", "").await.contains(&"Bin".to_owned()));
    assert_eq!(text(&setting, "private", "keep.txt").await, "k");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_may_only_read_a_place_changes_nothing_there() {
    let setting = Setting::fresh().await;
    setting.device.sign_in("lea", "Gatehouse-1").await;
    let api = &setting.device.api;
    let locations = api.locations().await.expect("places");
    let read_only = locations
        .iter()
        .find(|place| !place.can_write)
        .expect("a place to read");

    let refused = api
        .delete_items(items(&read_only.id, &["a.txt"]))
        .await
        .expect_err("no");

    assert_eq!(refused.code, ProblemCode::Denied);
}
