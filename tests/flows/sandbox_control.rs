//! A tester steers the sandbox from the app, and the app meets what comes of it.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use api::problem::ProblemCode;
use api::view::{
    AnswerKind, OutcomeView, SandboxClockForm, SandboxDeed, SandboxFaultForm, SandboxLapsing, SandboxUserForm,
};
use base::{Secret, SystemClock};
use tests::device::{Device, inside, outcome, question};
use tests::keys::MemoryKeys;

const PASSWORD: &str = "Gatehouse-1";

async fn device(folder: &Path) -> Device {
    Device::with_sandbox(folder, Arc::new(MemoryKeys::default()), Arc::new(SystemClock)).await
}

fn somebody(username: &str, password: Option<&str>, temporary: bool) -> SandboxUserForm {
    let attributes = [
        ("email", format!("{username}@example.com")),
        ("email_verified", "true".to_owned()),
        ("given_name", "Bob".to_owned()),
    ];
    SandboxUserForm {
        username: username.to_owned(),
        new: true,
        attributes: attributes.map(|(name, value)| (name.to_owned(), value)).into(),
        groups: vec!["editors".to_owned()],
        factors: Vec::new(),
        password: password.map(Secret::from),
        temporary,
        invite: password.is_none(),
    }
}

fn after(what: SandboxLapsing) -> SandboxClockForm {
    SandboxClockForm {
        by: None,
        after: Some(what),
        username: Some("ada".to_owned()),
        real: false,
        follows: None,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_whom_an_administrator_made_signs_in_with_the_temporary_password() {
    let folder = tempfile::tempdir().expect("a folder");
    let device = device(folder.path()).await;
    let made = device
        .api
        .save_sandbox_user(somebody("bob", Some("Temporary-7"), true))
        .await;
    let users = made.expect("bob is made").users;
    let bob = users
        .iter()
        .find(|user| user.username == "bob")
        .expect("bob is there");
    assert_eq!(
        (bob.status.as_str(), bob.groups.as_slice()),
        ("FORCE_CHANGE_PASSWORD", ["editors".to_owned()].as_slice())
    );
    let asked = device.sign_in("bob", "Temporary-7").await;
    assert_eq!(question(&asked).kind, AnswerKind::NewPassword);
    assert!(inside(&device.answer([("newPassword", "Chosen-by-bob-1")]).await));
    device.sign_out().await;

    let again = device
        .api
        .save_sandbox_user(somebody("bob", Some("Temporary-7"), true))
        .await;
    let refused = again.expect_err("there is a bob already");
    assert!(refused.said.is_some_and(|said| said.contains("exists")));
    for (deed, problem) in [
        (SandboxDeed::Disable, Some(ProblemCode::AccountDisabled)),
        (SandboxDeed::Enable, None),
    ] {
        device.api.change_sandbox_user("bob", deed).await.expect("done");
        let seen = device.sign_in("bob", "Chosen-by-bob-1").await;
        assert_eq!(seen.problem(), problem, "{deed:?}");
    }
    device.sign_out().await;
    device
        .api
        .change_sandbox_user("bob", SandboxDeed::ResetPassword)
        .await
        .expect("done");
    let asked = device.sign_in("bob", "Chosen-by-bob-1").await;
    assert!(!inside(&asked), "a new password is asked for: {:?}", asked.auth);
}

#[tokio::test(flavor = "multi_thread")]
async fn past_the_access_token_the_app_renews_and_past_the_refresh_token_it_says_that_it_is_over() {
    let folder = tempfile::tempdir().expect("a folder");
    let device = device(folder.path()).await;
    assert!(inside(&device.sign_in("ada", PASSWORD).await));
    let before = device.last_call();
    let moved = device
        .api
        .move_sandbox_clock(after(SandboxLapsing::AccessToken))
        .await;
    assert!(moved.expect("the clock moves").ahead >= 3_600);
    assert!(!device.rows("private", "").await.expect("ada's files").is_empty());
    let renewed = |calls: &[String]| {
        calls
            .iter()
            .any(|call| call == "InitiateAuth" || call == "GetTokensFromRefreshToken")
    };
    assert!(
        renewed(&device.operations(before)),
        "{:?}",
        device.operations(before)
    );
    assert_eq!(device.seen().clock_skew, None, "the app's clock goes along");
    assert!(inside(&device.seen()));

    let moved = device
        .api
        .move_sandbox_clock(after(SandboxLapsing::RefreshToken))
        .await;
    moved.expect("the clock moves");
    let over = device.until(|seen| seen.account.is_none()).await;
    assert!(
        over.problem() == Some(ProblemCode::SessionEnded)
            || outcome(&over) == Some(OutcomeView::SessionEnded),
        "{:?}",
        over.auth
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_app_that_does_not_go_along_finds_the_clocks_apart_and_works_all_the_same() {
    let folder = tempfile::tempdir().expect("a folder");
    let device = device(folder.path()).await;
    let hour = SandboxClockForm {
        by: Some(3_600),
        after: None,
        username: None,
        real: false,
        follows: Some(false),
    };
    device
        .api
        .move_sandbox_clock(hour)
        .await
        .expect("the clock moves");
    assert!(inside(&device.sign_in("ada", PASSWORD).await));
    let told = device.until(|seen| seen.clock_skew.is_some()).await.clock_skew;
    assert!((3_590..=3_610).contains(&told.expect("it is told")), "{told:?}");
    assert!(!device.rows("private", "").await.expect("ada's files").is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn every_third_call_may_be_throttled_and_the_person_stays_in() {
    let folder = tempfile::tempdir().expect("a folder");
    let device = device(folder.path()).await;
    assert!(inside(&device.sign_in("ada", PASSWORD).await));
    let fault = SandboxFaultForm {
        operation: "*".to_owned(),
        error: Some("SlowDown".to_owned()),
        delay: None,
        drop: None,
        times: None,
        every: Some(3),
    };
    let planned = device.api.plan_sandbox_fault(fault).await.expect("it is planned");
    assert_eq!(planned.plans.len(), 1);
    for _ in 0..4 {
        assert!(!device.rows("private", "").await.expect("ada's files").is_empty());
    }
    let happened = device.api.sandbox_faults().await.expect("faults").plans[0].happened;
    assert!(happened > 0, "some calls were refused");
    assert!(inside(&device.seen()));
    let cleared = device.api.clear_sandbox_faults(None).await.expect("cleared");
    assert!(cleared.plans.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn settings_that_cognito_would_not_take_are_refused_in_words() {
    let folder = tempfile::tempdir().expect("a folder");
    let device = device(folder.path()).await;
    let changed = device
        .api
        .change_sandbox_settings(r#"{ "pool": { "mfa": "ON" } }"#)
        .await;
    assert!(changed.expect("sound settings").contains("\"mfa\":\"ON\""));
    let asked = device.sign_in("ada", PASSWORD).await;
    assert_eq!(question(&asked).challenge.as_deref(), Some("MFA_SETUP"));
    let wrong = r#"{ "pool": { "password_policy": { "min_length": 3 } } }"#;
    let refused = device
        .api
        .change_sandbox_settings(wrong)
        .await
        .expect_err("too short");
    assert!(refused.said.is_some_and(|said| said.contains("6 to 99")));
    let form = SandboxUserForm {
        attributes: BTreeMap::new(),
        ..somebody("Bad Name", Some("Temporary-7"), false)
    };
    assert!(device.api.save_sandbox_user(form).await.is_err());
}
