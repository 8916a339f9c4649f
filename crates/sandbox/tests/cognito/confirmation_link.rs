use reqwest::StatusCode;
use time::Duration;

use crate::stage::{Stage, assert_refused, assert_signed_in};

fn link(stage: &Stage) -> String {
    let body = stage.newest_message().body;
    let (_, link) = body.split_once(" Or open ").expect("a link");
    link.to_owned()
}

async fn open(stage: &Stage, link: &str) -> (StatusCode, String) {
    let response = stage.http.get(link).send().await.expect("an answer");
    let status = response.status();
    (status, response.text().await.expect("a page"))
}

#[tokio::test]
async fn opening_the_link_of_a_mail_confirms_the_account_once() {
    let stage = Stage::set().await;
    stage
        .sign_up("zoe+x", "Long-enough-1", "zoe@example.org")
        .await
        .expect("signed up");
    let link = link(&stage);
    assert!(
        link.starts_with(stage.sandbox.url()),
        "the page is the sandbox's own: {link}"
    );
    let (forged, _) = open(&stage, &format!("{link}x")).await;
    assert_eq!(forged, StatusCode::BAD_REQUEST);
    let early = stage.sign_in("zoe+x", "Long-enough-1").await;
    assert_refused(early, "UserNotConfirmedException", "User is not confirmed.");

    let (status, page) = open(&stage, &link).await;
    assert_eq!(status, StatusCode::OK);
    assert!(page.contains("has been confirmed"), "{page}");
    assert_signed_in(&stage.sign_in("zoe@example.org", "Long-enough-1").await);
    assert_refused(
        stage.confirm("zoe+x", &stage.newest_code()).await,
        "NotAuthorizedException",
        "User cannot be confirmed. Current status is CONFIRMED",
    );
    let (again, _) = open(&stage, &link).await;
    assert_eq!(again, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_link_is_no_better_than_its_code() {
    let stage = Stage::set().await;
    stage
        .sign_up("zoe", "Long-enough-1", "zoe@example.org")
        .await
        .expect("signed up");
    let link = link(&stage);
    let (head, code) = link.split_once("confirmation_code=").expect("a code");
    assert!(code.len() >= 32, "no guess: {} letters", code.len());
    let short = format!("{head}confirmation_code={}", stage.newest_code());
    assert_eq!(open(&stage, &short).await.0, StatusCode::BAD_REQUEST);
    stage.wait(Duration::hours(24));
    assert_eq!(open(&stage, &link).await.0, StatusCode::BAD_REQUEST);
    assert_eq!(open(&stage, stage.sandbox.url()).await.0, StatusCode::FORBIDDEN);
}
