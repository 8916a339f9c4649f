use sandbox::{PASSWORD, TEMPORARY_PASSWORD};
use serde_json::{Value, json};

use crate::srp_client::{self, timestamp};
use crate::stage::{Refused, Stage, assert_refused, assert_signed_in};

const INCORRECT: (&str, &str) = ("NotAuthorizedException", "Incorrect username or password.");

async fn begin(stage: &Stage, username: &str, more: Value) -> Result<Value, Refused> {
    let mut parameters = json!({ "USERNAME": username });
    for (name, value) in more.as_object().expect("a map") {
        parameters[name] = value.clone();
    }
    stage.initiate("USER_AUTH", parameters).await
}

fn offered(challenge: &Value) -> Vec<&str> {
    let list = challenge["AvailableChallenges"].as_array().expect("a list");
    list.iter().map(|name| name.as_str().expect("text")).collect()
}

#[tokio::test]
async fn without_a_preference_the_person_chooses_among_what_the_account_has() {
    let stage = Stage::set().await;
    for (username, factors) in [
        (
            "otto",
            ["PASSWORD", "PASSWORD_SRP", "EMAIL_OTP", "SMS_OTP"].as_slice(),
        ),
        ("ada", &["PASSWORD", "PASSWORD_SRP", "EMAIL_OTP"]),
        ("mo", &["PASSWORD", "PASSWORD_SRP"]),
        ("temp", &["PASSWORD", "PASSWORD_SRP"]),
        ("vera", &["PASSWORD", "PASSWORD_SRP"]),
    ] {
        let challenge = begin(&stage, username, json!({})).await.expect("a choice");
        assert_eq!(challenge["ChallengeName"], "SELECT_CHALLENGE");
        assert_eq!(offered(&challenge), factors, "{username}");
    }
    let unavailable = begin(&stage, "temp", json!({ "PREFERRED_CHALLENGE": "EMAIL_OTP" })).await;
    assert_eq!(
        unavailable.expect("a choice")["ChallengeName"],
        "SELECT_CHALLENGE"
    );
    stage
        .change(|settings| settings.pool.first_factors.email_otp = false)
        .await;
    let fewer = begin(&stage, "otto", json!({})).await.expect("a choice");
    assert_eq!(offered(&fewer), ["PASSWORD", "PASSWORD_SRP", "SMS_OTP"]);
}

#[tokio::test]
async fn codes_by_mail_and_text_have_eight_digits_and_sign_in() {
    let stage = Stage::set().await;
    for (factor, parameter) in [("EMAIL_OTP", "EMAIL_OTP_CODE"), ("SMS_OTP", "SMS_OTP_CODE")] {
        let preferred = begin(&stage, "otto", json!({ "PREFERRED_CHALLENGE": factor }))
            .await
            .expect("a code");
        let choice = begin(&stage, "otto", json!({})).await.expect("a choice");
        let chosen = json!({ "USERNAME": "otto", "ANSWER": factor });
        let chosen = stage
            .answer("SELECT_CHALLENGE", &choice["Session"], chosen)
            .await
            .expect("a code");
        for challenge in [&preferred, &chosen] {
            assert_eq!(challenge["ChallengeName"], factor);
        }
        let code = stage.newest_code();
        assert_eq!(code.len(), 8);
        let mut responses = json!({ "USERNAME": "otto" });
        responses[parameter] = json!(code);
        assert_signed_in(&stage.answer(factor, &chosen["Session"], responses).await);
    }
}

#[tokio::test]
async fn a_password_goes_with_the_first_call_with_the_choice_or_with_an_answer_of_its_own() {
    let stage = Stage::set().await;
    let at_once = json!({ "PREFERRED_CHALLENGE": "PASSWORD", "PASSWORD": PASSWORD });
    assert_signed_in(&begin(&stage, "otto", at_once).await);

    let choice = begin(&stage, "otto", json!({})).await.expect("a choice");
    let choose = |password: &str| {
        let responses = json!({ "USERNAME": "otto", "ANSWER": "PASSWORD", "PASSWORD": password });
        stage.answer("SELECT_CHALLENGE", &choice["Session"], responses)
    };
    assert_refused(choose("wrong").await, INCORRECT.0, INCORRECT.1);
    assert_signed_in(&choose(PASSWORD).await);

    let asked = begin(&stage, "otto", json!({ "PREFERRED_CHALLENGE": "PASSWORD" }))
        .await
        .expect("a challenge");
    assert_eq!(asked["ChallengeName"], "PASSWORD");
    let answer = |password: &str| {
        let responses = json!({ "USERNAME": "otto", "PASSWORD": password });
        stage.answer("PASSWORD", &asked["Session"], responses)
    };
    assert_refused(answer("wrong").await, INCORRECT.0, INCORRECT.1);
    assert_signed_in(&answer(PASSWORD).await);
    assert_refused(
        answer(PASSWORD).await,
        "NotAuthorizedException",
        "Invalid session for the user, session can only be used once.",
    );
}

