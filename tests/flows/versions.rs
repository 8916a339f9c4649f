//! What was there before: deleting undone, a folder as of a date, earlier versions looked at, saved and brought back.

use api::problem::ProblemCode;
use api::view::{
    Allowed, BringBackForm, JobStateView, JobView, ObjectForm, PastForm, PastView, PreviewContent,
    SaveTextForm, VersionMarkForm, VersionView, WritingForm,
};
use base::Clock as _;
use sandbox::Fault;

use crate::actions::{items, names, over, put, signed_in, text};
use crate::setting::Setting;

async fn deleted(setting: &Setting, place: &str, keys: &[&str]) -> JobView {
    let job = setting.device.api.delete_items(items(place, keys)).await;
    over(setting, job.expect("begun")).await
}

/// Undoes a job and gives the job that did it.
async fn undone(setting: &Setting, job: u32) -> JobView {
    setting.device.api.undo_job(job).await.expect("it can be undone");
    over(setting, job + 1).await
}

fn object(place: &str, key: &str, version: Option<&str>) -> ObjectForm {
    ObjectForm {
        location: place.to_owned(),
        key: key.to_owned(),
        version: version.map(str::to_owned),
    }
}

async fn versions(setting: &Setting, place: &str, key: &str) -> Vec<VersionView> {
    let found = setting.device.api.versions(object(place, key, None), None).await;
    found.expect("versions").versions
}

/// Puts another text in the place of one.
async fn rewritten(setting: &Setting, place: &str, key: &str, to: &str) {
    let api = &setting.device.api;
    let view = api.preview(place, key, false).await.expect("a look");
    let form = SaveTextForm {
        token: view.token,
        text: to.to_owned(),
        writing: WritingForm::Over,
    };
    assert_eq!(api.save_text(form).await.expect("it can be written"), key);
}

fn now(setting: &Setting) -> i64 {
    i64::try_from(setting.clock.now().unix_timestamp_nanos() / 1_000_000).expect("our time")
}

async fn past(setting: &Setting, place: &str, folder: &str, at: i64) -> PastView {
    let form = PastForm {
        location: place.to_owned(),
        folder: folder.to_owned(),
        at,
        after: None,
    };
    setting.device.api.past(form).await.expect("what there was")
}

