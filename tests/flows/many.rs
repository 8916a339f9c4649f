//! What is changed of many at once, and what others are given: tags, links in both directions.

use std::time::Duration;

use api::view::{
    ChangeForm, ChangeKind, JobStateView, JobView, LinkView, ObjectForm, ObjectTag, RequestForm, ShareForm,
    SpeedForm,
};
use auth::{IdentityPoolPlan, Pool};
use base::Clock as _;
use files::{JobKind, JobState, Jobs, Taken};
use flow::Method;
use tests::keys::MemoryKeys;
use tests::person::{Person, location};

use crate::actions::{items, over, put, signed_in, text};
use crate::setting::Setting;

fn object(key: &str) -> ObjectForm {
    ObjectForm {
        location: "private".into(),
        key: key.to_owned(),
        version: None,
    }
}

fn tag(key: &str, value: &str) -> ObjectTag {
    ObjectTag {
        key: key.to_owned(),
        value: value.to_owned(),
    }
}

async fn changed(setting: &Setting, keys: &[&str], change: ChangeKind) -> JobView {
    let form = ChangeForm {
        items: items("private", keys),
        change,
    };
    let job = setting.device.api.change_items(form).await.expect("begun");
    over(setting, job).await
}

async fn tags(setting: &Setting, key: &str) -> Vec<ObjectTag> {
    let facts = setting.device.api.facts(object(key)).await.expect("facts");
    let mut tags = facts.tags.expect("she may see them");
    tags.sort_by(|a, b| a.key.cmp(&b.key));
    tags
}

