//! The main job without a window: from a fresh machine to the person's files and back, over the real protocols,
//! against the sandbox in this process.

#[path = "main_job/accounts.rs"]
mod accounts;
#[path = "main_job/desk.rs"]
mod desk;
#[path = "main_job/secrets.rs"]
mod secrets;

use std::fs;

use api::view::{
    AnswerKind, DirectionView, ItemsForm, NoticeView, OutcomeView, PreviewContent, RowKind, ScreenView,
    TransferState,
};
use desk::{Desk, form};

#[tokio::test]
async fn a_new_person_signs_up_reaches_their_files_and_is_still_signed_in_after_a_restart() {
    let mut desk = Desk::fresh().await;
    desk.wait_for("the sign-in form", |page| {
        matches!(page.screen(), ScreenView::SignIn { .. })
    })
    .await;

    // Signs up; the code arrives in the inbox, and confirming it signs in.
    desk.api.show_sign_up().await.expect("the sign-up form");
    let ScreenView::SignUp {
        fields,
        password_rules,
    } = desk.page().screen().clone()
    else {
        panic!("the sign-up form is shown, not {:?}", desk.page().screen());
    };
    let names: Vec<&str> = fields.iter().map(|field| field.name.as_str()).collect();
    assert_eq!(
        names,
        ["username", "email", "given_name", "password"],
        "the pool asks for these"
    );
    assert_eq!(password_rules.min_length, 8);
    let filled = [
        ("username", "grace"),
        ("email", "grace@example.com"),
        ("given_name", "Grace"),
        ("password", "Gatehouse-1"),
    ];
    desk.api.sign_up(form(&filled)).await.expect("signed up");
    let ScreenView::Answer(question) = desk.page().screen().clone() else {
        panic!("the code is asked, not {:?}", desk.page().auth());
    };
    assert_eq!(question.kind, AnswerKind::ConfirmSignUp);
    let sent_to = question.sent_to.expect("the service says where the code went");
    assert!(
        sent_to.destination.contains('*'),
        "the address is masked: {}",
        sent_to.destination
    );

    desk.api.answer(form(&[("code", "000000")])).await.expect("heard");
    let refused = desk
        .page()
        .auth()
        .problem
        .clone()
        .expect("a wrong code is refused");
    assert_eq!(refused.code, api::problem::ProblemCode::WrongCode);
    assert!(
        matches!(desk.page().screen(), ScreenView::Answer(_)),
        "and the question stays"
    );

    let code = desk.newest_code("grace@example.com").await;
    desk.api
        .answer(form(&[("code", &code)]))
        .await
        .expect("confirmed");
    desk.wait_for("the account", |page| page.account().is_some())
        .await;
    assert_eq!(
        *desk.page().screen(),
        ScreenView::SignedIn,
        "confirming signs in, without the password again"
    );
    desk.wait_for("the record of the sign-in", |page| {
        page.account()
            .is_some_and(|account| account.first_sign_in.is_some())
    })
    .await;

    // Uploads a small and a large file, sees them, looks into one, downloads the other.
    let note = desk.local_file("note.txt", b"Hello, Gatehouse");
    let large: Vec<u8> = (0..12_u32 << 20).map(|n| (n % 251) as u8).collect();
    let film = desk.local_file("film.bin", &large);
    desk.will_pick(vec![note, film]);
    assert_eq!(
        desk.api.pick_upload("private", "Trip/").await.expect("uploading"),
        2
    );
    desk.wait_for("both uploads", |page| {
        page.transfers()
            .rows
            .iter()
            .filter(|row| row.state == TransferState::Done)
            .count()
            == 2
    })
    .await;

    let rows = desk.open("private", "").await;
    assert_eq!(
        rows.iter()
            .map(|row| (row.name.as_str(), row.kind))
            .collect::<Vec<_>>(),
        [("Trip", RowKind::Folder)]
    );
    let rows = desk.open("private", "Trip/").await;
    let seen: Vec<_> = rows.iter().map(|row| (row.name.as_str(), row.size)).collect();
    assert_eq!(seen, [("film.bin", Some(12 << 20)), ("note.txt", Some(16))]);

    let look = desk
        .api
        .preview("private", "Trip/note.txt", false)
        .await
        .expect("a look");
    assert_eq!(
        look.content,
        PreviewContent::Text {
            text: "Hello, Gatehouse".into(),
            next: None,
            shape: None
        }
    );

    desk.api
        .download(&ItemsForm {
            location: "private".into(),
            listing: 0,
            keys: Some(vec!["Trip/film.bin".into()]),
        })
        .await
        .expect("downloading");
    desk.wait_for("the download", |page| {
        let mut downloads = page
            .transfers()
            .rows
            .iter()
            .filter(|row| row.direction == DirectionView::Download);
        downloads.any(|row| row.state == TransferState::Done)
    })
    .await;
    assert!(
        fs::read(desk.downloads().join("film.bin")).expect("the file") == large,
        "byte for byte"
    );

    // Closes the app and starts it again: still signed in, no password asked, the files still there.
    let sub = desk.page().account().expect("signed in").sub.clone();
    let mut desk = desk.restart().await;
    desk.wait_for("the account", |page| page.account().is_some())
        .await;
    assert_eq!(desk.page().account().expect("signed in").sub, sub);
    assert_eq!(desk.open("private", "Trip/").await.len(), 2);

    // Signs out; the next start asks for the password.
    desk.api.sign_out(false).await.expect("signed out");
    desk.wait_for("the sign-in form", |page| {
        matches!(page.screen(), ScreenView::SignIn { .. })
    })
    .await;
    assert_eq!(desk.page().auth().outcome, Some(OutcomeView::SignedOut));
    assert!(desk.page().account().is_none());
    let problem = desk.api.locations().await.expect_err("nobody is signed in");
    assert_eq!(problem.code, api::problem::ProblemCode::SignedOut);
    let mut desk = desk.restart().await;
    desk.wait_for("the sign-in form", |page| {
        matches!(page.screen(), ScreenView::SignIn { .. })
    })
    .await;
    desk.api.close().await;
}

