//! Two processes that share one remembered session: whoever spends the refresh token first spares the other from it, and
//! an answer that is lost ends nothing.

use sandbox::Fault;
use tests::person::Person;

use crate::people::{People, signs_in_by};

const REFRESH: &str = "GetTokensFromRefreshToken";

/// Refresh tokens are replaced whenever they are used, and the old one is taken for so many seconds more.
async fn rotating(grace: u32) -> People {
    let people = People::fresh().await;
    let mut settings = people.world.sandbox.settings();
    for client in &mut settings.clients {
        client.refresh_rotation = Some(grace);
    }
    people
        .world
        .sandbox
        .change_settings(settings)
        .await
        .expect("settings that a pool may have");
    people
}

/// Ada, remembered, in two processes.
async fn twice(people: &People) -> [Person; 2] {
    let first = people.at(people.pool()).await;
    signs_in_by(&first, "ada", flow::Method::UserSrp).await;
    let second = people.returning(people.pool()).await;
    assert!(inside(&second), "the session is remembered");
    [first, second]
}

fn inside(person: &Person) -> bool {
    person.session.watch().borrow().account.is_some()
}

#[tokio::test(flavor = "multi_thread")]
async fn two_processes_that_renew_at_once_are_both_still_in_and_hold_the_same_token() {
    let people = rotating(0).await;
    let [first, second] = twice(&people).await;

    for _ in 0..5 {
        people.seconds_pass(58 * 60);
        let (one, other) = tokio::join!(first.session.profile(), second.session.profile());
        assert!(one.is_ok() && other.is_ok(), "{one:?} {other:?}");
    }

    assert!(inside(&first) && inside(&second), "nobody was signed out");
    let (one, other) = tokio::join!(first.session.tokens(), second.session.tokens());
    assert_eq!(one, other, "the second took what the first one got");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_answer_is_recovered_within_the_grace_period() {
    let people = rotating(30).await;
    let [first, second] = twice(&people).await;
    people.seconds_pass(58 * 60);
    people.world.sandbox.faults().plan(REFRESH, Fault::DropAnswer);

    assert!(first.session.profile().await.is_ok());
    assert!(second.session.profile().await.is_ok());
    assert!(inside(&first) && inside(&second));
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_signs_out_in_one_process_is_out_in_the_other_and_stays_out() {
    let people = rotating(30).await;
    let [first, second] = twice(&people).await;
    first.does(flow::Intent::SignOut { everywhere: false }).await;
    people.seconds_pass(58 * 60);

    assert!(second.session.profile().await.is_err());
    let mut snapshots = second.session.watch();
    let out = snapshots.wait_for(|seen| seen.account.is_none());
    tokio::time::timeout(std::time::Duration::from_secs(60), out)
        .await
        .expect("the second process learns of it")
        .expect("the session lives");
    let third = people.returning(people.pool()).await;
    assert!(!inside(&third), "nothing is remembered any more");
}
