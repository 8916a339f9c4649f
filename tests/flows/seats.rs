//! Accounts side by side: each keeps its own session and files, and leaves without the others.

use api::view::SeatView;
use tests::device::{Device, Seen, inside};

use crate::setting::Setting;

const PASSWORD: &str = "Gatehouse-1";

fn seat<'a>(seen: &'a Seen, name: &str) -> &'a SeatView {
    let mut seats = seen.accounts.iter();
    seats
        .find(|seat| seat.display_name.contains(name))
        .unwrap_or_else(|| panic!("{name} among {:?}", seen.accounts))
}

fn shows(seen: &Seen, username: &str) -> bool {
    inside(seen)
        && seen
            .account
            .as_ref()
            .is_some_and(|account| account.username == username)
}

/// Signs `otto` in beside `ada`.
async fn two(device: &Device) -> Seen {
    device.sign_in("ada", PASSWORD).await;
    device.api.add_account().await.expect("room for one more");
    device.until(|seen| !inside(seen)).await;
    device.sign_in("otto", PASSWORD).await;
    device
        .until(|seen| shows(seen, "otto") && seen.accounts.len() == 2)
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn two_people_take_turns_without_signing_out_and_each_sees_their_own_files() {
    let setting = Setting::fresh().await;
    let device = &setting.device;
    let seen = two(device).await;
    assert!(seat(&seen, "Otto").active && !seat(&seen, "Ada").active);
    assert!(
        device.rows("private", "").await.expect("otto's files").is_empty(),
        "ada's files are hers"
    );

    let before = device.last_call();
    let ada = seat(&seen, "Ada").id.clone();
    device.api.switch_account(&ada).await.expect("ada is there");
    device.until(|seen| shows(seen, "ada")).await;
    assert!(!device.rows("private", "").await.expect("ada's files").is_empty());
    let asked = device.operations(before);
    assert!(
        !asked
            .iter()
            .any(|operation| operation == "InitiateAuth" || operation == "RevokeToken"),
        "nobody signs in or out: {asked:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_leaves_leaves_alone_and_the_rest_is_there_after_a_restart() {
    let setting = Setting::fresh().await;
    let seen = two(&setting.device).await;
    let otto = seat(&seen, "Otto").id.clone();
    let setting = setting.restarted().await;
    let both_in = |seen: &Seen| seen.accounts.len() == 2 && seen.accounts.iter().all(|seat| seat.signed_in);
    setting.device.until(both_in).await;

    setting
        .device
        .api
        .remove_account(&otto)
        .await
        .expect("otto leaves");
    let seen = setting
        .device
        .until(|seen| shows(seen, "ada") && seen.accounts.len() == 1)
        .await;
    assert!(seat(&seen, "Ada").active);
    assert!(
        !setting
            .device
            .rows("private", "")
            .await
            .expect("ada's files")
            .is_empty()
    );
}
