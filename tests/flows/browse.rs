//! Browsing: what is selected, filtered, looked for and typed, and what is offered.

use api::problem::ProblemCode;
use api::view::{
    AddressForm, FolderForm, FolderView, ItemsForm, RowKind, SearchForm, SelectForm, SelectHow, SortBy,
    SortForm,
};

use crate::setting::Setting;

async fn signed_in() -> Setting {
    let setting = Setting::fresh().await;
    setting.device.sign_in("ada", "Gatehouse-1").await;
    setting
}

async fn filled() -> Setting {
    let setting = signed_in().await;
    let mut paths = Vec::new();
    for (name, bytes) in [("a 10.txt", 10), ("a 2.txt", 20), ("b.png", 30), ("C.txt", 40)] {
        let path = setting.world.folder.path().join(name);
        std::fs::write(&path, vec![b'x'; bytes]).expect("a file to upload");
        paths.push(path);
    }
    setting.device.upload("private", "papers/deep/", paths).await;
    setting
}

async fn open(setting: &Setting, folder: &str) -> FolderView {
    let form = FolderForm {
        location: "private".to_owned(),
        folder: folder.to_owned(),
        sort: SortBy::Name,
        descending: false,
    };
    let opened = setting.device.api.open_folder(form).await.expect("ada's files");
    done(setting, opened.listing).await
}

async fn done(setting: &Setting, listing: u32) -> FolderView {
    let over = move |view: &FolderView| view.listing == listing && view.done;
    let seen = setting
        .device
        .until(|seen| seen.folder.as_ref().is_some_and(over));
    seen.await.folder.expect("a folder")
}

async fn names(setting: &Setting, listing: u32) -> Vec<String> {
    let rows = setting
        .device
        .api
        .rows(listing, 0, 100)
        .await
        .expect("the folder is open");
    rows.rows.into_iter().map(|row| row.name).collect()
}

fn search(text: &str, kinds: Vec<RowKind>) -> SearchForm {
    SearchForm {
        location: "private".to_owned(),
        folder: String::new(),
        text: text.to_owned(),
        kinds,
        at_least: None,
        at_most: None,
        since: None,
        before: None,
        sort: SortBy::Name,
        descending: false,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_selected_stays_so_and_is_what_an_action_gets() {
    let setting = filled().await;
    let api = &setting.device.api;
    let listing = open(&setting, "papers/deep/").await.listing;
    assert_eq!(
        names(&setting, listing).await,
        ["a 2.txt", "a 10.txt", "b.png", "C.txt"]
    );
    let ids: Vec<u32> = api
        .rows(listing, 0, 9)
        .await
        .expect("rows")
        .rows
        .iter()
        .map(|row| row.id)
        .collect();
    let select = |how, at, from| api.select(listing, SelectForm { how, at, from });

    let some = select(SelectHow::Range, Some(ids[1]), Some(ids[0]))
        .await
        .expect("rows");
    assert_eq!((some.count, some.bytes), (2, 30));
    let form = SortForm {
        sort: SortBy::Size,
        descending: true,
    };
    api.sort_folder(listing, form).await.expect("the folder is open");
    let view = api
        .filter_folder(listing, "PNG".to_owned())
        .await
        .expect("the folder is open");

    assert_eq!((view.total, view.loaded, view.selection.count), (1, 4, 2));
    let form = ItemsForm {
        location: "private".to_owned(),
        listing,
        keys: None,
    };
    let items = api.items(&form).await.expect("the selection");
    let mut keys: Vec<_> = items
        .keys
        .iter()
        .map(|item| (item.key.as_str(), item.size))
        .collect();
    keys.sort_unstable();
    assert_eq!(
        keys,
        [
            ("papers/deep/a 10.txt", Some(10)),
            ("papers/deep/a 2.txt", Some(20))
        ]
    );
    assert!(items.can_write && items.keys.iter().all(|item| item.etag.is_some()));

    select(SelectHow::All, None, None).await.expect("rows");
    let again = open(&setting, "papers/deep/").await;
    assert_eq!(again.total, 1, "a folder that is refreshed stays filtered");
    assert!(again.selection.all && again.selection.count == 1, "and selected");
}

#[tokio::test(flavor = "multi_thread")]
async fn files_are_found_however_deep() {
    let setting = filled().await;
    let api = &setting.device.api;

    let found = api
        .search(search("*.TXT", vec![RowKind::Text]))
        .await
        .expect("ada's files");
    let view = done(&setting, found.listing).await;
    assert!(view.search && view.seen >= 4);
    let rows = api.rows(view.listing, 0, 100).await.expect("rows").rows;
    let deep: Vec<_> = rows
        .iter()
        .filter(|row| row.key.starts_with("papers/deep/"))
        .collect();
    assert_eq!(deep.len(), 3);
    assert!(
        deep.iter().all(|row| !row.name.contains('/')),
        "the name is the file's"
    );

    let large = SearchForm {
        at_least: Some(25),
        at_most: Some(35),
        ..search("", Vec::new())
    };
    let found = api.search(large).await.expect("ada's files");
    let view = done(&setting, found.listing).await;
    assert!(names(&setting, view.listing).await.contains(&"b.png".to_owned()));
    api.stop_listing(view.listing).await.expect("it is open still");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_leads_to_its_folder_or_says_why_it_does_not() {
    let setting = filled().await;
    let api = &setting.device.api;
    let place = api.locations().await.expect("ada's places");
    let mine = place.iter().find(|place| place.id == "private").expect("her own");
    let go = |text: String| {
        api.find_place(AddressForm {
            text,
            location: "private".to_owned(),
        })
    };
    let whole = format!("s3://{}/{}", mine.bucket, mine.prefix);

    for text in [
        format!("{whole}papers/deep"),
        format!("{whole}papers/deep/"),
        "/papers/deep".to_owned(),
    ] {
        let found = go(text).await.expect("it is there");
        assert_eq!((found.folder.as_str(), found.key), ("papers/deep/", None));
    }
    let file = go(format!(
        "https://{}.s3.eu-west-1.amazonaws.com/{}papers/deep/b.png?X-Amz-Signature=1",
        mine.bucket, mine.prefix
    ));
    let file = file.await.expect("it is there");
    assert_eq!(
        (file.folder.as_str(), file.key.as_deref()),
        ("papers/deep/", Some("papers/deep/b.png"))
    );
    assert_eq!(
        go(whole.trim_end_matches('/').to_owned())
            .await
            .expect("her place")
            .folder,
        ""
    );

    for (text, code) in [
        ("s3://another-bucket/papers/", ProblemCode::Denied),
        ("https://example.com/papers/", ProblemCode::FieldRefused),
        ("no such folder", ProblemCode::Gone),
    ] {
        assert_eq!(go(text.to_owned()).await.expect_err(text).code, code, "{text}");
    }
}