#[tokio::test(flavor = "multi_thread")]
async fn tags_of_a_whole_folder_are_given_and_taken_and_others_stay() {
    let setting = signed_in().await;
    put(&setting, "private", "Set/", &[("a.txt", "a"), ("b.txt", "b")]).await;
    put(&setting, "private", "Set/deep/", &[("c.txt", "c")]).await;
    let give = |add| ChangeKind::Tags {
        add,
        remove: Vec::new(),
    };
    changed(
        &setting,
        &["Set/a.txt"],
        give(vec![tag("draft", "yes"), tag("own", "1")]),
    )
    .await;

    let change = ChangeKind::Tags {
        add: vec![tag("year", "2026")],
        remove: vec!["draft".into()],
    };
    let job = changed(&setting, &["Set/"], change).await;

    assert_eq!((job.state, job.done), (JobStateView::Done, 3), "{job:?}");
    assert_eq!(
        tags(&setting, "Set/a.txt").await,
        [tag("own", "1"), tag("year", "2026")]
    );
    assert_eq!(tags(&setting, "Set/deep/c.txt").await, [tag("year", "2026")]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_archived_file_is_brought_back_and_one_that_is_not_is_told_of() {
    let setting = signed_in().await;
    put(&setting, "private", "", &[("a.txt", "a"), ("b.txt", "b")]).await;
    let class = ChangeKind::Class {
        class: "GLACIER".into(),
    };
    let job = changed(&setting, &["a.txt"], class).await;
    assert_eq!(job.state, JobStateView::Done, "{job:?}");
    let api = &setting.device.api;
    assert_eq!(
        api.facts(object("a.txt")).await.expect("facts").class.as_deref(),
        Some("GLACIER")
    );

    let back = ChangeKind::Restore {
        days: 7,
        speed: SpeedForm::Standard,
    };
    let job = changed(&setting, &["a.txt", "b.txt"], back).await;

    assert_eq!(
        (job.state, job.done, job.failed),
        (JobStateView::Partly, 1, 1),
        "{job:?}"
    );
    assert_eq!(job.failures[0].path, "b.txt");
    let facts = api.facts(object("a.txt")).await.expect("facts");
    assert!(facts.restoring || facts.restored_until.is_some(), "{facts:?}");
}

async fn link(setting: &Setting, key: &str, seconds: u32, upload: bool) -> (String, LinkView) {
    let form = ShareForm {
        object: object(key),
        seconds,
        download: !upload,
        upload,
        picture: false,
    };
    let made = setting.device.api.share(form).await.expect("a link");
    (
        setting.device.copied_to_stay().expect("it is on the clipboard"),
        made,
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_holds_as_long_as_it_says_and_no_longer() {
    let setting = signed_in().await;
    put(&setting, "private", "", &[("a.txt", "shared")]).await;
    let client = reqwest::Client::builder().no_proxy().build().expect("a client");
    let get = async |url: &str| client.get(url).send().await.expect("an answer");

    let (url, made) = link(&setting, "a.txt", 600, false).await;
    assert!(!made.shortened);
    let answer = get(&url).await;
    let header = answer.headers()["content-disposition"].to_str().expect("a text");
    assert!(header.starts_with("attachment"), "{header}");
    assert_eq!(answer.text().await.expect("a text"), "shared");
    setting.minutes_pass(11);
    assert_eq!(get(&url).await.status(), 403);

    let week = 7 * 24 * 3600;
    let (_, made) = link(&setting, "a.txt", week, false).await;
    let left =
        Duration::from_millis(made.until.abs_diff(
            i64::try_from(setting.clock.now().unix_timestamp_nanos() / 1_000_000).expect("our time"),
        ));
    assert!(made.shortened && left <= Duration::from_secs(3600), "{made:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_without_an_account_puts_one_file_where_the_link_says() {
    let setting = signed_in().await;
    let client = reqwest::Client::builder().no_proxy().build().expect("a client");

    let (url, _) = link(&setting, "Inbox/from grace.txt", 600, true).await;
    let put = client.put(&url).body("hello").send().await.expect("an answer");

    assert_eq!(put.status(), 200);
    assert_eq!(text(&setting, "private", "Inbox/from grace.txt").await, "hello");
    let elsewhere = url.replace("from%20grace", "another");
    let refused = client
        .put(elsewhere)
        .body("hello")
        .send()
        .await
        .expect("an answer");
    assert_eq!(refused.status(), 403);
}

/// Sends the form of a saved page, with a file of these bytes.
async fn sent(page: &str, bytes: &[u8]) -> u16 {
    let between = |text: &str, start: &str| -> Option<(String, String)> {
        let rest = text.split_once(start)?.1;
        let (value, rest) = rest.split_once('"')?;
        let value = value
            .replace("&quot;", "\"")
            .replace("&lt;", "<")
            .replace("&gt;", ">");
        Some((value.replace("&amp;", "&"), rest.to_owned()))
    };
    let (action, mut rest) = between(page, "action=\"").expect("an address");
    let mut body = Vec::new();
    while let Some((name, after)) = between(&rest, "<input type=\"hidden\" name=\"") {
        let (value, after) = between(&after, "value=\"").expect("a value");
        body.extend(
            format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").into_bytes(),
        );
        rest = after;
    }
    body.extend(b"--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x.pdf\"\r\nContent-Type: application/pdf\r\n\r\n");
    body.extend(bytes);
    body.extend(b"\r\n--b--\r\n");
    let client = reqwest::Client::builder().no_proxy().build().expect("a client");
    let post = client
        .post(action)
        .header("content-type", "multipart/form-data; boundary=b");
    post.body(body).send().await.expect("an answer").status().as_u16()
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_without_an_account_sends_the_file_that_was_asked_for_and_no_larger_one() {
    let setting = signed_in().await;
    let form = RequestForm {
        location: "private".into(),
        folder: "Inbox/".into(),
        name: "a \"contract\".txt".into(),
        seconds: 600,
        megabytes: 1,
    };
    let api = &setting.device.api;
    let made = api.request_file(form.clone()).await.expect("a page");
    assert!(!made.expect("it was saved").shortened);
    let saved = std::fs::read_dir(setting.device.downloads()).expect("a folder");
    let saved = saved.flatten().next().expect("a page").path();
    let page = std::fs::read_to_string(saved).expect("a page");

    let refused = sent(&page, &vec![b'x'; 1_000_001]).await;
    assert!((400..500).contains(&refused), "{refused}");
    let posted = sent(&page, b"signed").await;

    assert!((200..300).contains(&posted), "{posted}");
    assert_eq!(
        text(&setting, "private", "Inbox/a \"contract\".txt").await,
        "signed"
    );
    let again = api.request_file(form).await.expect_err("it has a file by now");
    assert_eq!(again.code, api::problem::ProblemCode::Taken);
    setting.minutes_pass(11);
    assert_eq!(sent(&page, b"too late").await, 403);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_large_file_is_copied_in_parts_with_its_bytes_and_its_tags() {
    let setting = signed_in().await;
    let bytes: Vec<u8> = (0..12_000_000_u32).map(|at| (at / 7 % 251) as u8).collect();
    let path = setting.world.folder.path().join("large.bin");
    std::fs::write(&path, &bytes).expect("a file to upload");
    setting.device.upload("public", "", vec![path]).await;
    let world = setting.world.sandbox.world();
    let plan =
        IdentityPoolPlan::enhanced(&world.identity_pool_id, &world.region).at(setting.world.sandbox.url());
    let pool = Pool {
        name: "Sandbox".to_owned(),
        region: world.region.clone(),
        user_pool_id: world.user_pool_id.clone(),
        client_id: world.client_id.clone(),
        client_secret: None,
        identity_pool: Some(plan),
        hosted_ui: None,
        endpoint: Some(setting.world.sandbox.url().to_owned()),
        auth_flow: Method::UserSrp,
        session_validity: Pool::SESSION_VALIDITY,
        user_context: false,
        software_passkeys: true,
        sign_up: None,
    };
    let home = setting.world.folder.path().join("person");
    let person = Person::with(pool, &home, setting.clock.clone(), MemoryKeys::default());
    person.until(|seen| !seen.scene.busy).await;
    person.signs_in("ada", "Gatehouse-1").await;
    person.until(|seen| !seen.scene.busy).await;
    let files = person.files().copying_in_parts_above(5 << 20);
    let place = location(&world.bucket, "public/");
    let jobs = Jobs::open(files.clone());
    let items = vec![files::Item::of_key("large.bin")];
    let landing = files
        .landing(&place, &items, (&place, "copies/"), false, false)
        .await;
    let landing = landing.expect("it is free");
    let tag = files::Tag {
        key: "k".into(),
        value: "v".into(),
    };
    files.set_tags(&place, "large.bin", &[tag]).await.expect("tagged");

    jobs.relocate(JobKind::Copy, (&place, items), (&place, landing), Taken::Refuse);

    let over = |all: &Vec<files::Job>| !matches!(all[0].state, JobState::Waiting | JobState::Running);
    let mut watch = jobs.watch();
    let job = watch.wait_for(over).await.expect("jobs")[0].clone();
    assert_eq!(job.state, JobState::Done, "{job:?}");
    let subject = files::Subject::current(&place, "copies/large.bin");
    let head = files.head_of(&subject).await.expect("a head");
    let read = files.read(&subject, &head, 0..head.size).await.expect("bytes");
    assert!(read == bytes, "the copy has the bytes of the original");
    assert!(
        head.etag.expect("an entity tag").contains('-'),
        "it went in parts"
    );
    let tags = files.tags(&place, "copies/large.bin", None).await.expect("tags");
    assert_eq!(tags.len(), 1);
}