#[tokio::test]
async fn ada_sees_her_files_in_five_requests_and_in_four_the_next_time() {
    let mut desk = Desk::fresh().await;
    desk.sign_in("ada", "Gatehouse-1").await;
    let rows = desk.open("private", "").await;

    assert!(!rows.is_empty(), "ada has files");
    // What follows her from device to device comes by itself, when her files are there.
    // The keys that tokens are checked with are fetched ahead, whenever that is.
    let follows =
        |operation: &String| ["GetObject", "PutObject", "GetSigningKeys"].contains(&operation.as_str());
    let made = |desk: &Desk| -> Vec<String> {
        let all = desk.api.calls(0).into_iter().map(|call| call.operation);
        all.filter(|operation| !follows(operation)).collect()
    };
    let first = [
        "InitiateAuth",
        "RespondToAuthChallenge",
        "GetId",
        "GetCredentialsForIdentity",
        "ListObjectsV2",
    ];
    assert_eq!(made(&desk), first);

    desk.api.sign_out(false).await.expect("signed out");
    let before = made(&desk).len();
    desk.sign_in("ada", "Gatehouse-1").await;
    desk.open("private", "").await;

    let second = [
        "InitiateAuth",
        "RespondToAuthChallenge",
        "GetCredentialsForIdentity",
        "ListObjectsV2",
    ];
    assert_eq!(made(&desk)[before..], second, "her identity is known by now");
    desk.api.close().await;
}

#[tokio::test]
async fn a_temporary_password_leads_to_a_new_one_and_in() {
    let mut desk = Desk::fresh().await;
    desk.api
        .sign_in(desk::sign_in_form("temp", "Temporary-1"))
        .await
        .expect("heard");
    let ScreenView::Answer(question) = desk.page().screen().clone() else {
        panic!("a new password is asked, not {:?}", desk.page().auth());
    };
    assert_eq!(question.kind, AnswerKind::NewPassword);
    assert!(
        question.fields.iter().any(|field| field.name == "given_name"),
        "the missing name is asked too"
    );

    desk.api
        .answer(form(&[("newPassword", "Gatehouse-2"), ("given_name", "Tem")]))
        .await
        .expect("heard");

    desk.wait_for("the account", |page| page.account().is_some())
        .await;
    desk.api.close().await;
}

