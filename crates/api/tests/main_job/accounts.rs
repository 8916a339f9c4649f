//! Several people at one window, and what each does with their own account.

use api::problem::ProblemCode;
use api::view::{AccountView, OutcomeView, ScreenView};

use crate::desk::{Desk, Page, form};

const PASSWORD: &str = "Gatehouse-1";

fn shows(page: &Page, username: &str) -> bool {
    page.account()
        .is_some_and(|account: &AccountView| account.username == username)
}

fn seated(page: &Page) -> Vec<(bool, bool)> {
    page.accounts()
        .iter()
        .map(|seat| (seat.active, seat.signed_in))
        .collect()
}

async fn names(desk: &mut Desk) -> Vec<String> {
    let rows = desk.open("private", "").await;
    rows.into_iter().map(|row| row.name).collect()
}

/// Ada, and then otto beside her; otto is shown.
async fn ada_and_otto() -> Desk {
    let mut desk = Desk::fresh().await;
    desk.sign_in("ada", PASSWORD).await;
    desk.api.add_account().await.expect("a form for one more");
    assert!(
        desk.page().account().is_none(),
        "nobody has signed in at the new seat"
    );
    desk.sign_in("otto", PASSWORD).await;
    desk.wait_for("both in the list", |page| seated(page).len() == 2)
        .await;
    desk
}

#[tokio::test]
async fn two_people_side_by_side_see_their_own_files_and_one_leaves_without_the_other() {
    let mut desk = ada_and_otto().await;
    assert!(names(&mut desk).await.is_empty(), "otto has no files of his own");

    let ada = desk.page().accounts().iter().find(|seat| !seat.active).cloned();
    let ada = ada.expect("ada waits aside");
    assert!(ada.signed_in, "and is still signed in");
    desk.api.switch_account(&ada.id).await.expect("ada is shown");
    assert!(shows(&desk.page(), "ada"), "{:?}", desk.page().account());
    assert!(
        !names(&mut desk).await.is_empty(),
        "ada's own files, with ada's own credentials"
    );

    let otto = desk.page().accounts().iter().find(|seat| !seat.active).cloned();
    desk.api
        .remove_account(&otto.expect("otto waits aside").id)
        .await
        .expect("otto goes");
    assert_eq!(seated(&desk.page()), [(true, true)], "ada stays");
    assert!(!names(&mut desk).await.is_empty(), "and reaches her files");
}

#[tokio::test]
async fn everybody_who_is_remembered_is_back_after_a_restart_and_whoever_was_shown_is_shown() {
    let desk = ada_and_otto().await;
    let mut desk = desk.restart().await;

    desk.wait_for("otto, shown", |page| shows(page, "otto")).await;
    desk.wait_for("ada, aside", |page| seated(page).contains(&(false, true)))
        .await;
    let ada = desk.page().accounts().iter().find(|seat| !seat.active).cloned();
    desk.api
        .switch_account(&ada.expect("ada").id)
        .await
        .expect("ada is shown");
    assert!(shows(&desk.page(), "ada"));
}

#[tokio::test]
async fn a_second_sign_in_that_is_given_up_leads_back_to_whoever_was_there() {
    let mut desk = Desk::fresh().await;
    desk.sign_in("ada", PASSWORD).await;
    desk.api.add_account().await.expect("a form");
    assert!(matches!(desk.page().screen(), ScreenView::SignIn { .. }));

    desk.api.cancel_add().await.expect("back");

    assert!(shows(&desk.page(), "ada"));
    assert_eq!(seated(&desk.page()), [(true, true)], "the empty seat is gone");
}

#[tokio::test]
async fn the_history_tells_of_failures_and_successes_and_of_nobody_else() {
    let mut desk = Desk::fresh().await;
    desk.wait_for("the form", |page| {
        matches!(page.screen(), ScreenView::SignIn { .. })
    })
    .await;
    desk.api
        .sign_in(crate::desk::sign_in_form("otto", "Wrong-1"))
        .await
        .expect("heard");
    desk.api
        .sign_in(crate::desk::sign_in_form("ada", "Wrong-2"))
        .await
        .expect("heard");
    desk.sign_in("ada", PASSWORD).await;

    let records = desk.api.sign_in_history().await.expect("the history");
    let outcomes: Vec<(&str, &str)> = records
        .iter()
        .map(|record| (record.outcome.as_str(), record.method.as_str()))
        .collect();
    assert_eq!(
        outcomes,
        [("signedIn", "USER_SRP_AUTH"), ("failed", "USER_SRP_AUTH")]
    );
}

#[tokio::test]
async fn an_account_is_deleted_only_by_its_own_name_and_leaves_nothing_behind() {
    let mut desk = Desk::fresh().await;
    desk.sign_in("otto", PASSWORD).await;

    let refused = desk
        .api
        .delete_account(form(&[("typed", "ada")]))
        .await
        .expect_err("not otto");
    assert_eq!(
        (refused.code, refused.field.as_deref()),
        (ProblemCode::FieldRefused, Some("typed"))
    );
    assert!(shows(&desk.page(), "otto"), "and nothing has happened");

    desk.api
        .delete_account(form(&[("typed", " OTTO ")]))
        .await
        .expect("deleted");
    assert_eq!(desk.page().auth().outcome, Some(OutcomeView::AccountDeleted));
    assert!(desk.page().accounts().is_empty(), "no seat is left");
    desk.api
        .sign_in(crate::desk::sign_in_form("otto", PASSWORD))
        .await
        .expect("heard");
    assert!(desk.page().auth().problem.is_some(), "the account is gone");

    let desk = desk.restart().await;
    assert!(desk.page().account().is_none(), "and does not come back");
}

#[tokio::test]
async fn the_profile_shows_groups_and_attributes_and_takes_another_name() {
    let mut desk = Desk::fresh().await;
    desk.sign_in("ada", PASSWORD).await;

    let profile = desk.api.profile().await.expect("the profile");
    assert_eq!(profile.groups, ["editors"]);
    let email = profile
        .attributes
        .iter()
        .find(|attribute| attribute.name == "email");
    let email = email.expect("an address");
    assert_eq!(
        (email.verified, email.sign_in_name),
        (Some(true), true),
        "people sign in with it"
    );

    let sent = desk
        .api
        .update_attributes(form(&[("given_name", "Augusta Ada")]))
        .await;
    assert!(sent.expect("changed").is_empty(), "a name needs no proof");
    let profile = desk.api.profile().await.expect("the profile");
    let name = profile
        .attributes
        .iter()
        .find(|attribute| attribute.name == "given_name");
    assert_eq!(name.and_then(|name| name.value.as_deref()), Some("Augusta Ada"));
}
