//! Computers that a pool tracks.

use flow::Intent;
use sandbox::PASSWORD;

use crate::people::{People, is_inside};

#[tokio::test(flavor = "multi_thread")]
async fn a_device_is_confirmed_asked_for_and_proves_itself_the_next_time() {
    let people = People::fresh().await;
    let dev = people.at(people.pool()).await;
    let seen = dev.signs_in("dev@example.com", PASSWORD).await;
    is_inside(&seen);
    let account = seen.account.expect("an account");
    assert!(account.ask_remember_device, "the pool leaves it to the person");
    dev.does(Intent::SignOut { everywhere: false }).await;

    for name in ["dev", "dev@example.com"] {
        let seen = dev.signs_in(name, PASSWORD).await;
        is_inside(&seen);
        dev.does(Intent::SignOut { everywhere: false }).await;
    }
}