#[tokio::test]
async fn a_wrong_password_keeps_the_form_and_a_forgotten_one_is_replaced() {
    let mut desk = Desk::fresh().await;
    desk.api
        .sign_in(desk::sign_in_form("ada", "Wrong-1"))
        .await
        .expect("heard");
    let refused = desk.page().auth().problem.clone().expect("refused");
    assert_eq!(refused.code, api::problem::ProblemCode::WrongCredentials);
    assert!(
        refused.reference.is_some(),
        "whoever runs the service can look it up"
    );
    assert!(matches!(desk.page().screen(), ScreenView::SignIn { username, .. } if username == "ada"));

    desk.api
        .show_forgot_password("ada".into())
        .await
        .expect("the form");
    desk.api.forgot_password("ada".into()).await.expect("heard");
    let code = desk.newest_code("ada@example.com").await;
    desk.api
        .answer(form(&[("code", &code), ("newPassword", "Gatehouse-2")]))
        .await
        .expect("heard");
    if desk.page().account().is_none() {
        desk.sign_in("ada", "Gatehouse-2").await;
    }
    desk.wait_for("the account", |page| page.account().is_some())
        .await;
    desk.api.close().await;
}

#[tokio::test]
async fn resetting_the_sandbox_signs_out_and_forgets_who_was_there() {
    let mut desk = Desk::fresh().await;
    desk.wait_for("the sign-in form", |page| {
        matches!(page.screen(), ScreenView::SignIn { .. })
    })
    .await;
    desk.api
        .reset_sandbox()
        .await
        .expect("a reset with nobody signed in");
    desk.sign_in("ada", "Gatehouse-1").await;
    let note = desk.local_file("note.txt", b"gone soon");
    desk.will_pick(vec![note]);
    desk.api.pick_upload("public", "").await.expect("uploading");
    desk.wait_for("the upload", |page| {
        page.transfers()
            .rows
            .iter()
            .any(|row| row.state == TransferState::Done)
    })
    .await;

    desk.api.reset_sandbox().await.expect("reset");

    desk.wait_for("the sign-in form", |page| {
        matches!(page.screen(), ScreenView::SignIn { .. })
    })
    .await;
    desk.sign_in("ada", "Gatehouse-1").await;
    let rows = desk.open("public", "").await;
    assert!(
        rows.iter().all(|row| row.name != "note.txt"),
        "the uploaded file is gone"
    );
    desk.api.close().await;
}

#[tokio::test]
async fn without_a_keyring_the_session_ends_with_the_app_and_the_person_is_told() {
    let mut desk = Desk::without_keyring().await;
    desk.sign_in("ada", "Gatehouse-1").await;

    desk.wait_for("the notice", |page| {
        page.notices().contains(&NoticeView::SessionInMemory)
    })
    .await;
    assert!(
        !desk.page().account().expect("signed in").remembered,
        "and the account says so too"
    );

    let mut desk = desk.restart().await;
    desk.wait_for("the sign-in form", |page| {
        matches!(page.screen(), ScreenView::SignIn { .. })
    })
    .await;
    desk.api.close().await;
}

#[tokio::test]
async fn a_picture_is_served_under_its_token_until_the_preview_closes() {
    let mut desk = Desk::fresh().await;
    desk.sign_in("ada", "Gatehouse-1").await;
    let folder = "Photos/2024 Lake District/";
    let picture = desk
        .open("private", folder)
        .await
        .into_iter()
        .find(|row| row.kind == RowKind::Image);
    let key = picture.expect("ada has pictures").key;

    let look = desk.api.preview("private", &key, false).await.expect("a look");

    let PreviewContent::Image { url } = look.content else {
        panic!("a picture, not {:?}", look.content)
    };
    let token = url
        .strip_prefix("preview://localhost/")
        .expect("the protocol of previews");
    let served = desk.api.preview_serve(token, None, None).await;
    assert_eq!(
        (served.status, served.media_type, served.bytes.len() as u64),
        (200, "image/jpeg", look.size)
    );
    let other = desk.api.preview_serve("another", None, None).await;
    assert_eq!(other.status, 404, "a token cannot be guessed");
    desk.api.close_preview().await.expect("closed");
    let gone = desk.api.preview_serve(token, None, None).await;
    assert_eq!(gone.status, 404, "and it is gone with the preview");
    desk.api.close().await;
}
