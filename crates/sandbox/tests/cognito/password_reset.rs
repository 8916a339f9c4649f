use serde_json::json;
use time::Duration;

use crate::stage::{Refused, Stage, assert_refused, other_than};

const EXPIRED: (&str, &str) = (
    "ExpiredCodeException",
    "Invalid code provided, please request a code again.",
);
const MISMATCH: (&str, &str) = (
    "CodeMismatchException",
    "Invalid verification code provided, please try again.",
);

async fn forgot(stage: &Stage, name: &str) -> Result<serde_json::Value, Refused> {
    stage.pool("ForgotPassword", json!({ "Username": name })).await
}

async fn reset(stage: &Stage, name: &str, code: &str, password: &str) -> Result<serde_json::Value, Refused> {
    let members = json!({ "Username": name, "ConfirmationCode": code, "Password": password });
    stage.pool("ConfirmForgotPassword", members).await
}

#[tokio::test]
async fn a_forgotten_password_is_replaced_with_a_code_from_the_mail() {
    let stage = Stage::set().await;
    assert_refused(
        reset(&stage, "ada", "123456", "Other-pass-1").await,
        EXPIRED.0,
        EXPIRED.1,
    );
    let answer = forgot(&stage, "ada@example.com").await.expect("sent");
    assert_eq!(answer["CodeDeliveryDetails"]["Destination"], "a***@e***");
    assert_eq!(stage.newest_message().to, "ada@example.com");
    let code = stage.newest_code();

    assert_refused(
        reset(&stage, "ada", other_than(&code), "Other-pass-1").await,
        MISMATCH.0,
        MISMATCH.1,
    );
    let weak = "Password does not conform to policy: Password not long enough";
    assert_refused(
        reset(&stage, "ada", &code, "weak").await,
        "InvalidPasswordException",
        weak,
    );
    reset(&stage, "ada@example.com", &code, "Other-pass-1")
        .await
        .expect("refusals kept the code");

    assert_refused(
        reset(&stage, "ada", &code, "Third-pass-1").await,
        EXPIRED.0,
        EXPIRED.1,
    );
    stage
        .sign_in("ada", "Other-pass-1")
        .await
        .expect("the new password");
    let old = stage.sign_in("ada", sandbox::PASSWORD).await;
    assert_refused(old, "NotAuthorizedException", "Incorrect username or password.");
}

#[tokio::test]
async fn a_reset_code_lives_an_hour_and_five_are_sent_in_one() {
    let stage = Stage::set().await;
    for _ in 0..5 {
        forgot(&stage, "ada").await.expect("within the budget");
    }
    let limit = "Attempt limit exceeded, please try after some time.";
    assert_refused(forgot(&stage, "ada").await, "LimitExceededException", limit);
    let code = stage.newest_code();
    stage.wait(Duration::hours(1));
    assert_refused(
        reset(&stage, "ada", &code, "Other-pass-1").await,
        EXPIRED.0,
        EXPIRED.1,
    );
    forgot(&stage, "ada").await.expect("a new hour");
}

#[tokio::test]
async fn a_reset_ends_a_lock_out() {
    let stage = Stage::set().await;
    for _ in 0..5 {
        stage.sign_in("ada", "wrong").await.expect_err("refused");
    }
    forgot(&stage, "ada").await.expect("sent");
    reset(&stage, "ada", &stage.newest_code(), "Other-pass-1")
        .await
        .expect("reset");
    stage
        .sign_in("ada", "Other-pass-1")
        .await
        .expect("no lock any more");
}

#[tokio::test]
async fn accounts_that_cannot_be_reset_say_why() {
    let stage = Stage::set().await;
    let unverified =
        "Cannot reset password for the user as there is no registered/verified email or phone_number";
    assert_refused(
        forgot(&stage, "una").await,
        "InvalidParameterException",
        unverified,
    );
    let invited = "User password cannot be reset in the current state.";
    assert_refused(forgot(&stage, "temp").await, "NotAuthorizedException", invited);
}

#[tokio::test]
async fn a_name_without_an_account_is_answered_as_if_a_code_had_been_sent() {
    let stage = Stage::set().await;
    let before = stage.sandbox.messages().len();
    assert_refused(
        reset(&stage, "nobody", "123456", "Other-pass-1").await,
        EXPIRED.0,
        EXPIRED.1,
    );
    let answer = forgot(&stage, "nobody").await.expect("a simulated delivery");
    assert_eq!(answer["CodeDeliveryDetails"]["DeliveryMedium"], "EMAIL");
    assert_eq!(stage.sandbox.messages().len(), before, "nothing is sent");
    assert_refused(
        reset(&stage, "nobody", "123456", "Other-pass-1").await,
        MISMATCH.0,
        MISMATCH.1,
    );
    let address = forgot(&stage, "jo@mail.example")
        .await
        .expect("a simulated delivery");
    assert_eq!(address["CodeDeliveryDetails"]["Destination"], "j***@m***");
}