fn refusal() -> Fault {
    Fault::Refuse {
        error: "AccessDenied".into(),
        message: "Access Denied".into(),
        status: 403,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_deleted_is_back_where_the_person_may_delete_versions() {
    let setting = signed_in().await;
    put(&setting, "private", "Bin/", &[("a.txt", "a"), ("b.txt", "b")]).await;

    let job = deleted(&setting, "private", &["Bin/"]).await;
    let undo = undone(&setting, job.id).await;

    assert_eq!((undo.state, undo.done), (JobStateView::Done, 2), "{undo:?}");
    assert_eq!(names(&setting, "private", "Bin/").await, ["a.txt", "b.txt"]);
    assert_eq!(
        versions(&setting, "private", "Bin/a.txt").await.len(),
        1,
        "no copy was made"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_deleted_is_copied_back_where_nobody_may_delete_versions() {
    let setting = signed_in().await;
    put(&setting, "public", "Bin/", &[("a.txt", "mine"), ("b.txt", "b")]).await;
    let job = deleted(&setting, "public", &["Bin/"]).await;
    put(&setting, "public", "Bin/", &[("b.txt", "somebody else's")]).await;

    let undo = undone(&setting, job.id).await;

    assert_eq!(
        (undo.state, undo.done, undo.skipped, undo.failed),
        (JobStateView::Done, 1, 1, 0),
        "{undo:?}"
    );
    assert_eq!(text(&setting, "public", "Bin/a.txt").await, "mine");
    assert_eq!(text(&setting, "public", "Bin/b.txt").await, "somebody else's");
    setting.device.rows("public", "Bin/").await.expect("a folder");
    let allowed = setting.device.seen().folder.expect("a folder").allowed;
    assert_eq!(
        (allowed.delete, allowed.read),
        (Allowed::Yes, Allowed::Yes),
        "that versions cannot be deleted says nothing of files"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_cannot_list_versions_is_told_before_that_nothing_can_be_undone() {
    let setting = signed_in().await;
    put(&setting, "public", "", &[("a.txt", "a")]).await;
    let api = &setting.device.api;
    let weigh = async || {
        let id = api.weigh(items("public", &["a.txt"])).await.expect("counted");
        let done = |weight: &api::view::WeightView| weight.id == id && weight.done;
        let seen = setting
            .device
            .until(|seen| seen.weight.as_ref().is_some_and(done));
        seen.await.weight.expect("a weight").versioned
    };
    assert_eq!(weigh().await, Some(true));

    setting
        .world
        .sandbox
        .faults()
        .plan("ListObjectVersions", refusal());
    assert_eq!(weigh().await, Some(false));

    let job = deleted(&setting, "public", &["a.txt"]).await;
    assert_eq!((job.state, job.undo), (JobStateView::Done, false), "{job:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_is_seen_as_it_was_and_what_it_held_comes_back() {
    let setting = signed_in().await;
    put(&setting, "private", "Log/", &[("a.txt", "first"), ("b.txt", "b")]).await;
    put(&setting, "private", "Log/deep/", &[("c.txt", "c")]).await;
    let then = now(&setting);
    setting.minutes_pass(10);
    rewritten(&setting, "private", "Log/a.txt", "second").await;
    deleted(&setting, "private", &["Log/b.txt"]).await;
    put(&setting, "private", "Log/", &[("new.txt", "n")]).await;

    let before = past(&setting, "private", "Log/", then).await;

    let files: Vec<_> = before
        .files
        .iter()
        .map(|file| (file.name.as_str(), file.latest))
        .collect();
    assert_eq!(files, [("a.txt", false), ("b.txt", false)]);
    assert_eq!(before.folders[0].key, "Log/deep/");
    assert!(before.next.is_none());
    let today = past(&setting, "private", "Log/", now(&setting)).await;
    let files: Vec<_> = today.files.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(files, ["a.txt", "new.txt"]);

    let form = BringBackForm {
        location: "private".to_owned(),
        versions: before
            .files
            .iter()
            .map(|file| VersionMarkForm {
                key: file.key.clone(),
                version: file.id.clone(),
            })
            .collect(),
    };
    let job = setting.device.api.bring_back(form).await.expect("begun");
    let job = over(&setting, job).await;

    assert_eq!((job.state, job.done), (JobStateView::Done, 2), "{job:?}");
    assert_eq!(text(&setting, "private", "Log/a.txt").await, "first");
    assert_eq!(text(&setting, "private", "Log/b.txt").await, "b");
    assert_eq!(
        versions(&setting, "private", "Log/a.txt").await.len(),
        3,
        "what was there meanwhile is kept, too"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_earlier_version_is_looked_at_and_saved_beside_what_is_there() {
    let setting = signed_in().await;
    put(&setting, "private", "", &[("a.txt", "first")]).await;
    setting.minutes_pass(1);
    rewritten(&setting, "private", "a.txt", "second").await;
    let all = versions(&setting, "private", "a.txt").await;
    let api = &setting.device.api;

    let earlier = api
        .preview_version("private", "a.txt", Some(all[1].id.clone()), false)
        .await
        .expect("a look");
    let PreviewContent::Text { text, .. } = &earlier.content else {
        panic!("{:?}", earlier.content)
    };
    assert_eq!((text.as_str(), earlier.editable), ("first", false));

    let (downloads, _) = setting.device.download("private", "a.txt").await;
    let job = api
        .download_version(object("private", "a.txt", Some(&all[1].id)))
        .await
        .expect("begun");
    let job = over(&setting, job).await;

    assert_eq!((job.state, job.done_bytes), (JobStateView::Done, 5), "{job:?}");
    let saved = |name: &str| std::fs::read_to_string(downloads.join(name)).expect("a file");
    assert_eq!(
        (saved("a.txt"), saved("a (2).txt")),
        ("second".to_owned(), "first".to_owned())
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_version_that_is_gone_leaves_nothing_half_done() {
    let setting = signed_in().await;
    put(&setting, "private", "", &[("a.txt", "first")]).await;
    setting.minutes_pass(1);
    rewritten(&setting, "private", "a.txt", "second").await;
    let all = versions(&setting, "private", "a.txt").await;
    let gone = object("private", "a.txt", Some(&all[1].id));
    let deleted = setting.device.api.delete_version(gone.clone()).await;
    deleted.expect("she may");

    let job = setting.device.api.download_version(gone).await.expect("begun");
    let job = over(&setting, job).await;

    assert_eq!(job.state, JobStateView::Failed);
    assert_eq!(job.problem.expect("a reason").code, ProblemCode::Gone);
    let (downloads, _) = setting.device.download("private", "a.txt").await;
    assert_eq!(std::fs::read_dir(downloads).expect("a folder").count(), 1);
}
