//! AWS credentials: asked for once, renewed ahead of their end.

use crate::setting::Setting;

fn times(operations: &[String], wanted: &str) -> usize {
    operations.iter().filter(|operation| *operation == wanted).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn credentials_are_kept_until_five_minutes_before_their_end() {
    let setting = Setting::fresh().await;
    let device = &setting.device;
    device.sign_in("ada", "Gatehouse-1").await;
    device.rows("private", "").await.expect("ada's files");
    setting.minutes_pass(54);
    device.rows("private", "").await.expect("ada's files");
    assert_eq!(times(&device.operations(0), "GetCredentialsForIdentity"), 1);

    setting.minutes_pass(2);
    device.rows("private", "").await.expect("ada's files");
    assert_eq!(
        times(&device.operations(0), "GetCredentialsForIdentity"),
        2,
        "renewed ahead"
    );
    assert_eq!(
        times(&device.operations(0), "GetId"),
        1,
        "the identity stays known"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_session_goes_on_without_a_password() {
    let setting = Setting::fresh().await;
    let device = &setting.device;
    device.sign_in("ada", "Gatehouse-1").await;
    for _ in 0..4 {
        setting.minutes_pass(70);
        device.rows("private", "").await.expect("ada's files");
    }
    assert_eq!(times(&device.operations(0), "InitiateAuth"), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn many_who_ask_at_once_cause_one_request() {
    let setting = Setting::fresh().await;
    let device = &setting.device;
    device.sign_in("ada", "Gatehouse-1").await;
    let previews = ["a", "b", "c", "d", "e", "f"].map(|key| device.api.preview("public", key, false));
    let [a, b, c, d, e, f] = previews;
    let _ = tokio::join!(a, b, c, d, e, f);
    assert_eq!(times(&device.operations(0), "GetCredentialsForIdentity"), 1);
}