#[tokio::test]
async fn srp_begins_with_the_first_call_with_the_choice_or_with_an_answer_of_its_own() {
    let stage = Stage::set().await;
    let a = srp_client::public_of("otto");
    let first = json!({ "PREFERRED_CHALLENGE": "PASSWORD_SRP", "SRP_A": a });
    let at_once = begin(&stage, "otto", first).await.expect("an exchange");

    let choice = begin(&stage, "otto", json!({})).await.expect("a choice");
    let chosen = json!({ "USERNAME": "otto", "ANSWER": "PASSWORD_SRP", "SRP_A": a });
    let chosen = stage
        .answer("SELECT_CHALLENGE", &choice["Session"], chosen)
        .await
        .expect("an exchange");

    let asked = begin(&stage, "otto", json!({ "PREFERRED_CHALLENGE": "PASSWORD_SRP" }))
        .await
        .expect("a challenge");
    assert_eq!(asked["ChallengeName"], "PASSWORD_SRP");
    let answer = json!({ "USERNAME": "otto", "SRP_A": a });
    let answered = stage
        .answer("PASSWORD_SRP", &asked["Session"], answer)
        .await
        .expect("an exchange");

    for challenge in [at_once, chosen, answered] {
        assert_eq!(challenge["ChallengeName"], "PASSWORD_VERIFIER");
        let round = srp_client::Round::of("otto", &challenge);
        let responses = round.responses(PASSWORD, &timestamp(stage.now()));
        let lost = stage.answer("PASSWORD_VERIFIER", &Value::Null, responses).await;
        assert_refused(
            lost,
            "InvalidParameterException",
            "Missing required parameter Session",
        );
        let responses = round.responses(PASSWORD, &timestamp(stage.now()));
        let outcome = stage
            .answer("PASSWORD_VERIFIER", &challenge["Session"], responses)
            .await;
        assert_signed_in(&outcome);
    }
}

#[tokio::test]
async fn an_invitation_and_a_second_factor_follow_here_too() {
    let stage = Stage::set().await;
    let with = |password| json!({ "PREFERRED_CHALLENGE": "PASSWORD", "PASSWORD": password });
    let invited = begin(&stage, "temp", with(TEMPORARY_PASSWORD))
        .await
        .expect("a challenge");
    assert_eq!(invited["ChallengeName"], "NEW_PASSWORD_REQUIRED");
    let factor = begin(&stage, "mo", with(PASSWORD)).await.expect("a challenge");
    assert_eq!(factor["ChallengeName"], "SOFTWARE_TOKEN_MFA");
}

#[tokio::test]
async fn a_name_without_an_account_is_asked_for_a_code_that_nobody_has() {
    let stage = Stage::set().await;
    let before = stage.sandbox.messages().len();
    let choice = begin(&stage, "nobody", json!({})).await.expect("a choice");
    assert_eq!(offered(&choice), ["PASSWORD", "PASSWORD_SRP", "EMAIL_OTP"]);
    let sent = begin(&stage, "nobody", json!({ "PREFERRED_CHALLENGE": "EMAIL_OTP" }))
        .await
        .expect("a believable challenge");
    assert_eq!(sent["ChallengeName"], "EMAIL_OTP");
    assert_eq!(stage.sandbox.messages().len(), before, "nothing is sent");
    let responses = json!({ "USERNAME": "nobody", "EMAIL_OTP_CODE": "12345678" });
    let outcome = stage.answer("EMAIL_OTP", &sent["Session"], responses).await;
    assert_refused(
        outcome,
        "CodeMismatchException",
        "Invalid code or auth state for the user.",
    );
    let password = json!({ "PREFERRED_CHALLENGE": "PASSWORD", "PASSWORD": PASSWORD });
    assert_refused(begin(&stage, "nobody", password).await, INCORRECT.0, INCORRECT.1);
}

#[tokio::test]
async fn a_confirmed_sign_up_signs_in_with_the_session_that_it_was_given() {
    let stage = Stage::set().await;
    stage
        .sign_up("zoe", "Long-enough-1", "zoe@example.org")
        .await
        .expect("signed up");
    let confirmed = stage
        .confirm("zoe", &stage.newest_code())
        .await
        .expect("confirmed");
    let resume = |username: &str| {
        let parameters = json!({ "USERNAME": username });
        let members =
            json!({ "AuthFlow": "USER_AUTH", "AuthParameters": parameters, "Session": confirmed["Session"] });
        stage.pool("InitiateAuth", members)
    };
    assert_refused(
        resume("ada").await,
        "NotAuthorizedException",
        "Invalid session for the user.",
    );
    assert_signed_in(&resume("zoe").await);
    assert_refused(
        resume("zoe").await,
        "NotAuthorizedException",
        "Invalid session for the user, session can only be used once.",
    );
}

#[tokio::test]
async fn an_account_without_a_password_signs_in_by_code() {
    let stage = Stage::set().await;
    let attributes = json!([
        { "Name": "email", "Value": "zoe@example.org" },
        { "Name": "given_name", "Value": "Zoe" },
    ]);
    let members = json!({ "Username": "zoe", "UserAttributes": attributes });
    stage.pool("SignUp", members.clone()).await.expect("signed up");
    stage
        .confirm("zoe", &stage.newest_code())
        .await
        .expect("confirmed");
    let challenge = begin(&stage, "zoe", json!({ "PREFERRED_CHALLENGE": "PASSWORD" }))
        .await
        .expect("a choice");
    assert_eq!(offered(&challenge), ["EMAIL_OTP"]);
    assert_refused(
        stage.sign_in("zoe", "").await,
        "InvalidParameterException",
        "Missing required parameter PASSWORD",
    );
    assert_refused(stage.sign_in("zoe", PASSWORD).await, INCORRECT.0, INCORRECT.1);

    stage
        .change(|settings| settings.pool.first_factors.email_otp = false)
        .await;
    let members = json!({ "Username": "kim", "UserAttributes": attributes });
    let refused = stage
        .pool("SignUp", members)
        .await
        .expect_err("a password is needed");
    assert_eq!(refused.name, "InvalidParameterException");
}
