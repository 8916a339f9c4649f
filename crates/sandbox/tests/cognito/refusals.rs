use sandbox::{PASSWORD, PreSignUp, TEMPORARY_PASSWORD};
use serde_json::{Value, json};

use crate::srp_client;
use crate::stage::{Refused, Stage, assert_refused, assert_signed_in};

const INCORRECT: &str = "Incorrect username or password.";

async fn forgot(stage: &Stage, username: &str) -> Result<Value, Refused> {
    stage
        .pool("ForgotPassword", json!({ "Username": username }))
        .await
}

async fn reset(stage: &Stage, username: &str, password: &str) -> Result<Value, Refused> {
    forgot(stage, username).await.expect("a code");
    let code = stage.newest_code();
    let members = json!({ "Username": username, "ConfirmationCode": code, "Password": password });
    stage.pool("ConfirmForgotPassword", members).await
}

#[tokio::test]
async fn whom_an_administrator_has_stopped_is_told_so_by_every_way_in() {
    let stage = Stage::set().await;
    let disabled = ("NotAuthorizedException", "User is disabled.");
    let user_auth = stage.initiate("USER_AUTH", json!({ "USERNAME": "dora" }));
    assert_refused(user_auth.await, disabled.0, disabled.1);
    let custom = stage.initiate("CUSTOM_AUTH", json!({ "USERNAME": "dora" }));
    assert_refused(custom.await, disabled.0, disabled.1);
    assert_refused(stage.sign_in("dora", PASSWORD).await, disabled.0, disabled.1);
    assert_refused(stage.sign_in("dora", "wrong").await, disabled.0, disabled.1);
    assert_refused(forgot(&stage, "dora").await, disabled.0, disabled.1);

    let must_reset = (
        "PasswordResetRequiredException",
        "Password reset required for the user",
    );
    assert_refused(stage.sign_in("rita", PASSWORD).await, must_reset.0, must_reset.1);
    reset(&stage, "rita", "Long-enough-1")
        .await
        .expect("a new password");
    assert_signed_in(&stage.sign_in("rita", "Long-enough-1").await);
}

#[tokio::test]
async fn the_dead_ends_are_refused_in_cognitos_words() {
    let stage = Stage::set().await;
    assert_refused(
        stage.sign_in("newt", TEMPORARY_PASSWORD).await,
        "NotAuthorizedException",
        "Temporary password has expired and must be reset by an administrator.",
    );
    for invited in ["newt", "temp"] {
        assert_refused(
            forgot(&stage, invited).await,
            "NotAuthorizedException",
            "User password cannot be reset in the current state.",
        );
    }
    assert_refused(
        forgot(&stage, "vera").await,
        "InvalidParameterException",
        "Cannot reset password for the user as there is no registered/verified email or phone_number",
    );
    assert_signed_in(&stage.sign_in("vera", PASSWORD).await);
    stage.change(|settings| settings.pool.self_sign_up = false).await;
    assert_refused(
        stage.sign_up("zoe", "Long-enough-1", "zoe@example.org").await,
        "NotAuthorizedException",
        "SignUp is not permitted for this user pool",
    );
}

#[tokio::test]
async fn a_trigger_refuses_with_its_own_sentence_in_cognitos() {
    let stage = Stage::set().await;
    let name = "UserLambdaValidationException";
    let zoe = || stage.sign_up("zoe", "Long-enough-1", "zoe@example.org");
    let sentence = "Only members may sign up".to_owned();
    stage
        .change(|settings| settings.pool.triggers.pre_sign_up = PreSignUp::Refuse(sentence))
        .await;
    let refusal = "PreSignUp failed with error Only members may sign up.";
    assert_refused(zoe().await, name, refusal);

    stage
        .change(|settings| settings.pool.triggers.pre_sign_up = PreSignUp::AutoConfirm)
        .await;
    let answer = zoe().await.expect("signed up");
    assert_eq!(answer["UserConfirmed"], true);
    assert!(
        answer.get("CodeDeliveryDetails").is_none(),
        "there is nothing to confirm"
    );
    assert_signed_in(&stage.sign_in("zoe@example.org", "Long-enough-1").await);

    stage
        .change(|settings| settings.pool.triggers.pre_authentication = Some("Closed on Sundays".to_owned()))
        .await;
    let refusal = "PreAuthentication failed with error Closed on Sundays.";
    assert_refused(stage.sign_in("zoe", "Long-enough-1").await, name, refusal);
    stage
        .change(|settings| {
            settings.pool.triggers.pre_authentication = None;
            settings.pool.triggers.pre_token_generation = Some("No tokens left".to_owned());
        })
        .await;
    let refusal = "PreTokenGeneration failed with error No tokens left.";
    assert_refused(stage.sign_in("zoe", "Long-enough-1").await, name, refusal);
    stage
        .change(|settings| settings.pool.triggers.post_confirmation = Some("No room".to_owned()))
        .await;
    let code = stage.newest_code();
    let refusal = "PostConfirmation failed with error No room.";
    assert_refused(stage.confirm("una", &code).await, name, refusal);
    let again = "User cannot be confirmed. Current status is CONFIRMED";
    assert_refused(stage.confirm("una", &code).await, "NotAuthorizedException", again);
}

#[tokio::test]
async fn a_client_that_hides_nothing_tells_who_has_no_account() {
    let stage = Stage::set().await;
    stage
        .change(|settings| settings.clients[0].prevent_user_existence_errors = false)
        .await;
    let name = "UserNotFoundException";
    let missing = "User does not exist.";
    assert_refused(stage.sign_in("nobody", PASSWORD).await, name, missing);
    let srp = json!({ "USERNAME": "nobody", "SRP_A": srp_client::public_of("nobody") });
    assert_refused(stage.initiate("USER_SRP_AUTH", srp).await, name, missing);
    for flow in ["USER_AUTH", "CUSTOM_AUTH"] {
        let outcome = stage.initiate(flow, json!({ "USERNAME": "nobody" })).await;
        assert_refused(outcome, name, missing);
    }
    let missing = "Username/client id combination not found.";
    assert_refused(forgot(&stage, "nobody").await, name, missing);
    assert_refused(stage.confirm("nobody", "123456").await, name, missing);
    let resend = stage.pool("ResendConfirmationCode", json!({ "Username": "nobody" }));
    assert_refused(resend.await, name, missing);
    let members = json!({ "Username": "nobody", "ConfirmationCode": "123456", "Password": "Long-enough-1" });
    let outcome = stage.pool("ConfirmForgotPassword", members).await;
    assert_refused(outcome, name, missing);
    assert_refused(
        stage.sign_in("ada", "wrong").await,
        "NotAuthorizedException",
        INCORRECT,
    );
}

#[tokio::test]
async fn a_password_of_before_is_refused_as_far_as_the_pool_remembers() {
    let stage = Stage::set().await;
    stage.change(|settings| settings.pool.password_history = 2).await;
    let reused = "PasswordHistoryPolicyViolationException";
    let outcome = reset(&stage, "ada", PASSWORD).await.expect_err("the present one");
    assert_eq!(outcome.name, reused);
    reset(&stage, "ada", "Second-pass-1").await.expect("a new one");
    let outcome = reset(&stage, "ada", PASSWORD).await.expect_err("the one before");
    assert_eq!(outcome.name, reused);
    reset(&stage, "ada", "Third-pass-1").await.expect("a new one");
    reset(&stage, "ada", PASSWORD).await.expect("forgotten by now");
    assert_signed_in(&stage.sign_in("ada", PASSWORD).await);
}
