//! What lies between this computer and the service.

use std::sync::Arc;

use api::doctor::{Aws, Subject, examine};
use api::view::{CheckState, CheckView, ConnectionForm, EndpointsForm};
use base::{Clock, ManualClock, SystemClock};
use tests::world::World;
use time::Duration;

use super::elsewhere::{nobody, saying};
use super::{check, failed, of, of_clock, right, subject};

const PORTAL: &str =
    "<html><body><h1>Welcome to the Grand Hotel</h1><form>Room: <input></form></body></html>";

/// A form for AWS itself, whose hosts these addresses stand for.
async fn at_aws(services: &str, elsewhere: &str) -> Vec<CheckView> {
    let world = World::fresh().await;
    let form = ConnectionForm {
        endpoints: EndpointsForm::default(),
        ..right(&world.sandbox)
    };
    let subject = Subject {
        aws: Aws {
            services: services.to_owned(),
            elsewhere: elsewhere.to_owned(),
        },
        ..subject(form)
    };
    examine(&subject, |_| ()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_network_the_doctor_says_so_and_asks_no_further() {
    let checks = at_aws(&nobody(), &nobody()).await;

    assert_eq!(failed(&checks)[0], ("network", None, "No connection"));
    assert_eq!(
        check(&checks, "client").state,
        CheckState::Skipped,
        "nothing is guessed"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_region_that_nobody_answers_in_is_told_from_no_network() {
    let aws = saying("302 Found", &["location: https://aws.amazon.com/iam"], "").await;

    let checks = at_aws(&nobody(), &aws.url).await;

    assert_eq!(failed(&checks)[0], ("network", Some("region"), "No such region"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_of_a_hotel_is_told_from_aws() {
    let portal = saying("200 OK", &["content-type: text/html"], PORTAL).await;
    let led_away = saying("302 Found", &["location: http://hotel.example/login"], "").await;

    for somebody in [&portal, &led_away] {
        let checks = at_aws(&somebody.url, &somebody.url).await;
        assert_eq!(failed(&checks)[0], ("network", None, "Somebody else answers"));
    }
    let behind = at_aws(&nobody(), &portal.url).await;
    assert_eq!(
        failed(&behind)[0].2,
        "Somebody else answers",
        "also where only some hosts are caught"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_emulator_that_does_not_run_is_named() {
    let world = World::fresh().await;
    let mut form = right(&world.sandbox);
    form.endpoints.user_pool = Some(nobody());

    let checks = of(form).await;

    assert_eq!(
        failed(&checks)[0],
        ("network", Some("endpoints.userPool"), "Nobody answers there")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_is_off_by_an_hour_is_told_with_its_side() {
    let world = World::fresh().await;
    for (by, side) in [(Duration::HOUR, "ahead of"), (-Duration::HOUR, "behind")] {
        let clock = Arc::new(ManualClock::at(SystemClock.now() + by));

        let checks = of_clock(right(&world.sandbox), clock).await;

        assert_eq!(failed(&checks), [("clock", None, "The clock is off")]);
        let problem = super::problem(check(&checks, "clock"));
        assert!(problem.detail.contains(side), "{}", problem.detail);
    }
}
